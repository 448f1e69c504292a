"""The node's own pages: landing, founding, settings, and what an installed app needs."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from mnemonic import Mnemonic
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from esoviet.law.constitution import TEMPLATES
from esoviet.law.records import THE, Assembly
from esoviet.node.hosted import HostedAssembly
from esoviet.node.node import Node
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.http import assets, language
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import body_of
from esoviet.web.http.rates import limits_of
from esoviet.web.http.sending import sent
from esoviet.web.pages.founding import timelines
from esoviet.web.pages.render import THEME, THEMES, frame_of, render
from esoviet.web.pages.rules import rules
from esoviet.web.pages.serve import VARY, name_of
from esoviet.web.pages.steps import ROAD, Step

YEAR = 365 * 86_400
MAX_FORM = 4096
MOST_LISTED = 100
PNG = "image/png"
ICONS = (
    ("icon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", PNG, "any"),
    ("icon-512.png", "512x512", PNG, "any"),
    ("icon-512-round.png", "512x512", PNG, "maskable"),
)
_HEADERS = {"Cache-Control": "no-cache", "Vary": VARY}


class Listed(NamedTuple):
    """An assembly that anybody may read."""

    id: str
    name: str
    members: int


class Preferred(NamedTuple):
    """A solution, and how many prefer it to no action, and the reverse."""

    title: str
    yes: int
    no: int


class ShownDecision(NamedTuple):
    """A decision of the example for the front page; `duel`: the winner against the next."""

    number: int
    title: str
    ballots: int
    duel: tuple[int, int]
    options: tuple[Preferred, ...]


SHOWN = ShownDecision(
    number=2,
    title="No nights on crane 3 until it is repaired",
    ballots=23,
    duel=(20, 1),
    options=(
        Preferred("No nights on crane 3 until it is repaired", 23, 0),
        Preferred("Ask the port inspectorate for an inspection", 11, 5),
        Preferred("Buy two portable lighting masts from branch funds", 11, 5),
    ),
)
"""What stands in the example on every node; a test makes one and compares."""


class Front:
    """The landing page, which lists the assemblies that anybody may read."""

    def __init__(self, caches: AnswerCaches) -> None:
        self._caches = caches

    async def get(self, request: Request) -> Response:
        """GET /."""
        node = node_of(request)
        chosen = node.config.listed
        listed = self._chosen(node, chosen) if chosen else self._all(node)
        sandboxes = context_of(request).sandboxes
        tour = sandboxes is not None and sandboxes.most > 0
        shown = {"assemblies": listed[:MOST_LISTED], "shown": SHOWN, "tour": tour}
        return _page(request, "node/landing.html", shown)

    def _all(self, node: Node) -> list[Listed]:
        """Those by name that anybody may read. Nobody is woken for it."""
        listed = [Listed(*one) for one in node.sleeping.named(MOST_LISTED)]
        listed += filter(None, map(self._awake, node.assemblies.values()))
        return sorted(listed, key=lambda one: (one.name.casefold(), one.id))

    def _chosen(self, node: Node, names: Iterable[str]) -> list[Listed]:
        """Those of these that are here, and that anybody may read."""
        return list(filter(None, (self._named(node, name) for name in names)))

    def _named(self, node: Node, name: str) -> Listed | None:
        hosted, row = node.assemblies.get(name), node.sleeping.known.get(name)
        if hosted is not None:
            return self._awake(hosted)
        if row is None or not row.name or not node.has(name):
            return None
        return Listed(name, row.name, row.members)

    def _awake(self, hosted: HostedAssembly) -> Listed | None:
        name = name_of(hosted, self._caches) if hosted.ledger.is_public else None
        if not name:
            return None
        active = hosted.ledger.replica.view().must(Assembly, THE).active
        return Listed(hosted.ledger.id, name, active)


async def found(request: Request) -> Response:
    """GET /found?template=…: the founding form with one of the templates filled in."""
    template = request.query_params.get("template", "branch")
    if template not in TEMPLATES:
        raise HttpError(404, "There is no such template.")
    spoken = language.language_of(request)
    return _page(
        request,
        "node/found.html",
        {
            "template": template,
            "timelines": timelines(spoken),
            "chosen": "template" in request.query_params,
            "parameters": rules(spoken, template),
            "token": node_of(request).config.founding == "token",
        },
    )


async def example(request: Request) -> Response:
    """GET /example: to the example, or the button that makes it."""
    context = context_of(request)
    known = context.example.known(context.node) if context.example else None
    if known is not None:
        return RedirectResponse(_in_example(request, known), 303)
    can = context.example is not None and context.node.config.gives_example
    return _page(request, "node/example.html", {"can": can, "sees": _sees(request)})


async def make_example(request: Request) -> Response:
    """POST /example: make the example, once on each node."""
    context = context_of(request)
    if context.example is None or not context.node.config.gives_example:
        raise HttpError(404, "This server has no example.")
    own_form(request)
    context.strangers.check(request)
    context.strangers.charge(request)
    try:
        made = await context.example.make(context.node)
    except RuntimeError:
        raise HttpError(503, "The example could not be made; try again later.") from None
    return RedirectResponse(_in_example(request, made), 303)


def _in_example(request: Request, identity: str) -> str:
    """The place in the example that is asked for: its floor, or the decision of the front page."""
    return f"/a/{identity}" + (f"/decisions/{SHOWN.number}" if _sees(request) else "")


def _sees(request: Request) -> bool:
    return request.query_params.get("see") == "decision"


async def invitation(request: Request) -> Response:
    """GET /invitation."""
    return _page(request, "node/invitation.html", {})


async def offline(request: Request) -> Response:
    """GET /offline: what the service worker shows without a network."""
    return _page(request, "node/offline.html", {})


async def style(request: Request) -> Response:
    """GET /style: every part in every state, where `development` is on."""
    if not node_of(request).config.development:
        raise HttpError(404, "There is no such page.")
    now = node_of(request).clock()
    road = [Step(phase, "done", "until", now) for phase in ROAD[:3]]
    road += [Step("vote", "now", "until", now), Step("work", "ahead", "then", 0)]
    return _page(request, "node/style.html", {"steps": road})


async def forgotten(request: Request) -> Response:
    """GET /forgotten: where a browser ends up that keeps nothing of this server any more."""
    html = render("node/forgotten.html", frame_of(request), {})
    return sent(request, html.encode(), {"Cache-Control": "no-store"})


async def who(request: Request) -> Response:
    """GET /who: who acts in a browser that several people share."""
    return _page(request, "node/who.html", {})


async def settings(request: Request) -> Response:
    """GET /settings."""
    values = {
        "languages": sorted(language.NAMES.items()),
        "chosen": request.cookies.get(language.COOKIE, ""),
        "back": _own_path(request.query_params.get("back", "/")),
    }
    return _page(request, "node/settings.html", values)


async def limits(request: Request) -> Response:
    """GET /limits: what this server takes, of whom."""
    return _page(request, "node/limits.html", {"limits": limits_of(node_of(request).config)})


async def keep_settings(request: Request) -> Response:
    """POST /settings: a language and a theme, kept in cookies of this browser."""
    own_form(request)
    form = parse_qs((await body_of(request, MAX_FORM)).decode("utf-8", "replace"))
    said = {name: values[0] for name, values in form.items()}
    answer = RedirectResponse(_own_path(said.get("back", "/")), 303)
    _keep(answer, language.COOKIE, said.get("language", ""), tuple(language.NAMES))
    _keep(answer, THEME, said.get("theme", ""), THEMES)
    return answer


async def words(_request: Request) -> Response:
    """GET /words/english.json: the word list of recovery phrases (BIP-39)."""
    return Response(_words(), media_type="application/json",
                    headers={"Cache-Control": "public, max-age=604800"})  # fmt: skip


async def manifest(_request: Request) -> Response:
    """GET /manifest.webmanifest."""
    icons = [
        {"src": assets.address(name), "sizes": sizes, "type": kind, "purpose": purpose}
        for name, sizes, kind, purpose in ICONS
    ]
    return JSONResponse(
        {
            "name": "E-Soviet",
            "short_name": "E-Soviet",
            "id": "/",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f4efe4",
            "theme_color": "#17130e",
            "icons": icons,
        },
        media_type="application/manifest+json",
    )


def _page(request: Request, template: str, values: Mapping[str, object]) -> Response:
    html = render(template, frame_of(request), values)
    return sent(request, html.encode(), _HEADERS)


def own_form(request: Request) -> None:
    """Refuse a form that another site sent."""
    sender = request.headers.get("origin")
    ours = {request.headers.get("host"), urlsplit(node_of(request).config.url).netloc} - {""}
    if sender and sender.partition("://")[2] not in ours:
        raise HttpError(403, "This is done from this site's own pages only.")


def _own_path(path: str) -> str:
    """A path of this site, whatever was asked for: nobody is led to another one."""
    plain = path.startswith("/") and not path.startswith("//")
    return path if plain and "\\" not in path and path.isprintable() else "/"


def _keep(answer: Response, cookie: str, value: str, allowed: tuple[str, ...]) -> None:
    if value in allowed:
        answer.set_cookie(cookie, value, max_age=YEAR, samesite="lax", httponly=True)
    else:
        answer.delete_cookie(cookie)


def _words() -> bytes:
    return json.dumps(Mnemonic("english").wordlist).encode()
