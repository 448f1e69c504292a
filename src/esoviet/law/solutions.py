"""Chapter 6 of the law: a solution and its versions; who backs, helps, and what is practical.

In an election a solution is a candidature: its proposer stands, and its text says for what.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Date, Decimal, Number, Percent, Shape
from esoviet.law.common import bring, hand_over, overtaken, sha
from esoviet.law.outcome import Changes, Outcome, Refusal, drop, put, refuse
from esoviet.law.problems import Problem
from esoviet.law.record import ByMember, Record
from esoviet.law.records import BlobRecord
from esoviet.law.view import View

SHOWN = (
    "carrier", "text", "indicator", "baseline", "target", "by_date", "parameters", "new_name",
    "new_purpose", "amends", "backers", "budget", "currency",
)  # fmt: skip
"""What a solution shows of one of its versions, in fields of the same names."""


SIDES = ("means", "people", "time", "risk")
"""What is assessed of a solution, in fields of the same names."""


class Effect(Shape, frozen=True, kw_only=True):
    """What a solution is expected to bring about, so that it can be measured afterwards.

    `indicator` says what is measured and in which unit; `by` is a date in milliseconds since 1970.
    """

    indicator: Blob
    baseline: Decimal
    target: Decimal
    by: Date


class Budget(Shape, frozen=True, kw_only=True):
    """What carrying a solution out may cost; `currency` is its code of three letters (ISO 4217)."""

    amount: Decimal
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?!\n)")]


class Solution(Record, frozen=True):
    """A solution; it shows its latest version, from the reading on the one that stands.

    `carrier` is the member who commits to carry that version out (0: nobody), `backers` are those
    of that version. Where `released`, its proposer has withdrawn from it, and it stands without. It
    `merges` two others, of which the proposer of the second is `asked` whether they agree.
    """

    INDEXES = ("problem",)

    number: int
    problem: int
    by: int
    carrier: int
    version: int
    text: bytes
    indicator: bytes
    baseline: str
    target: str
    by_date: int
    parameters: dict[str, str]
    new_name: bytes
    new_purpose: bytes
    amends: bool
    backers: int
    entry: int
    volunteers: int = 0
    assessors: int = 0
    means: int = 0
    people: int = 0
    time: int = 0
    risk: int = 0
    state: Literal["standing", "withdrawn", "fallen"] = "standing"
    because: str = ""
    released: bool = False
    merges: tuple[int, ...] = ()
    merging: Literal["", "asked", "agreed", "declined"] = ""
    budget: str = ""
    currency: str = ""


class Version(Record, frozen=True):
    """One version of a solution, with all that it says, who carries it out, and how many back it.

    `carrier` is the member who commits to that, 0 where nobody does (clause 6.4): who wrote it, or
    (`committed`, else 0) another one since that entry. It rests on `exhibits` and `facts`, and
    `takes` up the rewordings of these numbers.
    """

    PARENT = "solution"
    EACH = ("exhibits", "facts")

    solution: int
    number: int
    carrier: int
    text: bytes
    indicator: bytes
    baseline: str
    target: str
    by_date: int
    parameters: dict[str, str]
    new_name: bytes
    new_purpose: bytes
    amends: bool
    backers: int
    entry: int
    time: int
    device: int
    budget: str = ""
    currency: str = ""
    exhibits: tuple[int, ...] = ()
    committed: int = 0
    facts: tuple[int, ...] = ()
    takes: tuple[int, ...] = ()


class Said(ByMember, frozen=True):
    """What a member says of a solution, in which entry, with which device (1.12)."""

    PARENT = "solution"

    solution: int
    member: int
    entry: int
    device: int


class Backing(Said, frozen=True):
    """A member wants this version of a solution put to the vote."""

    version: int


class StoppedBacking(Said, frozen=True):
    """A member backed a solution and does so no longer."""


class Volunteer(ByMember, frozen=True):
    """A member will help to carry a solution out; `hours` a week, 0 where not said."""

    PARENT = "solution"

    solution: int
    member: int
    hours: int
    entry: int
    device: int


class StoppedHelping(Said, frozen=True):
    """A member offered to help with a solution and does so no longer."""


class Practicality(ByMember, frozen=True):
    """A member's assessment of a solution, 0 (bad) to 100 (good) on each side.

    `notes` are on the same sides, in their order; b"" where there is none.
    """

    PARENT = "solution"

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


def texts(said: Solution | Version) -> tuple[bytes, ...]:
    """What its proposer brought with it; empty for what it has not."""
    return said.text, said.indicator, said.new_name, said.new_purpose


def what_it_shows(version: Version) -> dict[str, Any]:
    """The fields of a solution that shows this version."""
    return {"version": version.number, **{name: getattr(version, name) for name in SHOWN}}


def showing(solution: Solution, version: Version) -> Solution:
    """A solution that shows this version of it."""
    return replace(solution, **what_it_shows(version))


def rewritten(solution: Solution, *versions: Version) -> Changes:
    """Versions as they are now, and the solution, where it shows one of them."""
    shown = (showing(solution, one) for one in versions if one.number == solution.version)
    return put(*versions, *shown)


def one_less(view: View, backing: Backing) -> Version:
    """The version that a member backs, without them."""
    version = view.must(Version, backing.version, backing.solution)
    return replace(version, backers=version.backers - 1)


def backing_of_others(view: View, solution: Solution) -> int:
    """How many members besides its proposer back any version of a solution."""
    own = view.get(Backing, solution.by, solution.number)
    versions = view.each(Version, solution.number)
    return sum(version.backers for version in versions) - (own is not None)


def is_erased(view: View, version: Version) -> bool:
    """Whether the words of a version are gone."""
    words = view.get(BlobRecord, version.text)
    return words is not None and words.state == "erased"


def drafting(view: View, number: int, clause: str) -> Solution | Refusal:
    """A solution whose texts still change."""
    solution = standing(view, number, clause)
    if isinstance(solution, Solution) and _phase(view, solution) != "solutions":
        return Refusal(clause, "The texts are frozen: solutions are no longer drafted.")
    return solution


def version_of(view: View, number: int, version: int, clause: str) -> Version | Refusal:
    """A version that can be backed or carried out: any of a draft, then only the one that stands.

    From the beginning of the vote on none can (clauses 6.5 and 6.8).
    """
    solution = standing(view, number, clause)
    if isinstance(solution, Refusal):
        return solution
    phase = _phase(view, solution)
    if phase not in ("solutions", "reading"):
        return Refusal(clause, "The vote has begun: backing and commitments stay as they are.")
    named = view.get(Version, version, number)
    if named is None:
        return Refusal(clause, "This solution has no version with this number.")
    if phase == "reading" and version != solution.version:
        stands = solution.version
        return refuse(clause, "The texts are frozen, and version {stands} stands.", stands=stands)
    return named


def standing(view: View, number: int, clause: str) -> Solution | Refusal:
    """A solution that neither fell nor was withdrawn."""
    solution = view.get(Solution, number)
    if solution is None or solution.state != "standing":
        return Refusal(clause, "No solution with this number stands.")
    return solution


def _phase(view: View, solution: Solution) -> str:
    return view.must(Problem, solution.problem).phase


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
    late = overtaken(author, act, said)
    if late is not None:
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
    if _phase(view, solution) not in ("solutions", "reading", "vote", "work"):
        return Refusal("6.6", "Nobody is needed for this solution any more.")
    before = view.get(Volunteer, me, solution.number)
    said = before or view.get(StoppedHelping, me, solution.number)
    if before is None and not act.offers:
        return Refusal("6.6", "You have not offered to help.")
    late = overtaken(author, act, said)
    if late is not None:
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
    if _phase(view, solution) not in ("solutions", "reading", "vote"):
        return Refusal("6.7", "Practicality is assessed until the vote closes.")
    before = view.get(Practicality, author.number, solution.number)
    written = act.means_note, act.people_note, act.time_note, act.risk_note
    blobs = overtaken(author, act, before) or bring(
        view, author.number, "6.7", *written, most=view.limits.line_bytes
    )
    had = before.notes if before else (b"",) * len(SIDES)
    notes = tuple(sha(new) or old for new, old in zip(written, had, strict=True))
    sides = act.means, act.people, act.time, act.risk
    said = Practicality(solution.number, author.number, *sides, view.index, author.device, notes)
    more = {side: getattr(said, side) - getattr(before, side, 0) for side in SIDES}
    sums = {side: getattr(solution, side) + points for side, points in more.items()}
    assessed = replace(solution, assessors=solution.assessors + (before is None), **sums)
    return blobs | put(said, assessed)
