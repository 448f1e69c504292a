"""Entries: an act and the host's time, in the one spelling that stands in the log.

    {"time":<milliseconds since 1970>,"act":"<compact JWS>"}

UTF-8 without spaces, at most 65,535 bytes. An act is base64url and dots, so nothing needs escaping.
"""

from typing import NamedTuple

from esoviet.wire.encoding import un_decimal
from esoviet.wire.errors import Malformed

MAX_ENTRY = 65_535
_START, _MIDDLE, _END = b'{"time":', b',"act":"', b'"}'


class Entry(NamedTuple):
    """An entry taken apart."""

    time: int
    jws: bytes


def spell(time: int, jws: bytes) -> bytes:
    """The bytes of an entry."""
    return b"%s%d%s%s%s" % (_START, time, _MIDDLE, jws, _END)


def read(entry: bytes) -> Entry:
    """Take an entry apart; raises `Malformed` for any other spelling."""
    middle = entry.find(_MIDDLE)
    if len(entry) > MAX_ENTRY or middle < 0:
        raise Malformed("not an entry")
    if not entry.startswith(_START) or not entry.endswith(_END):
        raise Malformed("not an entry")
    return Entry(un_decimal(entry[len(_START) : middle]), entry[middle + len(_MIDDLE) : -len(_END)])
