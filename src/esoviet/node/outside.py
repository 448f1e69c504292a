"""Requests to addresses that members name: to the world, and never to what stands beside us.

Whoever may name an address could have the server ask its own machine or its neighbours (SSRF). So a
host's name is resolved anew for each request, a request goes to none but public addresses, and it
goes to the very address that was looked at, whatever the name says a moment later. For the same
reason no connection is kept: one is known by that address, and may belong to another name.

Who answers slowly, or whose name is found slowly, keeps nobody waiting but their own request: it
has an end, and names are looked up by threads that do nothing else.
"""

import asyncio
import ipaddress
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from socket import SOCK_STREAM, getaddrinfo
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

SECONDS = 5.0
"""How long a request may take in all, with looking up the name."""
LOOKUPS = 8
MOST_READ = 4_096
_HTTPS = 443
_NONE = "This is no address."
_NETWORKS = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "64:ff9b::/96", "64:ff9b:1::/48")))
"""Not of the world, though not every Python says so: RFC 6890; and translators (RFC 6052), which
make an IPv4 address of it that may be anything."""
logging.getLogger("httpx").setLevel(logging.WARNING)  # it names whole addresses, which are secret


class Forbidden(Exception):
    """This address is not asked, and never will be: it is private, or none of HTTPS."""


class Unanswered(Exception):
    """Nobody answered, for now; the text says why. `sent`: the request may have arrived."""

    def __init__(self, why: str, *, sent: bool = False) -> None:
        super().__init__(why)
        self.sent = sent


class Answer(NamedTuple):
    """What was answered: a status, and the first bytes of the body; `after` in seconds, if said."""

    status: int
    body: bytes
    after: int | None = None


class Outside:
    """Posts to the world. `near` lets it ask private addresses too, and without https."""

    def __init__(
        self, *, near: bool = False, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._near = near
        self._lookups = ThreadPoolExecutor(LOOKUPS, "names")
        self._client = httpx.AsyncClient(
            timeout=SECONDS, follow_redirects=False, trust_env=False, transport=transport,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        )  # fmt: skip

    async def post(
        self, address: str, body: bytes, headers: Mapping[str, str], method: str = "POST"
    ) -> Answer:
        """Post to an address, or put there. Raises `Forbidden` or `Unanswered`."""
        begun = _Begun()
        try:
            async with asyncio.timeout(SECONDS):
                return await self._post(address, body, headers, method, begun)
        except TimeoutError:
            raise Unanswered("there was no answer in time", sent=begun.sent) from None
        except httpx.InvalidURL:
            raise Forbidden(_NONE) from None
        except httpx.HTTPError as error:
            raise Unanswered(f"{type(error).__name__}: {error}", sent=begun.sent) from None

    async def _post(
        self, address: str, body: bytes, headers: Mapping[str, str], method: str, begun: "_Begun"
    ) -> Answer:
        host, port, scheme = _parts(address, near=self._near)
        target = httpx.URL(address).copy_with(host=await self._found(host, port))
        named = f"[{host}]" if ":" in host else host
        if urlsplit(address).port:
            named += f":{port}"
        sni = {"sni_hostname": host} if scheme == "https" else {}
        request = self._client.build_request(
            method, target, content=body, headers={**headers, "Host": named},
            extensions={**sni, "trace": begun},
        )  # fmt: skip
        response = await self._client.send(request, stream=True)
        try:
            return Answer(response.status_code, await _begin(response), _after(response))
        finally:
            await response.aclose()

    async def close(self) -> None:
        """End the connections."""
        self._lookups.shutdown(wait=False, cancel_futures=True)
        await self._client.aclose()

    async def _found(self, host: str, port: int) -> str:
        """The address to ask, looked at; of several all have to be public."""
        try:
            looked_up = asyncio.get_running_loop().run_in_executor(
                self._lookups, lambda: getaddrinfo(host, port, type=SOCK_STREAM)
            )
            found = await looked_up
        except (OSError, UnicodeError) as error:  # the latter: no name by the rules of IDNA
            why = getattr(error, "strerror", None) or "it is no name"
            raise Unanswered(f"{host} is not found: {why}") from None
        numbers = [str(address[4][0]) for address in found]
        if not self._near and not all(is_public(number) for number in numbers):
            raise Forbidden(f"{host} is an address of this network, not of the world.")
        return numbers[0]


class _Begun:
    """Notes whether a request has begun to go out (the extension `trace` of httpcore)."""

    sent = False

    async def __call__(self, name: str, _info: Mapping[str, object]) -> None:
        self.sent = self.sent or name.endswith("send_request_headers.started")


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
        httpx.URL(address)
    except (ValueError, httpx.InvalidURL):
        raise Forbidden(_NONE) from None
    plain = address.isascii() and address.isprintable() and " " not in address
    if not host or parts.username is not None or not plain:
        raise Forbidden(_NONE)
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
