"""`esoviet outbox`: what waits to be sent, what was refused, and signing that anew.

An act that was put aside is shown as it stands before it is signed again, on the position at which
the log was recounted here. A ballot, and an act that would replace what its author said since, with
another key too (clause 1.12), is signed anew only when its author answers, or names it. Where the
host named an entry that does not stand against it, nothing is signed.
"""

import argparse
import shlex
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from esoviet.cli import founding, options, terminal
from esoviet.cli.client import Client
from esoviet.cli.describe import described
from esoviet.cli.errors import Trouble
from esoviet.cli.fields import Drafted, Plain
from esoviet.cli.home import Home
from esoviet.cli.outbox import Aside, Why
from esoviet.cli.standing import CLAUSE, Log
from esoviet.law import judge
from esoviet.law.act import COMMON
from esoviet.law.votes import CastBallot
from esoviet.log.errors import ProofError
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
    if _list_foundings(home) and not home.assemblies():
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


def _list_foundings(home: Home) -> bool:
    """Say which foundings no receipt has ended; whether there are any."""
    waiting, refused = founding.waiting(home), founding.refused(home)
    for begun in waiting:
        print(f"founding {begun.name!r} at {begun.url} waits: esoviet found --again")
    for old in refused:
        print(
            f"founding {old.begun.name!r} at {old.begun.url} {because(old.why)}\n"
            f"        Found it anew: esoviet found {shlex.quote(old.begun.name)} … Or send the "
            f"same act again: esoviet found {shlex.quote(old.begun.name)} --again\n"
            f"        Its texts are kept in {old.place}"
        )
    return bool(waiting or refused)


def sign_anew(client: Client, wanted: str | None) -> int:
    """Sign anew what was put aside: all that has not been, or the one that is named."""
    chosen = [old for old in client.outbox.aside() if _is_meant(old, wanted)]
    if wanted is not None and len(chosen) != 1:
        raise Trouble(f"No act, or more than one, was put aside under {wanted!r}.")
    if not chosen:
        return 0
    log = Log(client.trust, chosen)
    signed = [_again(client, log, old, named=wanted is not None) for old in chosen]
    if not any(signed):
        return 1
    return 0 if client.flush() is not None else 1


def _again(client: Client, log: Log, old: Aside, *, named: bool) -> bool:
    one, why = old
    hindered = _hindered(client, log, old)
    if hindered:
        terminal.note(f"{one.type} {one.id[:12]} {hindered}")
        return False
    act = one.said
    drafted = Drafted(_said(act), list(one.blobs))
    terminal.note(described(type(act), drafted, client.known, client.signer.kid))
    terminal.note(f"  put aside: {because(why)}")
    standing = log.standing(one)
    if standing is not None:
        terminal.note(_standing(client, standing))
    careful = isinstance(act, CastBallot) or standing is not None or why.entry is not None
    answer = None if named and not client.ask else terminal.ask("Sign it anew and send it?")
    if answer is None and careful and not named:
        terminal.note(f"Not signed anew unasked. Name it: esoviet outbox again {one.id[:12]}")
    if answer is False or (answer is None and careful and not named):
        return False
    new = client.sign(type(act), drafted, log.seen)
    client.outbox.signed_anew(old, new.id)
    return True


def _hindered(client: Client, log: Log, old: Aside) -> str:
    """Why an act is not to be signed anew, or not now; empty where it can be."""
    one, why = old
    if one.id in log.logged:
        return "stands in the log by now. It counts; it is not signed anew."
    if one.kid != client.signer.kid and not log.can_follow(one):
        if one.kid in client.known.distrusted:
            return (
                "was signed with a key that others have used, and the host can still log it. "
                f"Revoke that key first: esoviet revoke-key {one.kid}"
            )
        return (
            "was signed with another key, with which it may still be logged: sign it anew with "
            f"that one, --sign-with {client.home.name_of(one.kid) or 'NAME'}"
        )
    if one.kid != client.signer.kid and not log.is_mine(one, client.signer.kid):
        return "was signed by another member than the one whose key is at work."
    if (why.entry is not None or why.clause == CLAUSE) and not log.bears_out(old):
        return _contradicted(client, old)
    return ""


def _contradicted(client: Client, old: Aside) -> str:
    """Keep what the host said against an act, and does not stand in its log."""
    one, why = old
    files = {f"{one.id}.act": one.act, f"{one.id}.refusal": msgspec.json.encode(why)}
    named = "no entry" if why.entry is None else f"entry {why.entry}"
    if why.entry is not None:
        with suppress(ProofError):
            files[f"{why.entry}.entry"] = client.trust.entry(why.entry)
    kept = client.trust.evidence(files)
    return (
        "is not signed anew: the host refused it because you had said something else about this "
        f"with another key of yours, and named {named}. The log does not bear that out. What the "
        f"host answered is kept in {kept}: show it to the other members. What you want to say can "
        "be said by a new act."
    )


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
        print(f"{one.seq:6}  {one.type:20}  {one.id}  {because(why)}")


def because(why: Why) -> str:
    """Why an act was put aside, for people."""
    anew = f"; signed anew as {why.again[:12]}" if why.again else ""
    if why.unsent:
        return f"not sent: {why.because}{anew}"
    if why.blocked_by and not why.clause:
        return f"blocked by {why.blocked_by[:12]}, which was refused{anew}"
    clause = f" (clause {why.clause})" if why.clause else ""
    return f"refused: {why.because}{clause}{anew}"
