"""Web Push: a message for one browser, which only that browser can read.

- RFC 8291 (message encryption) over RFC 8188 (`aes128gcm`, one record), with the browser's P-256
  key and its secret of 16 bytes;
- RFC 8292 (VAPID): who sends shows with a signed token that it is the server which the browser
  subscribed to.

libsodium has no P-256, so this is the one place that uses `cryptography`: nothing that is proved
rests on it.
"""

import hashlib
import os
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from esoviet.wire.encoding import b64u, un_b64u
from esoviet.wire.errors import Malformed

POINT, SECRET, SALT = 65, 16, 16
RECORD = 4096
MOST = RECORD - 16 - 1 - (SALT + 4 + 1 + POINT)
"""Bytes of a message: what a push service must take (RFC 8030, 7.2), less what surrounds it."""
LAST_RECORD = b"\x02"
TOKEN_SECONDS = 12 * 3600
CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many points P-256 has (FIPS 186-5)."""


class Browser(NamedTuple):
    """The keys of a subscription: an uncompressed point (65 bytes) and a secret (16 bytes)."""

    point: bytes
    secret: bytes


def browser_of(p256dh: str, auth: str) -> Browser:
    """The keys as a browser gives them, in unpadded base64url; raises `Malformed`."""
    point, secret = un_b64u(p256dh, POINT), un_b64u(auth, SECRET)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError:
        raise Malformed("the key of a subscription is no point of P-256") from None
    return Browser(point, secret)


def sealed(message: bytes, browser: Browser) -> bytes:
    """The body of a push: `message`, at most `MOST` bytes, for one browser's eyes."""
    return sealed_with(ec.generate_private_key(CURVE), os.urandom(SALT), message, browser)


def sealed_with(
    ours: ec.EllipticCurvePrivateKey, salt: bytes, message: bytes, browser: Browser
) -> bytes:
    """The same, with a key and a salt that must be used once only."""
    if len(message) > MOST:
        raise ValueError("a message that is too long for a push")
    point = _point(ours.public_key())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, browser.point)
    key, nonce = keys_of(ours.exchange(ec.ECDH(), theirs), browser, point, salt)
    content = AESGCM(key).encrypt(nonce, message + LAST_RECORD, None)
    return salt + RECORD.to_bytes(4, "big") + bytes((len(point),)) + point + content


class Vapid:
    """The node's own key for pushes, by which push services know who sends (RFC 8292)."""

    def __init__(self, seed: bytes, contact: str) -> None:
        """`seed` is the secret of the node's key, `contact` a `mailto:` or `https:` address.

        The key follows from the seed, so that there is nothing more to keep or to lose.
        """
        wide = hashlib.sha512(b"esoviet web push" + seed).digest()
        self._key = ec.derive_private_key(int.from_bytes(wide, "big") % (ORDER - 1) + 1, CURVE)
        self._contact = contact
        self.public = _point(self._key.public_key())

    def authorization(self, endpoint: str, now: int) -> str:
        """The header for a push service, good for twelve hours from `now` (seconds)."""
        address = urlsplit(endpoint)
        claims = {
            "aud": f"{address.scheme}://{address.netloc}",
            "exp": now + TOKEN_SECONDS,
            "sub": self._contact,
        }
        head = {"typ": "JWT", "alg": "ES256"}
        signed = ".".join(b64u(msgspec.json.encode(part)) for part in (head, claims))
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        signature = b64u(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return f"vapid t={signed}.{signature}, k={b64u(self.public)}"


def keys_of(shared: bytes, browser: Browser, ours: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """The content key (16 bytes) and the nonce (12) of the one record: RFC 8291, 3.4."""
    info = b"WebPush: info\x00" + browser.point + ours
    ikm = _hkdf(shared, browser.secret, info, 32)
    key = _hkdf(ikm, salt, b"Content-Encoding: aes128gcm\x00", 16)
    return key, _hkdf(ikm, salt, b"Content-Encoding: nonce\x00", 12)


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
