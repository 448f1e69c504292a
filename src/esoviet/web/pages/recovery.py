"""Getting back in: by phrase, or by members who confirm a new key."""

from collections.abc import Mapping

from starlette.requests import Request

from esoviet.law.constitution import Constitution
from esoviet.law.records import THE, Member
from esoviet.law.recovery import vouches_needed
from esoviet.web.api import recoveries
from esoviet.web.api.desk import Desk
from esoviet.web.api.memory import Memories
from esoviet.web.api.shapes import Who
from esoviet.web.pages.render import Frame
from esoviet.web.pages.serve import desk_of
from esoviet.web.problems import Problem

FEW = 100


def recover(request: Request, frame: Frame, memories: Memories) -> Mapping[str, object]:
    """What it takes, and who could be asking, where names may be read and are not too many."""
    desk = desk_of(request, frame, memories)
    rules = desk.view.must(Constitution, THE)
    asked = request.query_params.get("member", "")
    return {
        "needed": vouches_needed(desk.view),
        "objection": rules.days("objection_days"),
        "people": _people(desk) if desk.words else [],
        "chosen": asked if asked.isascii() and asked.isdigit() else "",
    }


def waiting(request: Request, frame: Frame, memories: Memories) -> Mapping[str, object]:
    """One recovery: how it stands, for who asks and for who can confirm it."""
    desk = desk_of(request, frame, memories)
    found = recoveries.recovery(desk, request.path_params["kid"])
    if found is None:
        raise Problem(404, "No such key has asked.")
    objection = desk.view.must(Constitution, THE).days("objection_days")
    return {"one": found, "objection": objection, "may_read": desk.words}


def _people(desk: Desk) -> list[Who]:
    if desk.view.count_by(Member, "state", "member") > FEW:
        return []
    return [desk.who(member.number) for member in desk.view.by(Member, "state", "member")]
