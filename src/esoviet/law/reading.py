"""Chapter 6 of the law, second part: from the drafts through the reading to the vote.

When drafting ends, solutions fall that too few back, that nobody can carry out or whose text is
gone. The texts of the others are frozen and belong to the assembly; the most backed go to the vote.
"""

from msgspec.structs import replace

from esoviet.law.amendments import bar_of
from esoviet.law.common import constitution_of, hand_over
from esoviet.law.headcount import headcount, members_needed
from esoviet.law.mandates import at_cap
from esoviet.law.outcome import NOTHING, Changes, put
from esoviet.law.problems import Problem, lapse, necessity_due
from esoviet.law.records import BlobRecord, Member
from esoviet.law.seats import is_renewed
from esoviet.law.solutions import Solution, texts
from esoviet.law.standing import watch
from esoviet.law.ties import in_tie_order
from esoviet.law.view import View
from esoviet.law.votes import open_vote
from esoviet.law.windows import window_of


def problem_due(view: View, problem: Problem) -> Changes:
    """What happens when a phase of a problem ends (clauses 5.4, 6.9 and 6.10)."""
    if problem.phase == "necessity":
        return necessity_due(view, problem)
    if problem.phase == "solutions":
        return _to_reading(view, problem)
    options = [s for s in view.by(Solution, "problem", problem.number) if s.state == "standing"]
    if not options:
        return lapse(view, problem, "all candidates withdrew")
    return _to_vote(view, problem, in_tie_order(options))


def _to_reading(view: View, problem: Problem) -> Changes:
    if is_renewed(view, problem):
        return lapse(view, problem, "another election fills these seats")
    enough = members_needed(view, "backing")
    fallen, standing = [], []
    for solution in view.by(Solution, "problem", problem.number):
        because = _falls(view, problem, solution, enough)
        if because:
            fallen.append(replace(solution, state="fallen", because=because))
        elif solution.state == "standing":
            standing.append(solution)
    most = view.limits.candidates if problem.seats else view.limits.options
    options = in_tie_order(standing)
    fallen += [
        replace(solution, state="fallen", because="too many others had more backers")
        for solution in options[most:]
    ]
    options = options[:most]
    changes = put(*fallen)
    if not options:
        return changes | lapse(view, problem, "no solution found enough backing")
    changes |= hand_over(view, NOTHING, *(name for one in options for name in texts(one)))
    reading = replace(problem, phase="reading", since=view.time, electorate=headcount(view))
    lasts = constitution_of(view).days("reading_days")
    return changes | put(replace(reading, due=view.time + lasts, window=window_of(view, lasts)))


def _falls(view: View, problem: Problem, solution: Solution, enough: int) -> str:
    """Why a solution does not come to the reading (clause 6.9); empty if it does."""
    if solution.state != "standing":
        return ""
    words = view.get(BlobRecord, solution.text)
    if words is not None and words.state == "erased":
        return "its text was erased"
    if problem.seats and view.must(Member, solution.carrier).state != "member":
        return "no longer a member"
    if solution.backers < enough:
        return "too few backers"
    if not problem.seats and not solution.amends and at_cap(view, solution.carrier):
        return "nobody to carry it out"
    return ""


def _to_vote(view: View, problem: Problem, options: list[Solution]) -> Changes:
    rules, asked = constitution_of(view), view.time + constitution_of(view).days("vote_days")
    simple = rules.values["majority"]
    bars = tuple(bar_of(rules, one.parameters) if one.amends else None for one in options)
    vote = open_vote(
        view,
        kind="election" if problem.seats else "problem",
        subject=problem.number,
        method=rules.values["election_method"] if problem.seats else "schulze",
        options=tuple(solution.number for solution in options),
        needs=tuple(bar.majority if bar else simple for bar in bars),
        bars=bars,
        electorate=problem.electorate,
        no_action=True,
        seats=problem.seats or 1,
        due=asked,
    )
    voting = replace(problem, phase="vote", since=view.time, due=0, vote=vote.number)
    voting = replace(voting, window=None)
    return put(vote, watch(vote, asked), voting)
