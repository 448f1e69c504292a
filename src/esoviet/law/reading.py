"""Chapter 6 of the law, second part: from the drafts through the reading to the vote.

When drafting ends, a solution becomes its most backed version, for good: the texts are frozen and
belong to the assembly. It falls where too few back that, nobody can carry it out or its words are
gone. Of too many those stand that Thiele's method chooses, so that one large group does not take
all places. When the reading ends, it still needs its backers.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from esoviet.law.amendments import bar_of
from esoviet.law.briefings import briefing_of
from esoviet.law.common import hand_over
from esoviet.law.constitution import Constitution
from esoviet.law.elections import in_tie_order
from esoviet.law.headcount import headcount, members_needed
from esoviet.law.outcome import Changes, put
from esoviet.law.problems import Problem, lapse, necessity_due
from esoviet.law.records import Member
from esoviet.law.seats import is_renewed
from esoviet.law.solutions import Backing, Solution, Version, is_erased, showing, texts
from esoviet.law.together import both_agree, is_carried
from esoviet.law.view import View
from esoviet.law.votes import Measure, open_vote, watch
from esoviet.law.windows import lasting
from esoviet.tally.thiele import thiele

TOO_FEW = "too few backers"
ERASED = "its text was erased"
GONE = "no longer a member"
UNCARRIED = "nobody to carry it out"
CROWDED = "others were chosen before it"
NOT_BACKED = "no solution found enough backing"


def problem_due(view: View, problem: Problem) -> Changes:
    """What happens when a phase of a problem ends (clauses 5.4, 6.9 and 6.10)."""
    if problem.phase == "necessity":
        return necessity_due(view, problem)
    if problem.phase == "solutions":
        return _to_reading(view, problem)
    return _read(view, problem)


def _to_reading(view: View, problem: Problem) -> Changes:
    if is_renewed(view, problem):
        return lapse(view, problem, "another election fills these seats")
    enough = members_needed(view, "backing")
    found = [_stands(view, problem, one, enough) for one in _standing(view, problem)]
    options, crowded = _chosen(view, problem, [one for one in found if one.state == "standing"])
    changes = put(*(one for one in found if one.state == "fallen"), *crowded, *options)
    if not options:
        return changes | lapse(view, problem, NOT_BACKED)
    changes = hand_over(view, changes, *(name for one in options for name in texts(one)))
    read = lasting(view, view.rules.days("reading_days"))
    reading = replace(problem, phase="reading", since=view.time, electorate=headcount(view), **read)
    return changes | put(reading)


def _standing(view: View, problem: Problem) -> list[Solution]:
    solutions = view.by(Solution, "problem", problem.number)
    return [solution for solution in solutions if solution.state == "standing"]


def _stands(view: View, problem: Problem, solution: Solution, enough: int) -> Solution:
    """A solution as the drafting leaves it: its most backed version, or fallen (clause 6.9)."""
    if problem.seats and view.must(Member, solution.by).state != "member":
        return _fallen(solution, GONE)
    backed = [one for one in view.rows(Version, solution.number) if one.backers]
    kept = [one for one in backed if not is_erased(view, one)]
    if backed and not kept:
        return _fallen(solution, ERASED)
    merged = [one.number for one in kept if both_agree(view, solution, one)]
    most = max(kept, key=lambda one: (one.backers, one.number in merged, one.number), default=None)
    if most is None or most.backers < enough:
        return _fallen(solution, TOO_FEW)
    found = showing(solution, most)
    return found if _is_carried(view, problem, found) else _fallen(solution, UNCARRIED)


def _is_carried(view: View, problem: Problem, solution: Solution) -> bool:
    """Whether somebody can carry it out, or others want it even so: then its mandate is vacant."""
    if problem.seats or solution.amends:
        return True
    own = view.get(Backing, solution.by, solution.number)
    wanted = solution.backers > (own is not None and own.version == solution.version)
    return wanted or is_carried(view, view.must(Version, solution.version, solution.number))


def _chosen(
    view: View, problem: Problem, standing: list[Solution]
) -> tuple[list[Solution], list[Solution]]:
    """Those that stand in the vote, one chosen after another, and those for whom is no room."""
    most = view.limits.candidates if problem.seats else view.rules.count("options")
    options = in_tie_order(standing)
    if len(options) <= most:
        return options, []
    chosen = set(thiele([_backers(view, one) for one in options], most))
    crowded = [one for place, one in enumerate(options) if place not in chosen]
    options = [one for place, one in enumerate(options) if place in chosen]
    return options, [_fallen(one, CROWDED) for one in crowded]


def _backers(view: View, solution: Solution) -> list[int]:
    """Who backs the version that a solution shows."""
    backings = view.each(Backing, solution.number)
    return [one.member for one in backings if one.version == solution.version]


def _read(view: View, problem: Problem) -> Changes:
    """The reading is over: what enough members still back is voted on (clause 6.10)."""
    standing, enough = _standing(view, problem), members_needed(view, "backing")
    options = [one for one in standing if one.backers >= enough]
    fallen = put(*(_fallen(one, TOO_FEW) for one in standing if one.backers < enough))
    if not options:
        because = NOT_BACKED if standing else "all candidates withdrew"
        return fallen | lapse(view, problem, because)
    return fallen | _to_vote(view, problem, in_tie_order(options))


def _fallen(solution: Solution, because: str) -> Solution:
    return replace(solution, state="fallen", because=because)


def _to_vote(view: View, problem: Problem, options: list[Solution]) -> Changes:
    rules, asked = view.rules, view.time + view.rules.days("vote_days")
    vote = open_vote(
        view,
        measure(rules, problem, options),
        kind="election" if problem.seats else "problem",
        subject=problem.number,
        options=tuple(solution.number for solution in options),
        electorate=problem.electorate,
        no_action=True,
        seats=problem.seats or 1,
        due=asked,
    )
    voting = replace(problem, phase="vote", since=view.time, due=0, vote=vote.number, window=None)
    return put(vote, watch(vote, asked), voting, briefing_of(view, problem, options))


def measure(rules: Constitution, problem: Problem, options: Iterable[Solution]) -> Measure:
    """What a vote on solutions or candidates is decided by, under a constitution."""
    bars = tuple(bar_of(rules, one.parameters) if one.amends else None for one in options)
    needs = tuple(bar.majority if bar else rules.values["majority"] for bar in bars)
    method = rules.values["election_method"] if problem.seats else "schulze"
    return Measure(method, needs, bars)
