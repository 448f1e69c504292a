"""`/api`: the description of the API, for people; for programs the document itself."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.web.api.openapi import openapi
from esoviet.web.http.sending import sent
from esoviet.web.pages.render import frame_of, render

_HEADERS = {"Cache-Control": "no-cache"}
_VARY = {"Vary": "Accept"}


class Doing(msgspec.Struct):
    """What the page shows of an operation."""

    summary: str


class Document(msgspec.Struct):
    """What the page shows of the document."""

    paths: dict[str, dict[str, Doing]]


async def document(request: Request) -> Response:
    """GET /api/openapi.json."""
    return Response(openapi(), headers=_HEADERS, media_type="application/json")


async def page(request: Request) -> Response:
    """GET /api: a page for browsers, which ask for HTML; for all others the document."""
    if "text/html" not in request.headers.get("accept", ""):
        return Response(openapi(), headers=_HEADERS | _VARY, media_type="application/json")
    shown = msgspec.json.decode(openapi(), type=Document)
    html = render("node/api.html", frame_of(request), {"paths": shown.paths})
    return sent(request, html.encode(), _HEADERS | _VARY)
