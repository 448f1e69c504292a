"""Challenges for signing in, which the node need not remember until they are used.

    nonce = base64url(expiry in milliseconds, 8 bytes || 16 random bytes || HMAC-SHA-256 of both and
            of the assembly, 32 bytes)

A nonce serves one assembly, for five minutes (`lasts`), once. The key of the HMAC lives as
long as the process.
"""

import hashlib
import hmac
import secrets

from esoviet.wire.encoding import b64u, un_b64u
from esoviet.wire.errors import Malformed

LIFETIME = 300_000
IN_A_SANDBOX = 30 * 86_400_000  # by its clock: some minutes, over a slow line too


class Challenges:
    """Gives out nonces and takes each back once."""

    def __init__(self, lasts: int = LIFETIME) -> None:
        self._lasts = lasts
        self._key = secrets.token_bytes(32)
        self._used: dict[str, int] = {}

    def new(self, assembly: str, now: int) -> tuple[str, int]:
        """A nonce, and when it expires (milliseconds since 1970)."""
        head = (now + self._lasts).to_bytes(8, "big") + secrets.token_bytes(16)
        return b64u(head + self._mac(assembly, head)), now + self._lasts

    def stands(self, assembly: str, nonce: str, now: int) -> bool:
        """Whether the nonce was given for this assembly, is in time, and has not been used."""
        try:
            data = un_b64u(nonce, 56)
        except Malformed:
            return False
        head, mac = data[:24], data[24:]
        in_time = int.from_bytes(head[:8], "big") > now
        return in_time and nonce not in self._used and (
            hmac.compare_digest(mac, self._mac(assembly, head))
        )  # fmt: skip

    def use(self, nonce: str, now: int) -> None:
        """Never take this nonce again."""
        while self._used and next(iter(self._used.values())) <= now:
            del self._used[next(iter(self._used))]
        self._used[nonce] = now + self._lasts

    def _mac(self, assembly: str, head: bytes) -> bytes:
        return hmac.digest(self._key, assembly.encode() + head, hashlib.sha256)
