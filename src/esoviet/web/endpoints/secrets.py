"""A member's secret addresses, for their calendar and their feed reader, which cannot sign in.

GET    /a/{assembly}/secrets           when each was made, and last fetched
POST   /a/{assembly}/secrets           makes one; what it answers is said this once
DELETE /a/{assembly}/secrets/{secret}  takes one back

What is served there is in pages/followed.py. An address lasts as long as the key with which it was
made: it ends when that key is revoked, when its member is none any more, and when they take it
back. To forget a browser (endpoints/forget.py) does not end it, since what fetches it is another
program, unless the key of the browser is revoked with it. Whoever asks for one that does not exist
is answered as if there were no such assembly.
"""

import secrets as random
from typing import NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.records import Key
from esoviet.node.hosted import HostedAssembly
from esoviet.store.secrets import Listed, Secret, secret_id
from esoviet.web.http.context import node_of
from esoviet.web.http.door import Visitor, admitted, come_in, visitor_by
from esoviet.web.http.errors import Closed, HttpError
from esoviet.web.http.language import language_of
from esoviet.wire.reason import Reason

MOST = 10
TOKEN_BYTES = 24
NO_STORE = {"Cache-Control": "no-store"}


class SecretLine(msgspec.Struct, frozen=True):
    """An address: when it was made (ms), on which device, the last day it was fetched (0: never).

    `device` is what the member calls it.
    """

    id: str
    device: str
    since: int
    fetched: int


class Secrets(msgspec.Struct, frozen=True):
    """The secret addresses of who asks, the oldest first."""

    items: list[SecretLine]


class Made(msgspec.Struct, frozen=True):
    """A new address: its path for calendars, and its path for feed readers."""

    id: str
    calendar: str
    feed: str


class Opened(NamedTuple):
    """What a secret address opens: an assembly, as this member reads it, in this language."""

    hosted: HostedAssembly
    visitor: Visitor
    language: str


async def secrets(request: Request) -> Response:
    """GET /a/{assembly}/secrets."""
    return _json(Secrets(secrets_of(request, *_asker(request))), 200)


async def make(request: Request) -> Response:
    """POST /a/{assembly}/secrets."""
    hosted, visitor = _asker(request)
    node, assembly = node_of(request), hosted.ledger.id
    if len(_standing(request, hosted, visitor)) >= MOST:
        raise HttpError(409, Reason("You have {most} already; take one back first.", most=MOST))
    token = random.token_urlsafe(TOKEN_BYTES)
    language, now = language_of(request), node.clock()
    node.reach.secrets.add(
        token, Secret(assembly, visitor.number, visitor.kid, language, since=now)
    )
    path = f"/a/{assembly}/secret/{token}"
    return _json(Made(secret_id(token), f"{path}.ics", f"{path}.atom"), 201)


async def end(request: Request) -> Response:
    """DELETE /a/{assembly}/secrets/{secret}."""
    hosted, visitor = _asker(request)
    named, store = request.path_params["secret"], node_of(request).reach.secrets
    if named not in (one.id for one in store.of(hosted.ledger.id, visitor.number)):
        raise HttpError(404, "You have no such address.")
    store.end(hosted.ledger.id, visitor.number, named)
    return Response(status_code=204, headers=NO_STORE)


def secrets_of(request: Request, hosted: HostedAssembly, visitor: Visitor) -> list[SecretLine]:
    """The addresses of who asks."""
    assembly, sessions = hosted.ledger.id, node_of(request).store
    return [
        SecretLine(name, sessions.device_name(assembly, secret.kid), secret.since, secret.fetched)
        for name, secret in _standing(request, hosted, visitor)
    ]


def opened(request: Request) -> Opened:
    """What the address of a request opens; raises `HttpError`, `Closed` where it is nobody's."""
    node, name = node_of(request), str(request.path_params["assembly"])
    token = str(request.path_params["token"])
    secret = node.reach.secrets.find(token)
    if secret is None or secret.assembly != name:
        raise Closed
    hosted, _ = come_in(request)
    if hosted is None:
        raise Closed
    visitor = visitor_by(hosted.ledger.replica.view(), secret.kid, node.clock())
    if visitor.member is None:
        node.reach.secrets.end_of_key(name, secret.kid)
        raise Closed
    node.reach.secrets.fetch(token, node.clock())
    return Opened(hosted, visitor, secret.language)


def _standing(request: Request, hosted: HostedAssembly, visitor: Visitor) -> list[Listed]:
    """The addresses of who asks, but for those of revoked keys, which are forgotten."""
    store, view = node_of(request).reach.secrets, hosted.ledger.replica.view()
    for kid in {one.secret.kid for one in store.of(hosted.ledger.id, visitor.number)}:
        key = view.get(Key, kid)
        if key is None or key.revoked:
            store.end_of_key(hosted.ledger.id, kid)
    return store.of(hosted.ledger.id, visitor.number)


def _asker(request: Request) -> tuple[HostedAssembly, Visitor]:
    hosted, visitor = admitted(request)
    if visitor.member is None:
        raise HttpError(403, "Sign in first: this is shown to its owner only.")
    return hosted, visitor


def _json(body: Secrets | Made, status: int) -> Response:
    content = msgspec.json.encode(body)
    return Response(content, status, NO_STORE, media_type="application/json")
