"""Chapter 9 of the law, second part: elected seats, their term, and who follows on one.

A seat lasts `term_days`, and after that until an election that renews it has elected somebody.
Where a seat falls vacant before, the same ballots are counted again without all who went: the next
of those elected so who does not sit yet takes the seat.
"""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from esoviet.law.counting import Counting, counted
from esoviet.law.mandates import Mandate, mandate_due, taken
from esoviet.law.outcome import NOTHING, Changes, put
from esoviet.law.problems import Problem
from esoviet.law.records import Member
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.law.votes import Vote, distinct


def gone(view: View, vote: Vote) -> tuple[int, ...]:
    """The candidates who withdrew, left, or gave the seat back: nobody counts them now (11.10)."""
    return tuple(option for option in vote.options if not _stands(view, option))


def _stands(view: View, option: int) -> bool:
    solution = view.must(Solution, option)
    return solution.state == "standing" and view.must(Member, solution.by).state == "member"


def counting(vote: Vote, ballots: Mapping[bytes, int], without: Iterable[int]) -> Counting:
    """What an election is counted from, where these candidates are taken out."""
    places, width = tuple(sorted(map(vote.options.index, without))), len(vote.options) + 1
    return Counting(vote.method, width, ballots, vote.unranked, vote.seats, gone=places)


def seat_due(view: View, mandate: Mandate) -> Changes:
    """The deadline of a mandate: a vacant seat is filled anew; else a report is due."""
    if mandate.state != "vacant":
        return mandate_due(view, mandate)
    follows = follower(view, mandate)
    if not follows:
        return put(replace(mandate, due=0)) | _over(view, mandate)
    member = view.must(Solution, follows).carrier
    return taken(view, replace(mandate, solution=follows), member, "seated")


def _over(view: View, mandate: Mandate) -> Changes:
    """Where nobody sits any more, the term is over: an election can fill the seats anew."""
    if _sitting(view, mandate.decision):
        return NOTHING
    problem = view.must(Problem, mandate.problem)
    return put(replace(problem, term=min(problem.term, view.time)))


def recounted(view: View, mandate: Mandate) -> Counting:
    """What a vacant seat is filled from: the ballots of its election, without who went."""
    vote = _vote(view, mandate)
    return counting(vote, distinct(view, vote), gone(view, vote))


def follower(view: View, mandate: Mandate) -> int:
    """The candidature that takes a vacant seat (clause 9.9); 0 where nobody does."""
    options = _vote(view, mandate).options
    elected = (options[place] for place in counted(recounted(view, mandate)).winners)
    sitting = {seat.solution for seat in _sitting(view, mandate.decision)}
    return next((option for option in elected if option not in sitting), 0)


def _sitting(view: View, decision: int) -> list[Mandate]:
    return [seat for seat in view.by(Mandate, "decision", decision) if seat.held_by]


def is_renewed(view: View, problem: Problem) -> bool:
    """Whether the seats that an election renews are, or are about to be, filled by another."""
    if not problem.renews:
        return False
    others = view.by(Problem, "renews", problem.renews)
    ahead = any(one.phase in ("reading", "vote") for one in others if one.number != problem.number)
    return ahead or view.must(Problem, problem.renews).phase != "work"


def is_being_renewed(view: View, election: int) -> bool:
    """Whether an election that fills these seats anew is under way."""
    others = view.by(Problem, "renews", election)
    return any(one.phase in ("solutions", "reading", "vote") for one in others)


def succeed(view: View, problem: Problem) -> Changes:
    """An election that renews seats has elected: the earlier ones end (clause 9.8)."""
    if not problem.renews:
        return NOTHING
    earlier = view.must(Problem, problem.renews)
    assert earlier.phase == "work", "two elections fill the same seats"
    seats = view.by(Mandate, "decision", earlier.decision)
    over = [replace(one, state="ended", held_by=0, due=0) for one in seats if one.state != "done"]
    return put(replace(earlier, phase="done", since=view.time), *over)


def _vote(view: View, mandate: Mandate) -> Vote:
    return view.must(Vote, view.must(Problem, mandate.problem).vote)
