"""Whose addresses begin alike, so that what comes from one network can be counted together.

No address is kept anywhere: only a hash of its beginning (a /24 of IPv4, a /48 of IPv6) under a key
that is drawn anew each day and when the server starts, and is only in its memory. From then on not
even the server can tell whose it was, nor that two of different days are of the same network.
"""

import hashlib
import hmac
import secrets
from ipaddress import ip_address, ip_network

DAY = 86_400_000
SIZE = 8


class Neighbours:
    """The key of a day."""

    def __init__(self) -> None:
        self._day, self._key = -1, b""

    def of(self, address: str | None, now: int) -> bytes:
        """What stands for the network of an address today; None is this machine itself."""
        if now // DAY != self._day:
            self._day, self._key = now // DAY, secrets.token_bytes(32)
        network = beginning(address or "").encode()
        return hmac.digest(self._key, network, hashlib.sha256)[:SIZE]


def beginning(address: str) -> str:
    """The part that all addresses of a small network share; what is no address is itself."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))
