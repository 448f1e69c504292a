"""Chapter 6 of the law: solutions are proposed, revised and withdrawn, and another adopts one."""

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.amendments import Amending, unfit, wrong_change
from esoviet.law.common import check_text, claim_blobs, overtaken, sha
from esoviet.law.exhibits import Exhibits, check_exhibits
from esoviet.law.facts import Facts, check_facts, cited
from esoviet.law.mandates import at_cap
from esoviet.law.money import refused_amount, thousandths
from esoviet.law.outcome import Changes, Outcome, Refusal, drop, put, refuse
from esoviet.law.problems import Problem
from esoviet.law.rewordings import Takes, check_taken, taken_up
from esoviet.law.solutions import (
    Backing,
    Budget,
    Effect,
    Solution,
    StoppedBacking,
    Version,
    backing_of_others,
    drafting,
    one_less,
    rewritten,
    showing,
    version_of,
    what_it_shows,
)
from esoviet.law.together import is_carried, over
from esoviet.law.view import View
from esoviet.law.votes import Vote


class ProposeSolution(Act, frozen=True, kw_only=True):
    """Propose a solution and commit to carry it out; in an election: stand.

    It `merges` one's own solution with one of another member, in this order.
    """

    DEED = "proposed a solution"

    problem: Number
    text: Blob
    effect: Effect | None = None
    budget: Budget | None = None
    amending: Amending | None = None
    exhibits: Exhibits = ()
    facts: Facts = ()
    merges: Annotated[tuple[Number, ...], Meta(max_length=2)] = ()


class ReviseSolution(Act, frozen=True, kw_only=True):
    """Put a new version in the place of one's own solution, whole: all that it says.

    It `takes` up rewordings that others suggested, by their numbers.
    """

    DEED = "revised a solution"

    solution: Number
    text: Blob
    effect: Effect | None = None
    budget: Budget | None = None
    amending: Amending | None = None
    exhibits: Exhibits = ()
    facts: Facts = ()
    takes: Takes = ()


class WithdrawSolution(Act, frozen=True, kw_only=True):
    """Withdraw a solution of one's own before the reading; a candidature: until the vote closes.

    One that others back stands on without its proposer, who neither backs nor carries it any more.
    """

    DEED = "withdrew a solution"

    solution: Number


class AdoptSolution(Act, frozen=True, kw_only=True):
    """Commit to carry out a version of a solution that nobody carries out, or nobody who can."""

    DEED = "adopted a solution"

    solution: Number
    version: Number


def propose_solution(view: View, author: Author, act: ProposeSolution) -> Outcome:
    """Clauses 6.1, 6.2, 6.18, 17.4 and 18.5."""
    problem = view.get(Problem, act.problem)
    if problem is None or problem.phase != "solutions":
        return Refusal("6.1", "Solutions are drafted only while their problem is at that phase.")
    most, most_own = view.limits.drafts, view.limits.own_drafts
    if view.count_by(Solution, "problem", problem.number) >= most:
        return refuse("6.1", "A problem has at most {max_drafts} solutions.", max_drafts=most)
    own = [s for s in view.by(Solution, "problem", problem.number) if s.by == author.number]
    if len(own) >= most_own:
        return refuse(
            "6.1", "One member proposes at most {max_own} solutions of a problem.", max_own=most_own
        )
    if problem.seats and any(solution.state == "standing" for solution in own):
        return Refusal("6.1", "You stand in this election already.")
    number = view.next_number(Solution)
    drafted = _wrong_merge(view, author, act) or _drafted(view, author, act, problem, number, 1)
    if isinstance(drafted, Refusal):
        return drafted
    blobs, said = drafted
    first = replace(said, backers=1)
    solution = Solution(
        number=number,
        problem=problem.number,
        by=author.number,
        entry=view.index,
        merges=act.merges,
        merging="asked" if act.merges else "",
        **what_it_shows(first),
    )
    return blobs | put(solution, first, _backing(view, author, number, 1))


