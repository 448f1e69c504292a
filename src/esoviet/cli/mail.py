"""`esoviet mail test`, `bounce` and `receive`: whether mail goes out, what came back or in."""

import argparse
import asyncio
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import dns.exception
import dns.resolver

from esoviet.cli import own_copy
from esoviet.cli.errors import Trouble
from esoviet.cli.http import is_loopback
from esoviet.cli.options import add_data, data_folder
from esoviet.node import backup
from esoviet.node import config as settings
from esoviet.node.addresses import plain_address
from esoviet.node.checkup import Finding
from esoviet.node.config import Config
from esoviet.node.inbox import Outcome
from esoviet.node.links import Links
from esoviet.node.workers import TooLong
from esoviet.notify import bounces
from esoviet.notify.domains import Unknown, lacking
from esoviet.notify.incoming import LARGEST, Looked, look
from esoviet.notify.letters import Letter
from esoviet.notify.mail import Envelope, written
from esoviet.notify.receiving import SECONDS as LOOK_SECONDS
from esoviet.notify.receiving import Receiver
from esoviet.notify.sending import Answer, Down, SmtpRelay, Unsure
from esoviet.store.errors import StoreError
from esoviet.store.reach import Reach

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

SECONDS = 5.0
LATE = 3_600_000  # ms
TEXT = "This is a test of the mail of an assembly's server. If you can read it, mail arrives."


def add_parser(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "mail",
        help="send a test mail, or take in an answer or a report that a mail came back",
        description=(
            "Send a test mail and look at the DNS of its sender (test), or read what a mail server "
            "hands over: a report that a mail did not arrive (bounce), or that as well as a "
            "member's answer to a mail, which becomes their draft (receive)."
        ),
    )
    add_data(parser)
    parser.add_argument("--config", type=Path, metavar="FILE",
                        help="settings (default: esoviet.toml in the data folder)")  # fmt: skip
    does = parser.add_subparsers(metavar="WHAT", required=True)
    test = does.add_parser("test", help="send a mail there, and say what the DNS lacks")
    test.add_argument("address", metavar="ADDRESS", help="who gets it: you")
    test.add_argument("--selector", default="", metavar="NAME",
                      help="the selector of the DKIM key, to look at that too")  # fmt: skip
    test.add_argument("--wait", type=float, default=60.0, metavar="SECONDS",
                      help="how long to wait for a copy (default 60; 0: send none)")  # fmt: skip
    test.set_defaults(run=run_test)
    bounce = does.add_parser("bounce", help="read a report from the standard input")
    bounce.add_argument("--to", default="", metavar="ADDRESS",
                        help="the address that it was delivered to")  # fmt: skip
    bounce.set_defaults(run=run_bounce)
    receive = does.add_parser("receive", help="read a mail that came in from the standard input")
    receive.add_argument("--to", default="", metavar="ADDRESS",
                         help="the address that it was delivered to")  # fmt: skip
    receive.set_defaults(run=run_receive)


def run_test(args: argparse.Namespace) -> int:
    """Send a mail, and say what is wrong with the domain that it is from."""
    config = _config(args)
    if not config.sends_mail:
        raise Trouble("No mail is sent: smtp_host is not set. See Mail in docs/operating.md.")
    recipient = plain_address(args.address)
    if recipient is None:
        raise Trouble(f"{args.address} is no mail address.", 2)
    domain = config.mail_from.rpartition("@")[2]
    said = _sent(config, recipient)
    print(
        f"{config.smtp_host} has taken it: {said.text}. Look whether it arrives, and not as spam."
    )
    wrong = int(args.wait > 0 and _comes_back(config, args.wait))
    for one in _lacking(domain, args.selector):
        wrong += 1
        print(f"dns: {one.wrong} To mend it: {one.mend}")
    if not args.selector and not config.imap_host:
        print("Whether it was signed (DKIM): the headers of the mail say dkim=pass if so.")
    return 1 if wrong else 0


def run_bounce(args: argparse.Namespace) -> int:
    """Note that a mail came back. What is no report of ours is passed over: exit code 0."""
    data = data_folder(args)
    bounce = bounces.read(sys.stdin.buffer.read(bounces.LARGEST), args.to)
    if bounce is None or not bounce.is_for_good:
        return 0
    reach = Reach(data / "node.db")
    try:
        handle = bounce.token.partition("-")[0]
        address = reach.mail.by_handle(handle)
        ours = Links(backup.key_of(data).seed).bounce(handle) == bounce.token
        if address is not None and ours:
            reach.mail.trouble(address.assembly, address.member, bounce.said)
    finally:
        reach.close()
    return 0


def run_receive(args: argparse.Namespace) -> int:
    """Take in a mail. The exit code tells the mail server: 0, or as in sysexits.h."""
    data = data_folder(args)
    raw = sys.stdin.buffer.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return _refused("large")
    try:
        return _refused(_received(data, raw, args.to))
    except (StoreError, OSError) as error:
        print(f"It is tried again: {error}", file=sys.stderr)
        return EXITS["later"]


def _received(data: Path, raw: bytes, to: str) -> Outcome:
    """What becomes of a mail; raises `StoreError`, `OSError`."""
    reach = Reach(data / "node.db")
    try:
        receiver = Receiver(reach, Links(backup.key_of(data).seed))
        if to and not receiver.is_ours(to):
            return "nobody"
        looked = _looked(raw, to)
        if looked is None:
            return "unreadable"
        return receiver.settle(looked, to, time.time_ns() // 1_000_000)
    finally:
        reach.close()


def _looked(raw: bytes, to: str) -> Looked | None:
    """The mail as far as it is understood; None if that takes longer than it may."""

    def ring(_number: int, _frame: object) -> None:
        raise TooLong("it takes too long")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, LOOK_SECONDS)
    try:
        return look(raw, to)
    except TooLong:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


