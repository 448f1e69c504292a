"""The door of the tour: what it is, beginning it, and what stands in the place of what is over."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.web.http.context import context_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.language import language_of
from esoviet.web.http.rates import FOUNDING
from esoviet.web.http.sending import sent
from esoviet.web.pages.front import own_form
from esoviet.web.pages.render import frame_of, render

_NO_STORE = {"Cache-Control": "no-store"}


async def tour(request: Request) -> Response:
    """GET /tour: what it is, and the button."""
    sandboxes = context_of(request).sandboxes
    can = sandboxes is not None and sandboxes.most > 0
    return _page(request, "node/tour.html", 200, {"can": can, "sandboxed": True})


async def begin(request: Request) -> Response:
    """POST /tour: a sandbox of the visitor's own; answers its name and the invitation to it."""
    context = context_of(request)
    sandboxes = context.sandboxes
    if sandboxes is None or not sandboxes.most:
        raise HttpError(404, "This server gives no tour.")
    own_form(request)
    context.strangers.check(request, FOUNDING)
    context.strangers.charge(request, FOUNDING)
    begun = await sandboxes.begin(language_of(request), context.strangers.address(request))
    if isinstance(begun, int):
        raise HttpError(
            503, "As many take the tour as can at once; try again in a few minutes.",
            {"Retry-After": str(begun)},
        )  # fmt: skip
    body = msgspec.json.encode(begun)
    return Response(body, 201, _NO_STORE, media_type="application/json")


async def over(request: Request) -> Response:
    """GET /tour/over, and in the place of what has been a sandbox."""
    return _page(request, "node/over.html", 410, {"sandboxed": True})


async def outside(request: Request) -> Response:
    """GET /tour/outside, and in the place of what a sandbox does not have."""
    return _page(request, "node/outside.html", 403, {})


def _page(request: Request, template: str, status: int, values: dict[str, object]) -> Response:
    html = render(template, frame_of(request), values)
    return sent(request, html.encode(), _NO_STORE, status)
