"""Ed25519 with the one rule of validity that holds everywhere (RFC 8032 section 5.1, narrowed).

Engines disagree on crafted keys and signatures. A signature (R, S) by key A over M is valid here
if and only if

1. S, as a little-endian number, is below the group order L;
2. A and R are canonical encodings of points on the curve, and neither has small order;
3. [S]B = R + [SHA-512(R || A || M)]A holds exactly (the equation without the cofactor).

That is what libsodium checks when it opens a signed message, so this module is a thin layer over
PyNaCl. (`verify` asks libsodium itself, without a place to copy the message to: PyNaCl's own
function always copies, and takes a twentieth longer.) `is_valid_public` states rule 2 for a key
alone, so that a key which can never sign anything is refused when it is enrolled: the range and the
small orders in plain integers, and whether there is such a point by adding the neutral element to
it, which libsodium refuses to do off the curve.
"""

from nacl._sodium import ffi, lib  # type: ignore[import-not-found]
from nacl.bindings import (
    crypto_core_ed25519_add,
    crypto_sign,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import CryptoError

PUBLIC_SIZE = 32
SEED_SIZE = 32
SIGNATURE_SIZE = 64

_P = 2**255 - 19
# y of the points of order 1, 2, 4 and 8 (the sign of x does not matter).
_Y8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL_ORDER_Y = frozenset((0, 1, _P - 1, _Y8, _P - _Y8))
_NEUTRAL = (1).to_bytes(32, "little")
_open, _NOWHERE = lib.crypto_sign_open, ffi.NULL


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) by `public` (32 bytes) over `message` is valid."""
    if len(public) != PUBLIC_SIZE or len(signature) != SIGNATURE_SIZE:
        return False
    signed = signature + message
    return bool(_open(_NOWHERE, _NOWHERE, signed, len(signed), public) == 0)


def is_valid_public(public: bytes) -> bool:
    """Whether `public` is the canonical encoding of a curve point that has no small order."""
    if len(public) != PUBLIC_SIZE:
        return False
    y = int.from_bytes(public, "little") & ((1 << 255) - 1)
    if y >= _P or y in _SMALL_ORDER_Y:
        return False
    try:
        crypto_core_ed25519_add(public, _NEUTRAL)
    except CryptoError:
        return False
    return True


class SigningKey:
    """A private key made from a 32-byte seed (RFC 8032 section 5.1.5)."""

    __slots__ = ("_secret", "public", "seed")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_SIZE:
            raise ValueError("an Ed25519 seed has 32 bytes")
        self.seed = seed
        self.public, self._secret = crypto_sign_seed_keypair(seed)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature over `message`."""
        return crypto_sign(message, self._secret)[:SIGNATURE_SIZE]
