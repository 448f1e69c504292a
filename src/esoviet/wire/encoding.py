"""Strict text encodings: one spelling for each value, everything else is `Malformed`.

Base64 (RFC 4648 sections 4 and 5), lower-case hexadecimal and decimal numbers, each read by
decoding, encoding again and comparing with the input. Python's own readers accept spare bits,
white space, signs, underscores and foreign digits, so that one signature or one checkpoint would
have many spellings.
"""

import binascii
import re
from base64 import urlsafe_b64encode

from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

# What steers a terminal, or turns the order of reading round: C0, C1, bidirectional overrides.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PADDING = ("", "", "==", "=")


def b64u(data: bytes) -> str:
    """Base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def un_b64u(text: str | bytes, size: int | None = None) -> bytes:
    """Read base64url without padding; `size` is the number of bytes it must hold."""
    raw = _ascii(text)
    if len(raw) % 4 == 1:
        raise Malformed("base64url of an impossible length")
    standard = raw.replace("-", "+").replace("_", "/") + _PADDING[len(raw) % 4]
    data = _a2b(standard)
    if b64u(data) != raw:
        raise Malformed("base64url that is not canonical")
    return _sized(data, size)


def b64(data: bytes) -> str:
    """Standard base64 with padding, as C2SP notes use it."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def un_b64(text: str | bytes, size: int | None = None) -> bytes:
    """Read standard base64 with padding; `size` is the number of bytes it must hold."""
    raw = _ascii(text)
    data = _a2b(raw)
    if b64(data) != raw:
        raise Malformed("base64 that is not canonical")
    return _sized(data, size)


def un_hex(text: str | bytes, size: int | None = None) -> bytes:
    """Read lower-case hexadecimal."""
    raw = _ascii(text)
    try:
        data = bytes.fromhex(raw)
    except ValueError:
        raise Malformed("not hexadecimal") from None
    if data.hex() != raw:
        raise Malformed("hexadecimal that is not canonical (lower case, no spaces)")
    return _sized(data, size)


def un_decimal(text: str | bytes) -> int:
    """Read a natural number below 2**63 in ASCII digits without sign or leading zero."""
    raw = _ascii(text)
    if not raw.isdigit() or len(raw) > 19 or (raw[0] == "0" and raw != "0"):
        raise Malformed("not a decimal number")
    value = int(raw)
    if value >= 1 << 63:
        raise Malformed("a number beyond 63 bits")
    return value


def printable(text: str, *, lines: bool = False) -> str:
    """What others wrote, so that it only shows: nobody writes over what stands on a terminal.

    With `lines`, line feeds stay.
    """
    return _STEERING.sub(lambda match: match[0] if lines and match[0] == "\n" else "\ufffd", text)


def _ascii(text: str | bytes) -> str:
    try:
        return text.decode("ascii") if isinstance(text, bytes) else text.encode("ascii").decode()
    except UnicodeError:
        raise Malformed("not ASCII") from None


def _a2b(text: str) -> bytes:
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except (binascii.Error, ValueError):
        raise Malformed("not base64") from None


def _sized(data: bytes, size: int | None) -> bytes:
    if size is not None and len(data) != size:
        raise Malformed(Reason("{found} bytes where {size} belong", found=len(data), size=size))
    return data
