"""What a browser does with a push that it gets (RFC 8291)."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from esoviet.node.web_push import CURVE, SALT, Browser, keys_of

SECRET = b"a browser secret"


class Unreadable(Exception):
    """This push is not for this browser."""


def someone() -> tuple[ec.EllipticCurvePrivateKey, Browser]:
    """A new browser: its own key, and what it gives away."""
    key = ec.generate_private_key(CURVE)
    return key, Browser(_point(key), SECRET)


def opened(body: bytes, private: ec.EllipticCurvePrivateKey, secret: bytes) -> bytes:
    """The message in the body of a push."""
    start = SALT + 5 + (body[SALT + 4] if len(body) > SALT + 4 else 0)
    point = body[SALT + 5 : start]
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
        shared = private.exchange(ec.ECDH(), theirs)
        key, nonce = keys_of(shared, Browser(_point(private), secret), point, body[:SALT])
        plain = AESGCM(key).decrypt(nonce, body[start:], None)
    except (ValueError, InvalidTag):
        raise Unreadable from None
    return plain.rstrip(b"\x00")[:-1]


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