def revise_solution(view: View, author: Author, act: ReviseSolution) -> Outcome:
    """Clauses 6.3 and 6.15: only the proposer's own backing goes to the new version."""
    solution = _own(view, author, act.solution, "6.3")
    if isinstance(solution, Refusal):
        return solution
    number, last = solution.number, solution.version
    if last >= view.limits.versions:
        return refuse("6.3", "A solution has at most {most} versions.", most=view.limits.versions)
    latest, problem = view.must(Version, last, number), view.must(Problem, solution.problem)
    drafted = (
        overtaken(author, act, latest)
        or check_taken(view, solution, act.takes)
        or _drafted(view, author, act, problem, number, last + 1)
    )
    if isinstance(drafted, Refusal):
        return drafted
    blobs = drafted[0] | taken_up(view, act.takes, last + 1)
    said = replace(drafted[1], takes=act.takes)
    own = view.get(Backing, author.number, number)
    if own is None:
        return blobs | put(said, showing(solution, said))
    new, left = replace(said, backers=1), one_less(view, own)
    return blobs | put(left, new, showing(solution, new), _backing(view, author, number, last + 1))


def withdraw_solution(view: View, author: Author, act: WithdrawSolution) -> Outcome:
    """Clause 6.4."""
    solution = _candidature(view, author, act.solution) or _own(view, author, act.solution, "6.4")
    if isinstance(solution, Refusal):
        return solution
    return withdrawn(view, solution, author.device, "withdrawn by its proposer")


def withdrawn(view: View, solution: Solution, device: int, because: str) -> Changes:
    """A solution that its proposer withdraws by that device (clause 6.4)."""
    if view.must(Problem, solution.problem).seats or not backing_of_others(view, solution):
        return put(replace(solution, state="withdrawn", because=because))
    return _released(view, solution, device)


def _released(view: View, solution: Solution, device: int) -> Changes:
    """A solution that stands without its proposer, who takes back what they gave to it."""
    number, me = solution.number, solution.by
    own = view.get(Backing, me, number)
    left = {one.number: one for one in view.rows(Version, number) if one.carrier == me}
    if own is not None:
        left[own.version] = one_less(view, own)
    free = [replace(one, carrier=0) if one.carrier == me else one for one in left.values()]
    changes = rewritten(replace(solution, released=True), *free)
    if changes.find(Solution, number) is None:
        changes |= put(replace(solution, released=True))
    changes |= over(view, number, (one.number for one in left.values() if one.carrier == me))
    if own is None:
        return changes
    stopped = StoppedBacking(number, me, view.index, device)
    return changes | put(stopped) | drop(Backing, me, number)


def adopt_solution(view: View, author: Author, act: AdoptSolution) -> Outcome:
    """Clause 6.8."""
    version = version_of(view, act.solution, act.version, "6.8")
    if isinstance(version, Refusal):
        return version
    solution = view.must(Solution, act.solution)
    if view.must(Problem, solution.problem).seats:
        return Refusal("6.8", "Nobody stands in an election for another.")
    if version.amends:
        return Refusal("6.8", "An amendment needs nobody to carry it out.")
    if is_carried(view, version) or version.carrier == author.number:
        return Refusal("6.8", "Somebody who can carries this solution already.")
    if at_cap(view, author.number):
        return Refusal("6.8", "You hold as many mandates as one member may.")
    taken = replace(version, carrier=author.number, committed=view.index)
    adopted = rewritten(solution, taken)
    return adopted | over(view, solution.number, [version.number])


