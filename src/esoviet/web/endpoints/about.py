"""What a node says about itself."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.rates import Limits, limits_of


class About(msgspec.Struct, frozen=True):
    """What a node says about itself. `host` is the public key for founding acts to name.

    `faults` are sentences about what is wrong there and needs its operator: a clock that has
    jumped, a full disk, damage, assemblies that are left out. There are none when all is well.
    `checked` is when all that is stored was last read and held against its hashes, in ms since
    1970; null: not yet.
    """

    host: str
    founding: str
    url: str
    limits: Limits
    faults: tuple[str, ...] = ()
    checked: int | None = None


class Asked(msgspec.Struct, frozen=True):
    """What a node sees of a request: so that whoever makes it can see what a proxy makes of it.

    `address` is what limits for strangers go by (empty: this machine itself), `forwarded` whether
    an `X-Forwarded-For` came along, `trusted` whether from an address whose word is believed.
    """

    host: str
    proto: str
    address: str
    forwarded: bool
    trusted: bool


async def asked(request: Request) -> Response:
    """GET /node/request."""
    strangers, headers = context_of(request).strangers, request.headers
    body = Asked(
        headers.get("host", ""),
        headers.get("x-forwarded-proto", ""),
        strangers.address(request) or "",
        "x-forwarded-for" in headers,
        strangers.trusts(request),
    )
    headers_sent = {"Cache-Control": "no-store"}
    return Response(msgspec.json.encode(body), headers=headers_sent, media_type="application/json")


async def about(request: Request) -> Response:
    """GET /node."""
    node = node_of(request)
    config = node.config
    limits, ended = limits_of(config), node.scrub.ended
    body = About(node.public, config.founding, config.url, limits, node.faults, ended)
    headers = {"Cache-Control": "no-cache"}
    return Response(msgspec.json.encode(body), headers=headers, media_type="application/json")
