"""Webhooks by the Standard Webhooks text, version 1.0.0: how they are signed and tried again.

A request has three headers. `webhook-id` stays the same however often it is tried, so that a
receiver can take it once; `webhook-timestamp` is when it is tried, in seconds; and

    webhook-signature = "v1a," base64(Ed25519 over id "." timestamp "." body)

with the host's key, which signs the heads of the log and stands in it: everybody can verify without
having been told a secret. Nothing else that this key signs can be taken for it, nor it for that: an
id begins with `msg_`, the text of a checkpoint with `esoviet/`, and an act with the base64url of a
JSON object.

What an answer means is the same for every kind of room.
"""

import secrets
from math import ceil
from typing import Literal, NamedTuple

import msgspec

from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64

Fate = Literal["taken", "gone", "refused", "later"]
"""Taken; the address is gone; refused as things are set up now; taken later, perhaps."""
SECOND = 1000
MINUTE, HOUR = 60 * SECOND, 3600 * SECOND
PAUSES = (
    5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR,
    24 * HOUR,
)  # fmt: skip
"""How long after each try that failed (ms) the next one comes, as the text proposes."""
LONGEST = 24 * HOUR
"""No receiver is left alone for longer because it asked for that."""
REFUSALS = 5
"""So many in a row stop a room: it is not set up right."""
GONE = 410
UNFIT = "unfit"
"""What is said of a message that a receiver does not understand: it may be at fault itself."""
_UNFIT = (400, 413, 422)
_LATER = (408, 425, 429)
_ID_BYTES = 16


class Verdict(NamedTuple):
    """What becomes of a delivery, and what is said of it on the page: a word."""

    fate: Fate
    answer: str


class _Parameters(msgspec.Struct, frozen=True):
    """What Telegram says (Bot API, ResponseParameters)."""

    retry_after: float = 0


class _Limits(msgspec.Struct, frozen=True):
    """What Discord, Matrix and Telegram say."""

    retry_after: float = 0
    retry_after_ms: float = 0
    parameters: _Parameters = _Parameters()


def new_id() -> str:
    """An id for a message: 32 hexadecimal digits that nobody guesses."""
    return f"msg_{secrets.token_hex(_ID_BYTES)}"


def signed(key: SigningKey, name: str, seconds: int, body: bytes) -> dict[str, str]:
    """The headers of a message with this id, tried at this time (seconds since 1970)."""
    said = f"{name}.{seconds}.".encode() + body
    return {
        "webhook-id": name,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1a,{b64(key.sign(said))}",
    }


def judged(status: int) -> Verdict:
    """What an HTTP status means. A redirect is not followed: who set it up has to say where to."""
    if 200 <= status < 300:
        return Verdict("taken", "taken")
    if status == GONE:
        return Verdict("gone", "gone")
    if status in _UNFIT:
        return Verdict("refused", UNFIT)
    if status in _LATER or status >= 500:
        return Verdict("later", "limited" if status == 429 else "later")
    if 300 <= status < 400:
        return Verdict("refused", "moved")
    return Verdict("refused", "refused")


def wanted_rest(said: int | None, body: bytes) -> int | None:
    """How long a receiver wants to be left alone (s): by its header, or by what it says in JSON."""
    try:
        limits = msgspec.json.decode(body, type=_Limits)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return said
    asked = max(limits.retry_after, limits.parameters.retry_after, limits.retry_after_ms / SECOND)
    return max(said or 0, ceil(min(asked, LONGEST / SECOND))) or said


def pause(tries: int, after: int | None) -> int | None:
    """How long to wait (ms) after so many tries before; None: it has been tried often enough.

    `after` is how long the receiver asked to be left alone, in seconds: that is obeyed.
    """
    if tries >= len(PAUSES):
        return None
    return min(max(PAUSES[tries], (after or 0) * SECOND), LONGEST)
