"""Requests to addresses that members name: to the world, and never to what stands beside us.

Whoever may name an address could have the server ask its own machine or its neighbours (SSRF). So a
host's name is resolved anew for each request, a request goes to none but public addresses, and it
goes to the very address that was looked at, whatever the name says a moment later.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

SECONDS = 10.0
MOST_READ = 4_096
_HTTPS = 443
_NETWORKS = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "64:ff9b::/96", "64:ff9b:1::/48")))
"""Not of the world, though not every Python says so: RFC 6890; and translators (RFC 6052), which
make an IPv4 address of it that may be anything."""


class Forbidden(Exception):
    """This address is not asked, and never will be: it is private, or none of HTTPS."""


class Unanswered(Exception):
    """Nobody answered, for now; the text says why."""


class Answer(NamedTuple):
    """What was answered: a status, and the first bytes of the body; `after` in seconds, if said."""

    status: int
    body: bytes
    after: int | None = None


class Outside:
    """Posts to the world over kept connections. `near` lets it ask private addresses (tests)."""

    def __init__(
        self, *, near: bool = False, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._near = near
        self._client = httpx.AsyncClient(
            timeout=SECONDS, follow_redirects=False, trust_env=False, transport=transport,
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=20),
        )  # fmt: skip

    async def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post to an address. Raises `Forbidden` or `Unanswered`."""
        host, port, scheme = _parts(address, near=self._near)
        number = await self._found(host, port)
        target = httpx.URL(address).copy_with(host=number)
        named = f"[{host}]" if ":" in host else host
        if urlsplit(address).port:
            named += f":{port}"
        sni = {"sni_hostname": host} if scheme == "https" else {}
        try:
            request = self._client.build_request(
                "POST", target, content=body, headers={**headers, "Host": named}, extensions=sni
            )
            response = await self._client.send(request, stream=True)
            try:
                return Answer(response.status_code, await _begin(response), _after(response))
            finally:
                await response.aclose()
        except httpx.HTTPError as error:
            raise Unanswered(f"{type(error).__name__}: {error}") from None

    async def close(self) -> None:
        """End the connections."""
        await self._client.aclose()

    async def _found(self, host: str, port: int) -> str:
        """The address to ask, looked at; of several all have to be public."""
        try:
            loop = asyncio.get_running_loop()
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise Unanswered(f"{host} is not found: {error.strerror}") from None
        numbers = [str(address[4][0]) for address in found]
        if not self._near and not all(is_public(number) for number in numbers):
            raise Forbidden(f"{host} is an address of this network, not of the world.")
        return numbers[0]


def is_public(number: str) -> bool:
    """Whether an IP address is one of the world: none of a machine, a network, a multicast."""
    address = ipaddress.ip_address(number.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inner is not None and not inner.is_global:
        return False
    if any(address in network for network in _NETWORKS):
        return False
    return address.is_global and not address.is_multicast


def check_address(address: str, *, near: bool = False) -> None:
    """Refuse what can be seen from the address alone; raises `Forbidden`."""
    _parts(address, near=near)


def _parts(address: str, *, near: bool) -> tuple[str, int, str]:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Forbidden("This is no address.") from None
    if not host or parts.username is not None or any(ord(c) <= 32 for c in address):
        raise Forbidden("This is no address.")
    if parts.scheme != "https" and not (near and parts.scheme == "http"):
        raise Forbidden("Only addresses of https are asked.")
    return host, port or (_HTTPS if parts.scheme == "https" else 80), parts.scheme


async def _begin(response: httpx.Response) -> bytes:
    read = b""
    async for piece in response.aiter_raw():
        read += piece
        if len(read) >= MOST_READ:
            break
    return read[:MOST_READ]


def _after(response: httpx.Response) -> int | None:
    said = response.headers.get("retry-after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 else None
