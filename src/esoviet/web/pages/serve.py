"""Pages over HTTP. They only read; every change of an assembly is a signed act.

A page follows from the log, the reader and how it is shown, so its ETag says all of these. What a
visitor (nobody signed in) was shown is kept, compressed, until the log grows.
"""

from collections import OrderedDict
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from esoviet import __version__
from esoviet.law.host import unconfirmed
from esoviet.law.records import THE, Assembly, Member
from esoviet.node.host import Host
from esoviet.node.hosted import Hosted
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.context import AnswerContext, title_of
from esoviet.web.api.query import read_query
from esoviet.web.api.recoveries import standing
from esoviet.web.api.shapes import Query
from esoviet.web.http import assets, errors
from esoviet.web.http.context import hosted_of, is_public, reader_of
from esoviet.web.http.errors import HttpError, details_of_problem, in_language
from esoviet.web.http.sending import packed, sent
from esoviet.web.pages.render import Frame, Named, frame_of, render
from esoviet.web.pages.table import PageLine
from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

VARY = "Accept-Encoding, Accept-Language, Authorization, Cookie"
MOST_KEPT = 2000
MOST_BYTES = 32 << 20
ON_A_PAGE = 40
CLAIMS = 3


class Kept(NamedTuple):
    """A page as a visitor was shown it."""

    tag: str
    plain: bytes
    packed: bytes


class PageCache:
    """The pages that visitors were shown last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self.bytes = 0

    def get(self, key: tuple[str, ...], tag: str) -> Kept | None:
        """A page that still holds."""
        kept = self._kept.get(key)
        return kept if kept is not None and kept.tag == tag else None

    def put(self, key: tuple[str, ...], kept: Kept) -> None:
        """Keep a page."""
        self._drop(key)
        self._kept[key] = kept
        self.bytes += _weight(key, kept)
        while self.bytes > MOST_BYTES or len(self._kept) > MOST_KEPT:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: tuple[str, ...]) -> None:
        kept = self._kept.pop(key, None)
        self.bytes -= _weight(key, kept) if kept else 0


class Page:
    """Serves one line of the table."""

    def __init__(self, line: PageLine, caches: AnswerCaches, kept_pages: PageCache) -> None:
        self._line = line
        self._caches = caches
        self._kept_pages = kept_pages

    async def get(self, request: Request) -> Response:
        """GET or HEAD."""
        try:
            return await self._page(request)
        except HttpError as error:
            return refused(request, error)

    async def _page(self, request: Request) -> Response:
        hosted = hosted_of(request)
        frame = within(request, hosted, self._caches, self._line.section)
        await hosted.sequencer.settled()
        host = hosted.host
        tag = _tag(host.published.size, frame)
        public = is_public(host)
        headers = {"ETag": tag, "Vary": VARY}
        headers["Cache-Control"] = (
            "no-cache" if public and not frame.reader else "private, no-cache"
        )
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        key = (request.url.path, request.url.query, frame.language, frame.theme, frame.origin)
        kept = None if frame.reader else self._kept_pages.get(key, tag)
        if kept is None:
            context = self._desk(host, frame)
            kept = self._made(request, frame, context, tag)
            if context.passing:
                headers["Cache-Control"] = "no-store"
            elif not frame.reader:
                self._kept_pages.put(key, kept)
        return sent(request, kept.plain, headers, small=kept.packed)

    def _desk(self, host: Host, frame: Frame) -> AnswerContext:
        cache = self._caches.of(host)
        return AnswerContext(
            host.replica.view(), cache, host.log.entries, frame.here, on_page=ON_A_PAGE
        )

    def _made(self, request: Request, frame: Frame, context: AnswerContext, tag: str) -> Kept:
        line = self._line
        query = asked(request, line.query)
        answer = line.build(context, query)
        if answer is None:
            raise HttpError(404, "There is nothing with this number.")
        json = frame.here + line.json.format(**request.path_params)
        if request.url.query:
            json += f"?{request.url.query}"
        values = {
            "answer": answer,
            "json": json,
            "query": query,
            **line.beside(context, query, answer, frame.reader),
        }
        plain = render(line.template, frame, values).encode()
        return Kept(tag, plain, packed(plain))


def within(request: Request, hosted: Hosted, caches: AnswerCaches, section: str) -> Frame:
    """The frame of a page of an assembly, for who may read it; raises `HttpError` 401."""
    reader = reader_of(request, hosted)
    if reader is None and not is_public(hosted.host):
        raise HttpError(401, "Only members may read this.")
    return _frame(request, hosted, caches, section, reader)


def named(request: Request, hosted: Hosted, caches: AnswerCaches, section: str) -> Frame:
    """The frame of a page of an assembly that everybody may see."""
    return _frame(request, hosted, caches, section, reader_of(request, hosted))


def _frame(
    request: Request, hosted: Hosted, caches: AnswerCaches, section: str, reader: Member | None
) -> Frame:
    known = is_public(hosted.host) or reader is not None
    name = name_of(hosted, caches) if known else None
    view = hosted.host.replica.view()
    return frame_of(request)._replace(
        assembly=Named(hosted.host.id, name or f"{hosted.host.id[:8]}…"),
        reader=reader.number if reader else None,
        section=section,
        due=view.next_due or 0,
        waits=unconfirmed(view),
        claims=tuple(standing(view, reader.number, CLAIMS)) if reader else (),
    )


def name_of(hosted: Hosted, caches: AnswerCaches) -> str | None:
    """What an assembly is called, if its name still stands."""
    name = hosted.host.replica.view().must(Assembly, THE).name.hex()
    if hosted.host.readable_blob(name) is None:
        return None
    content = caches.of(hosted.host).text(name)
    return None if content is None else title_of(content)


def refused(request: Request, error: HTTPException) -> Response:
    """A page that says plainly why there is none."""
    headers = {**(error.headers or {}), "Cache-Control": "no-store"}
    frame = frame_of(request)
    if error.status_code == 401:
        identity = str(request.path_params["assembly"])
        frame = frame._replace(assembly=Named(identity, f"{identity[:8]}…"))
    problem = in_language(details_of_problem(error), frame.language)
    html = render("node/problem.html", frame, {"problem": problem})
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


def _weight(key: tuple[str, ...], kept: Kept) -> int:
    return sum(map(len, key)) + len(kept.plain) + len(kept.packed)


def _tag(size: int, frame: Frame) -> str:
    shown = f"{frame.language}-{frame.theme}-{frame.reader or 0}"
    return f'"{size}-{__version__}-{assets.VERSION}-{shown}"'


def desk_of(request: Request, frame: Frame, caches: AnswerCaches) -> AnswerContext:
    """Where a page that everybody may see is put together: without words for who may not read."""
    host = hosted_of(request).host
    words = frame.reader is not None or is_public(host)
    view, cache = host.replica.view(), caches.of(host)
    return AnswerContext(view, cache, host.log.entries, frame.here, words=words, on_page=ON_A_PAGE)


def asked(request: Request, query: type[Query]) -> Query:
    """What the address of a page says; raises `HttpError` 404 if that cannot be."""
    in_path = [(name, value) for name, value in request.path_params.items() if name != "assembly"]
    said = request.query_params.multi_items()
    if "limit" in query.__struct_fields__ and "limit" not in request.query_params:
        said.append(("limit", str(ON_A_PAGE)))
    try:
        return read_query(query, [*in_path, *said])
    except Malformed as error:
        raise HttpError(
            404, Reason("The address asks for what cannot be: {error}.", error=error)
        ) from None
