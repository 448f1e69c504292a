"""How much one member, one assembly, one address may do, and who that is.

Who signed by a key of a member is that member, and nobody is before that: everything else counts
against the address that it comes from. Buckets never owe anything: who was refused is not worse off
than who did not ask, so nobody shuts out their neighbours for longer than they go on.
"""

import re
import time
from collections import Counter, OrderedDict
from collections.abc import Hashable, Sequence
from functools import lru_cache
from ipaddress import ip_address

import msgspec
from starlette.requests import Request

from esoviet.node.config import Config
from esoviet.web.http.errors import HttpError, too_many
from esoviet.web.http.neighbours import Neighbours
from esoviet.wire.envelope import MAX_ACT

LONGEST = 64  # of an address, in characters
_KNOWN = "esoviet.address"  # in a request's scope, once it has been looked up
MAX_KEYS = 50_000
BURST_MINUTES = 10  # what members and assemblies save up
BLOCK = 4  # addresses' shares that a /48 of IPv6 has
FOUNDING = 10  # acts of an address, that founding an assembly counts as
DAY_MINUTES = 24 * 60
LOOPBACK = ("127.0.0.1", "::1")
_PORTED = re.compile(r"(\d+(?:\.\d+){3}):\d+|\[([0-9a-fA-F:.]+)\](?::\d+)?")


class Limits(msgspec.Struct, frozen=True):
    """What a node takes: sizes in bytes, acts a minute, and at once after a quiet while (`burst`).

    `stranger_acts` are those of an address, `block_acts` those of a /48 of IPv6; an assembly
    founded counts as `founding_acts` of them. With less room than `reserve_bytes` on the disk,
    acts alone are taken.
    """

    act_bytes: int
    blob_bytes: int
    stranger_acts: int
    block_acts: int
    founding_acts: int
    member_acts: int
    member_burst: int
    member_bytes: int
    assembly_acts: int
    assembly_burst: int
    assembly_bytes: int
    reserve_bytes: int


def limits_of(config: Config) -> Limits:
    """The limits that follow from the settings of a node."""
    return Limits(
        act_bytes=MAX_ACT,
        blob_bytes=config.max_blob_bytes,
        stranger_acts=config.stranger_rate,
        block_acts=BLOCK * config.stranger_rate,
        founding_acts=FOUNDING,
        member_acts=config.member_rate,
        member_burst=BURST_MINUTES * config.member_rate,
        member_bytes=config.member_bytes,
        assembly_acts=config.assembly_rate,
        assembly_burst=BURST_MINUTES * config.assembly_rate,
        assembly_bytes=config.assembly_bytes,
        reserve_bytes=config.reserve_bytes,
    )


class Buckets:
    """Amounts by key: each is full at first, and refilled evenly with `a_minute` up to `most`."""

    def __init__(self, a_minute: float, most: float) -> None:
        self.a_minute = a_minute
        self.most = most
        self._a_second = a_minute / 60
        self._kept: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def wait(self, key: Hashable, amount: float = 1) -> float:
        """In how many seconds there is so much; 0: now. More than a bucket holds: when full."""
        return self._lacks(self._level(key, time.monotonic()), amount)

    def level(self, key: Hashable) -> float:
        """How much there is now."""
        return self._level(key, time.monotonic())

    def take(self, key: Hashable, amount: float = 1) -> None:
        """Take so much, or all that there is."""
        now = time.monotonic()
        self._keep(key, max(0.0, self._level(key, now) - amount), now)

    def spend(self, key: Hashable, amount: float = 1) -> float:
        """Take so much if there is so much, and answer 0; else in how many seconds there is."""
        now = time.monotonic()
        level = self._level(key, now)
        if level < amount:
            if wait := self._lacks(level, amount):
                return wait
            level = amount
        self._keep(key, level - amount, now)
        return 0.0

    def give_back(self, key: Hashable, amount: float = 1) -> None:
        """Put back what was taken a moment ago."""
        now = time.monotonic()
        self._keep(key, min(self.most, self._level(key, now) + amount), now)

    def _lacks(self, level: float, amount: float) -> float:
        return max(0.0, (min(amount, self.most) - level) * 60 / self.a_minute)

    def _level(self, key: Hashable, now: float) -> float:
        kept = self._kept.get(key)
        if kept is None:
            return self.most
        level = kept[0] + (now - kept[1]) * self._a_second
        return min(self.most, level)

    def _keep(self, key: Hashable, level: float, now: float) -> None:
        if key not in self._kept and len(self._kept) >= MAX_KEYS:
            self._kept.popitem(last=False)
        self._kept[key] = (level, now)
        self._kept.move_to_end(key)


