"""A recovery phrase: twelve words on paper that give a member back their place.

    words    12 words of the English list of BIP-39: 128 random bits and a checksum of 4
    seed64   PBKDF2-HMAC-SHA512(words, "mnemonic", 2048 rounds, 64 bytes): the seed of BIP-39,
             without a passphrase
    seed     HKDF-SHA256 (RFC 5869) of seed64: no salt, info "esoviet recovery key v1", 32 bytes
    key      the Ed25519 key of that seed (RFC 8032)

Words are joined by single spaces, in lower case. The browser makes the same key of the same words.
"""

import hashlib
import hmac
import re

from mnemonic import Mnemonic

from esoviet.cli.errors import Trouble
from esoviet.wire.ed25519 import SigningKey

WORDS = 12
_INFO = b"esoviet recovery key v1"
_LIST = Mnemonic("english")


def new_phrase() -> str:
    """Twelve new words from the system's randomness."""
    return _LIST.generate(strength=128)


def recovery_key(phrase: str) -> SigningKey:
    """The recovery key of a phrase, however it was spaced or capitalised."""
    words = [word for word in re.split(r"[\s,.;-]+", phrase.lower()) if word]
    if len(words) != WORDS:
        raise Trouble(f"A recovery phrase has {WORDS} words; these are {len(words)}.")
    unknown = [word for word in words if word not in _LIST.wordlist]
    if unknown:
        raise Trouble(f"Not a word of the list: {unknown[0]!r}. Look for a slip of the pen.")
    joined = " ".join(words)
    if not _LIST.check(joined):
        raise Trouble("These words do not fit together: one is wrong, or two changed places.")
    return SigningKey(_hkdf(Mnemonic.to_seed(joined, passphrase="")))


def _hkdf(secret: bytes) -> bytes:
    """HKDF-SHA256 without salt, one block of 32 bytes (RFC 5869 sections 2.2 and 2.3)."""
    extracted = hmac.digest(bytes(32), secret, hashlib.sha256)
    return hmac.digest(extracted, _INFO + b"\x01", hashlib.sha256)
