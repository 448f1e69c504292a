"""The signed envelope of an act: a JWS in compact form (RFC 7515 section 7.1).

    act = b64u(header) "." b64u(payload) "." b64u(signature)

The protected header is exactly these 81 bytes, with the RFC 7638 thumbprint of the signing key and
no other spelling:

    {"alg":"Ed25519","kid":"<43 characters>","typ":"act"}

The signature (Ed25519, RFC 9864) is over the ASCII text `b64u(header) "." b64u(payload)`, the
*signing input*. The bytes signed are the bytes stored: nothing is ever serialised again. An act's
**id** is the SHA-256 of its signing input, never of the signature, because some engines sign with
randomness. An act is at most 16,384 bytes. The same envelope with another `typ` signs other short
statements (a sign-in), so that none can pass for an act.
"""

import binascii
import hashlib
from functools import lru_cache
from typing import NamedTuple

from esoviet.wire.ed25519 import SIGNATURE_SIZE, SigningKey, verify
from esoviet.wire.encoding import b64u
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import KeyName, key_name
from esoviet.wire.reason import Reason

MAX_ACT = 16_384
_HEAD = b'{"alg":"Ed25519","kid":"'
_NAME_SIZE = 43
_START = b64u(_HEAD).encode("ascii")
_MIDDLE = slice(len(_START), len(_START) + 60)
_URL_TO_STANDARD = bytes.maketrans(b"-_+/=", b"+/!!!")
_PADDING = (b"", b"", b"==", b"=")
# By the number of characters after the last whole group: those that leave no spare bit set.
_LAST = (b"", b"", b"AQgw", b"AEIMQUYcgkosw048")


class Envelope(NamedTuple):
    """A parsed, not yet verified, signed statement."""

    kid: KeyName
    payload: bytes
    signing_input: bytes
    signature: bytes

    @property
    def id(self) -> str:
        """The act's id: SHA-256 of the signing input, lower-case hexadecimal."""
        return hashlib.sha256(self.signing_input).hexdigest()


def parse(jws: bytes, typ: str = "act") -> Envelope:
    """Take an envelope apart; raises `Malformed`. Does not check the signature."""
    if len(jws) > MAX_ACT:
        raise Malformed(Reason("an act has at most {max_act} bytes", max_act=MAX_ACT))
    parts = jws.split(b".")
    if len(parts) != 3:
        raise Malformed("not three base64url parts joined by dots")
    name = _signer(parts[0], typ)
    payload, signature = _decode(parts[1]), _decode(parts[2])
    if len(signature) != SIGNATURE_SIZE:
        raise Malformed("the signature has not 64 bytes")
    return Envelope(name, payload, jws[: len(parts[0]) + 1 + len(parts[1])], signature)


def verified(envelope: Envelope, public: bytes) -> bool:
    """Whether the envelope's signature by `public` is valid (wire.ed25519)."""
    return verify(public, envelope.signing_input, envelope.signature)


def seal(payload: bytes, key: SigningKey, typ: str = "act") -> bytes:
    """Sign a payload: the compact JWS as ASCII bytes."""
    tail = b'","typ":"' + typ.encode("ascii") + b'"}'
    header = _HEAD + key_name(key.public).encode("ascii") + tail
    signing_input = f"{b64u(header)}.{b64u(payload)}".encode("ascii")
    return signing_input + b"." + b64u(key.sign(signing_input)).encode("ascii")


@lru_cache(maxsize=1 << 14)
def _signer(header: bytes, typ: str) -> KeyName:
    """The key's name out of the exact header, of which only the middle needs decoding.

    Remembered, since the same members sign again and again.

    In base64url the first 24 bytes are 32 characters of their own; the next 60 characters are the
    name and the `",` after it; the rest again depends on `typ` alone.
    """
    end = _end(typ)
    if (
        len(header) != _MIDDLE.stop + len(end)
        or not header.startswith(_START)
        or not header.endswith(end)
    ):
        raise Malformed(Reason("the header is not the exact header of a signed {typ}", typ=typ))
    middle = _decode(header[_MIDDLE])
    if not middle.endswith(b'",'):
        raise Malformed(Reason("the header is not the exact header of a signed {typ}", typ=typ))
    try:
        return KeyName(middle[:_NAME_SIZE].decode("ascii"))
    except UnicodeDecodeError:
        raise Malformed("the key name is not ASCII") from None


@lru_cache(maxsize=16)
def _end(typ: str) -> bytes:
    return b64u(f'"typ":"{typ}"}}'.encode("ascii")).encode("ascii")


def _decode(part: bytes) -> bytes:
    """Strict base64url: no padding, no foreign character, no spare bit set."""
    rest = len(part) & 3
    try:
        data = binascii.a2b_base64(
            part.translate(_URL_TO_STANDARD) + _PADDING[rest], strict_mode=True
        )
    except (binascii.Error, ValueError):
        raise Malformed("not base64url") from None
    if rest and part[-1] not in _LAST[rest]:
        raise Malformed("base64url that is not canonical")
    return data
