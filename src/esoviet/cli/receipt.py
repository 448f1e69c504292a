"""`esoviet receipt list|check`: receipts, checked without trusting anybody.

A receipt says that an entry stands at an index of an assembly's log, as its host has signed.
`check` needs the host's key (remembered from the first contact with the assembly, or given as a
verifier key with --host-key) and the entry, which lies beside each receipt that this client keeps;
without it, the entry is fetched from the log, and the receipt still proves it.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from esoviet.cli import options, terminal
from esoviet.cli.addresses import assembly_of
from esoviet.cli.client import Client, any_key
from esoviet.cli.errors import Trouble
from esoviet.cli.home import Home, Known
from esoviet.cli.http import HttpClient
from esoviet.cli.trust import log_key
from esoviet.law import judge
from esoviet.log import note, receipt
from esoviet.log.checkpoint import ORIGIN_PREFIX
from esoviet.log.checkpoint import parse as checkpoint_of
from esoviet.log.errors import ProofError
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.errors import Malformed

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet receipt`."""
    parser = subparsers.add_parser(
        "receipt",
        help="list and check receipts",
        description="A receipt proves that your act stands in the log.",
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    check = actions.add_parser("check", help="check a receipt, offline where its entry is at hand")
    check.add_argument("file", type=Path, help="the receipt")
    check.add_argument("--entry", type=Path, help="the entry, as bytes")
    check.add_argument("--host-key", metavar="VKEY", help="the log's verifier key")
    options.add_insecure(check)
    check.set_defaults(run=run_check)
    listed = actions.add_parser("list", help="list the receipts kept here")
    options.add_assembly(listed)
    listed.set_defaults(run=run_list)


def run_list(args: argparse.Namespace) -> int:
    """List receipts."""
    home = Home.default()
    folder = home.place(assembly_of(home, args.assembly, insecure=args.insecure).id) / "receipts"
    for path in sorted(folder.glob("*.tlog-proof")):
        print(path)
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Check one receipt."""
    try:
        raw = args.file.read_bytes()
    except OSError as error:
        raise Trouble(f"Cannot read {args.file}: {error.strerror}.") from None
    try:
        taken = receipt.parse(raw)
        origin = checkpoint_of(note.parse(taken.checkpoint).text).origin
        known = Home.default().known(origin.removeprefix(ORIGIN_PREFIX))
        key = note.parse_key(args.host_key) if args.host_key else _key(known, origin)
        entry = _entry(args.file, args.entry) or _fetched(known, taken.index, args)
        checkpoint = receipt.verify(taken, entry, key)
        time, jws = entries.read(entry)
        signed = envelope.parse(jws)
        act = judge.read_act(signed.payload)
    except (Malformed, ProofError) as error:
        raise Trouble(f"This receipt proves nothing: {error}.") from None
    print(f"The receipt holds: {act.type} stands as entry {taken.index} of {checkpoint.size}.")
    print(f"  assembly  {checkpoint.origin.removeprefix(ORIGIN_PREFIX)}")
    print(f"  act       {signed.id}")
    print(f"  by key    {signed.kid}")
    print(f"  logged    {terminal.moment(time)} UTC")
    return 0


def _key(known: Known | None, origin: str) -> note.VerifierKey:
    if known is None or not known.host:
        raise Trouble(f"The log {origin} is unknown here. Give its key: --host-key VKEY")
    return log_key(known)


def _entry(file: Path, given: Path | None) -> bytes | None:
    path = given or file.with_suffix(".entry")
    return path.read_bytes() if path.exists() else None


def _fetched(known: Known | None, index: int, args: argparse.Namespace) -> bytes:
    """The entry out of the log, where it is not at hand."""
    if known is None:
        raise Trouble("Give the entry that the receipt is for: --entry FILE")
    home = Home.default()
    http = HttpClient(known.url, insecure=args.insecure)
    with Client(home, known, http, any_key(home, known.key)) as client:
        client.trust.advance()
        return client.trust.entry(index)
