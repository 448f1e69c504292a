"""`esoviet found`: found an assembly on a node."""

import argparse
from typing import TYPE_CHECKING

import msgspec

from esoviet.cli import founding, options, terminal
from esoviet.cli.addresses import node_url
from esoviet.cli.describe import FOREVER
from esoviet.cli.errors import Trouble
from esoviet.cli.founding import Begun
from esoviet.cli.home import DEFAULT_KEY, Home, Known
from esoviet.cli.http import HttpClient, Refusal
from esoviet.cli.key import recovery_public
from esoviet.cli.signer import wall_clock, whole_second
from esoviet.cli.texts import Bytes, blob, read_text
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
    parser.add_argument("name", nargs="?", help="the assembly's name")
    parser.add_argument("--url", default="http://localhost:8000", help="the node (%(default)s)")
    parser.add_argument("--purpose", metavar="TEXT", help="what it is for")
    parser.add_argument("--profile", metavar="TEXT", help="who you are")
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
    parser.add_argument(
        "--again",
        action="store_true",
        help="send a founding again whose answer was lost, or with its NAME one that was refused",
    )
    options.add_token(parser)
    options.add_insecure(parser)
    options.add_key(parser)
    parser.add_argument("--no-ask", action="store_true", help="sign without being asked first")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Found it."""
    home, name = Home.default(), args.key_name or DEFAULT_KEY
    if args.again:
        return _run_again(args, home)
    if args.name is None or args.purpose is None or args.profile is None:
        raise Trouble("To found an assembly, give its NAME, --purpose and --profile.")
    terminal.note(FOREVER)
    with HttpClient(node_url(args.url, insecure=args.insecure), insecure=args.insecure) as http:
        http.token = args.token
        assembly = _found(args, home, http, name)
    _tell(assembly)
    return 0


def _found(args: argparse.Namespace, home: Home, http: HttpClient, name: str) -> Known:
    for one in founding.waiting(home):
        if (one.url, one.name, one.key) != (http.url, args.name, name):
            terminal.note(f"A founding of {one.name!r} still waits: esoviet found --again")
        elif args.no_ask or terminal.ask(f"You began to found {one.name!r}. Finish it?") in (
            None,
            True,
        ):
            terminal.note(f"The founding of {one.name!r} that had begun is sent again.")
            return _send(home, http, one)
    values = chosen(args.template, args.readership, args.values)
    begun = beginning(
        home.key(name), node_info(http).host, args.name, args.purpose, args.profile, values,
        recovery=recovery_public(home, name),
        witnesses=read_text(f"@{args.witnesses}") if args.witnesses else "",
    )  # fmt: skip
    terminal.note(f"You found {args.name!r} on {http.url}.")
    for parameter, value in values.items():
        terminal.note(f"  {parameter}: {value}")
    terminal.confirm("Sign and send?", assume_yes=args.no_ask)
    return begin(home, http, begun, args.name, name, args.alias or args.name)


def node_info(http: HttpClient) -> NodeInfo:
    """Ask a node for its key."""
    try:
        return msgspec.json.decode(http.get("/node", "application/json"), type=NodeInfo)
    except msgspec.DecodeError as error:
        raise Trouble(f"{http.url} does not answer as a node does: {error}") from None


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


def begin(
    home: Home, http: HttpClient, begun: Beginning, name: str, key: str, wanted: str
) -> Known:
    """Sign the founding act, keep it and its texts, and send it."""
    act = envelope.seal(msgspec.json.encode(begun.act), home.key(key))
    one = Begun(envelope.parse(act).id, http.url, begun.act.host, name, wanted, key)
    founding.keep(home, one, act, begun.texts)
    return _send(home, http, one)


def _send(home: Home, http: HttpClient, one: Begun) -> Known:
    try:
        return founding.send(home, http, one)
    except Refusal as refusal:
        if not refusal.is_final:
            raise
        raise Trouble(
            f"{refusal}\nPut aside: the founding of {one.name!r}. Its texts and its reason are "
            "kept; what to do with it: esoviet outbox"
        ) from None
    except Trouble as error:
        raise Trouble(
            f"{error}\n{one.name!r} cannot be called founded yet. Its signed founding act, "
            "its texts and your key are kept; send the same act again: esoviet found --again"
        ) from None


def _run_again(args: argparse.Namespace, home: Home) -> int:
    begun = [one for one in founding.waiting(home) if args.name in (None, one.name)]
    refused = [old for old in founding.refused(home) if old.begun.name == args.name]
    begun += [founding.take_up(home, old) for old in refused]
    if not begun:
        raise Trouble("No founding waits for an answer. What was refused: esoviet outbox --list")
    for one in begun:
        with HttpClient(one.url, insecure=args.insecure) as http:
            http.token = args.token
            _tell(_send(home, http, one))
    return 0


def _tell(assembly: Known) -> None:
    print(f"Founded {assembly.alias}: {assembly.url}")
