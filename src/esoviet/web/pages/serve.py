"""Pages over HTTP. They only read; every change of an assembly is a signed act.

A page follows from the log, the reader with what is their own, and how it is shown, so its ETag
says all of these. What a
visitor (nobody signed in) was shown is kept, compressed, until the log grows.
"""

from typing import NamedTuple

from msgspec.structs import replace
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from esoviet.law.records import THE, Assembly, Clock
from esoviet.law.view import View
from esoviet.node.hosted import HostedAssembly
from esoviet.node.listing import title_of
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.pipeline import Reading, asked, built, reading
from esoviet.web.api.recoveries import standing
from esoviet.web.http import assets, errors
from esoviet.web.http.context import node_of
from esoviet.web.http.door import ASSEMBLY
from esoviet.web.http.errors import Closed, HttpError, details_of_problem, in_language
from esoviet.web.http.kept import Kept
from esoviet.web.http.sending import Manner, manner_of, packed, sent, varying
from esoviet.web.pages.frame import Frame, Named
from esoviet.web.pages.guide import Guide, guide
from esoviet.web.pages.mailed import waiting
from esoviet.web.pages.offers import Offers
from esoviet.web.pages.page import AnyPage, OwnLine, fields_of
from esoviet.web.pages.paper import paperless
from esoviet.web.pages.quoting import quoted
from esoviet.web.pages.render import frame_of, render

VARY = varying("Accept-Language", "Authorization", "Save-Data")
MAY_KEEP = "Esoviet-Offline"
"""On a member's page that shows nothing but what follows from the log, or what they follow and how
far they have read: sw.js may keep it."""
LONGEST = 4096  # of a key, in bytes
MOST_BYTES = 32 << 20
ON_A_PAGE = 40
CLAIMS = 3


class Shown(NamedTuple):
    """A page as a visitor was shown it."""

    tag: str
    plain: bytes
    packed: bytes


class _Made(NamedTuple):
    """A page, whether it holds no longer than now, and whether it shows what stands in no log."""

    shown: Shown
    passing: bool
    private: bool


class PageCache(Kept[tuple[str, ...], Shown]):
    """The pages that visitors were shown last."""

    def __init__(self) -> None:
        super().__init__(MOST_BYTES, lambda shown: len(shown.plain) + len(shown.packed) + LONGEST)

    def holding(self, key: tuple[str, ...], tag: str) -> Shown | None:
        """A page that still holds."""
        shown = self.get(key)
        return shown if shown is not None and shown.tag == tag else None

    def forget(self, assembly: str) -> None:
        """Keep no page of an assembly any more."""
        here = f"/a/{assembly}"
        self.drop_where(lambda key: key[0].startswith(here))


class Page:
    """Serves a page that shows an answer."""

    def __init__(self, line: AnyPage, caches: AnswerCaches, pages: PageCache) -> None:
        self._line = line
        self._caches = caches
        self._pages = pages

    async def get(self, request: Request) -> Response:
        """GET or HEAD."""
        try:
            return await self._page(request)
        except HttpError as error:
            return refused(request, error)

    async def _page(self, request: Request) -> Response:
        read = await reading(request)
        outer, reader = frame_of(request), read.reader
        tag = self._tag(read, outer)
        if read.has(tag):
            return Response(status_code=304, headers=read.headers(tag, VARY, alike=not reader))
        manner = manner_of(request)
        key = (outer.path, request.url.query, *outer.shown, outer.origin, *map(str, manner))
        shown = None if reader else self._pages.holding(key, tag)
        holds, keeps = True, False
        if shown is None:
            made, whole = await read.finished(lambda: self._made(read, outer, manner))
            shown, holds = made.shown, whole and not made.passing
            keeps = holds and not made.private
            if holds and not reader and sum(map(len, key)) <= LONGEST:
                self._pages.put(key, shown)
        headers = read.headers(shown.tag, VARY, alike=not reader)
        if not holds:
            headers["Cache-Control"] = "no-store"
        elif reader and keeps:
            headers[MAY_KEEP] = "1"
        return sent(request, shown.plain, headers, small=shown.packed)

    def _made(self, read: Reading, outer: Frame, manner: Manner) -> _Made:
        line, request = self._line, read.request
        frame = frame_within(outer, read, self._caches, line.section)
        frame = frame._replace(ahead=self._is_ahead(read, outer))
        context = read.context(self._caches, line.shows)
        usual = [("limit", str(line.shows)), ("order", "newest")]
        query = asked(request, line.read.query, usual)
        answer = built(line.read, context, query)
        json = frame.here + line.read.path.format(**request.path_params)
        if request.url.query:
            json += f"?{request.url.query}"
        shown = line.beside(context, query, answer, frame.reader) if line.beside else None
        if line.seen and shown is not None and frame.reader and not frame.ahead:
            line.seen(request, frame.reader, shown)
        values = {"answer": answer, "json": json, "query": query, **fields_of(shown)}
        plain = quoted(render(line.template, frame, values), context, frame).encode()
        page = Shown(self._tag(read, outer), plain, packed(plain, manner))
        return _Made(page, context.passing, context.own.is_shown)

    def _tag(self, read: Reading, outer: Frame) -> str:
        """Of what the page follows from; once it was seen, that it was.

        Drafts are counted: they also come by another process (`esoviet mail receive`).
        """
        path = self._line.shows_of(str(read.request.path_params.get("number", "")))
        ahead = "ahead" if self._is_ahead(read, outer) else ""
        drafts = waiting(node_of(read.request), read.hosted.ledger.id, read.reader)
        return read.tag(
            assets.VERSION, *outer.shown, read.reader, drafts, read.own.stamp(path), ahead
        )

    def _is_ahead(self, read: Reading, outer: Frame) -> bool:
        """Whether what this page notes of its reader is noted only once it is shown."""
        return outer.ahead and bool(read.reader) and self._line.seen is not None


