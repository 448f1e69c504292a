"""Chapter 6 of the law: a case for and a case against each solution, to be read before the vote.

Who backs a solution writes the case for it, who has argued against it the case against; and only
they sign one. The case that stands is the one that most of them sign: there is no chairman who
would choose it, and nobody speaks for the other side.
"""

from typing import Literal

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.arguments import Argument
from esoviet.law.common import bring, overtaken, sha
from esoviet.law.membership import is_member
from esoviet.law.outcome import Outcome, Refusal, put
from esoviet.law.problems import Problem
from esoviet.law.record import ByMember, Record
from esoviet.law.records import HOST, BlobRecord
from esoviet.law.solutions import Backing, Solution, standing
from esoviet.law.view import View

CaseSide = Literal["for", "against"]
SIDES: tuple[CaseSide, ...] = ("for", "against")


class Case(Record, frozen=True):
    """What speaks for a solution, or against it, in one text."""

    INDEXES = ("solution",)

    number: int
    solution: int
    side: CaseSide
    by: int
    text: bytes
    entry: int
    time: int


class CaseSigning(ByMember, frozen=True):
    """A member stands by a case, or (`stands` false) does so no longer."""

    PARENT = "case"

    case: int
    member: int
    stands: bool
    entry: int
    device: int


class WriteCase(Act, frozen=True, kw_only=True):
    """Write what speaks for a solution that one backs, or against one that one argued against."""

    DEED = "wrote a case for or against a solution"

    solution: Number
    side: CaseSide
    text: Blob


class SignCase(Act, frozen=True, kw_only=True):
    """Sign a case that another wrote, or (`signs` false) take that back."""

    DEED = "signed a case, or took that back"

    case: Number
    signs: bool = True


def write_case(view: View, author: Author, act: WriteCase) -> Outcome:
    """Clause 6.16; a case belongs to the assembly from the beginning (12.4)."""
    wrong = _may_not(view, author.number, act.solution, act.side)
    if wrong is not None:
        return wrong
    if any(one.by == author.number for one in of_side(view, act.solution, act.side)):
        return Refusal("6.16", "You have written a case on this side of it.")
    blobs = bring(view, HOST, "6.16", act.text, most=view.limits.case_bytes)
    number = view.next_number(Case)
    case = Case(number, act.solution, act.side, author.number, sha(act.text), view.index, view.time)
    return blobs | put(case, CaseSigning(number, author.number, True, view.index, author.device))


def sign_case(view: View, author: Author, act: SignCase) -> Outcome:
    """Clause 6.16."""
    case = view.get(Case, act.case)
    if case is None or case.by == author.number:
        return Refusal("6.16", "There is no case of another with this number.")
    wrong = _may_not(view, author.number, case.solution, case.side)
    if wrong is not None:
        return wrong
    before = view.get(CaseSigning, author.number, case.number)
    if (before is not None and before.stands) == act.signs:
        return Refusal("6.16", "That is what you have said already.")
    said = CaseSigning(case.number, author.number, act.signs, view.index, author.device)
    return overtaken(author, act, before) or put(said)


def of_side(view: View, solution: int, side: CaseSide) -> list[Case]:
    """The cases on one side of a solution, the first first."""
    return [one for one in view.by(Case, "solution", solution) if one.side == side]


def signed(view: View, case: Case, speakers: frozenset[int]) -> int:
    """How many of those who may speak for its side sign a case."""
    signings = view.each(CaseSigning, case.number)
    return sum(one.stands and one.member in speakers for one in signings)


def standing_case(view: View, solution: Solution, side: CaseSide) -> Case | None:
    """The one that most who may sign it now do; of level ones the first (clause 6.17)."""
    cases = of_side(view, solution.number, side)
    speakers = speaking(view, solution, side) if cases else frozenset()
    found = [(signed(view, one, speakers), one) for one in cases]
    kept = [(count, one) for count, one in found if count and is_kept(view, one.text)]
    return max(kept, key=lambda one: (one[0], -one[1].number), default=(0, None))[1]


def speaking(view: View, solution: Solution, side: CaseSide) -> frozenset[int]:
    """Who may speak for a side: who backs what stands, or who has an argument against it."""
    if side == "for":
        backings = view.each(Backing, solution.number)
        return frozenset(one.member for one in backings if one.version == solution.version)
    arguments = view.by(Argument, "solution", solution.number)
    found = {one.by for one in arguments if _refutes(view, one)}
    return frozenset(member for member in found if is_member(view, member))


def is_kept(view: View, text: bytes) -> bool:
    """Whether a text can still be read."""
    return view.must(BlobRecord, text).state == "kept"


def _refutes(view: View, one: Argument) -> bool:
    return one.stance == "refutes" and not one.retracted and is_kept(view, one.text)


def _may_not(view: View, member: int, number: int, side: CaseSide) -> Refusal | None:
    solution = standing(view, number, "6.16")
    if isinstance(solution, Refusal):
        return solution
    problem = view.must(Problem, solution.problem)
    if problem.seats:
        return Refusal("6.16", "In an election everybody speaks for themselves.")
    if problem.phase != "reading":
        return Refusal("6.16", "Cases are written and signed during the reading.")
    if member in speaking(view, solution, side):
        return None
    if side == "for":
        return Refusal("6.16", "Who backs a solution speaks for it, and you do not.")
    return Refusal("6.16", "Who has argued against a solution speaks against it: argue first.")
