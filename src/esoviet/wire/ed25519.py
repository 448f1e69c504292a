"""Ed25519 with the one rule of validity that holds everywhere (RFC 8032 section 5.1, narrowed).

Engines disagree on crafted keys and signatures. A signature (R, S) by key A over M is valid here
if and only if

1. S, as a little-endian number, is below the group order L;
2. A and R are canonical encodings of points on the curve, and neither has small order;
3. [S]B = R + [SHA-512(R || A || M)]A holds exactly (the equation without the cofactor).

That is what libsodium checks when it opens a signed message, so this module is a thin layer over
PyNaCl. `is_valid_public` states rule 2 for a key alone, in plain integers, so that a key which can
never sign anything is refused when it is enrolled.
"""

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import CryptoError

PUBLIC_SIZE = 32
SEED_SIZE = 32
SIGNATURE_SIZE = 64

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
# y of the points of order 1, 2, 4 and 8 (the sign of x does not matter).
_Y8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL_ORDER_Y = frozenset((0, 1, _P - 1, _Y8, _P - _Y8))


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) by `public` (32 bytes) over `message` is valid."""
    if len(public) != PUBLIC_SIZE or len(signature) != SIGNATURE_SIZE:
        return False
    try:
        crypto_sign_open(signature + message, public)
    except CryptoError:
        return False
    return True


def is_valid_public(public: bytes) -> bool:
    """Whether `public` is the canonical encoding of a curve point that has no small order."""
    if len(public) != PUBLIC_SIZE:
        return False
    number = int.from_bytes(public, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= _P or y in _SMALL_ORDER_Y:
        return False
    numerator, denominator = (y * y - 1) % _P, (_D * y * y + 1) % _P
    square = numerator * pow(denominator, -1, _P) % _P
    is_square = pow(square, (_P - 1) // 2, _P) in (0, 1)
    return is_square and not (square == 0 and sign == 1)


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
