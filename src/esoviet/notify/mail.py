"""One message as the bytes that are sent (RFC 5322), in ASCII alone. Pure.

It says that a program wrote it (RFC 3834), to which list it belongs (RFC 2919), and how to end it
with one click (RFC 8058). Whatever comes from people is one line before it stands in a header.
"""

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
    """

    sender: str
    author: str
    recipient: str
    name: str
    id: str
    list_id: str = ""
    stop: str = ""


class Mail(NamedTuple):
    """A message on its way: the envelope's two addresses, and what is sent."""

    sender: str
    recipient: str
    data: bytes


def written(envelope: Envelope, letter: Letter, now: int) -> Mail:
    """The message, written now (ms since 1970); the addresses are plain ones."""
    message = EmailMessage(POLICY)
    message["From"] = Address(one_line(envelope.name), addr_spec=envelope.author)
    message["To"] = Address(addr_spec=envelope.recipient)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(datetime.fromtimestamp(now // 1000, UTC))
    message["Message-ID"] = f"<{envelope.id}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if envelope.stop:
        message["List-Id"] = f"<{envelope.list_id}>"
        message["List-Unsubscribe"] = f"<{envelope.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return Mail(envelope.sender, envelope.recipient, message.as_bytes())
