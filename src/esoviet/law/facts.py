"""Chapter 18 of the law: the situation of a problem, numbered facts and how well founded they are.

How a fact stands is in no record: it follows from how members weigh it now. What rests on facts
names them by their numbers; how far one reaches that falls is in `law.falling`.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.common import check_text, claim_blobs, hand_over, overtaken, recounted, sha
from esoviet.law.exhibits import Evidence, Exhibits, check_shown
from esoviet.law.headcount import enough
from esoviet.law.outcome import NOTHING, Changes, Outcome, Refusal, drop, put, refuse
from esoviet.law.problems import Phase, Problem
from esoviet.law.record import ByMember, Record
from esoviet.law.records import BlobRecord
from esoviet.law.reviews import is_over
from esoviet.law.view import View

Finding = Literal["founded", "unfounded", "unsure"]
FactStanding = Literal["open", "established", "contested", "withdrawn", "erased"]
Facts = Annotated[tuple[Number, ...], Meta(max_length=10)]
"""What a work rests on, by the numbers of facts of its problem."""
ENDED: tuple[Phase, ...] = ("lapsed", "closed", "withdrawn")


class Fact(Record, frozen=True):
    """What is, as a member states it about a `problem`, and in `source` how they know it.

    `captions` says in its lines what the pieces of `evidence` show; it rests on its `exhibits`.
    So many others find it well founded, not well founded, or have seen it and cannot judge.
    """

    INDEXES = ("problem",)
    EACH = ("exhibits",)

    number: int
    problem: int
    by: int
    text: bytes
    source: bytes
    evidence: tuple[bytes, ...]
    captions: bytes
    exhibits: tuple[int, ...]
    entry: int
    time: int
    founded: int = 0
    unfounded: int = 0
    unsure: int = 0
    withdrawn: bool = False


class FactWeighing(ByMember, frozen=True):
    """Whether a member finds a fact well founded."""

    PARENT = "fact"
    INDEXES = ("member",)

    fact: int
    member: int
    finds: Finding
    entry: int
    device: int


class StateFact(Act, frozen=True, kw_only=True):
    """State a fact about a problem: what is, and in `source` how one knows it."""

    DEED = "stated a fact"

    problem: Number
    text: Blob
    source: Blob
    exhibits: Exhibits = ()
    evidence: Evidence = ()
    captions: Blob | None = None


class WeighFact(Act, frozen=True, kw_only=True):
    """Say whether one finds a fact well founded, or has seen it and cannot judge (`unsure`)."""

    DEED = "weighed a fact"

    fact: Number
    finds: Finding


class WithdrawFact(Act, frozen=True, kw_only=True):
    """Withdraw a fact of one's own; it stays readable, and what cites it says so."""

    DEED = "withdrew a fact"

    fact: Number


def state_fact(view: View, author: Author, act: StateFact) -> Outcome:
    """Clauses 18.1 and 18.2."""
    blobs = (
        _no_more(view, author, act)
        or check_text(view, act.text, "18.2", view.limits.fact_bytes)
        or check_text(view, act.source, "18.2", view.limits.source_bytes)
        or check_shown(view, act, "18.2")
        or claim_blobs(view, author.number, (act.text, act.source, *act.evidence, act.captions))
    )
    fact = Fact(
        number=view.next_number(Fact),
        problem=act.problem,
        by=author.number,
        text=sha(act.text),
        source=sha(act.source),
        evidence=tuple(sha(blob) for blob in act.evidence),
        captions=sha(act.captions),
        exhibits=act.exhibits,
        entry=view.index,
        time=view.time,
    )
    return blobs | put(fact)


