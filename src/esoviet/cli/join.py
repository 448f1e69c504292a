"""`esoviet join` and `esoviet invite`: how people come in.

An invitation is a key of its own. Its private half travels in the fragment of a link, which no
browser sends to a server; whoever holds the link shows it by a signature over their own key.

    https://host/a/<id>/join#<32 bytes of seed, base64url>
"""

import argparse
import secrets
from typing import TYPE_CHECKING

from msgspec.structs import replace

from esoviet.cli import acts, options, terminal
from esoviet.cli.addresses import find, new_alias, split
from esoviet.cli.client import Client
from esoviet.cli.describe import FOREVER
from esoviet.cli.errors import Trouble
from esoviet.cli.fields import Drafted, Plain, Texts
from esoviet.cli.home import Home, Known
from esoviet.cli.http import HttpClient
from esoviet.cli.signer import Signer, prove
from esoviet.law.applications import ApplyToJoin, Invite
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u, un_b64u
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare `esoviet join` and `esoviet invite`."""
    join = acts.add_act_parser(subparsers, ApplyToJoin, "join")
    join.add_argument("link", help="an invitation link, or with --open the assembly's address")
    join.add_argument("--open", action="store_true", help="apply without an invitation")
    join.add_argument("--profile", required=True, metavar="TEXT", help="who you are")
    join.add_argument("--statement", metavar="TEXT", help="why you want to join")
    join.add_argument("--alias", help="its short name here")
    join.add_argument("--lang", help="the language of your texts")
    options.add_insecure(join)
    options.add_key(join)
    join.add_argument("--no-ask", action="store_true", help="sign without being asked first")
    join.set_defaults(run=run_join)
    invite = acts.add_act_parser(subparsers, Invite)
    invite.add_argument("--uses", type=int, default=1, help="how many may use it (%(default)s)")
    options.add_signing(invite)
    invite.set_defaults(run=run_invite)


def run_join(args: argparse.Namespace) -> int:
    """Apply for membership."""
    home, (url, assembly) = Home.default(), split(args.link, insecure=args.insecure)
    alias = new_alias(home, args.alias or assembly[:8])
    known = find(home, args.link) or Known(id=assembly, url=url, alias=alias, host="")
    known = replace(known, key=args.key_name or known.key)
    secret = _secret(args.link, args.open)
    with Client(
        home, known, HttpClient(url, insecure=args.insecure), home.key(known.key)
    ) as client:
        client.ask = not args.no_ask
        client.guests = [Signer(secret, assembly)] if secret else []
        begun = [one for one in client.outbox.waiting() if one.kid == client.signer.kid]
        if begun:
            if not isinstance(begun[0].said, ApplyToJoin):
                raise Trouble(
                    f"Another act of this key waits to be sent: {begun[0].type}. First: esoviet "
                    "outbox, or apply with another key: --sign-with NAME"
                )
            answer = client.flush()  # the same application again: an answer was lost
        else:
            terminal.note(FOREVER)
            answer = client.act(ApplyToJoin, application(home, known, args, secret))
        client.use_key(client.signer, known.key)
    home.set_default(assembly)
    if answer is not None:
        print(f"Applied to {known.alias}. Once you are admitted: esoviet show me")
    return 0


def application(
    home: Home, known: Known, args: argparse.Namespace, secret: SigningKey | None
) -> Drafted:
    """The fields of an application."""
    key = home.key(known.key)
    texts = Texts(args.lang)
    given: dict[str, Plain] = {"key": b64u(key.public), "profile": texts.add(args.profile)}
    if args.statement is not None:
        given["statement"] = texts.add(args.statement)
    stored = home.stored_key(known.key)
    if stored.recovery is not None and stored.proof is not None:
        given["recovery"] = {"key": stored.recovery, "proof": stored.proof}
    if secret is not None:
        given["invitation"] = shown(secret, known.id, key)
    return Drafted(given, texts.blobs)


def shown(secret: SigningKey, assembly: str, key: SigningKey) -> dict[str, Plain]:
    """The proof that the holder of `key` has an invitation."""
    proof = prove("invitation", assembly, key_name(secret.public), key_name(key.public), secret)
    return {"key": b64u(secret.public), "proof": proof}


def run_invite(args: argparse.Namespace) -> int:
    """Make an invitation and print its link."""
    secret = SigningKey(secrets.token_bytes(32))
    given: dict[str, Plain] = {"key": b64u(secret.public), "uses": args.uses}
    with Client.open(args) as client:
        answer = client.act(Invite, Drafted(given, []))
        print(f"{client.known.url}/join#{b64u(secret.seed)}")
    return 0 if answer is not None else 1


def _secret(link: str, is_open: bool) -> SigningKey | None:
    _, _, fragment = link.partition("#")
    if not fragment:
        if is_open:
            return None
        raise Trouble("This link holds no invitation. To apply without one, add --open.")
    return secret_of(link)


def secret_of(link: str) -> SigningKey:
    """The invitation's key that a link carries."""
    _, _, fragment = link.partition("#")
    try:
        return SigningKey(un_b64u(fragment, 32))
    except Malformed:
        raise Trouble("The invitation in this link is damaged; was it copied whole?") from None
