"""Pages of criticism: what is addressed to all, one criticism, and the form for a new one.

What is said of somebody's work stands with the work (`mandates`, `problems`), and on a member's own
page only for them.
"""

from functools import partial
from itertools import islice

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.act import Signed
from esoviet.law.constitution import Constitution
from esoviet.law.criticism import (
    ABOUT,
    Criticise,
    Criticism,
    RenewCriticism,
    standing,
    unanswered,
)
from esoviet.law.decisions import Decision
from esoviet.law.records import THE, Member
from esoviet.web.api import criticism
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.decisions import decision_line
from esoviet.web.api.shapes import One, Who
from esoviet.web.http.language import _
from esoviet.web.pages import debate, mandates, solutions
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.matter import (
    Begun,
    Find,
    Need,
    Source,
    Subject,
    Words,
    made_by,
    title_of_text,
)
from esoviet.web.pages.page import AnyPage, OwnLine, PageLine

OTHERS = 300
"""So many members at most to whom a criticism can be put anew stand in the list."""
LAST = 10
"""So many criticisms of their work stand on a member's own page."""


class CriticismPage(Struct, frozen=True):
    """What it is about, and to whom its author can put it anew."""

    work: Subject | None
    others: list[Who]


class NewCriticism(Struct, frozen=True):
    """What is to be criticised: the field of the act that names it ("" none), and its page."""

    field: str = ""
    named: int | str = ""
    work: Subject | None = None


def criticism_page(
    context: AnswerContext, query: One, answer: criticism.CriticismAnswer, reader: int | None
) -> CriticismPage:
    """Beside a criticism."""
    one = context.view.must(Criticism, query.number)
    theirs = one.by == reader and answer.criticism.standing == "folded" and not one.anew
    return CriticismPage(_work(context, one), _others(context, one) if theirs else [])


def new_criticism(request: Request, _frame: Frame, context: AnswerContext) -> NewCriticism:
    """What its address names; how the assembly works, where it names nothing that there is."""
    rule = request.query_params.get("rule", "")
    if rule in context.view.must(Constitution, THE).values:
        return NewCriticism("rule", rule)
    for field in ABOUT:
        number = request.query_params.get(field, "")
        if number[:9].isdecimal() and len(number) <= 9:
            work = _FIND[field](context, int(number))
            return NewCriticism(field, int(number), work) if work else NewCriticism()
    return NewCriticism()


def to_member(context: AnswerContext, reader: int) -> list[criticism.CriticismLine]:
    """What is said of a member's own work, the newest first: for them alone."""
    found = reversed(context.view.by(Criticism, "addressee", reader))
    return [criticism.criticism_line(context, one, False) for one in islice(found, LAST)]


def _decision(context: AnswerContext, number: int) -> Subject | None:
    known = context.view.get(Decision, number)
    if known is None:
        return None
    return Subject(f"decisions/{number}", decision_line(context, known).title or str(number))


_FIND: dict[str, Find] = {
    **mandates.FINDERS,
    **solutions.FINDERS,
    **debate.FINDERS,
    "decision": _decision,
}


def _work(context: AnswerContext, one: Criticism) -> Subject | None:
    return _FIND[one.about](context, one.subject) if one.about in _FIND else None


def _others(context: AnswerContext, one: Criticism) -> list[Who]:
    """The members but its author, whom it was addressed to first."""
    members = context.view.by(Member, "state", "member")
    found = [member.number for member in members if member.number not in (one.by, one.addressee)]
    return [context.who(number) for number in (one.addressee, *found[:OTHERS])]


def _find(context: AnswerContext, number: int) -> Subject | None:
    one = context.view.get(Criticism, number)
    return Subject(f"criticisms/{number}", _title(context, one)) if one else None


def _title(context: AnswerContext, one: Criticism) -> str:
    return title_of_text(context, one.observation, one.number)


def _begun(context: AnswerContext, _act: Signed, index: int) -> Subject | None:
    return _find(context, made_by(context, Criticism, index))


def _to_answer(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What is addressed to the reader or their shared work, the oldest first."""
    found = unanswered(context.view, reader) if reader else []
    waiting = (one for one in found if standing(context.view, one) == "open")
    return [
        Need("criticism", f"criticisms/{one.number}", 0, partial(_title, context, one))
        for one in islice(waiting, most)
    ]


PAGES: tuple[AnyPage, ...] = (
    PageLine(criticism.CRITICISMS, "/decisions", "criticism/list.html"),
    PageLine(criticism.CRITICISM, "/decisions", "criticism/one.html", criticism_page),
)
OWN: tuple[OwnLine, ...] = (
    OwnLine("/criticisms/new", "/decisions", "criticism/new.html", new_criticism),
)
TO_ANSWER: Source = _to_answer
FINDERS: dict[str, Find] = {"criticism": _find}
BEGUN: dict[type[Signed], Begun] = {Criticise: _begun, RenewCriticism: _begun}
WORDS: Words = {
    "criticised_word": {
        "mandate": _("How a mandate is carried out"), "decision": _("A decision"),
        "solution": _("A solution"), "argument": _("An argument"), "rule": _("A rule"),
        "process": _("How we work"),
    },
    "criticism_word": {
        "public": _("Addressed to all"), "open": _("Not answered yet"),
        "accepted": _("Accepted"), "answered": _("Answered"),
        "folded": _("About me, not my doing"), "anew": _("Put anew"),
        "erased": _("Taken back"), "gone": _("No answer can come any more"),
    },
    "need_word": {"criticism": _("Answer the criticism")},
}  # fmt: skip
