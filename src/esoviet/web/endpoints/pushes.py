"""Which browsers of a member are told by push: for sessions of the member, and nobody else.

PUT    /a/{assembly}/push      {"endpoint": …, "p256dh": …, "auth": …}: this browser wants it
DELETE /a/{assembly}/push      {"endpoint": …}: it does not any more
POST   /a/{assembly}/push/try  have every browser told something now, to see whether it comes

What a browser gives (Push API, PushSubscription.toJSON) is kept in the node's private database.
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.devices import standing
from esoviet.node.notices import Notice
from esoviet.node.outside import Forbidden, check_address
from esoviet.node.web_push import browser_of
from esoviet.store.subscriptions import Subscription
from esoviet.web.endpoints.messages import asker, done, reached, replan
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.language import _, catalogue, language_of
from esoviet.web.http.limits import body_of
from esoviet.wire.errors import Malformed

MAX_BODY = 4096
TRY_SECONDS = 600
TRIED = _("This is how you are told. Nothing needs you.")
Part = Annotated[str, Meta(max_length=200)]


class Told(Struct, frozen=True, forbid_unknown_fields=True):
    """A browser that wants to be told: where it is reached, its keys in base64url, its zone."""

    endpoint: Annotated[str, Meta(max_length=2048)]
    p256dh: Part
    auth: Part
    zone: Annotated[str, Meta(max_length=60)] = ""


class Untold(Struct, frozen=True, forbid_unknown_fields=True):
    """A browser that does not."""

    endpoint: Annotated[str, Meta(max_length=2048)]


async def put(request: Request) -> Response:
    """PUT /a/{assembly}/push."""
    hosted, visitor = asker(request)
    node, assembly = node_of(request), hosted.ledger.id
    if node.vapid is None:
        raise HttpError(409, "This server sends no push messages.")
    context_of(request).quotas.act(assembly, visitor.number)
    try:
        said = msgspec.json.decode(await body_of(request, MAX_BODY), type=Told)
        browser = browser_of(said.p256dh, said.auth)
        check_address(said.endpoint, near=node.config.ask_private)
    except (msgspec.MsgspecError, UnicodeDecodeError, Malformed, Forbidden):
        raise HttpError(400, "That is not where a browser is told something.") from None
    one = Subscription(assembly, visitor.number, visitor.kid, said.endpoint, *browser)
    node.reach.subscriptions.put(one, node.clock())
    reached(request, assembly, visitor.number, said.zone)
    return done()


async def drop(request: Request) -> Response:
    """DELETE /a/{assembly}/push."""
    hosted, visitor = asker(request)
    try:
        said = msgspec.json.decode(await body_of(request, MAX_BODY), type=Untold)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise HttpError(400, "That is not where a browser is told something.") from None
    node, assembly = node_of(request), hosted.ledger.id
    node.reach.subscriptions.drop(assembly, visitor.number, said.endpoint)
    replan(node, assembly, visitor.number)
    return done()


async def attempt(request: Request) -> Response:
    """POST /a/{assembly}/push/try."""
    hosted, visitor = asker(request)
    node, assembly = node_of(request), hosted.ledger.id
    context_of(request).quotas.act(assembly, visitor.number)
    store, view = node.reach.subscriptions, hosted.ledger.replica.view()
    if node.vapid is None or not standing(store, view, assembly, visitor.number):
        raise HttpError(404, "No browser of yours wants to be told.")
    language, now = language_of(request), node.clock()
    shown = Notice(
        title="E-Soviet",
        body=catalogue(language).gettext(TRIED),
        language=language,
        address=f"{node.config.url.rstrip('/')}/a/{assembly}/me/messages",
        topic="try",
    )
    until = now + TRY_SECONDS * 1000
    store.tell(assembly, visitor.number, shown.topic, shown.message(), until, now)
    return done()