class Strangers:
    """A bucket of acts for each address and each block of addresses; and its open streams."""

    def __init__(self, limits: Limits, trusted_proxies: Sequence[str]) -> None:
        self._addresses = Buckets(limits.stranger_acts, limits.stranger_acts)
        self._blocks = Buckets(limits.block_acts, limits.block_acts)
        self._trusted = frozenset(map(_plain, trusted_proxies))
        self._neighbours = Neighbours()
        self.streams: Counter[str] = Counter()

    def check(self, request: Request, count: float = 1) -> None:
        """Refuse with 429 if the address has not so much left. Asked before work is done."""
        address = self.address(request)
        if address is None:
            return
        block = _block(address)
        wait = self._addresses.wait(address, count)
        if block is not None:
            wait = max(wait, self._blocks.wait(block, count))
        if wait:
            raise too_many(1 + int(wait))

    def charge(self, request: Request, count: float = 1) -> None:
        """Count something against the address."""
        address = self.address(request)
        if address is None:
            return
        self._addresses.take(address, count)
        block = _block(address)
        if block is not None:
            self._blocks.take(block, count)

    def address(self, request: Request) -> str | None:
        """Who is asking: behind trusted proxies, whom they name. None for this machine itself."""
        known: str | None = request.scope.get(_KNOWN, "")
        if known == "":
            known = request.scope[_KNOWN] = self._address(request)
        return known

    def _address(self, request: Request) -> str | None:
        peer = _plain(request.client.host if request.client is not None else "")
        named = request.headers.getlist("x-forwarded-for")
        if not named:
            return None if peer in LOOPBACK else _home(peer)
        chain = [_plain(part.strip()) for part in ",".join(named).split(",")] + [peer]
        while len(chain) > 1 and chain[-1] in self._trusted:
            chain.pop()
        return _home(chain[-1])

    def network(self, request: Request, now: int) -> bytes:
        """What stands today for the network that a request comes from (neighbours.py)."""
        return self._neighbours.of(self.address(request), now)

    def trusts(self, request: Request) -> bool:
        """Whether a request comes straight from a proxy whose word is believed."""
        return request.client is not None and _plain(request.client.host) in self._trusted


class Quotas:
    """What a member and an assembly may do in a time."""

    def __init__(self, limits: Limits) -> None:
        self._acts = Buckets(limits.member_acts, limits.member_burst)
        self._bytes = Buckets(limits.member_bytes / DAY_MINUTES, limits.member_bytes)
        self._assemblies = Buckets(limits.assembly_acts, limits.assembly_burst)

    def act(self, assembly: str, who: int | str) -> None:
        """Count an act that a member has signed, or whoever shows an invitation (its key).

        Raises `HttpError` 429.
        """
        member = assembly, who
        wait = self._acts.spend(member)
        if wait:
            raise HttpError(
                429,
                "You have handed in as many acts as a member may at once; wait a little.",
                _after(wait),
            )
        wait = self._assemblies.spend(assembly)
        if wait:
            self._acts.give_back(member)
            raise HttpError(
                429,
                "This assembly has handed in as many acts as one may at once; wait a little.",
                _after(wait),
            )

    def left(self, assembly: str, member: int) -> int:
        """How many bytes a member can bring at once now."""
        return int(self._bytes.level((assembly, member)))

    def bring(self, assembly: str, member: int, size: int) -> None:
        """Count bytes that a member brings, as they come; raises `HttpError` 429."""
        wait = self._bytes.spend((assembly, member), size)
        if wait:
            raise HttpError(
                429,
                "You have brought as many texts and files as a member may in a day.",
                _after(wait),
            )


def _after(wait: float) -> dict[str, str]:
    return {"Retry-After": str(1 + int(wait))}


def _plain(address: str) -> str:
    """An IPv4 address as such, where a listener for both kinds writes it as one of IPv6."""
    return address[7:] if address.lower().startswith("::ffff:") and "." in address else address


def _home(address: str) -> str:
    """What one household has: an IPv4 address, or a /64 of IPv6. Some proxies add a port."""
    return _parsed(address[:LONGEST])


@lru_cache(maxsize=4096)
def _parsed(address: str) -> str:
    ported = _PORTED.fullmatch(address)
    if ported:
        address = ported[1] or ported[2]
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(parsed.ipv4_mapped or ip_address(int(parsed) >> 64 << 64))


@lru_cache(maxsize=4096)
def _block(home: str) -> str | None:
    """The /48 that a /64 of IPv6 lies in: what one customer of a provider can have at will."""
    try:
        parsed = ip_address(home)
    except ValueError:
        return None
    return None if parsed.version == 4 else str(ip_address(int(parsed) >> 80 << 80))
