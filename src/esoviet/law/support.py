"""Chapter 6 of the law, second part: who backs, helps, and what is practical."""

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number, Percent
from esoviet.law.common import bring, hand_over, outdated, sha
from esoviet.law.outcome import Outcome, Refusal, drop, put
from esoviet.law.problems import Problem
from esoviet.law.record import Record
from esoviet.law.solutions import (
    Backing,
    Said,
    Solution,
    StoppedBacking,
    is_erased,
    one_less,
    rewritten,
    standing,
    texts,
    version_of,
)
from esoviet.law.view import View

SIDES = ("means", "people", "time", "risk")
"""What is assessed of a solution, in fields of the same names."""


class Volunteer(Record, frozen=True):
    """A member will help to carry a solution out; `hours` a week, 0 where not said."""

    PARENT = "solution"
    KEY = "member"

    solution: int
    member: int
    hours: int
    entry: int
    device: int


class StoppedHelping(Said, frozen=True):
    """A member offered to help with a solution and does so no longer."""


class Practicality(Record, frozen=True):
    """A member's assessment of a solution, 0 (bad) to 100 (good) on each side.

    `notes` are on the same sides, in their order; b"" where there is none.
    """

    PARENT = "solution"
    KEY = "member"

    solution: int
    member: int
    means: int
    people: int
    time: int
    risk: int
    entry: int
    device: int
    notes: tuple[bytes, ...] = (b"",) * len(SIDES)


class BackSolution(Act, frozen=True, kw_only=True):
    """Back a version of a solution instead of any other, or (`backs` false) no longer."""

    DEED = "backed a solution, or took that back"

    solution: Number
    version: Number
    backs: bool = True


class VolunteerFor(Act, frozen=True, kw_only=True, tag="volunteer"):
    """Offer to help carry a solution out, or (`offers` false) no longer."""

    DEED = "offered to help, or took that back"

    solution: Number
    hours: Annotated[int, Meta(ge=0, le=168)] = 0
    offers: bool = True


class AssessPracticality(Act, frozen=True, kw_only=True):
    """Assess how practical a solution is: means, people, time and risk, 100 is best.

    A note says why; one that was written before stands until another is written, or it is erased.
    """

    DEED = "assessed how practical this is"

    solution: Number
    means: Percent
    people: Percent
    time: Percent
    risk: Percent
    means_note: Blob | None = None
    people_note: Blob | None = None
    time_note: Blob | None = None
    risk_note: Blob | None = None


def back_solution(view: View, author: Author, act: BackSolution) -> Outcome:
    """Clause 6.5; what others back belongs to the assembly (12.4)."""
    version = version_of(view, act.solution, act.version, "6.5")
    if isinstance(version, Refusal):
        return version
    me, solution = author.number, view.must(Solution, act.solution)
    before = view.get(Backing, me, act.solution)
    said = before or view.get(StoppedBacking, me, act.solution)
    if (before is not None and before.version == act.version) == act.backs:
        return Refusal("6.5", "That is what you have said already.")
    if act.backs and is_erased(view, version):
        return Refusal("6.5", "The text of this version was erased.")
    late = said and outdated(author, act, said.entry, said.device)
    if late:
        return late
    if not act.backs:
        fewer = rewritten(solution, replace(version, backers=version.backers - 1))
        stopped = StoppedBacking(act.solution, me, view.index, author.device)
        return fewer | put(stopped) | drop(Backing, me, act.solution)
    versions = [replace(version, backers=version.backers + 1)]
    if before is not None:
        versions.append(one_less(view, before))
    backing = Backing(act.solution, me, view.index, author.device, act.version)
    stands = rewritten(solution, *versions) | put(backing)
    if me != solution.by:
        stands = hand_over(view, stands, *texts(version))
    return stands | drop(StoppedBacking, me, act.solution)


def volunteer(view: View, author: Author, act: VolunteerFor) -> Outcome:
    """Clause 6.6."""
    me, solution = author.number, standing(view, act.solution, "6.6")
    if isinstance(solution, Refusal):
        return solution
    phase = view.must(Problem, solution.problem).phase
    if phase not in ("solutions", "reading", "vote", "work"):
        return Refusal("6.6", "Nobody is needed for this solution any more.")
    before = view.get(Volunteer, me, solution.number)
    said = before or view.get(StoppedHelping, me, solution.number)
    if before is None and not act.offers:
        return Refusal("6.6", "You have not offered to help.")
    late = said and outdated(author, act, said.entry, said.device)
    if late:
        return late
    if not act.offers:
        stopped = StoppedHelping(solution.number, me, view.index, author.device)
        fewer = replace(solution, volunteers=solution.volunteers - 1)
        return put(stopped, fewer) | drop(Volunteer, me, solution.number)
    offer = Volunteer(solution.number, me, act.hours, view.index, author.device)
    more = replace(solution, volunteers=solution.volunteers + (before is None))
    return put(offer, more) | drop(StoppedHelping, me, solution.number)


def assess_practicality(view: View, author: Author, act: AssessPracticality) -> Outcome:
    """Clause 6.7."""
    solution = standing(view, act.solution, "6.7")
    if isinstance(solution, Refusal):
        return solution
    if view.must(Problem, solution.problem).phase not in ("solutions", "reading", "vote"):
        return Refusal("6.7", "Practicality is assessed until the vote closes.")
    before = view.get(Practicality, author.number, solution.number)
    late = before and outdated(author, act, before.entry, before.device)
    if late:
        return late
    written = act.means_note, act.people_note, act.time_note, act.risk_note
    blobs = bring(view, author.number, "6.7", *written, most=view.limits.line_bytes)
    if isinstance(blobs, Refusal):
        return blobs
    had = before.notes if before else (b"",) * len(SIDES)
    notes = tuple(sha(new) or old for new, old in zip(written, had, strict=True))
    sides = act.means, act.people, act.time, act.risk
    said = Practicality(solution.number, author.number, *sides, view.index, author.device, notes)
    more = {side: getattr(said, side) - getattr(before, side, 0) for side in SIDES}
    sums = {side: getattr(solution, side) + points for side, points in more.items()}
    assessed = replace(solution, assessors=solution.assessors + (before is None), **sums)
    return put(said, assessed) | blobs
