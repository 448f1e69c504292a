"""Getting back in: by phrase, or by members who confirm a new key."""

from collections.abc import Mapping

from starlette.requests import Request

from esoviet.law.constitution import Constitution
from esoviet.law.records import THE, Member
from esoviet.law.recovery import vouches_needed
from esoviet.web.api import recoveries
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Who
from esoviet.web.http.errors import HttpError
from esoviet.web.pages.render import Frame
from esoviet.web.pages.serve import desk_of

FEW = 100


def recover(request: Request, frame: Frame, caches: AnswerCaches) -> Mapping[str, object]:
    """What it takes, and who could be asking, where names may be read and are not too many."""
    context = desk_of(request, frame, caches)
    rules = context.view.must(Constitution, THE)
    asked = request.query_params.get("member", "")
    return {
        "needed": vouches_needed(context.view),
        "objection": rules.days("objection_days"),
        "people": _people(context) if context.words else [],
        "chosen": asked if asked.isascii() and asked.isdigit() else "",
    }


def waiting(request: Request, frame: Frame, caches: AnswerCaches) -> Mapping[str, object]:
    """One recovery: how it stands, for who asks and for who can confirm it."""
    context = desk_of(request, frame, caches)
    found = recoveries.recovery(context, request.path_params["kid"])
    if found is None:
        raise HttpError(404, "No such key has asked.")
    objection = context.view.must(Constitution, THE).days("objection_days")
    return {"one": found, "objection": objection, "may_read": context.words}


def _people(context: AnswerContext) -> list[Who]:
    if context.view.count_by(Member, "state", "member") > FEW:
        return []
    return [context.who(member.number) for member in context.view.by(Member, "state", "member")]
