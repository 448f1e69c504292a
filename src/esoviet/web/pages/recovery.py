"""Getting back in: by phrase, or by members who confirm a new key."""

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.constitution import Constitution
from esoviet.law.records import THE, Member
from esoviet.law.recovery import vouches_needed
from esoviet.web.api import recoveries
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Who
from esoviet.web.http.errors import HttpError
from esoviet.web.pages.render import Frame

FEW = 100


class RecoverPage(Struct, frozen=True):
    """How many must confirm, how long one waits then (ms), who could be asking, who is chosen."""

    needed: int
    objection: int
    people: list[Who]
    chosen: str


class WaitingPage(Struct, frozen=True):
    """One recovery; how long one waits in the end, in ms; whether names may be read."""

    one: recoveries.RecoveryLine
    objection: int
    may_read: bool


def recover(request: Request, _frame: Frame, context: AnswerContext) -> RecoverPage:
    """What it takes, and who could be asking, where names may be read and are not too many."""
    rules = context.view.must(Constitution, THE)
    asked = request.query_params.get("member", "")
    return RecoverPage(
        needed=vouches_needed(context.view),
        objection=rules.days("objection_days"),
        people=_people(context) if context.words else [],
        chosen=asked if asked.isascii() and asked.isdigit() else "",
    )


def waiting(request: Request, _frame: Frame, context: AnswerContext) -> WaitingPage:
    """One recovery: how it stands, for who asks and for who can confirm it."""
    found = recoveries.recovery(context, request.path_params["kid"])
    if found is None:
        raise HttpError(404, "No such key has asked.")
    objection = context.view.must(Constitution, THE).days("objection_days")
    return WaitingPage(found, objection, context.words)


def _people(context: AnswerContext) -> list[Who]:
    if context.view.count_by(Member, "state", "member") > FEW:
        return []
    return [context.who(member.number) for member in context.view.by(Member, "state", "member")]