def _drafted(
    view: View,
    author: Author,
    act: ProposeSolution | ReviseSolution,
    problem: Problem,
    number: int,
    version: int,
) -> tuple[Changes, Version] | Refusal:
    """A version of a solution that nobody backs yet, and its blobs."""
    effect, amending = act.effect, act.amending
    indicator, change = effect.indicator if effect else None, amending or Amending()
    blobs = (
        check_text(view, act.text, "6.2")
        or check_text(view, indicator, "6.2", view.limits.line_bytes)
        or _wrong_amendment(view, problem, amending)
        or check_exhibits(view, act.exhibits)
        or check_facts(view, problem.number, act.facts)
        or _wrong_budget(problem, act)
        or claim_blobs(view, author.number, (act.text, indicator, change.name, change.purpose))
    )
    if isinstance(blobs, Refusal):
        return blobs
    written = Version(
        solution=number,
        number=version,
        carrier=author.number,
        text=sha(act.text),
        indicator=sha(indicator),
        baseline=effect.baseline if effect else "",
        target=effect.target if effect else "",
        by_date=effect.by if effect else 0,
        parameters=change.parameters or {},
        new_name=sha(change.name),
        new_purpose=sha(change.purpose),
        amends=amending is not None,
        backers=0,
        entry=view.index,
        time=view.time,
        device=author.device,
        exhibits=act.exhibits,
        facts=act.facts,
        budget=act.budget.amount if act.budget else "",
        currency=act.budget.currency if act.budget else "",
    )
    return cited(view, blobs, author.number, act.facts), written


def _backing(view: View, author: Author, solution: int, version: int) -> Backing:
    return Backing(solution, author.number, view.index, author.device, version)


def _wrong_amendment(view: View, problem: Problem, amending: Amending | None) -> Refusal | None:
    if amending is None:
        return None
    if problem.seats:
        return Refusal("6.2", "An election amends nothing.")
    wrong = unfit(view.rules, amending.parameters or {})
    return wrong_change(view, amending, wrong, "6.2")


def _wrong_budget(problem: Problem, act: ProposeSolution | ReviseSolution) -> Refusal | None:
    if act.budget is None:
        return None
    if problem.seats or act.amending is not None:
        return Refusal("6.2", "Elections and amendments have no budget.")
    if thousandths(act.budget.amount) <= 0:
        return Refusal("6.2", "A budget is more than nothing.")
    return refused_amount(act.budget.amount, "6.2")


def _wrong_merge(view: View, author: Author, act: ProposeSolution) -> Refusal | None:
    """Refuse to merge anything but one's own solution with one of another (clause 6.18)."""
    if not act.merges:
        return None
    if len(act.merges) != 2 or act.amending is not None:
        return Refusal("6.18", "Two solutions are merged, and no amendments.")
    own = _own(view, author, act.merges[0], "6.18")
    other = drafting(view, act.merges[1], "6.18")
    for one in (own, other):
        if isinstance(one, Refusal):
            return one
        if one.problem != act.problem or one.amends or view.must(Problem, one.problem).seats:
            return Refusal("6.18", "Two solutions of this problem are merged, and no amendments.")
    assert isinstance(other, Solution)
    if other.by == author.number or other.released:
        return Refusal("6.18", "One's own solution is merged with that of another proposer.")
    return None


def _candidature(view: View, author: Author, number: int) -> Solution | Refusal | None:
    """A candidature of the author's own that its election has not decided on yet."""
    own = view.get(Solution, number)
    if own is None or own.by != author.number or own.state != "standing":
        return None
    election = view.must(Problem, own.problem)
    if not election.seats or election.phase not in ("reading", "vote"):
        return None
    vote = view.get(Vote, election.vote)
    if vote is not None and vote.due <= view.time:
        return Refusal("6.4", "The time of this vote is over.")
    return own


def _own(view: View, author: Author, number: int, clause: str) -> Solution | Refusal:
    solution = drafting(view, number, clause)
    if isinstance(solution, Refusal):
        return solution
    if solution.by != author.number:
        return Refusal(clause, "This solution is not yours.")
    if solution.released:
        return Refusal(clause, "You have withdrawn from this solution: it stands without you.")
    return solution
