"""Pages without an answer of their own: forms to join, to raise, to ask; one's keys and devices."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.records import Key
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.serve import settled
from esoviet.web.http.context import hosted_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.sending import sent
from esoviet.web.pages import recovery, texts
from esoviet.web.pages.render import Frame, render
from esoviet.web.pages.serve import named, refused, within

Values = Callable[[Request, Frame, AnswerCaches], Mapping[str, object]]


class OwnLine(NamedTuple):
    """One page: its address, its place in the menu, its template; `open` to who may not read."""

    path: str
    section: str
    template: str
    values: Values
    open: bool = False


def _nothing(_request: Request, _frame: Frame, _caches: AnswerCaches) -> Mapping[str, object]:
    return {}


def _election(request: Request, _frame: Frame, _caches: AnswerCaches) -> Mapping[str, object]:
    return {"election": request.query_params.get("election") == "1"}


def _keys(request: Request, frame: Frame, _caches: AnswerCaches) -> Mapping[str, object]:
    view = hosted_of(request).host.replica.view()
    keys = [] if frame.reader is None else view.by(Key, "member", frame.reader)
    return {"keys": keys}


OWN: tuple[OwnLine, ...] = (
    OwnLine("/problems/new", "/problems", "problems/new.html", _election),
    OwnLine("/questions/new", "/questions", "questions/new.html", _nothing),
    OwnLine("/join", "/join", "members/join.html", _nothing, open=True),
    OwnLine("/recover", "/me", "me/recover.html", recovery.recover, open=True),
    OwnLine("/recoveries/{kid}", "/me", "me/recovery.html", recovery.waiting, open=True),
    OwnLine("/pair", "/me", "me/pair.html", _nothing, open=True),
    OwnLine("/members/{number}/texts", "/me", "members/texts.html", texts.own_texts, open=True),
    OwnLine("/me", "/me", "me/me.html", _keys, open=True),
)


class OwnPage:
    """Serves one line of the table."""

    def __init__(self, line: OwnLine, caches: AnswerCaches) -> None:
        self._line = line
        self._caches = caches

    async def get(self, request: Request) -> Response:
        """GET or HEAD."""
        line = self._line
        try:
            hosted = hosted_of(request)
            await settled(hosted)
            make = named if line.open else within
            frame = make(request, hosted, self._caches, line.section)
            values = line.values(request, frame, self._caches)
        except HttpError as error:
            return refused(request, error)
        html = render(line.template, frame, values)
        return sent(request, html.encode(), {"Cache-Control": "no-store"})
