"""Links in mails: who holds one may do one thing with one address, without signing in.

    token = handle "-" purpose "-" the first 96 bits of HMAC-SHA-256 of handle "-" purpose, in hex

`handle` is the random name of an address (store/mail.py), and goes with it. The key follows from
the node's own, which is not in the database: who steals that can make no link, and nothing has to
be kept of links that were sent.
"""

import hashlib
import hmac
import re
from typing import NamedTuple

_TOKEN = re.compile("([0-9a-f]{32})-([a-z]{1,12})-([0-9a-f]{24})")
_HEX = 24


class Link(NamedTuple):
    """What a token allows: to `confirm` the address, to `stop` all, less of a kind; a `bounce`."""

    handle: str
    purpose: str


class Links:
    """Makes and reads the tokens of a node."""

    def __init__(self, seed: bytes) -> None:
        """`seed` is the secret of the node's key."""
        self._key = hashlib.sha256(b"esoviet links in mails" + seed).digest()

    def token(self, handle: str, purpose: str) -> str:
        """A token; of hexadecimal digits, so that mail servers may write it large or small."""
        return f"{handle}-{purpose}-{self._mac(handle, purpose)}"

    def bounce(self, handle: str) -> str:
        """A shorter one for the address that mail servers report to: 57 characters."""
        return f"{handle}-{self._mac(handle, 'bounce')}"

    def read(self, token: str) -> Link | None:
        """What a token allows, if it is one of ours."""
        match = _TOKEN.fullmatch(token)
        if match is None or not hmac.compare_digest(match[3], self._mac(match[1], match[2])):
            return None
        return Link(match[1], match[2])

    def _mac(self, handle: str, purpose: str) -> str:
        text = f"{handle}-{purpose}".encode()
        return hmac.digest(self._key, text, hashlib.sha256).hex()[:_HEX]
