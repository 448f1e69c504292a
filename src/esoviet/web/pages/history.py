"""What a reader has said and done about a problem, so that its forms can begin with it."""

from typing import NamedTuple

from esoviet.law.problems import Assessment
from esoviet.law.record import R
from esoviet.law.solutions import Backing, Practicality, Solution, Volunteer
from esoviet.law.together import Joining
from esoviet.web.api.context import AnswerContext


class ReaderHistory(NamedTuple):
    """A member's part in a problem; the other four by the numbers of its solutions."""

    said: Assessment | None
    reason: str
    backs: dict[int, Backing]
    helps: dict[int, Volunteer]
    judged: dict[int, Practicality]
    joins: dict[int, Joining]


NOTHING_SAID = ReaderHistory(None, "", {}, {}, {}, {})


def history_of(context: AnswerContext, problem: int, reader: int | None) -> ReaderHistory:
    """What `reader` has said about a problem and its solutions; nobody's part is empty."""
    if reader is None:
        return NOTHING_SAID
    said = context.view.get(Assessment, reader, problem)
    reason = context.maybe_text(said.reason) if said else None
    solutions = [one.number for one in context.view.by(Solution, "problem", problem)]

    def of(kind: type[R]) -> dict[int, R]:
        by_solution = {number: context.view.get(kind, reader, number) for number in solutions}
        return {number: one for number, one in by_solution.items() if one is not None}

    return ReaderHistory(
        said,
        (reason.content or "") if reason else "",
        of(Backing),
        of(Volunteer),
        of(Practicality),
        of(Joining),
    )
