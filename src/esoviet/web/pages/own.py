"""Pages without an answer of their own: forms to join, to raise, to ask; one's keys and devices."""

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.records import Key
from esoviet.web.api.context import AnswerContext
from esoviet.web.pages import joining, recovery, texts
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.page import Nothing, OwnLine


class NewProblem(Struct, frozen=True):
    """Whether an election is called."""

    election: bool


class KeysPage(Struct, frozen=True):
    """The reader's own keys."""

    keys: list[Key]


def _nothing(_request: Request, _frame: Frame, _context: AnswerContext) -> Nothing:
    return Nothing()


def _election(request: Request, _frame: Frame, _context: AnswerContext) -> NewProblem:
    return NewProblem(request.query_params.get("election") == "1")


def _keys(_request: Request, frame: Frame, context: AnswerContext) -> KeysPage:
    return KeysPage([] if frame.reader is None else context.view.by(Key, "member", frame.reader))


PAGES: tuple[OwnLine, ...] = (
    OwnLine("/problems/new", "/problems", "problems/new.html", _election),
    OwnLine("/questions/new", "/questions", "questions/new.html", _nothing),
    OwnLine("/join", "/join", "members/join.html", joining.join, guests=True),
    OwnLine(
        "/recover", "/me", "me/recover.html", recovery.recover, guests=True, bare=recovery.by_phrase
    ),
    OwnLine("/recoveries/{kid}", "/me", "me/recovery.html", recovery.waiting, guests=True),
    OwnLine("/pair", "/me", "me/pair.html", _nothing, bare=Nothing),
    OwnLine("/members/{number}/texts", "/me", "members/texts.html", texts.own_texts, guests=True),
    OwnLine("/me", "/me", "me/me.html", _keys),
)
