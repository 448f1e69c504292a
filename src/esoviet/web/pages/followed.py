"""Feeds and calendars over HTTP: what other programs fetch again and again.

    GET /a/{assembly}/feeds/decisions.atom, …/problems.atom, …/topics.atom, …/log.atom
    GET /a/{assembly}/calendar.ics             what ends when, in the whole assembly
    GET /a/{assembly}/{matter}/{number}.ics    in one matter
    GET /a/{assembly}/secret/{token}.ics       for one member: theirs; see endpoints/secrets.py
    GET /a/{assembly}/secret/{token}.atom      what was decided and raised

They are read by who may read the pages, and are in the language of `?lang=`, else of the request;
a secret address keeps that in which it was made. **Of an assembly that only members read they say
when, and where to look, and nothing else**, whoever fetches: what fetches them is somebody else's
program, on somebody else's machine.

All of it follows from the log: the same size gives the same bytes.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from functools import partial
from gettext import NullTranslations
from typing import Generic, NamedTuple, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from esoviet.exchange.feeds import atom, calendar
from esoviet.law.records import THE, Clock
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.pipeline import VARY, Reading, reading, settled
from esoviet.web.endpoints.secrets import opened
from esoviet.web.http.context import node_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.language import _, catalogue, is_known, language_of, tag
from esoviet.web.pages import deadlines, news
from esoviet.web.pages.deadlines import OF_MATTER, Due
from esoviet.web.pages.serve import name_of

FEEDS = ("decisions", "problems", "topics", "log")
LONGEST_NUMBER = 15
LANGUAGE = "lang"
NAMED = {
    "decisions": _("%(name)s: what was decided"),
    "problems": _("%(name)s: problems"),
    "topics": _("%(name)s: topics"),
    "log": _("%(name)s: the log"),
    "calendar": _("%(name)s: what ends when"),
    "mine": _("%(name)s: what needs me"),
    "both": _("%(name)s: what was decided and raised"),
}
"""What a feed or a calendar is called."""
SOMETHING = _("Something new in an assembly of yours")
A_DEADLINE = _("A deadline in an assembly of yours")
NO_NAME = _("An assembly of yours")
_NEWS: dict[str, tuple[str, Callable[[AnswerContext], list[news.News]]]] = {
    "decisions": ("/decisions", news.decided),
    "problems": ("/problems", news.raised),
    "topics": ("/topics", news.opened),
    "log": ("/log", news.logged),
    "both": ("", news.both),
}
"""Of each feed the page that it follows, and what it tells."""
D = TypeVar("D", atom.Feed, calendar.Dates)
Serve = Callable[[Request], Awaitable[Response]]
Gather = Callable[[AnswerContext], list[Due]]


class Asked(NamedTuple):
    """What is asked for: by whom, in which language, at which address of the server."""

    read: Reading
    language: str
    origin: str

    @property
    def bare(self) -> bool:
        """Whether no word of the assembly may be said."""
        return not self.read.public

    @property
    def assembly(self) -> str:
        """The id of the assembly."""
        return self.read.hosted.ledger.id

    @property
    def here(self) -> str:
        """The address of the assembly."""
        return f"{self.origin}/a/{self.assembly}"

    @property
    def texts(self) -> NullTranslations:
        """The words of the language."""
        return catalogue(self.language)


class Sent(NamedTuple, Generic[D]):
    """What kind of document is sent, what tells it from others, and how it is written."""

    media_type: str
    name: str
    write: Callable[[D], bytes]


class Followed:
    """Serves feeds and calendars."""

    def __init__(self, caches: AnswerCaches) -> None:
        self._caches = caches

    def routes(self) -> list[Route]:
        """Their addresses."""
        feeds = {f"/feeds/{name}.atom": partial(self.feed, name) for name in FEEDS}
        one = {f"/{matter}/{{number}}.ics": partial(self.matter, matter) for matter in OF_MATTER}
        places: dict[str, Serve] = {**feeds, "/calendar.ics": self.all_dates, **one}
        places |= {"/secret/{token}.ics": self.own_dates, "/secret/{token}.atom": self.own_feed}
        return [Route("/a/{assembly}" + path, serve) for path, serve in places.items()]

    async def feed(self, name: str, request: Request) -> Response:
        """GET /a/{assembly}/feeds/{name}.atom."""
        return await self.told(_asked(await reading(request), request), name)

    async def all_dates(self, request: Request) -> Response:
        """GET /a/{assembly}/calendar.ics."""
        asked = _asked(await reading(request), request)
        return await self.dates(asked, "calendar", deadlines.of_assembly)

    async def matter(self, matter: str, request: Request) -> Response:
        """GET /a/{assembly}/{matter}/{number}.ics."""
        asked = _asked(await reading(request), request)
        number = str(request.path_params["number"])
        if not (number.isascii() and number.isdecimal()) or len(number) > LONGEST_NUMBER:
            raise HttpError(404, "There is nothing with this number.")

        def gather(context: AnswerContext) -> list[Due]:
            found = OF_MATTER[matter](context, int(number))
            if not found:
                raise HttpError(404, "Nothing of this ends at a time that is known now.")
            return found

        return await self.dates(asked, "calendar", gather, f"{matter}-{int(number)}")

    async def own_dates(self, request: Request) -> Response:
        """GET /a/{assembly}/secret/{token}.ics."""
        asked = await _by_secret(request)
        return await self.dates(
            asked, "mine", lambda context: deadlines.of_member(context, asked.read.reader)
        )

    async def own_feed(self, request: Request) -> Response:
        """GET /a/{assembly}/secret/{token}.atom."""
        return await self.told(await _by_secret(request), "both")

    async def told(self, asked: Asked, name: str) -> Response:
        """The feed of this name."""
        sent = Sent(atom.MEDIA_TYPE, name, atom.atom)
        return await _sent(asked, sent, lambda: self._feed(asked, name))

    async def dates(self, asked: Asked, name: str, gather: Gather, file: str = "") -> Response:
        """The calendar of this name, to be kept as a file of that name."""
        named = f"{name}-{asked.read.reader}-{file}"
        sent = Sent(calendar.MEDIA_TYPE, named, calendar.calendar)
        answer = await _sent(asked, sent, lambda: self._calendar(asked, name, gather))
        if file:
            answer.headers["Content-Disposition"] = f'attachment; filename="{file}.ics"'
        return answer

    def _feed(self, asked: Asked, name: str) -> tuple[atom.Feed, bool]:
        context = asked.read.context(self._caches)
        page, gather = _NEWS[name]
        named = f"urn:esoviet:{asked.assembly}"
        entries = tuple(
            atom.Entry(
                f"{named}:{one.name}",
                asked.texts.gettext(SOMETHING) if asked.bare else one.title(asked.language),
                f"{asked.here}/{one.path}",
                one.time,
            )
            for one in gather(context)
        )
        title, author = self._title(asked, name)
        request = asked.read.request
        spoken = f"?{LANGUAGE}={asked.language}" if LANGUAGE in request.query_params else ""
        feed = atom.Feed(
            id=f"{named}:{name}",
            title=title,
            author=author,
            here=f"{asked.origin}{request.url.path}{spoken}",
            page=f"{asked.here}{page}",
            language=tag(asked.language),
            time=context.view.must(Clock, THE).last,
            entries=entries,
        )
        return feed, context.passing

    def _calendar(self, asked: Asked, name: str, gather: Gather) -> tuple[calendar.Dates, bool]:
        context = asked.read.context(self._caches)
        found = tuple(
            calendar.Deadline(
                f"{one.name}@{asked.assembly}",
                _said(asked, one),
                f"{asked.here}/{one.path}",
                one.due,
                one.rings,
            )
            for one in gather(context)
        )
        time, size = context.view.must(Clock, THE).last, context.log_size
        dates = calendar.Dates(self._title(asked, name)[0], time, size, found)
        return dates, context.passing

    def _title(self, asked: Asked, name: str) -> tuple[str, str]:
        """What it is called, and by whom it is."""
        said = asked.texts.gettext
        known = None if asked.bare else name_of(asked.read.hosted, self._caches)
        if known is None:
            return said(NO_NAME), "E-Soviet"
        return said(NAMED[name]) % {"name": known}, known


def _said(asked: Asked, one: Due) -> str:
    said = asked.texts.gettext
    return said(A_DEADLINE) if asked.bare else f"{said(one.says)}: {one.title()}"


def _asked(read: Reading, request: Request, language: str = "") -> Asked:
    """In which language, and by which address the server is spoken to."""
    wanted = language or request.query_params.get(LANGUAGE, "")
    origin = node_of(request).config.url or str(request.base_url).rstrip("/")
    return Asked(read, wanted if is_known(wanted) else language_of(request), origin)


async def _by_secret(request: Request) -> Asked:
    hosted, visitor, language = opened(request)
    await settled(hosted)
    read = Reading(request, hosted, visitor, hosted.ledger.is_public)
    return _asked(read, request, language)


async def _sent(asked: Asked, sent: Sent[D], made: Callable[[], tuple[D, bool]]) -> Response:
    """The answer; `made` says too whether the same log may soon give another."""
    read = asked.read
    origin = hashlib.sha256(asked.origin.encode()).hexdigest()[:8]
    etag = read.tag("followed", sent.name, asked.language, origin, "" if asked.bare else "words")
    headers = read.headers(etag, f"{VARY}, Accept-Language", alike=not read.reader)
    if read.has(etag):
        return Response(status_code=304, headers=headers)
    (document, passing), whole = await read.finished(made)
    body = await asyncio.to_thread(sent.write, document)  # half a millisecond an event
    if passing or not whole:
        del headers["ETag"]
        headers["Cache-Control"] = "no-store"
    return Response(body, headers=headers, media_type=f"{sent.media_type}; charset=utf-8")
