"""A text as it will be shown, while it is being typed.

    POST /a/{assembly}/preview

It is set as all texts are, by a worker where that may take long, and kept nowhere. Who has no
session of a member pays for it by their address; a member has one text set at a time, and a few
that wait for it: several fields of one page, or a page that was left while its text was being set.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.limits import EDITION_1
from esoviet.node.workers import JobError, TooLong
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.pipeline import reading
from esoviet.web.api.shapes import Preview
from esoviet.web.http.chores import EFFORT
from esoviet.web.http.context import context_of
from esoviet.web.http.door import admitted
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import body_of
from esoviet.web.pages.frame import Named
from esoviet.web.pages.front import own_form
from esoviet.web.pages.prose import SECONDS, as_typed, effort_of, html_of
from esoviet.web.pages.quoting import may_quote, quoted_text
from esoviet.web.pages.render import frame_of
from esoviet.web.pages.serve import ON_A_PAGE

ACTS = 0.25  # what a text counts as, of the acts of an address
AGAIN = {"Retry-After": "1"}
MOST = 4  # texts of a member, the one that is being set among them
_turns: dict[tuple[str, int], asyncio.Lock] = {}
_here: Counter[tuple[str, int]] = Counter()


class Previews:
    """Sets texts; those of members with the quotations that they ask for (pages/quoting.py)."""

    def __init__(self, caches: AnswerCaches) -> None:
        self._caches = caches

    async def show(self, request: Request) -> Response:
        """POST: a text in UTF-8. The answer is JSON, so that no other site shows it as a page."""
        own_form(request)
        hosted, visitor = admitted(request, guests=True)
        if visitor.member is None:
            strangers = context_of(request).strangers
            strangers.check(request, ACTS)
            strangers.charge(request, ACTS)
            html = str(await _html(request, stranger=True))
        else:
            async with turn((hosted.ledger.id, visitor.number)):
                html = await self._quoted(request, str(await _html(request, stranger=False)))
        return Response(
            msgspec.json.encode(Preview(html=html)),
            media_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    async def _quoted(self, request: Request, html: str) -> str:
        if not may_quote(html):
            return html
        read = await reading(request, guests=True)
        frame = frame_of(request)._replace(assembly=Named(read.hosted.ledger.id, ""))
        made, _ = await read.finished(
            lambda: quoted_text(html, read.context(self._caches, ON_A_PAGE), frame)
        )
        return made


@asynccontextmanager
async def turn(who: tuple[str, int]) -> AsyncIterator[None]:
    """One text of a member after the other; raises `HttpError` 429 where too many wait."""
    if _here[who] >= MOST:
        raise HttpError(429, "Your last text is still being set.", AGAIN)
    _here[who] += 1
    try:
        async with _turns.setdefault(who, asyncio.Lock()):
            yield
    finally:
        _here[who] -= 1
        if not _here[who]:
            del _here[who], _turns[who]


async def _html(request: Request, *, stranger: bool) -> str:
    try:
        text = (await body_of(request, EDITION_1.text_bytes)).decode()
    except UnicodeDecodeError:
        raise HttpError(400, "A text is in UTF-8.") from None
    if 0 < effort_of(text) <= EFFORT:
        return html_of(text)
    run = context_of(request).node.workers.run
    try:
        return await run(html_of, text, seconds=SECONDS, stranger=stranger)
    except TooLong:
        return as_typed(text)
    except JobError:
        raise HttpError(503, "Others are having texts set; try again.", AGAIN) from None
