"""`esoviet set-recovery-key` and `esoviet ask-to-recover`: acts that need a second key."""

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from esoviet.cli import acts, options, phrase
from esoviet.cli.client import Client
from esoviet.cli.errors import Trouble
from esoviet.cli.fields import Drafted, Plain
from esoviet.cli.join import secret_of
from esoviet.cli.key import tell_phrase
from esoviet.cli.recount import recount
from esoviet.cli.signer import Signer, prove
from esoviet.law.keys import SetRecoveryKey
from esoviet.law.records import Key
from esoviet.law.recovery import AskToRecover
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare both."""
    new = acts.add_act_parser(subparsers, SetRecoveryKey)
    options.add_signing(new)
    new.set_defaults(run=run_set)
    ask = acts.add_act_parser(subparsers, AskToRecover)
    ask.add_argument("member", type=int, help="your member number")
    ask.add_argument(
        "--invitation", metavar="LINK",
        help="lets you in where only members read: ask a member for one",
    )  # fmt: skip
    options.add_signing(ask)
    ask.set_defaults(run=run_ask)


def run_set(args: argparse.Namespace) -> int:
    """Make a new phrase and set its key."""
    words = phrase.new_phrase()
    recovery = phrase.recovery_key(words)
    with Client.open(args) as client:
        keys = recount(client).rows(Key)
        mine = keys.get(client.signer.kid)
        if mine is None or mine.revoked:
            raise Trouble("The key of this machine is not enrolled in this assembly.")
        name = key_name(recovery.public)
        proof = prove("recovery-key", client.known.id, client.signer.kid, name, recovery)
        given: dict[str, Plain] = {"key": b64u(recovery.public), "proof": proof}
        tell_phrase(words)
        if client.act(SetRecoveryKey, Drafted(given, [])) and _has_phrase(keys.values(), mine):
            print(
                "Announced: the phrase before this one counts until recovery_days are over. Keep "
                f"both. To call it off: esoviet revoke-key {name}"
            )
    return 0


def _has_phrase(keys: Iterable[Key], mine: Key) -> bool:
    """Whether a recovery key of the same member stands."""
    own = (key for key in keys if key.member == mine.member and not key.revoked)
    return any(key.kind == "recovery" for key in own)


def run_ask(args: argparse.Namespace) -> int:
    """Ask, with a key that the assembly does not know yet, to be let back in."""
    with Client.open(args) as client:
        if args.invitation is not None:
            secret = secret_of(args.invitation)
            client.guests = [Signer(secret, client.known.id)]
        given: dict[str, Plain] = {"key": b64u(client.signer.key.public), "member": args.member}
        begun = [one.said for one in client.outbox.waiting() if one.kid == client.signer.kid]
        if begun:
            if not isinstance(begun[0], AskToRecover) or begun[0].member != args.member:
                raise Trouble(
                    f"Another act of this key waits to be sent: {begun[0].type}. First: esoviet "
                    "outbox, or ask with another key: --sign-with NAME"
                )
            answer = client.flush()  # the same act again: an answer was lost
        else:
            answer = client.act(AskToRecover, Drafted(given, []))
        if answer is None:
            return 1
        print(f"Ask others who know you to run: esoviet vouch-for-recovery {client.signer.kid}")
    return 0