class OwnPage:
    """Serves a page without an answer of its own."""

    def __init__(self, line: OwnLine, caches: AnswerCaches) -> None:
        self._line = line
        self._caches = caches

    async def get(self, request: Request) -> Response:
        """GET or HEAD."""
        line = self._line
        try:
            read = await reading(request, guests=line.guests)
            html, _ = await read.finished(lambda: self._made(read))
        except HttpError as error:
            frame = before_the_door(request)
            if line.bare is None or not frame.door or not isinstance(error, Closed):
                return refused(request, error)
            html = render(line.template, frame, fields_of(line.bare()))
        return sent(request, html.encode(), {"Cache-Control": "no-store"})

    def _made(self, read: Reading) -> str:
        line = self._line
        outer = frame_of(read.request)._replace(ahead=False)  # it notes nothing
        frame = frame_within(outer, read, self._caches, line.section)
        context = read.context(self._caches, ON_A_PAGE)
        values = line.values(read.request, frame, context)
        return quoted(render(line.template, frame, fields_of(values)), context, frame)


def frame_within(outer: Frame, read: Reading, caches: AnswerCaches, section: str) -> Frame:
    """What stands around a page of an assembly, for its reader: the node's frame, filled in."""
    ledger, reader = read.hosted.ledger, read.reader or None
    name = name_of(read.hosted, caches)
    view, now = ledger.replica.view(), node_of(read.request).clock()
    answered = caches.of(ledger).answered
    return outer._replace(
        assembly=Named(ledger.id, name or f"{ledger.id[:8]}…"),
        reader=reader,
        guest="" if read.words else read.visitor.kid,
        section=section,
        is_public=read.public,
        size=ledger.published.size,
        due=(view.next_due or 0) if read.words else 0,
        waits=_unconfirmed(view) if read.words else 0,
        may=Offers(view, reader, outer.language, now, answered=answered),
        claims=tuple(standing(view, reader, CLAIMS)) if reader else (),
        paperless=paperless(view, reader) if reader and not outer.pace else None,
        me=read.context(caches, 1).who(reader) if reader else None,
        drafts=waiting(node_of(read.request), ledger.id, reader),
        guide=_guide(read, caches) if reader and outer.pace else None,
    )


def _guide(read: Reading, caches: AnswerCaches) -> Guide | None:
    """Where the tour is, with whom it is about."""
    said = guide(read.hosted.ledger.replica.view(), read.reader)
    who = read.context(caches, 1).who(said.by) if said and said.by else None
    return said and replace(said, who=who)


def before_the_door(request: Request) -> Frame:
    """What stands around what strangers are shown of an assembly, whether it is here or not.

    Where the address names none, that is the node's own frame.
    """
    identity = str(request.path_params.get("assembly", ""))
    frame = frame_of(request)
    if not ASSEMBLY.fullmatch(identity):
        return frame
    return frame._replace(assembly=Named(identity, f"{identity[:8]}…"), door=True)


def name_of(hosted: HostedAssembly, caches: AnswerCaches) -> str | None:
    """What an assembly is called, if its name still stands."""
    name = hosted.ledger.replica.view().must(Assembly, THE).name.hex()
    if hosted.ledger.readable_blob(name) is None:
        return None
    content = caches.of(hosted.ledger).text(name)
    return None if content is None else title_of(content)


def refused(request: Request, error: HTTPException) -> Response:
    """A page that says plainly why there is none."""
    headers = {**(error.headers or {}), "Cache-Control": "no-store"}
    identity = str(request.path_params.get("assembly", ""))
    if error.status_code == 403 and identity:  # guests have one place
        return RedirectResponse(f"/a/{identity}/join", 303, headers)
    closed = isinstance(error, Closed)
    frame = before_the_door(request) if closed else frame_of(request)
    problem = in_language(details_of_problem(error), frame.language)
    template = "node/door.html" if frame.door else "node/problem.html"
    asked = request.url.path.split("/")[2] if request.url.path.startswith("/a/") else ""
    within = f"/a/{asked}" if ASSEMBLY.fullmatch(asked) and not closed else ""
    html = render(template, frame, {"problem": problem, "within": within})
    return sent(request, html.encode(), headers, error.status_code)


async def on_http_exception(request: Request, error: Exception) -> Response:
    """A refused request: a page for who asked for one, else problem details."""
    if isinstance(error, HTTPException) and _wants_page(request):
        return refused(request, error)
    return await errors.on_http_exception(request, error)


async def on_bug(request: Request, error: Exception) -> Response:
    """A mistake of ours."""
    answer = await errors.on_bug(request, error)
    if not _wants_page(request):
        return answer
    return refused(request, HttpError(500, "This is our mistake. Nothing of yours is lost."))


def _wants_page(request: Request) -> bool:
    reads = request.method in ("GET", "HEAD")
    return reads and "text/html" in request.headers.get("accept", "")


def _unconfirmed(view: View) -> int:
    """The deadline that has passed by the host's clock and waits for a member's word, or 0."""
    due = view.next_due
    return due if due is not None and due <= view.must(Clock, THE).last else 0
