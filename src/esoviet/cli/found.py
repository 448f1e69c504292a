"""`esoviet found`: found an assembly on a node."""

import argparse
from typing import TYPE_CHECKING

import msgspec

from esoviet.cli import options, terminal
from esoviet.cli.addresses import new_alias, node_url
from esoviet.cli.door import Door
from esoviet.cli.errors import Trouble
from esoviet.cli.hand import Link, wall_clock, whole_second
from esoviet.cli.home import DEFAULT_KEY, Home, Known
from esoviet.cli.key import recovery_public
from esoviet.cli.texts import Bytes, blob, read_text
from esoviet.cli.trust import Trust
from esoviet.law import constitution
from esoviet.law.founding import FoundAssembly
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


class NodeInfo(msgspec.Struct, frozen=True):
    """What a node says of itself; `host` is its public key."""

    host: str


class Beginning(msgspec.Struct, frozen=True):
    """A founding act with its texts."""

    act: FoundAssembly
    texts: tuple[Bytes, ...]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet found`."""
    parser = subparsers.add_parser(
        "found",
        help="found an assembly",
        description="Found an assembly on a node and become its first member.",
    )
    parser.add_argument("name", help="the assembly's name")
    parser.add_argument("--url", default="http://localhost:8000", help="the node (%(default)s)")
    parser.add_argument("--purpose", required=True, metavar="TEXT", help="what it is for")
    parser.add_argument("--profile", required=True, metavar="TEXT", help="who you are")
    parser.add_argument(
        "--template", choices=tuple(constitution.TEMPLATES), default="branch",
        help="what its durations start from: minutes, days or weeks (%(default)s)",
    )  # fmt: skip
    parser.add_argument("--readership", choices=("members", "public"), help="who reads its texts")
    parser.add_argument(
        "--set", dest="values", action="append", default=[], metavar="PARAMETER=VALUE",
        help="a parameter of the constitution; may be given again",
    )  # fmt: skip
    parser.add_argument("--witnesses", metavar="FILE", help="a tlog-policy text")
    parser.add_argument("--alias", help="its short name here")
    options.add_token(parser)
    options.add_insecure(parser)
    options.add_key(parser)
    parser.add_argument("--no-ask", action="store_true", help="sign without being asked first")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Found it."""
    home, name = Home.default(), args.key_name or DEFAULT_KEY
    with Door(node_url(args.url, insecure=args.insecure), insecure=args.insecure) as door:
        door.token = args.token
        assembly = _found(args, home, door, name)
    print(f"Founded {assembly.alias}: {assembly.url}")
    return 0


def _found(args: argparse.Namespace, home: Home, door: Door, name: str) -> Known:
    values = chosen(args.template, args.readership, args.values)
    begun = beginning(
        home.key(name), node_info(door).host, args.name, args.purpose, args.profile, values,
        recovery=recovery_public(home, name),
        witnesses=read_text(f"@{args.witnesses}") if args.witnesses else "",
    )  # fmt: skip
    terminal.note(f"You found {args.name!r} on {door.url}.")
    for parameter, value in values.items():
        terminal.note(f"  {parameter}: {value}")
    terminal.confirm("Sign and send?", assume_yes=args.no_ask)
    return found(home, door, begun, home.key(name), name, args.alias or args.name)


def node_info(door: Door) -> NodeInfo:
    """Ask a node for its key."""
    try:
        return msgspec.json.decode(door.get("/node", "application/json"), type=NodeInfo)
    except msgspec.DecodeError as error:
        raise Trouble(f"{door.url} does not answer as a node does: {error}") from None


def chosen(template: str, readership: str | None, values: list[str]) -> dict[str, str]:
    """A template with changes; raises `Trouble` for what cannot stand in a constitution."""
    result = dict(constitution.TEMPLATES[template])
    if readership is not None:
        result["readership"] = readership
    for one in values:
        name, _, value = one.partition("=")
        result[name.strip()] = value.strip()
    wrong = constitution.check(result)
    if wrong:
        raise Trouble(f"This constitution cannot stand: {wrong}.")
    return result


def beginning(
    key: SigningKey,
    host: str,
    name: str,
    purpose: str,
    profile: str,
    values: dict[str, str],
    *,
    recovery: str | None = None,
    witnesses: str = "",
) -> Beginning:
    """The founding act."""
    texts = [blob(read_text(text).encode()) for text in (name, purpose, profile)]
    act = FoundAssembly(
        seq=1,
        at=whole_second(wall_clock()),
        key=b64u(key.public),
        host=host,
        name=texts[0].ref,
        purpose=texts[1].ref,
        profile=texts[2].ref,
        constitution=values,
        recovery=recovery,
        witnesses=witnesses,
    )
    return Beginning(act, tuple(texts))


def found(
    home: Home, door: Door, begun: Beginning, key: SigningKey, key_name: str, wanted: str
) -> Known:
    """Hand the founding act in, verify the receipt, and remember the assembly."""
    signed = envelope.seal(msgspec.json.encode(begun.act), key)
    parsed = envelope.parse(signed)
    answer = door.submit("/a", signed, begun.texts)
    known = Known(
        id=parsed.id,
        url=f"{door.url}/a/{parsed.id}",
        alias=new_alias(home, wanted),
        host=begun.act.host,
        key=key_name,
        acts={parsed.kid: Link(1, parsed.id)},
    )
    home.keep(known)
    home.set_default(known.id)
    with Door(known.url, insecure=True) as there:
        Trust(home, known, there).receive(signed, answer)
    return known
