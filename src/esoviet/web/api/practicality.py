"""How practical a solution is: who gave which marks, why, and how far they differ."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from esoviet.law.solutions import SIDES, Practicality, Solution
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Listing, OneList, Page, Paging, Part, Text, Who

A_MARK = 25
Side = Literal["means", "people", "time", "risk"]


class Assessor(Part, frozen=True, kw_only=True):
    """One member's assessment of a solution, 0 (bad) to 100 (good) on each side, with notes."""

    member: Who
    means: int
    people: int
    time: int
    risk: int
    means_note: Text | None
    people_note: Text | None
    time_note: Text | None
    risk_note: Text | None
    entry: int


class Averages(Part, frozen=True, kw_only=True):
    """The averages of all assessments of a solution, 0 to 100, to two places."""

    means: float
    people: float
    time: float
    risk: float


class Marks(Part, frozen=True, kw_only=True):
    """How many members gave each mark, from 1 (stands in the way) to 5 (no obstacle).

    They are `apart` where a quarter of them at least gave 1 or 2, and a quarter 4 or 5.
    """

    counts: list[int]
    apart: bool


class Noted(Part, frozen=True, kw_only=True):
    """A note on one side of a solution, and the mark from 1 to 5 that its author gave there."""

    side: Side
    mark: int
    member: Who
    text: Text
    entry: int


def assessors(context: AnswerContext, query: OneList) -> Listing[Assessor] | None:
    """Who assessed the practicality of a solution, by member."""
    known = context.view.get(Solution, query.number)
    return context.whole(assessors_of(context, query.number, query)) if known else None


def assessors_of(context: AnswerContext, number: int, query: Paging) -> Page[Assessor]:
    """A page of them."""
    return context.page(
        f"solutions/{number}/assessors.json",
        query,
        by_member(context.view, Practicality, number, query.after),
        lambda one: _assessor(context, one, inline=query.texts or context.is_page),
    )


def _assessor(context: AnswerContext, said: Practicality, *, inline: bool) -> Assessor:
    notes = [context.maybe_text(note, inline=inline) for note in said.notes]
    return Assessor(
        member=context.who(said.member),
        means=said.means,
        people=said.people,
        time=said.time,
        risk=said.risk,
        means_note=notes[0],
        people_note=notes[1],
        time_note=notes[2],
        risk_note=notes[3],
        entry=said.entry,
    )


def averages(solution: Solution) -> Averages | None:
    """The mean marks; none where nobody has assessed it."""
    if not solution.assessors:
        return None
    sums: dict[str, int] = {side: getattr(solution, side) for side in SIDES}
    return Averages(**{side: round(total / solution.assessors, 2) for side, total in sums.items()})


def marks(said: Sequence[Practicality]) -> dict[Side, Marks]:
    """How many gave each mark, by side."""
    return {side: _counted([getattr(one, side) for one in said]) for side in _SIDES}


def notes(context: AnswerContext, said: Sequence[Practicality]) -> list[Noted]:
    """Two notes a side at most: of who gave the lowest mark and of who gave the highest.

    Of those who gave the same mark, who said so last. Where that is the same note, there is one.
    """
    found: list[Noted] = []
    for at, side in enumerate(_SIDES):
        low = sorted((one for one in said if one.notes[at]), key=lambda one: -one.entry)
        low.sort(key=lambda one: mark_of(getattr(one, side)))
        high = sorted(low, key=lambda one: -mark_of(getattr(one, side)))
        ends = (_first(context, ordered, side, at) for ordered in (low, high))
        found += {one.entry: one for one in ends if one is not None}.values()
    return found


def _first(
    context: AnswerContext, ordered: Iterable[Practicality], side: Side, at: int
) -> Noted | None:
    """The first note that the reader may read."""
    for one in ordered:
        text = context.text(one.notes[at])
        if text.state == "kept":
            mark, member = mark_of(getattr(one, side)), context.who(one.member)
            return Noted(side=side, mark=mark, member=member, text=text, entry=one.entry)
    return None


def mark_of(given: int) -> int:
    """The mark from 1 to 5 for what was given from 0 to 100."""
    return (given + A_MARK // 2) // A_MARK + 1


def _counted(given: Sequence[int]) -> Marks:
    counted = Counter(map(mark_of, given))
    counts = [counted[mark] for mark in range(1, 6)]
    low, high, all_ = sum(counts[:2]), sum(counts[3:]), sum(counts)
    return Marks(counts=counts, apart=0 < all_ <= 4 * min(low, high))


_SIDES: tuple[Side, ...] = ("means", "people", "time", "risk")
SOLUTION_ASSESSORS = Read(
    "/solutions/{number}/assessors.json", assessors, OneList, Listing[Assessor]
)
READS: tuple[AnyRead, ...] = (SOLUTION_ASSESSORS,)
