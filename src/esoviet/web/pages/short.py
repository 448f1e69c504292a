"""Short addresses: to the one assembly that everybody may read, to all of these, or to the door.

A closed assembly is answered as one that is nowhere: there who holds a key finds the way
(web/endpoints/short.py).
"""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from esoviet.node.node import Node
from esoviet.node.sleeping import NotOpened
from esoviet.node.turns import Rank
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.endpoints.short import MOST
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.sending import sent
from esoviet.web.http.short import grouped, named_by, read_code
from esoviet.web.pages.addresses import cite_path
from esoviet.web.pages.render import frame_of, render
from esoviet.web.pages.serve import name_of, refused

_HEADERS = {"Cache-Control": "no-store"}


class Namesake(NamedTuple):
    """One of several with the same short address; `founded` in ms, 0 where that is not known."""

    id: str
    name: str
    members: int
    founded: int


async def typed(request: Request) -> Response:
    """GET /to?code=…&words=1: to the short address as it was typed; without it, the form."""
    said = request.query_params.get("code")
    code = read_code(said or "")
    if not code:
        return _page(request, {"wrong": said is not None}, 200)
    words = "?words=1" if request.query_params.get("words") else ""
    return RedirectResponse(f"/to/{grouped(code)}{words}", 303, _HEADERS)


class Short:
    """Answers a short address."""

    def __init__(self, caches: AnswerCaches) -> None:
        self._caches = caches

    async def get(self, request: Request) -> Response:
        """GET /to/{code}."""
        code = read_code(request.path_params["code"])
        if not code:
            return _page(request, {"wrong": True}, 404)
        node = node_of(request)
        here = [one for one in named_by(code, node.sleeping.known) if _is_public(node, one)]
        if request.query_params.get("words") or not here:
            return _door(request, code, here=bool(here))
        if len(here) == 1:
            return RedirectResponse(f"/a/{here[0]}", 303, _HEADERS)
        alike = [await self._told(node, one) for one in here[:MOST]]
        return _page(request, {"alike": alike, "code": grouped(code)}, 200)

    async def entry(self, request: Request) -> Response:
        """GET /to/{code}/{entry}: to what an entry brought; where it is not clear, as above."""
        code, node = read_code(request.path_params["code"]), node_of(request)
        here = [one for one in named_by(code, node.sleeping.known) if _is_public(node, one)]
        if not code or len(here) != 1:
            return await self.get(request)
        path = cite_path(request.path_params["entry"])
        return RedirectResponse(f"/a/{here[0]}/{path}", 303, _HEADERS)

    async def _told(self, node: Node, identity: str) -> Namesake:
        row = node.sleeping.known[identity]
        try:
            async with node.open(identity, Rank.STRANGER) as hosted:
                assembly = hosted.ledger.replica.view().assembly
                name = name_of(hosted, self._caches) or ""
                return Namesake(identity, name, assembly.active, assembly.founded)
        except NotOpened:
            return Namesake(identity, row.name, row.members, 0)


def _is_public(node: Node, identity: str) -> bool:
    hosted = node.assemblies.get(identity)
    return node.sleeping.may_read(identity) if hosted is None else hosted.ledger.is_public


def _door(request: Request, code: str, *, here: bool) -> Response:
    """What is said where nothing can be read, whether there is nothing or a closed assembly."""
    strangers = context_of(request).strangers
    try:
        if not here:
            strangers.check(request)
            strangers.charge(request)
    except HttpError as error:
        return refused(request, error)
    return _page(request, {"code": grouped(code)}, 200 if here else 404)


def _page(request: Request, values: dict[str, object], status: int) -> Response:
    known = {"wrong": False, "alike": [], "code": "", **values}
    html = render("node/to.html", frame_of(request), known)
    return sent(request, html.encode(), _HEADERS, status)
