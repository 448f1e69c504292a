"""Entries: an act and the host's time, in the one spelling that stands in the log.

    {"time":<milliseconds since 1970>,"act":"<JWS>"}

UTF-8 without spaces, at most 65,535 bytes. The time is a decimal number without sign or leading
zero, at most 2^53 - 1, so that every reader of JSON reads the same one. The act is a compact JWS
(wire.envelope): base64url and dots, so nothing needs escaping. Whoever reads or writes an entry, be
it the host, the auditor, a client or a test, does so here; its twin (js/wire/entry.js) and this
module are held together by shared vectors (entry.json) and by bending entries at random.
"""

from typing import NamedTuple

from esoviet.wire.errors import Malformed

MAX_ENTRY = 65_535
MAX_TIME = 2**53 - 1
_START, _MIDDLE, _END = b'{"time":', b',"act":"', b'"}'
_DIGITS, _TAIL, _ZERO = len(_START), len(_END), ord("0")
_USUAL = _DIGITS + 13  # milliseconds of the years 2001 to 2286
_LATEST = _DIGITS + len(str(MAX_TIME))
_OF_ACTS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."


class Entry(NamedTuple):
    """An entry taken apart: the host's time in milliseconds since 1970, and the act's bytes."""

    time: int
    jws: bytes


def spell(time: int, jws: bytes) -> bytes:
    """The bytes of an entry."""
    assert 0 <= time <= MAX_TIME
    return b"%s%d%s%s%s" % (_START, time, _MIDDLE, jws, _END)


def read(entry: bytes) -> Entry:
    """Take an entry apart; raises `Malformed` for any other spelling.

    Of the act only its characters are looked at: `envelope.parse` does the rest.
    """
    if len(entry) > MAX_ENTRY:
        raise Malformed("an entry that is too long")
    usual = entry.startswith(_MIDDLE, _USUAL)
    middle = _USUAL if usual else entry.find(_MIDDLE, _DIGITS, _LATEST + len(_MIDDLE))
    if middle < 0 or not entry.startswith(_START) or not entry.endswith(_END):
        raise Malformed("not the exact spelling of an entry")
    digits = entry[_DIGITS:middle]
    if not digits.isdigit() or (digits[0] == _ZERO and digits != b"0"):
        raise Malformed("the time is not a decimal number")
    time = int(digits)
    if time > MAX_TIME:
        raise Malformed("a time beyond 53 bits")
    start, end = middle + len(_MIDDLE), len(entry) - _TAIL
    jws = entry[start:end]
    if end < start or jws.translate(None, _OF_ACTS):
        raise Malformed("an act that is not base64url and dots")
    return Entry(time, jws)
