"""Links in mails: who holds one may do one thing with one address, without signing in.

    token = handle "-" purpose "-" the first 96 bits of HMAC-SHA-256 of handle "-" purpose, in hex

`handle` is the random name of an address (store/mail.py), and goes with it. The key follows from
the node's own, which is not in the database: who steals that can make no link, and nothing has to
be kept of links that were sent.

An answer to a mail goes to an address that holds another token, which is short enough for one:

    token = matter "-" base32 of the 16 bytes of `handle` and the first 10 of HMAC-SHA-256 of
            handle "-reply " matter

`matter` is what the mail was about: a letter (`MATTERS`) and a number, or `w` for several things.
"""

import base64
import binascii
import hashlib
import hmac
import re
from typing import NamedTuple

_TOKEN = re.compile("([0-9a-f]{32})-([a-z]{1,12})-([0-9a-f]{24})")
_HEX = 24
MATTERS = {
    "p": "problems", "a": "arguments", "q": "questions", "v": "votes", "d": "decisions",
    "m": "mandates", "t": "topics",
}  # fmt: skip
SEVERAL = "w"
_ANSWER = re.compile(f"(w|[{''.join(MATTERS)}][1-9][0-9]{{0,8}})-([a-z2-7]{{42}})")
_HANDLE_BYTES, _MAC_BYTES = 16, 10


class Link(NamedTuple):
    """What a token allows: to `confirm` the address, to `stop` all, less of a kind; a `bounce`."""

    handle: str
    purpose: str


class Answers(NamedTuple):
    """Whose mail it answers, by the handle of their address, and what that mail was about."""

    handle: str
    matter: str


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

    def answer(self, handle: str, matter: str) -> str:
        """One for the address to which a mail about a matter is answered: 53 characters at most."""
        mac = bytes.fromhex(self._mac(handle, f"reply {matter}"))[:_MAC_BYTES]
        said = base64.b32encode(bytes.fromhex(handle) + mac).decode("ascii")
        return f"{matter}-{said.rstrip('=').lower()}"

    def read_answer(self, token: str) -> Answers | None:
        """What a token of an answer says, if it is one of ours; large or small letters."""
        match = _ANSWER.fullmatch(token.lower())
        if match is None:
            return None
        try:
            whole = base64.b32decode(match[2].upper() + "======")
        except binascii.Error:
            return None
        handle = whole[:_HANDLE_BYTES].hex()
        ours = self.answer(handle, match[1])
        if not hmac.compare_digest(ours, match[0]):
            return None
        return Answers(handle, match[1])

    def _mac(self, handle: str, purpose: str) -> str:
        text = f"{handle}-{purpose}".encode()
        return hmac.digest(self._key, text, hashlib.sha256).hex()[:_HEX]
