"""Chapter 6 of the law: solutions are proposed, revised and withdrawn, and another adopts one."""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.amendments import Amending, unfit, wrong_change
from esoviet.law.common import (
    check_text,
    claim_blobs,
    constitution_of,
    hand_over,
    outdated,
    sha,
)
from esoviet.law.mandates import at_cap
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.problems import Problem
from esoviet.law.records import Member
from esoviet.law.solutions import Backing, Effect, Solution, Version, drafting, texts
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.wire.reason import Reason


class ProposeSolution(Act, frozen=True, kw_only=True):
    """Propose a solution and commit to carry it out; in an election: stand."""

    DEED = "proposed a solution"

    problem: Number
    text: Blob
    effect: Effect | None = None
    amending: Amending | None = None


class ReviseSolution(Act, frozen=True, kw_only=True):
    """Put a new version in the place of one's own solution, whole: text, effect and amendment."""

    DEED = "revised a solution"

    solution: Number
    text: Blob
    effect: Effect | None = None
    amending: Amending | None = None


class WithdrawSolution(Act, frozen=True, kw_only=True):
    """Withdraw a solution of one's own before the reading; a candidature: until the vote closes."""

    DEED = "withdrew a solution"

    solution: Number


class AdoptSolution(Act, frozen=True, kw_only=True):
    """Commit to carry out a solution whose proposer leads as many mandates as one may, or left."""

    DEED = "adopted a solution"

    solution: Number


def propose_solution(view: View, author: Author, act: ProposeSolution) -> Outcome:
    """Clauses 6.1 and 6.2."""
    problem = view.get(Problem, act.problem)
    if problem is None or problem.phase != "solutions":
        return Refusal("6.1", "Solutions are drafted only while their problem is at that phase.")
    limits = view.limits
    if view.count_by(Solution, "problem", problem.number) >= limits.drafts:
        return Refusal(
            "6.1", Reason("A problem has at most {max_drafts} solutions.", max_drafts=limits.drafts)
        )
    own = [s for s in view.by(Solution, "problem", problem.number) if s.by == author.number]
    if len(own) >= limits.own_drafts:
        return Refusal(
            "6.1",
            Reason(
                "One member proposes at most {max_own} solutions of a problem.",
                max_own=limits.own_drafts,
            ),
        )
    if problem.seats and any(solution.state == "standing" for solution in own):
        return Refusal("6.1", "You stand in this election already.")
    number = view.next_number(Solution)
    drafted = _drafted(view, author, act, problem, number, 1)
    if isinstance(drafted, Refusal):
        return drafted
    backing = Backing(number, author.number, view.index, author.device)
    return drafted | put(backing)


def revise_solution(view: View, author: Author, act: ReviseSolution) -> Outcome:
    """Clause 6.3."""
    solution = _own(view, author, act.solution, "6.3")
    if isinstance(solution, Refusal):
        return solution
    if solution.version >= view.limits.versions:
        return Refusal(
            "6.3",
            Reason(
                "A solution has at most {max_versions} versions.", max_versions=view.limits.versions
            ),
        )
    latest = view.must(Version, solution.version, solution.number)
    late = outdated(author, act, latest.entry, latest.device)
    if late is not None:
        return late
    problem = view.must(Problem, solution.problem)
    drafted = _drafted(view, author, act, problem, solution.number, solution.version + 1)
    if isinstance(drafted, Refusal):
        return drafted
    new = drafted.find(Solution, solution.number)
    assert new is not None
    kept_on = {name: getattr(solution, name) for name in _KEPT_ON}
    revised = replace(new, **kept_on)
    own = view.get(Backing, author.number, solution.number) is not None
    if solution.backers > own:
        drafted = hand_over(view, drafted, *texts(revised))
    return drafted.putting(revised)


_KEPT_ON = (
    "entry", "backers", "volunteers", "assessors", "means", "people", "time", "risk",
)  # fmt: skip


def withdraw_solution(view: View, author: Author, act: WithdrawSolution) -> Outcome:
    """Clause 6.4."""
    solution = _candidature(view, author, act.solution) or _own(view, author, act.solution, "6.4")
    if isinstance(solution, Refusal):
        return solution
    return put(replace(solution, state="withdrawn", because="withdrawn by its proposer"))


def adopt_solution(view: View, author: Author, act: AdoptSolution) -> Outcome:
    """Clause 6.8."""
    solution = drafting(view, act.solution, "6.8")
    if isinstance(solution, Refusal):
        return solution
    if view.must(Problem, solution.problem).seats:
        return Refusal("6.8", "Nobody stands in an election for another.")
    carrier = view.must(Member, solution.carrier)
    if solution.carrier == author.number or (
        carrier.state == "member" and not at_cap(view, carrier.number)
    ):
        return Refusal("6.8", "Somebody who can carries this solution already.")
    if at_cap(view, author.number):
        return Refusal("6.8", "You hold as many mandates as one member may.")
    return put(replace(solution, carrier=author.number))


def _drafted(
    view: View,
    author: Author,
    act: ProposeSolution | ReviseSolution,
    problem: Problem,
    number: int,
    version: int,
) -> Changes | Refusal:
    """The records of a version of a solution, with its blobs."""
    effect, amending = act.effect, act.amending
    refusal = check_text(view, act.text, "6.2") or (
        effect and check_text(view, effect.indicator, "6.2", view.limits.line_bytes)
    )
    refusal = refusal or _wrong_amendment(view, problem, amending)
    if refusal:
        return refusal
    change = amending or Amending()
    blobs = claim_blobs(
        view,
        author.number,
        (act.text, effect.indicator if effect else None, change.name, change.purpose),
    )
    if isinstance(blobs, Refusal):
        return blobs
    solution = Solution(
        number=number,
        problem=problem.number,
        by=author.number,
        carrier=author.number,
        version=version,
        text=sha(act.text),
        indicator=sha(effect.indicator) if effect else b"",
        baseline=effect.baseline if effect else "",
        target=effect.target if effect else "",
        by_date=effect.by if effect else 0,
        parameters=change.parameters or {},
        new_name=sha(change.name),
        new_purpose=sha(change.purpose),
        amends=amending is not None,
        entry=view.index,
    )
    written = Version(number, version, sha(act.text), view.index, view.time, author.device)
    return blobs | put(solution, written)


def _wrong_amendment(view: View, problem: Problem, amending: Amending | None) -> Refusal | None:
    if amending is None:
        return None
    if problem.seats:
        return Refusal("6.2", "An election amends nothing.")
    wrong = unfit(constitution_of(view), amending.parameters or {})
    return wrong_change(view, amending, wrong, "6.2")


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
    if not isinstance(solution, Refusal) and solution.by != author.number:
        return Refusal(clause, "This solution is not yours.")
    return solution
