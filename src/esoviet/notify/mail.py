"""One message as the bytes that are sent (RFC 5322), in ASCII alone. Pure.

It says that a program wrote it (RFC 3834), to which list it belongs (RFC 2919), and how to end it
with one click (RFC 8058). Whatever comes from people is one line before it stands in a header.
"""

import binascii
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import NamedTuple

from esoviet.exchange.feeds.line import line as one_line
from esoviet.notify.letters import Letter

POLICY = policy.SMTP.clone(cte_type="7bit")


class Envelope(NamedTuple):
    """Who sends to whom: `sender` is where reports of failures go, `author` who it is from.

    `name` stands before the author's address. `id` is the message's, without brackets. `list_id`
    names the list, `stop` is the address that ends it; without one the message is of no list.
    `answers` is where an answer goes; without one, to the author.
    """

    sender: str
    author: str
    recipient: str
    name: str
    id: str
    list_id: str = ""
    stop: str = ""
    answers: str = ""


class Mail(NamedTuple):
    """A message on its way: the envelope's two addresses, and what is sent."""

    sender: str
    recipient: str
    data: bytes


def written(envelope: Envelope, letter: Letter, now: int) -> Mail:
    """The message, written now (ms since 1970); the addresses are plain ones."""
    people = EmailMessage(POLICY)  # folds and encodes what may be in any letters (RFC 2047)
    people["From"] = Address(one_line(envelope.name), addr_spec=envelope.author)
    people["To"] = Address(addr_spec=envelope.recipient)
    if envelope.answers:
        people["Reply-To"] = Address(one_line(envelope.name), addr_spec=envelope.answers)
    people["Subject"] = one_line(letter.subject)
    boundary = hashlib.sha256(envelope.id.encode()).hexdigest()[:40]  # nobody else knows the id
    plain = {
        "Date": format_datetime(datetime.fromtimestamp(now // 1000, UTC)),
        "Message-ID": f"<{envelope.id}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if envelope.stop:
        plain["List-Id"] = f"<{envelope.list_id}>"
        plain["List-Unsubscribe"] = f"<{envelope.stop}>"
        plain["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    plain["MIME-Version"] = "1.0"
    plain["Content-Type"] = f'multipart/alternative; boundary="{boundary}"'
    parts = _part("plain", letter.text), _part("html", letter.html)
    data = people.as_bytes().removesuffix(b"\r\n") + _headers(plain) + b"\r\n"
    data += b"".join(b"--%s\r\n%s" % (boundary.encode(), part) for part in parts)
    return Mail(envelope.sender, envelope.recipient, data + b"--%s--\r\n" % boundary.encode())


def _part(kind: str, said: str) -> bytes:
    """A text as a part of a message, quoted-printable (RFC 2045 section 6.7)."""
    lines = "\n".join(said.splitlines()) + "\n"
    quoted = binascii.b2a_qp(lines.encode("utf-8", "replace"), istext=True)
    named = {
        "Content-Type": f"text/{kind}; charset=utf-8",
        "Content-Transfer-Encoding": "quoted-printable",
    }
    return _headers(named) + b"\r\n" + quoted.replace(b"\n", b"\r\n")


def _headers(plain: Mapping[str, str]) -> bytes:
    """Headers that are our own, each on one line."""
    assert all(said.isascii() and said.isprintable() for said in plain.values()), plain
    return "".join(f"{name}: {said}\r\n" for name, said in plain.items()).encode("ascii")
