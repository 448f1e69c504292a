"""How many can come in by vouches now, and who stands in line for that."""

from esoviet.law import growth
from esoviet.law.applications import vouches_needed
from esoviet.law.records import Member
from esoviet.law.view import View
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, Query, some


class Growth(Answer, frozen=True, kw_only=True):
    """Who can come in by vouches (clauses 3.6 and 3.13).

    An applicant needs `vouches` of settled members. In `settling_days` at most `allowed` come in,
    `came` of them did; `waiting` have the vouches, `next` (ms) is when the first of those who came
    in counts no more. `founding_until` (ms) is null where the founding period is over.
    """

    vouches: int
    allowed: int
    came: int
    waiting: int
    next: int | None
    founding_until: int | None


def room(context: AnswerContext, _query: Query) -> Growth:
    """Who can come in by vouches now, and how many wait for it."""
    view = context.view
    allowed = growth.allowed(view)
    return Growth(
        log_size=context.log_size,
        vouches=vouches_needed(view),
        allowed=allowed,
        came=allowed - growth.room(view),
        waiting=view.count_by(Member, "state", "vouched"),
        next=some(growth.next_place(view)),
        founding_until=some(founding_until(view)),
    )


def founding_until(view: View) -> int:
    """When the founding period ends, in ms; 0 where it is over."""
    until = view.assembly.founding_until
    return until if until > view.time else 0


GROWTH = Read("/growth.json", room, Query, Growth)
READS: tuple[AnyRead, ...] = (GROWTH,)
