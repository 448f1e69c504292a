"""`esoviet leave [--erase]`: leave an assembly, and have erased there what the law lets one erase.

What is erased and what stays is worked out here, from a recount of the log, and printed before
anything is signed. It is asked once; then each erasure is an act of its own, one's name the last,
and leaving the last of all. What a command that was broken off has not done, the next one does.
"""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from esoviet.cli import options, terminal
from esoviet.cli.acts import add_act_parser
from esoviet.cli.client import Client
from esoviet.cli.describe import FOREVER
from esoviet.cli.fields import Drafted
from esoviet.cli.http import CLOSED, Refusal, Unreachable
from esoviet.cli.recount import replay
from esoviet.cli.show import context_of, member_of
from esoviet.law.blobs import EraseBlob
from esoviet.law.leaving import Leave
from esoviet.web.api.farewell import Counted, Farewell, erasable, farewell
from esoviet.web.api.shapes import MAX_LIMIT, One
from esoviet.web.api.texts import TextKind

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

GONE, NAME = "12.3", "profile"
KINDS: Mapping[TextKind | None, str] = {
    "profile": "name and profile", "statement": "statement with an application",
    "assembly": "name and purpose of the assembly", "problem": "problem",
    "solution": "text of a solution", "argument": "argument", "evidence": "piece of evidence",
    "reason": "reason", "question": "text of a question", "report": "report",
    "change": "text of a change by signature", "task": "task", "minority": "minority report",
    "expense": "expense or receipt", "action": "action or call", "criticism": "text of a criticism",
    "self-criticism": "text of a self-criticism", "exhibit": "text or file of an exhibit",
    "contest": "reason of a contest", "fact": "text of a fact",
    "rewording": "text of a rewording", "post": "post in a topic",
    "case": "case for or against a solution", "text": "text", None: "older text or file",
}  # fmt: skip
HINT = (
    "What you wrote stands, under your name. To have it erased: esoviet leave --erase, with the "
    "same key"
)


class _Key(msgspec.Struct, frozen=True):
    member: int


class _Text(msgspec.Struct, frozen=True):
    kind: str
    sha256: str
    handed_over: bool
    kept_for: int | None


class _Texts(msgspec.Struct, frozen=True):
    items: list[_Text]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet leave`."""
    parser = add_act_parser(subparsers, Leave)
    parser.add_argument(
        "--erase", action="store_true",
        help="first erase your name, your profile and all texts that are not the assembly's",
    )  # fmt: skip
    options.add_signing(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Leave."""
    with Client.open(args) as client:
        if args.erase:
            return _with_all(client)
        if client.act(Leave, Drafted({}, [])) is None:
            return 1
    terminal.note(HINT)
    return 0


def _with_all(client: Client) -> int:
    account, texts = _account(client)
    leaves = account.state == "member"
    _tell(account)
    if not texts and not leaves:
        print("There is nothing left to do.")
        return 0
    terminal.confirm("Sign all of it?", assume_yes=not client.ask)
    client.find_out()
    for place, sha256 in enumerate(texts, 1):
        terminal.note(f"Erasing {place} of {len(texts)} …")
        if not _erased(client, sha256):
            return 1
    if leaves:
        client.sign(Leave, Drafted({}, []))
        if client.flush() is None:
            return 1
    print("Done." if leaves else "Erased.")
    return 0


def _account(client: Client) -> tuple[Farewell, list[str]]:
    """What is erased and what stays, from the log; to who has left a closed one the host says it.

    Its word decides nothing: an act that erases what is not ours is refused.
    """
    try:
        folded = replay(client.trust, client.trust.advance())
    except Refusal as refusal:
        if refusal.details.type != CLOSED:
            raise
        return _told(client)
    number, context = member_of(client, folded), context_of(client, folded)
    account = farewell(context, One(number=number))
    assert account is not None
    return account, erasable(context, number)


def _told(client: Client) -> tuple[Farewell, list[str]]:
    try:
        key = msgspec.json.decode(client.http.get(f"/keys/{client.signer.kid}.json"), type=_Key)
        here = f"/members/{key.member}"
        account = msgspec.json.decode(client.http.get(f"{here}/farewell.json"), type=Farewell)
        listed = client.http.get(f"{here}/texts.json?limit={MAX_LIMIT}")
        texts = msgspec.json.decode(listed, type=_Texts).items
    except msgspec.DecodeError as error:
        raise Unreachable(f"The host's account is not understood here: {error}.") from None
    own = [one for one in texts if not one.handed_over and one.kept_for is None]
    own.sort(key=lambda one: one.kind == NAME)
    return account, [one.sha256 for one in own]


def _erased(client: Client, sha256: str) -> bool:
    """Whether a text is erased, or not one's own any more; not, where the host is away."""
    client.sign(EraseBlob, Drafted({"sha256": sha256}, []))
    try:
        return client.flush() is not None
    except Refusal as refusal:
        if refusal.details.clause != GONE:
            raise
        terminal.note(f"Passed over: {refusal}")
        return True


def _tell(account: Farewell) -> None:
    print("Erased for ever, salt and content:" if account.erases else "Nothing is left to erase.")
    _list(account.erases)
    if account.stays:
        print("What stays, since it belongs to the assembly (clause 12.4):")
        _list(account.stays)
    if account.waits:
        print(
            "What you can erase once its decision was reviewed (clause 12.8), also after leaving:"
        )
        _list(account.waits)
    print(FOREVER)
    if account.state == "member":
        print(
            f"Then you leave. Mandates that fall vacant: {account.mandates}. Your ballots in open "
            "votes stand. To come back you must apply anew."
        )


def _list(counted: list[Counted]) -> None:
    for one in counted:
        print(f"  {one.count} × {KINDS[one.kind]}")
