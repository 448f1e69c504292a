"""`esoviet withhold`: carry out a legal order against one text or file (clause 13.2).

It is for the operator of a server, who may read its data folder and with it the host's key. While
the server runs, the act is handed in to it; else it is logged here, and the server starts on it.
"""

import argparse
import asyncio
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from esoviet.cli import texts
from esoviet.cli.errors import Trouble
from esoviet.cli.http import HttpClient, Refusal
from esoviet.cli.options import add_data, data_folder
from esoviet.cli.signer import wall_clock
from esoviet.cli.terminal import confirm
from esoviet.node import config as settings
from esoviet.node import withholding
from esoviet.node.answers import Logged, Refused
from esoviet.node.config import Config
from esoviet.node.node import ASSEMBLIES, KEY, LOCK, Node, NodeError
from esoviet.node.recovery import CorruptLog
from esoviet.node.sleeping import NotOpened
from esoviet.node.withholding import Order
from esoviet.store import files
from esoviet.store.errors import StoreError
from esoviet.wire.ed25519 import SigningKey

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_HEX = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def add_parser(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "withhold",
        help="stop serving a text or file under a legal order",
        description=(
            "Stop serving a text or file under a legal order. The host signs an act that stands "
            "in the log for good, with its ground for the members to read (clause 13.2). The bytes "
            "are removed from this server and never taken again; ballots and results stay."
        ),
    )
    add = parser.add_argument
    add("blob", metavar="BLOB", help="the SHA-256 of the text or file, or its address")
    add("--ground", required=True, metavar="TEXT",
        help="which order, by whom, under what law: in quotes, as @FILE, or as -")  # fmt: skip
    add("--assembly", metavar="ID", help="in which assembly (default: where these bytes lie)")
    add("--url", metavar="URL", help="the running server (default: where its settings say)")
    add("--no-ask", action="store_true", help="do it without being asked first")
    add_data(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Withhold it in each assembly that has it."""
    data = data_folder(args)
    sha256, assemblies = _meant(args, data)
    ground = texts.blob(texts.read_text(args.ground).encode())
    order = Order(sha256, ground.ref)
    confirm(
        f"Withhold {sha256} in {', '.join(assemblies)}? It is shown in the log for good, and there "
        "is no way back.",
        assume_yes=args.no_ask,
    )
    try:
        config = settings.load({**os.environ, "ESOVIET_DATA": str(data)})
        if files.is_locked(data / LOCK):
            _at_the_server(args.url, config, assemblies, order, ground)
        else:
            _check_account(data)
            asyncio.run(_here(config, assemblies, order, ground.data))
    except (settings.BadConfig, NodeError, StoreError, CorruptLog, OSError) as error:
        raise Trouble(f"It cannot be withheld: {error}") from None
    print("The bytes are gone from this server. Backups still have them: let those expire.")
    return 0


def _meant(args: argparse.Namespace, data: Path) -> tuple[str, list[str]]:
    """The blob, and the assemblies in which it is to be withheld."""
    named = _HEX.findall(args.blob)
    if not named:
        raise Trouble(f"{args.blob} names no text or file: give its SHA-256, or its address.")
    sha256 = named[-1]
    assembly = args.assembly or (named[-2] if len(named) > 1 else None)
    if assembly is None:
        found = withholding.holders(data, sha256)
        if not found:
            raise Trouble("These bytes lie in no assembly here. Name the one with --assembly ID.")
        return sha256, found
    if not _HEX.fullmatch(assembly) or not (data / ASSEMBLIES / assembly).is_dir():
        raise Trouble(f"There is no assembly {assembly} in {data}.")
    return sha256, [assembly]


def _at_the_server(
    url: str | None, config: Config, assemblies: list[str], order: Order, ground: texts.Bytes
) -> None:
    key = SigningKey((config.data / KEY).read_bytes())
    for assembly in assemblies:
        address = f"{url or config.address}/a/{assembly}"
        with HttpClient(address, insecure=url is None) as http:
            for left in reversed(range(withholding.TRIES)):
                here = withholding.stand(config.data / ASSEMBLIES / assembly, key)
                act = withholding.seal(order, here, key, wall_clock())
                try:
                    _say(assembly, http.submit("/acts", act, [ground]).index)
                    break
                except Refusal as refusal:
                    if refusal.details.clause != "1.4" or not left:
                        raise


def _check_account(data: Path) -> None:
    """What root writes into the folder the server could not write any more."""
    if os.geteuid() == 0 and data.stat().st_uid != 0:
        raise Trouble(
            f"Do it with the account that owns {data}: sudo -u ACCOUNT esoviet withhold …"
        )


async def _here(config: Config, assemblies: list[str], order: Order, ground: bytes) -> None:
    node = Node(config)
    node.start()
    try:
        for assembly in assemblies:
            try:
                answer = await withholding.withhold(node, assembly, order, ground)
            except NotOpened as error:
                raise NodeError(node.left_out.get(assembly, str(error))) from None
            if isinstance(answer, Logged):
                _say(assembly, answer.index)
                continue
            clause = f" (clause {answer.clause} of the law)" if isinstance(answer, Refused) else ""
            raise Trouble(f"Refused: {answer.because}{clause}")
    finally:
        await node.close()


def _say(assembly: str, entry: int) -> None:
    print(f"Withheld in assembly {assembly}: entry {entry} of its log.")
