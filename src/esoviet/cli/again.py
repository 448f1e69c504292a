"""`esoviet outbox`: what waits to be sent, what was refused, and signing that anew.

An act that was put aside is shown as it stands before it is signed again, on the newest verified
position. A ballot, and an act that would replace what was said with another device since (clause
1.12), is signed anew only when its author answers, or names it.
"""

import argparse
from typing import TYPE_CHECKING

import msgspec

from esoviet.cli import founding, options, terminal
from esoviet.cli.client import Client
from esoviet.cli.describe import described
from esoviet.cli.errors import Trouble
from esoviet.cli.fields import Drafted, Plain
from esoviet.cli.hand import Link
from esoviet.cli.home import Home
from esoviet.cli.outbox import Aside, Why
from esoviet.law import judge
from esoviet.law.act import COMMON
from esoviet.law.votes import CastBallot
from esoviet.wire import entry as entries
from esoviet.wire import envelope

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

LEAST = 6
"""So many characters of an id name an act."""


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet outbox`."""
    parser = subparsers.add_parser(
        "outbox",
        aliases=["submit"],
        help="send signed acts that are still waiting",
        description="Send the signed acts that the host has not answered yet; show those refused.",
    )
    parser.add_argument("do", nargs="?", choices=["again"], help="sign anew what was put aside")
    parser.add_argument("id", nargs="?", help="which of them: the beginning of its id")
    parser.add_argument("--list", action="store_true", help="only list them")
    options.add_signing(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List, send or sign anew."""
    home = Home.default()
    for begun in founding.waiting(home):
        print(f"founding {begun.name!r} at {begun.url} waits: esoviet found --again")
    if founding.waiting(home) and not home.assemblies():
        return 0
    with Client.open(args) as client:
        if not args.list:
            client.find_out()
        if args.do == "again":
            return sign_anew(client, args.id)
        _list(client)
        if args.list or not client.outbox.waiting():
            return 0
        return 0 if client.flush() is not None else 1


def sign_anew(client: Client, wanted: str | None) -> int:
    """Sign anew what was put aside: all that has not been, or the one that is named."""
    chosen = [old for old in client.outbox.aside() if _is_meant(old, wanted)]
    if wanted is not None and len(chosen) != 1:
        raise Trouble(f"No act, or more than one, was put aside under {wanted!r}.")
    signed = [_again(client, old, named=wanted is not None) for old in chosen]
    if not any(signed):
        return 0 if not chosen else 1
    return 0 if client.flush() is not None else 1


def _again(client: Client, old: Aside, *, named: bool) -> bool:
    one, why = old
    if not _may_follow(client, old):
        terminal.note(
            f"{one.type} {one.id[:12]} was signed with another key, with which it may still be "
            "logged: sign it anew with that one, --sign-with NAME"
        )
        return False
    act = one.said
    drafted = Drafted(_said(act), list(one.blobs))
    terminal.note(described(type(act), drafted, client.known, client.hand.kid))
    terminal.note(f"  put aside: {_because(why)}")
    if why.entry is not None:
        terminal.note(_standing(client, why.entry))
    careful = isinstance(act, CastBallot) or why.entry is not None
    answer = None if named and not client.ask else terminal.ask("Sign it anew and send it?")
    if answer is None and careful and not named:
        terminal.note(f"Not signed anew unasked. Name it: esoviet outbox again {one.id[:12]}")
    if answer is False or (answer is None and careful and not named):
        return False
    new = client.sign(type(act), drafted)
    client.outbox.signed_anew(old, new.id)
    return True


def _may_follow(client: Client, old: Aside) -> bool:
    """Of another key only what can be logged no more, since that key's chain has passed it."""
    kid = old.one.kid
    passed = client.known.acts.get(kid, Link()).seq >= old.one.seq
    return kid == client.hand.kid or passed


def _standing(client: Client, index: int) -> str:
    """What was said with another device since, out of the proven log."""
    time, jws = entries.read(client.trust.entry(index))
    sealed = envelope.parse(jws)
    act = judge.read_act(sealed.payload)
    said = ", ".join(f"{name}: {value}" for name, value in _said(act).items())
    return (
        f"  It would replace what stands as entry {index}, said at {terminal.moment(time)} UTC "
        f"with the key {sealed.kid[:8]}…: {act.type} ({said})"
    )


def _said(act: msgspec.Struct) -> dict[str, Plain]:
    """What an act says of its own."""
    fields: dict[str, Plain] = msgspec.to_builtins(act)
    return {name: value for name, value in fields.items() if name not in (*COMMON, "type")}


def _is_meant(old: Aside, wanted: str | None) -> bool:
    if wanted is None:
        return not old.why.again
    return len(wanted) >= LEAST and old.one.id.startswith(wanted)


def _list(client: Client) -> None:
    for one in client.outbox.waiting():
        print(f"{one.seq:6}  {one.type:20}  {one.id}  waits")
    for one, why in client.outbox.aside():
        print(f"{one.seq:6}  {one.type:20}  {one.id}  {_because(why)}")


def _because(why: Why) -> str:
    anew = f"; signed anew as {why.again[:12]}" if why.again else ""
    if why.blocked_by and not why.clause:
        return f"blocked by {why.blocked_by[:12]}, which was refused{anew}"
    clause = f" (clause {why.clause})" if why.clause else ""
    return f"refused: {why.because}{clause}{anew}"