EXITS: dict[Outcome, int] = {
    "draft": 0, "twice": 0, "automatic": 0, "report": 0, "nobody": 67, "full": 75, "large": 65,
    "unreadable": 65, "later": 75,
}  # fmt: skip
"""EX_NOUSER and EX_DATAERR have the mail server refuse a mail, EX_TEMPFAIL has it try again."""
REFUSALS: dict[Outcome, str] = {
    "nobody": "No such address here.",
    "full": "Too many drafts wait: sign some, or throw them away.",
    "large": "There is too much in it: leave out what is attached.",
    "unreadable": "There is no text in it that can be read.",
}


def _refused(outcome: Outcome) -> int:
    """What a mail server makes of it; what it tells the sender is on the standard error."""
    if outcome in REFUSALS:
        print(REFUSALS[outcome], file=sys.stderr)
    return EXITS[outcome]


def findings(config: Config, data: Path) -> Iterator[Finding]:
    """What is wrong with the mail of a server, for the doctor: no mail is sent for it."""
    if config.smtp_host and not config.sends_mail:
        yield Finding(f"No mail is sent: {config.lacks}.", "Set them too, or take smtp_host out.")
    if not config.sends_mail:
        return
    if config.smtp_user and config.smtp_security == "none" and not is_loopback(config.smtp_host):
        yield Finding("The password of the mail server is sent without encryption.",
                      "smtp_security = \"starttls\".")  # fmt: skip
    for name in (config.smtp_password_file, config.imap_password_file):
        if name and Path(name).exists() and Path(name).stat().st_mode & 0o077:
            yield Finding(f"Others can read {name}.", f"chmod 600 {name}")
    if config.imap_host and config.imap_security == "none" and not is_loopback(config.imap_host):
        yield Finding("The password of the mailbox is sent without encryption.",
                      "imap_security = \"tls\".")  # fmt: skip
    try:
        asyncio.run(_reached(config))
    except (Down, OSError) as error:
        yield Finding(f"The mail server {config.smtp_host} cannot be used: {error}.",
                      "See Mail in docs/operating.md; esoviet mail test tries it.")  # fmt: skip
    yield from _waiting(data)


def _waiting(data: Path) -> Iterator[Finding]:
    """Whether mails wait for long, which has a reason that the log of the server names."""
    if not (data / "node.db").exists():
        return
    reach = Reach(data / "node.db")
    try:
        due, now = reach.mail.first_due(), time.time_ns() // 1_000_000
        count = reach.mail.counts().get("waiting", 0)
    finally:
        reach.close()
    if due is not None and now - due > LATE:
        yield Finding(f"Mails that should have gone out long ago: {count}.",
                      "See that the server runs, and what its log says of mail.")  # fmt: skip


async def _reached(config: Config) -> None:
    relay = SmtpRelay(config)
    try:
        await relay.greet()
    finally:
        await relay.rest()


def _config(args: argparse.Namespace) -> Config:
    try:
        environment = {**os.environ, "ESOVIET_DATA": str(data_folder(args))}
        return settings.load(environment, args.config)
    except settings.BadConfig as error:
        raise Trouble(str(error)) from None


def _comes_back(config: Config, seconds: float) -> bool:
    """Send a copy to the mailbox that the server reads, if it does; whether it is wrong with it."""
    if not (config.imap_host and config.mail_reply):
        return False
    identity = _identity(config)
    _sent(config, config.mail_reply, identity)
    copy = own_copy.waited_for(config, identity, seconds)
    print(copy.said)
    return copy.wrong


def _identity(config: Config) -> str:
    return f"{secrets.token_hex(12)}@{config.mail_from.rpartition('@')[2]}"


def _sent(config: Config, recipient: str, identity: str = "") -> Answer:
    """Send a test; raises `Trouble` where it is not taken."""
    said = asyncio.run(_handed_over(config, recipient, identity or _identity(config)))
    if said.code >= 400:
        raise Trouble(f"{config.smtp_host} refuses it: {said.code} {said.text}")
    return said


async def _handed_over(config: Config, recipient: str, identity: str) -> Answer:
    envelope = Envelope(
        sender=config.mail_from, author=config.mail_from, recipient=recipient, name="E-Soviet",
        id=identity,
    )  # fmt: skip
    letter = Letter("A test of the mail of E-Soviet", f"{TEXT}\n", f"<p>{TEXT}</p>\n")
    relay = SmtpRelay(config)
    try:
        return await relay.hand_over(written(envelope, letter, time.time_ns() // 1_000_000))
    except (Down, Unsure) as error:
        raise Trouble(f"{config.smtp_host} cannot be reached: {error}") from None
    finally:
        await relay.rest()


def _lacking(domain: str, selector: str) -> Iterator[Finding]:
    try:
        yield from lacking(domain, selector, _texts)
    except Unknown as error:
        print(f"dns: {error}. What it says of {domain} is not known.")


def _texts(name: str) -> list[str]:
    """The TXT records of a name; raises `Unknown` where the DNS does not answer."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise Unknown(f"the DNS does not answer: {type(error).__name__}") from None
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
