"""Reports that a mail did not arrive, as mail servers send them (RFC 3464). Pure.

A report names whom it is about by the address it is sent to, `bounce+<token>@…`, which only the
mail that failed had: nothing else in a report is believed but whether it is for good.
"""

import re
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import NamedTuple

LARGEST = 256 * 1024
"""Bytes of a report that are looked at: the mail that failed comes along, cut or whole."""
MOST_PARTS = 50
_TOKEN = re.compile(r"bounce\+([0-9a-f]{32}-[0-9a-f]{24})@", re.IGNORECASE)
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")


class Bounce(NamedTuple):
    """Whom a report is about (a token of node/links.py), its status, and what was said.

    A status that begins with 5 is for good, with 4 for now (RFC 3463).
    """

    token: str
    status: str
    said: str

    @property
    def is_for_good(self) -> bool:
        """Whether it makes no sense to try again."""
        return self.status.startswith("5")


def read(report: bytes, recipient: str = "") -> Bounce | None:
    """What a report says; None if it is none, or names nobody of ours.

    `recipient` is the address that it was delivered to, where who delivers it says so.
    """
    message = BytesParser(policy=policy.compat32).parsebytes(report[:LARGEST])
    token = _token(recipient) or _token_in(message)
    fields = _of_recipient(message)
    if not token or fields is None or fields.get("action", "").lower() in ("delivered", "relayed"):
        return None
    status = _STATUS.search(fields.get("status", ""))
    if status is None:
        return None
    said = fields.get("diagnostic-code", "").partition(";")[2].strip()
    return Bounce(token.lower(), status[0], " ".join(said.split())[:200] or status[0])


def _token(address: str) -> str:
    match = _TOKEN.search(address)
    return match[1] if match else ""


def _token_in(message: Message) -> str:
    """The token in the addresses that a report was sent to."""
    names = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
    found = [str(value) for name in names for value in message.get_all(name, [])]
    return next((token for one in found if (token := _token(one))), "")


def _of_recipient(message: Message) -> dict[str, str] | None:
    """The fields about the first recipient of whom a report says anything."""
    if message.get_content_type() != "multipart/report":
        return None
    for place, part in enumerate(message.walk()):
        if place >= MOST_PARTS:
            break
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in (one for one in blocks if isinstance(one, Message)) if blocks else ():
            fields = {str(k).lower(): str(v) for k, v in block.items()}
            if "status" in fields:
                return fields
    return None
