"""`esoviet show`: read an assembly, from its host's answers or from a recount of one's own.

    esoviet show                    the assembly
    esoviet show problems           a list
    esoviet show vote 3             one thing
    esoviet show vote 3 roll        what belongs to it

The history is held against the one that was seen here before; from another one nothing is shown.
With `--verify` nothing is asked of the host but the log and the texts: every entry is hashed,
verified and judged here, and the very same answer is made from the result.
"""

import argparse
import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec

from esoviet.cli import options
from esoviet.cli.client import Client
from esoviet.cli.errors import Trouble
from esoviet.cli.http import CLOSED, Refusal
from esoviet.cli.layout import Json, laid_out
from esoviet.cli.recount import replay
from esoviet.law.records import Key
from esoviet.log.merkle import leaf_hash
from esoviet.log.tiles import WIDTH
from esoviet.replica.replica import Replica
from esoviet.web.api.cache import AnswerCache
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.query import read_query
from esoviet.web.api.read import AnyRead
from esoviet.web.api.reads import READS
from esoviet.wire.encoding import printable
from esoviet.wire.errors import Malformed

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

BUNDLES = 32
LOG = {"log": "log/entries", "entry": "log/entries"}


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet show`."""
    parser = subparsers.add_parser(
        "show",
        help="read an assembly",
        description="Show the assembly, a list (problems, votes, members …) or one thing (vote 3).",
        epilog="what there is: " + ", ".join(_names()),
    )
    parser.add_argument("what", nargs="?", default="", help="problems, vote, constitution, me …")
    parser.add_argument("number", nargs="?", type=int, help="which one")
    parser.add_argument("part", nargs="?", help="what belongs to it, such as roll or arguments")
    parser.add_argument(
        "--where", action="append", default=[], metavar="NAME=VALUE",
        help="choose from a list, such as phase=vote or limit=1000; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--verify", action="store_true", help="recount here instead of asking the host"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    options.add_signing(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show it."""
    where = [_pair(one) for one in args.where]
    with Client.open(args, reading=True) as client:
        answer = recounted(client, args, where) if args.verify else _asked(client, args, where)
    value: Json = msgspec.json.decode(answer)
    if args.json:
        print(msgspec.json.format(answer, indent=2).decode())
    else:
        print(printable("\n".join(laid_out(value)), lines=True))
    return 0


def _asked(client: Client, args: argparse.Namespace, where: list[tuple[str, str]]) -> bytes:
    """The host's answer, once its history is known to go on from the one seen before."""
    seen = client.trust.advance()
    what, number = args.what, args.number
    if what == "me":
        what, number = "member", member_of(client, replay(client.trust, seen))
    path = f"{address(what, number, args.part)}.json"
    _read_of(path, number)
    try:
        return client.http.get(path + (f"?{urlencode(where)}" if where else ""))
    except Refusal as refusal:
        if refusal.details.type == CLOSED:
            raise Trouble(f"{refusal} Members read it with their key: --sign-with NAME") from None
        raise


def address(what: str, number: int | None, part: str | None) -> str:
    """The path of an answer below the assembly's, without its ending."""
    noun = LOG.get(what, what)
    if number is not None and noun and not noun.endswith("s"):
        noun += "s"
    parts = [noun, "" if number is None else str(number), part or ""]
    return "".join(f"/{one}" for one in parts if one)


def recounted(client: Client, args: argparse.Namespace, where: list[tuple[str, str]]) -> bytes:
    """The answer, made here from the log."""
    folded = replay(client.trust, client.trust.advance())
    what, number = args.what, args.number
    if what == "me":
        what, number = "member", member_of(client, folded)
    path = f"{address(what, number, args.part)}.json"
    read = _read_of(path, number)
    said = [*where, ("number", str(number))] if number is not None else where
    try:
        answer = read.build(context_of(client, folded), read_query(read.query, said))
    except Malformed as error:
        raise Trouble(f"This cannot be shown: {error}.") from None
    if answer is None:
        raise Trouble(f"There is no {what} {number} in this assembly.")
    return msgspec.json.encode(answer)


def context_of(client: Client, folded: Replica) -> AnswerContext:
    """Where an answer is put together from a recount; texts are fetched from the host."""
    bundle = lru_cache(BUNDLES)(partial(client.trust.entries, folded.tree.size))
    return AnswerContext(
        folded.view(),
        AnswerCache(lambda sha256: blob_of(client, sha256)),
        lambda start, stop: entries_of(bundle, folded, start, stop),
        client.known.url,
    )


def member_of(client: Client, folded: Replica) -> int:
    """The number of the member whose key this is."""
    mine = folded.state.rows(Key).get(client.signer.kid)
    if mine is None:
        raise Trouble("The key of this machine is not enrolled in this assembly.")
    return mine.member


def blob_of(client: Client, sha256: str) -> bytes | None:
    """A text or file from the host; what has another hash is not it."""
    try:
        data = client.http.get(f"/blobs/{sha256}")
    except Refusal:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def entries_of(
    bundle: Callable[[int], list[bytes]], folded: Replica, start: int, stop: int
) -> list[bytes]:
    """Entries of the log, fetched again, and held against those that were judged."""
    size, read = folded.tree.size, list[bytes]()
    for number in range(start // WIDTH, -(-min(stop, size) // WIDTH)):
        read += bundle(number)
    skipped = start - start % WIDTH
    entries = read[start - skipped : stop - skipped]
    for index, entry in enumerate(entries, start):
        if leaf_hash(entry) != folded.tree.node(0, index):
            raise Trouble(f"The host sends another entry {index} than a moment ago.")
    return entries


def _read_of(path: str, number: int | None) -> AnyRead:
    wanted = path if number is None else path.replace(f"/{number}", "/{number}", 1)
    for read in READS:
        if read.path == wanted:
            return read
    raise Trouble(f"There is no such thing to show. There is: {', '.join(_names())}")


def _names() -> Iterable[str]:
    plain = [read.path.strip("/").removesuffix(".json") for read in READS]
    return [name.replace("/{number}", " N").replace("/", " ") for name in plain if name]


def _pair(given: str) -> tuple[str, str]:
    name, sign, value = given.partition("=")
    if not sign:
        raise Trouble(f"{given!r} is not of the form NAME=VALUE.")
    return name, value