def weigh_fact(view: View, author: Author, act: WeighFact) -> Outcome:
    """Clause 18.4; what others have weighed belongs to the assembly (12.4)."""
    fact = view.get(Fact, act.fact)
    if fact is None or is_gone(view, fact):
        return Refusal("18.4", "No fact with this number stands.")
    if fact.by == author.number:
        return Refusal("18.4", "Nobody weighs a fact of their own.")
    if not is_open(view, view.must(Problem, fact.problem)):
        return Refusal("18.4", "The problem is closed: its situation stays as it is.")
    before = view.get(FactWeighing, author.number, fact.number)
    said = FactWeighing(fact.number, author.number, act.finds, view.index, author.device)
    theirs = hand_over(view, NOTHING, *_brought(fact))
    weighed = recounted(fact, before.finds if before else None, act.finds)
    return overtaken(author, act, before) or theirs | put(said, weighed)


def withdraw_fact(view: View, author: Author, act: WithdrawFact) -> Outcome:
    """Clause 18.3."""
    fact = view.get(Fact, act.fact)
    if fact is None or fact.by != author.number or fact.withdrawn:
        return Refusal("18.3", "You have no standing fact with this number.")
    return put(replace(fact, withdrawn=True))


def is_open(view: View, problem: Problem) -> bool:
    """Whether a problem has a situation that is not settled for good (clause 18.1)."""
    if problem.seats or problem.phase in ENDED:
        return False
    return problem.phase != "done" or not is_over(view, problem.decision)


def standing(view: View, fact: Fact) -> FactStanding:
    """How a fact stands by now (clause 18.4)."""
    if fact.withdrawn:
        return "withdrawn"
    if is_gone(view, fact):
        return "erased"
    needed = enough(view)
    if fact.founded > fact.unfounded:
        return "established" if fact.founded >= needed else "open"
    return "contested" if fact.unfounded >= needed else "open"


def is_gone(view: View, fact: Fact) -> bool:
    """Whether it was withdrawn, or its words are gone."""
    words = (view.must(BlobRecord, name) for name in (fact.text, fact.source))
    return fact.withdrawn or any(one.state != "kept" for one in words)


def check_facts(view: View, problem: int, numbers: tuple[int, ...]) -> Refusal | None:
    """Refuse to rest a work on facts that do not stand, or not about its problem (clause 18.5)."""
    if len(set(numbers)) < len(numbers):
        return Refusal("18.5", "A fact is named twice.")
    for number in numbers:
        fact = view.get(Fact, number)
        if fact is None or fact.problem != problem:
            return refuse("18.5", "This problem has no fact {number}.", number=number)
        if is_gone(view, fact):
            return refuse("18.5", "Fact {number} was taken back.", number=number)
    return None


def cited(view: View, blobs: Changes, member: int, numbers: tuple[int, ...]) -> Changes:
    """What a member cites belongs to the assembly, unless it is theirs (clause 12.4).

    `blobs` are the texts that the same act brings.
    """
    facts = (view.must(Fact, number) for number in numbers)
    theirs = [name for fact in facts if fact.by != member for name in _brought(fact)]
    return hand_over(view, blobs, *theirs)


def taken_back(view: View, member: int) -> Iterator[Changes]:
    """Who leaves weighs no fact any more (clause 3.9)."""
    for weighed in view.by(FactWeighing, "member", member):
        fact = view.must(Fact, weighed.fact)
        fewer = recounted(fact, weighed.finds, None)
        yield put(fewer) | drop(FactWeighing, member, fact.number)


def _no_more(view: View, author: Author, act: StateFact) -> Refusal | None:
    problem = view.get(Problem, act.problem)
    if problem is not None and problem.seats:
        return Refusal("18.1", "An election has no situation.")
    if problem is None or not is_open(view, problem):
        return Refusal("18.1", "Facts are stated until their problem is closed for good.")
    stated, limits = view.by(Fact, "problem", problem.number), view.limits
    if len(stated) >= limits.facts:
        return refuse("18.1", "A problem has at most {most} facts.", most=limits.facts)
    most = limits.own_facts
    if sum(one.by == author.number for one in stated) >= most:
        return refuse("18.1", "You have stated {most} facts on this problem.", most=most)
    return None


def _brought(fact: Fact) -> tuple[bytes, ...]:
    return fact.text, fact.source, *fact.evidence, fact.captions
