"""`esoviet key new|show|recover|check|fresh|offer`: keys, and the phrase that gives a place back.

`recover` makes the recovery key of a phrase, a new key for this machine, and enrols the new one in
an assembly by an act of the recovery key. `check` looks in the log for acts that a copy of this
key has signed, `fresh` replaces a key that lies on two machines. `offer` prints what
another device of the same member needs to enrol the key of this one.
"""

import argparse
import getpass
import secrets
import sys
from typing import TYPE_CHECKING

from esoviet.cli import mine, options, phrase, terminal
from esoviet.cli.addresses import assembly_of
from esoviet.cli.client import NOT_YOURS, Client
from esoviet.cli.errors import Trouble
from esoviet.cli.fields import Drafted
from esoviet.cli.home import DEFAULT_KEY, Home
from esoviet.cli.http import CLOSED, HttpClient, Refusal
from esoviet.cli.outbox import Waiting
from esoviet.cli.recount import recount
from esoviet.cli.signer import Link, Signer, prove
from esoviet.law.keys import EnrolKey
from esoviet.law.records import Key
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u, un_b64u
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet key`."""
    parser = subparsers.add_parser(
        "key",
        help="make, show and recover your key",
        description="Make, show and recover your keys.",
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    new = actions.add_parser("new", help="make a key, and a recovery phrase to write down")
    new.add_argument("--name", default=DEFAULT_KEY, help="its name here (%(default)s)")
    new.add_argument("--no-phrase", action="store_true", help="without a recovery phrase")
    new.set_defaults(run=run_new)
    show = actions.add_parser("show", help="show your keys and where they act")
    show.set_defaults(run=run_show)
    recover = actions.add_parser(
        "recover", help="enrol a new key in an assembly with a recovery phrase"
    )
    recover.add_argument("--name", default=DEFAULT_KEY, help="the new key's name (%(default)s)")
    options.add_assembly(recover)
    recover.set_defaults(run=run_recover, no_ask=False, key_name=None)
    check = actions.add_parser(
        "check", help="look for acts of your key that this machine has not signed"
    )
    answers = check.add_mutually_exclusive_group()
    answers.add_argument("--mine", action="store_const", const=True, help="they were mine")
    answers.add_argument(
        "--not-mine", dest="mine", action="store_const", const=False, help="they were not mine"
    )
    options.add_signing(check)
    check.set_defaults(run=run_check)
    fresh = actions.add_parser("fresh", help="enrol a fresh key for this machine, and use it")
    fresh.add_argument("--name", default="fresh", help="the new key's name (%(default)s)")
    options.add_signing(fresh)
    fresh.set_defaults(run=run_fresh)
    offer = actions.add_parser("offer", help="show what another device needs to enrol this key")
    offer.add_argument(
        "--by", required=True, metavar="KEY",
        help="the name of the key that is to enrol it; `esoviet key show` prints it there",
    )  # fmt: skip
    offer.add_argument("--name", default=DEFAULT_KEY, help="which key (%(default)s)")
    options.add_assembly(offer)
    offer.set_defaults(run=run_offer)


def run_new(args: argparse.Namespace) -> int:
    """Make a key."""
    home = Home.default()
    words = None if args.no_phrase else phrase.new_phrase()
    recovery = None if words is None else phrase.recovery_key(words)
    key = SigningKey(secrets.token_bytes(32))
    home.keep_key(key, recovery, args.name)
    print(f"Your key {args.name}: {key_name(key.public)}")
    if words is not None:
        tell_phrase(words)
    return 0


def run_show(_: argparse.Namespace) -> int:
    """List keys."""
    home = Home.default()
    names = home.key_names()
    if not names:
        raise Trouble("There is no key here yet. Make one: esoviet key new")
    for name in names:
        stored, public = home.stored_key(name), home.key(name).public
        where = [known.alias for known in home.assemblies() if known.key == name]
        print(f"{name}")
        print(f"  name of the key  {key_name(public)}")
        print(f"  public key       {b64u(public)}")
        print(f"  recovery phrase  {'made with it' if stored.recovery else 'none'}")
        print(f"  acts in          {', '.join(where) or '-'}")
    return 0


def run_recover(args: argparse.Namespace) -> int:
    """Enrol a new key by the recovery key of a phrase."""
    home = Home.default()
    known = assembly_of(home, args.assembly, insecure=args.insecure)
    recovery = phrase.recovery_key(_ask_phrase())
    with Client(home, known, HttpClient(known.url, insecure=args.insecure), recovery) as client:
        begun = [one for one in client.outbox.waiting() if one.kid == client.signer.kid]
        if begun:
            return _finish_recovery(client, _begun_with(home, begun[0], args.name), args.name)
        try:
            old = recount(client).rows(Key).get(client.signer.kid)
        except Refusal as refusal:
            if refusal.details.type != CLOSED:
                raise
            raise Trouble(f"{refusal} These words belong to no member of one there.") from None
        if old is None or old.revoked:
            raise Trouble("No member of this assembly has set the recovery key of these words.")
        key = _new_key(client, recovery, args.name)
        client.signer.last = Link(old.seq, old.last.hex())
        proof = prove("enrol-key", known.id, client.signer.kid, key_name(key.public), key)
        answer = client.act(EnrolKey, Drafted({"key": b64u(key.public), "proof": proof}, []))
        client.use_key(Signer(key, known.id), args.name)
    if answer is None:
        return _not_yet(args.name)
    print(f"This machine now acts as member {old.member} with the key {args.name}.")
    print(
        "If the old device is not in your hands, revoke its key: esoviet show me "
        "lists your keys, esoviet revoke-key NAME revokes one"
    )
    return 0


def _begun_with(home: Home, one: Waiting, name: str) -> SigningKey:
    """The key that a waiting act of these words enrols, if it is the one of this name."""
    act = one.said
    if not isinstance(act, EnrolKey):
        raise Trouble(f"An act of these words waits to be sent: {act.type}. First: esoviet outbox")
    kept = home.name_of(key_name(un_b64u(act.key, 32)))
    if kept is None:
        raise Trouble(
            f"A recovery with these words waits in {one.place}, but the key that it enrols is not "
            "kept here any more. Put that key back, or take that folder away and recover anew."
        )
    if kept != name:
        raise Trouble(
            f"A recovery with these words waits for the key {kept}. Finish it: esoviet key "
            f"recover --name {kept}"
        )
    return home.key(name)


def _new_key(client: Client, recovery: SigningKey, name: str) -> SigningKey:
    """A new key of this name; the one that a refused recovery with these words made for it."""
    if name in client.home.key_names():
        key = client.home.key(name)
        refused = [
            old.one.said for old in client.outbox.aside() if old.one.kid == client.signer.kid
        ]
        if any(isinstance(act, EnrolKey) and act.key == b64u(key.public) for act in refused):
            return key
    key = SigningKey(secrets.token_bytes(32))
    client.home.keep_key(key, recovery, name)
    return key


def _finish_recovery(client: Client, key: SigningKey, name: str) -> int:
    """Send again what was signed with the same words; its answer was lost."""
    if client.flush() is None:
        return 1
    client.use_key(Signer(key, client.known.id), name)
    print(f"This machine now acts with the key {name}.")
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Recount what this key has done, and ask whether its owner did it."""
    with Client.open(args) as client:
        client.find_out()
        acts = mine.logged(client.trust, client.trust.advance(), client.signer.kid)
        unknown = mine.unknown_here(client.home, client.outbox, client.known.id, acts)
        if not unknown:
            print("The log holds no act of your key that this machine does not know.")
            return 0
        print("The log holds acts of your key that this machine has not signed:")
        for one in unknown:
            print(f"  {one}")
        yours = terminal.ask("Were these acts yours?") if args.mine is None else args.mine
        if yours is None:
            raise Trouble("Were these acts yours? Say --mine or --not-mine.")
        if not yours:
            client.distrust()
            raise Trouble(NOT_YOURS)
        client.claim(acts)
        if terminal.ask("Two machines should not share a key. Enrol a fresh one for this one?"):
            return _fresh(client, "fresh")
    print("Two machines should not share a key: enrol a fresh one for this one: esoviet key fresh")
    return 0


def run_fresh(args: argparse.Namespace) -> int:
    """Enrol a fresh key, signed by the one in use, and use it."""
    with Client.open(args) as client:
        return _fresh(client, args.name)


def _fresh(client: Client, name: str) -> int:
    old = recount(client).rows(Key).get(client.signer.kid)
    if old is None or old.revoked:
        raise Trouble("The key of this machine is not enrolled in this assembly.")
    key = SigningKey(secrets.token_bytes(32))
    client.home.keep_key(key, None, name)
    proof = prove("enrol-key", client.known.id, client.signer.kid, key_name(key.public), key)
    answer = client.act(EnrolKey, Drafted({"key": b64u(key.public), "proof": proof}, []))
    client.use_key(Signer(key, client.known.id), name)
    if answer is None:
        return _not_yet(name)
    print(f"This machine now acts with the key {name}.")
    return 0


def _not_yet(name: str) -> int:
    terminal.note(
        f"This machine acts with the key {name} as soon as that is on the record. What you sign "
        "until then waits behind it: esoviet outbox sends it."
    )
    return 1


def run_offer(args: argparse.Namespace) -> int:
    """Print the command that enrols this key from another device."""
    home = Home.default()
    known = assembly_of(home, args.assembly, insecure=args.insecure)
    key = home.key(args.name)
    public = b64u(key.public)
    try:
        un_b64u(args.by, 32)
    except Malformed:
        raise Trouble("That is not the name of a key: it has 43 characters.") from None
    proof = prove("enrol-key", known.id, args.by, key_name(key.public), key)
    print("On the device that is enrolled already, run:")
    print(f"  esoviet enrol-key --assembly {known.url} --proof {proof} {public}")
    return 0


def recovery_public(home: Home, name: str) -> str | None:
    """The public recovery key that was made with a key."""
    stored = home.stored_key(name).recovery
    return None if stored is None else b64u(un_b64u(stored, 32))


def tell_phrase(words: str) -> None:
    """Show a phrase, once."""
    terminal.note(
        "\nWrite these twelve words on paper and keep them apart from this machine. They are shown "
        "once.\nWhoever has them can act as you; without them and without this machine nobody can."
    )
    print(f"\n  {words}\n")


def _ask_phrase() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.read()
    return getpass.getpass("Your twelve words: ")
