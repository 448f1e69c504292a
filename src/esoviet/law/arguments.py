"""Chapter 8 of the law: arguments and evidence."""

from typing import Literal

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.common import check_text, claim_blobs, hand_over, overtaken, recounted, sha, unseen
from esoviet.law.exhibits import Evidence, Exhibits, check_shown
from esoviet.law.facts import Facts, Finding, check_facts, cited
from esoviet.law.outcome import Outcome, Refusal, put, refuse
from esoviet.law.problems import Phase, Problem
from esoviet.law.record import ByMember, Record
from esoviet.law.solutions import Solution
from esoviet.law.view import View

Side = Literal["supports", "refutes", "asks"]
OPEN_PHASES: tuple[Phase, ...] = ("necessity", "solutions", "reading", "vote")


class Argument(Record, frozen=True):
    """An argument about a problem, one of its solutions or another argument (0: not about one).

    The text `captions` says in its lines what the pieces of evidence show, in their order.
    So many others find it well founded, not well founded, or have seen it and cannot judge.
    """

    INDEXES = ("problem", "solution")
    EACH = ("exhibits", "facts")

    number: int
    problem: int
    solution: int
    argument: int
    by: int
    stance: Side
    text: bytes
    evidence: tuple[bytes, ...]
    entry: int
    time: int
    founded: int = 0
    unfounded: int = 0
    retracted: bool = False
    captions: bytes = b""
    exhibits: tuple[int, ...] = ()
    facts: tuple[int, ...] = ()
    unsure: int = 0


class Weighing(ByMember, frozen=True):
    """Whether a member finds an argument well founded."""

    PARENT = "argument"

    argument: int
    member: int
    finds: Finding
    entry: int
    device: int


class Argue(Act, frozen=True, kw_only=True):
    """Support, refute or ask: about a problem, or one of its solutions, or an argument on it.

    What the first line of `captions` says is about the first piece of `evidence`, and so on; an
    empty line says nothing.
    """

    DEED = "argued"

    problem: Number
    stance: Side
    text: Blob
    solution: Number | None = None
    argument: Number | None = None
    evidence: Evidence = ()
    captions: Blob | None = None
    exhibits: Exhibits = ()
    facts: Facts = ()


class RetractArgument(Act, frozen=True, kw_only=True):
    """Take back an argument of one's own; it stays readable, marked as retracted."""

    DEED = "retracted an argument"

    argument: Number


class WeighArgument(Act, frozen=True, kw_only=True):
    """Say whether one finds an argument well founded, or has seen it and cannot judge.

    That is `unsure`.
    """

    DEED = "weighed an argument"

    argument: Number
    finds: Finding


def argue(view: View, author: Author, act: Argue) -> Outcome:
    """Clauses 8.1, 8.2, 17.4 and 18.5; what is answered belongs to the assembly (12.4)."""
    problem = view.get(Problem, act.problem)
    if problem is None or problem.phase not in OPEN_PHASES:
        return Refusal("8.1", "A problem is debated until its vote closes.")
    most = view.limits.own_arguments
    others = view.by(Argument, "problem", problem.number)
    if sum(one.by == author.number for one in others) >= most:
        return refuse("8.1", "You have made {most} arguments on this problem.", most=most)
    answered = view.get(Argument, act.argument or 0)
    blobs = (
        _off_the_point(view, act)
        or check_text(view, act.text, "8.2")
        or check_shown(view, act, "8.2")
        or check_facts(view, act.problem, act.facts)
        or (unseen(view, act, answered.text) if answered is not None else None)
        or claim_blobs(view, author.number, (act.text, *act.evidence, act.captions))
    )
    if isinstance(blobs, Refusal):
        return blobs
    argument = Argument(
        number=view.next_number(Argument),
        problem=problem.number,
        solution=act.solution or 0,
        argument=act.argument or 0,
        by=author.number,
        stance=act.stance,
        text=sha(act.text),
        evidence=tuple(sha(blob) for blob in act.evidence),
        entry=view.index,
        time=view.time,
        captions=sha(act.captions),
        exhibits=act.exhibits,
        facts=act.facts,
    )
    blobs = cited(view, blobs, author.number, act.facts)
    if answered is not None and answered.by != author.number:
        theirs = (answered.text, *answered.evidence, answered.captions)
        blobs = hand_over(view, blobs, *theirs)
    return blobs | put(argument)


def retract_argument(view: View, author: Author, act: RetractArgument) -> Outcome:
    """Clause 8.3."""
    argument = view.get(Argument, act.argument)
    if argument is None or argument.by != author.number or argument.retracted:
        return Refusal("8.3", "You have no standing argument with this number.")
    return put(replace(argument, retracted=True))


def weigh_argument(view: View, author: Author, act: WeighArgument) -> Outcome:
    """Clause 8.4."""
    argument = view.get(Argument, act.argument)
    if argument is None or argument.retracted:
        return Refusal("8.4", "No argument with this number stands.")
    if argument.by == author.number:
        return Refusal("8.4", "Nobody weighs their own argument.")
    if view.must(Problem, argument.problem).phase not in OPEN_PHASES:
        return Refusal("8.4", "The debate is over.")
    before = view.get(Weighing, author.number, argument.number)
    wrong = unseen(view, act, argument.text) or overtaken(author, act, before)
    said = Weighing(argument.number, author.number, act.finds, view.index, author.device)
    counts = recounted(argument, before.finds if before else None, act.finds)
    return wrong or put(said, counts)


def is_answer(view: View, one: Argument, other: Argument) -> bool:
    """Whether an argument answers a question, or a refutation of a solution, as it stands.

    A question is answered by what another says to it, but for a further question; a refutation by
    whoever refutes it, or whatever those say to it who propose the solution or carry it out.
    """
    if one.argument != other.number or one.stance == "asks" or one.by == other.by:
        return False
    if not other.solution or other.stance != "refutes":
        return other.stance == "asks"
    solution = view.must(Solution, other.solution)
    return one.stance == "refutes" or one.by in (solution.by, solution.carrier)


def _off_the_point(view: View, act: Argue) -> Refusal | None:
    if act.solution is not None and act.argument is not None:
        return Refusal("8.1", "An argument is about a solution or an argument, not both.")
    if act.solution is not None:
        solution = view.get(Solution, act.solution)
        if solution is None or solution.problem != act.problem:
            return Refusal("8.1", "This solution does not belong to the problem.")
    if act.argument is not None:
        other = view.get(Argument, act.argument)
        if other is None or other.problem != act.problem:
            return Refusal("8.1", "That argument does not belong to the problem.")
    return None
