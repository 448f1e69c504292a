"""`esoviet sessions [end]` and `esoviet devices [name]`: where one is signed in, and with what.

Both are the host's word, shown to sessions of one's own keys only. Each command signs in with the
key of this machine, and out again at its end.
"""

import argparse
from typing import TYPE_CHECKING, TypeVar

import msgspec

from esoviet.cli import options, terminal
from esoviet.cli.client import Client
from esoviet.cli.errors import Trouble
from esoviet.cli.http import Unreachable
from esoviet.cli.session import sign_in
from esoviet.wire.encoding import printable

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

T = TypeVar("T")
SHORT = 10
DEVICES = 4
"""Their chapter of the law: devices are keys."""
JSON = "application/json"


class _Session(msgspec.Struct, frozen=True):
    id: str
    kid: str
    device: str
    since: int
    seen: int
    here: bool


class _Device(msgspec.Struct, frozen=True):
    kid: str
    kind: str
    name: str
    time: int
    revoked: bool
    here: bool


class _List(msgspec.Struct, frozen=True):
    items: list[msgspec.Raw]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet sessions` and `esoviet devices`."""
    sessions = subparsers.add_parser(
        "sessions",
        help="see where you are signed in, and end it",
        description="See where you are signed in, and end it.",
    )
    sessions.set_defaults(run=run_sessions, chapter=DEVICES)
    actions = sessions.add_subparsers(metavar="ACTION")
    end = actions.add_parser("end", help="end one session, or all others")
    which = end.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", help="which one, as `esoviet sessions` prints it")
    which.add_argument("--others", action="store_true", help="all but that of this command")
    end.set_defaults(run=run_end)
    devices = subparsers.add_parser(
        "devices",
        help="see your devices, and what you call them",
        description="See your devices, and what you call them.",
    )
    devices.set_defaults(run=run_devices, chapter=DEVICES)
    actions = devices.add_subparsers(metavar="ACTION")
    name = actions.add_parser("name", help="call a device by a name that only you see")
    name.add_argument("key", help="its key, as `esoviet devices` prints it")
    name.add_argument("name", help="the name; an empty one is forgotten")
    name.set_defaults(run=run_name)
    for parser in (sessions, end, devices, name):
        options.add_assembly(parser)
        options.add_key(parser)


def run_sessions(args: argparse.Namespace) -> int:
    """List sessions."""
    with _signed_in(args) as client:
        for one in _items(client, "/sessions", _Session):
            here = " (this command)" if one.here else ""
            print(f"{one.id}  {_called(one.device, one.kid)}{here}")
            print(
                f"  since {terminal.moment(one.since)} UTC, last used in the hour from "
                f"{terminal.moment(one.seen)} UTC"
            )
    return 0


def run_end(args: argparse.Namespace) -> int:
    """End sessions."""
    with _signed_in(args) as client:
        client.http.delete("/sessions" if args.others else f"/sessions/{args.id}")
    print("Ended. The keys can sign in again until they are revoked: esoviet revoke-key")
    return 0


def run_devices(args: argparse.Namespace) -> int:
    """List devices."""
    with _signed_in(args) as client:
        for one in _items(client, "/devices", _Device):
            marks = [mark for mark, is_so in (("this one", one.here), ("revoked", one.revoked))
                     if is_so]  # fmt: skip
            print(f"{one.kid}  {printable(one.name) or one.kind}")
            print("  " + ", ".join([f"added {terminal.moment(one.time)} UTC", *marks]))
    return 0


def run_name(args: argparse.Namespace) -> int:
    """Call a device by a name."""
    with _signed_in(args) as client:
        found = [one for one in _items(client, "/devices", _Device) if one.kid.startswith(args.key)]
        if len(found) != 1:
            raise Trouble(f"There are {len(found)} keys of yours that begin so: esoviet devices")
        said = msgspec.json.encode({"name": args.name})
        client.http.put(f"/devices/{found[0].kid}", said, JSON)
    print("Kept at the host, for you alone." if args.name else "Forgotten.")
    return 0


def _signed_in(args: argparse.Namespace) -> Client:
    client = Client.open(args)
    try:
        client.http.token = sign_in(client.http, client.signer)
        client.http.signed_in = True
    except BaseException:
        client.http.close()
        raise
    return client


def _items(client: Client, path: str, kind: type[T]) -> list[T]:
    try:
        listed = msgspec.json.decode(client.http.get(path), type=_List)
        return [msgspec.json.decode(one, type=kind) for one in listed.items]
    except msgspec.DecodeError as error:
        raise Unreachable(f"The host's list is not understood here: {error}.") from None


def _called(device: str, kid: str) -> str:
    return f"{printable(device) or 'a device without a name'}, key {kid[:SHORT]}"
