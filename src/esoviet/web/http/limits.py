"""What keeps strangers from wearing a node out: addresses, rates, and sizes of bodies."""

import asyncio
import re
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncGenerator, Sequence
from ipaddress import ip_address

from starlette.requests import ClientDisconnect, Request

from esoviet.store.blobs import Pending
from esoviet.web.http.errors import HttpError, too_many
from esoviet.wire.reason import Reason

MAX_ADDRESSES = 50_000
PAUSE_SECONDS = 30.0  # in which no more of a body comes, at most
MEBIBYTE = 2**20
MAX_PENDING = 4 * 2**30
STRANGERS_PENDING = 2**30  # so that members find room whatever strangers bring
_PORTED = re.compile(r"(\d+(?:\.\d+){3}):\d+|\[([0-9a-fA-F:.]+)\](?::\d+)?")
LOOPBACK = ("127.0.0.1", "::1")


class Strangers:
    """A bucket of acts for each address, refilled evenly over each minute; and its open streams."""

    def __init__(self, a_minute: int, trusted_proxies: Sequence[str]) -> None:
        self._most = float(a_minute)
        self._trusted = frozenset(map(_plain, trusted_proxies))
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.streams: Counter[str] = Counter()

    def check(self, request: Request) -> None:
        """Refuse with 429 if the address has used up its share."""
        address = self.address(request)
        if address is not None and self._level(address) < 1:
            raise too_many(1 + int(60 / self._most))

    def charge(self, request: Request, count: float = 1) -> None:
        """Count something against the address."""
        address = self.address(request)
        if address is None:
            return
        level = max(self._level(address) - count, -self._most)
        self._buckets[address] = (level, time.monotonic())
        self._buckets.move_to_end(address)
        if len(self._buckets) > MAX_ADDRESSES:
            self._buckets.popitem(last=False)

    def address(self, request: Request) -> str | None:
        """Who is asking: behind trusted proxies, whom they name. None for this machine itself."""
        peer = _plain(request.client.host if request.client is not None else "")
        named = request.headers.getlist("x-forwarded-for")
        if not named:
            return None if peer in LOOPBACK else _home(peer)
        chain = [_plain(part.strip()) for part in ",".join(named).split(",")] + [peer]
        while len(chain) > 1 and chain[-1] in self._trusted:
            chain.pop()
        return _home(chain[-1])

    def trusts(self, request: Request) -> bool:
        """Whether a request comes straight from a proxy whose word is believed."""
        return request.client is not None and _plain(request.client.host) in self._trusted

    def _level(self, address: str) -> float:
        level, since = self._buckets.get(address, (self._most, 0.0))
        return min(self._most, level + (time.monotonic() - since) * self._most / 60)


def _plain(address: str) -> str:
    """An IPv4 address as such, where a listener for both kinds writes it as one of IPv6."""
    return address[7:] if address.lower().startswith("::ffff:") and "." in address else address


def _home(address: str) -> str:
    """What one household has: an IPv4 address, or a /64 of IPv6. Some proxies add a port."""
    ported = _PORTED.fullmatch(address)
    if ported:
        address = ported[1] or ported[2]
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if parsed.version == 4:
        return address
    return str(parsed.ipv4_mapped or ip_address(int(parsed) >> 64 << 64))


def check_room(pending: Pending, *, stranger: bool) -> None:
    """Refuse with 503 while too much waits for its act already."""
    if pending.bytes > (STRANGERS_PENDING if stranger else MAX_PENDING):
        raise HttpError(
            503, "Too many texts and files wait for their acts.", {"Retry-After": "600"}
        )


async def limited(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """The body of a request; refused with 413 as soon as it is longer than `most` bytes."""
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > most:
        raise too_large(most)
    size = 0
    try:
        stream = request.stream()
        while (chunk := await asyncio.wait_for(anext(stream, None), PAUSE_SECONDS)) is not None:
            size += len(chunk)
            if size > most:
                raise too_large(most)
            yield chunk
    except ClientDisconnect:
        raise HttpError(400, "The body ended early.") from None
    except TimeoutError:
        raise HttpError(408, "The body did not go on.", {"Connection": "close"}) from None


async def body_of(request: Request, most: int) -> bytes:
    """The whole body of a request, at most `most` bytes."""
    return b"".join([chunk async for chunk in limited(request, most)])


def too_large(most: int) -> HttpError:
    """A body that is too large."""
    return HttpError(413, Reason("At most {most} bytes are taken here.", most=most))
