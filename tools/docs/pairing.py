"""Pairing as docs/protocol/acts.md describes it, once more in Python: the browser is held to it."""

import hashlib
import hmac

from mnemonic import Mnemonic

from esoviet.wire.encoding import b64u

ROUNDS = 200_000


def secrets_of(assembly: str, code: str) -> tuple[str, bytes]:
    """The place of a code at the host, and the key that seals what is left there."""
    salt = f"esoviet pairing v1\n{assembly}".encode()
    bits = hashlib.pbkdf2_hmac("sha256", code.encode(), salt, ROUNDS, 64)
    return bits[:32].hex(), bits[32:]


def seal(key: bytes, part: str, said: str) -> str:
    """The seal of a note."""
    return b64u(hmac.digest(key, f"{part}\n{said}".encode(), hashlib.sha256))


def two_words(assembly: str, code: str, *told: str) -> str:
    """The words: `told` is the old key and nonce, the new key and nonce."""
    text = "\n".join(("esoviet pairing words v1", assembly, code, *told))
    bits = int.from_bytes(hashlib.sha256(text.encode()).digest()[:3], "big") >> 2
    words = Mnemonic("english").wordlist
    return f"{words[bits >> 11]} {words[bits & 2047]}"
