"""Chapter 5 of the law: problems, and whether it is necessary to solve them."""

from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.common import bring, days_at, hand_over, overtaken, sha, unseen
from esoviet.law.constitution import Constitution
from esoviet.law.headcount import headcount, share_of
from esoviet.law.outcome import NOTHING, Changes, Outcome, Refusal, put, refuse
from esoviet.law.record import ByMember, Record
from esoviet.law.records import Headcount, Window
from esoviet.law.topics import check_origin, topic_of
from esoviet.law.view import View
from esoviet.law.windows import lasting

Phase = Literal[
    "necessity", "solutions", "reading", "vote", "work", "done", "lapsed", "closed", "withdrawn"
]
Stance = Literal["necessary", "not-necessary", "unsure"]

FEW = 3
"""How many at least find a problem necessary; in a smaller assembly half (clause 5.3)."""


class Problem(Record, frozen=True):
    """A problem on its road; with `seats`, an election of that many people.

    Such an election may be the one that fills the seats of an earlier one anew: it `renews` that.
    `term` is when the term of its own seats is over.

    It comes from a `post` in a `topic` (0: from none).

    `due` ends the phase. `because` says in a word why it lapsed or closed. `electorate` was taken
    when the reading began. It is found necessary from `opens` on, and lapses at `ends`.

    `text` is that of its newest `version`, and of that is counted who finds it necessary.
    """

    INDEXES = ("phase", "renews", "topic")
    WITH_DUE = ("opens", "ends")

    number: int
    by: int
    text: bytes
    seats: int
    entry: int
    raised: int
    phase: Phase
    since: int
    due: int
    opens: int
    ends: int
    necessary: int = 0
    unnecessary: int = 0
    unsure: int = 0
    vote: int = 0
    decision: int = 0
    because: str = ""
    electorate: Headcount | None = None
    renews: int = 0
    term: int = 0
    window: Window | None = None
    topic: int = 0
    post: int = 0
    version: int = 1


class ProblemVersion(Record, frozen=True):
    """One version of the text of a problem that was revised; one that never was has none.

    It `takes` up the rewordings of these numbers.
    """

    PARENT = "problem"

    problem: int
    number: int
    text: bytes
    entry: int
    time: int
    device: int
    takes: tuple[int, ...] = ()


class Assessment(ByMember, frozen=True):
    """What a member says about the necessity of a problem, of this `version` of its text."""

    PARENT = "problem"

    problem: int
    member: int
    stance: Stance
    reason: bytes
    entry: int
    device: int
    version: int = 1


class RaiseProblem(Act, frozen=True, kw_only=True):
    """Raise a problem: the first line of the text is its title. With `seats`, call an election.

    `renews` is the number of an earlier election whose seats this one fills anew, `post` that of
    the post that it comes from.
    """

    DEED = "raised a problem"

    text: Blob
    seats: Annotated[int, Meta(ge=1, le=100)] | None = None
    renews: Number | None = None
    post: Number | None = None


class AssessNecessity(Act, frozen=True, kw_only=True):
    """Say whether it is necessary to solve a problem, with a reason if one likes.

    The `version` of its text is the one that was read.
    """

    DEED = "assessed whether this is necessary"

    problem: Number
    stance: Stance
    reason: Blob | None = None
    version: Number = 1


class WithdrawProblem(Act, frozen=True, kw_only=True):
    """Take back a problem of one's own before it was found necessary."""

    DEED = "withdrew a problem"

    problem: Number


def raise_problem(view: View, author: Author, act: RaiseProblem) -> Outcome:
    """Clauses 5.1, 5.6 and 19.6."""
    most = view.rules.count("waiting")
    waiting = view.by(Problem, "phase", "necessity")
    if sum(problem.by == author.number for problem in waiting) >= most:
        return refuse("5.1", "You have {most} problems waiting already.", most=most)
    too_early = _too_early(view, act) if act.renews else None
    no_origin = check_origin(view, act, act.post)
    blobs = too_early or no_origin or bring(view, author.number, "5.1", act.text)
    if isinstance(blobs, Refusal):
        return blobs
    lasts = view.rules.days("necessity_days")
    problem = replace(
        _begun(view, author.number, sha(act.text), seats=act.seats or 0, renews=act.renews or 0),
        phase="necessity",
        opens=view.time + lasts // 10,
        ends=view.time + lasts,
        necessary=1,
        topic=topic_of(view, act.post),
        post=act.post or 0,
        **lasting(view, lasts),
    )
    first = Assessment(problem.number, author.number, "necessary", b"", view.index, author.device)
    return weighed(view, problem, blobs) | put(first)


def _too_early(view: View, act: RaiseProblem) -> Refusal | None:
    """Why the seats of an earlier election are not filled anew yet (clause 5.6)."""
    earlier = view.get(Problem, act.renews or 0)
    if not act.seats or earlier is None or not earlier.seats or earlier.phase != "work":
        return Refusal("5.6", "Only an election renews seats, those of an election that are held.")
    if earlier.term > view.time:
        return Refusal("5.6", "The term of these seats is not over yet.")
    return None


def assess_necessity(view: View, author: Author, act: AssessNecessity) -> Outcome:
    """Clauses 5.2, 5.3 and 5.8."""
    problem = view.get(Problem, act.problem)
    if problem is None or problem.phase != "necessity":
        return Refusal("5.2", "No problem with this number is being assessed.")
    changed = unseen(view, act, problem.text) or _judges_another(view, act, problem)
    blobs = changed or bring(view, author.number, "5.2", act.reason)
    if isinstance(blobs, Refusal):
        return blobs
    before = view.get(Assessment, author.number, problem.number)
    late = overtaken(author, act, before)
    if before is not None:
        problem = uncounted(problem, before)
    told = act.stance, sha(act.reason), view.index, author.device, problem.version
    problem = counted(problem, act.stance, 1)
    if problem.by != author.number:
        blobs = hand_over(view, blobs, problem.text)
    said = Assessment(problem.number, author.number, *told)
    return late or weighed(view, problem, blobs) | put(said)


def _judges_another(view: View, act: AssessNecessity, problem: Problem) -> Refusal | None:
    """Refuse to judge a text that was revised since its author read it (clause 5.8)."""
    if act.version == problem.version:
        return None
    entry = newest(view, problem).entry
    return Refusal("5.8", "This text was revised since you read it: look at it again.", entry)


def newest(view: View, problem: Problem) -> ProblemVersion:
    """The version of its text that a problem shows."""
    found = view.get(ProblemVersion, problem.version, problem.number)
    if found is not None:
        return found
    return ProblemVersion(problem.number, 1, problem.text, problem.entry, problem.raised, 0)


def a_tenth(view: View, problem: Problem) -> int:
    """The time in which others can look at a text before it is found necessary, in ms (5.3)."""
    return days_at(view, "necessity_days", problem.raised) // 10


def versions_of(view: View, problem: Problem) -> list[ProblemVersion]:
    """All versions of its text, the first one first."""
    return view.rows(ProblemVersion, problem.number) or [newest(view, problem)]


def put_anew(view: View, problem: Problem, by: int) -> Problem:
    """The same problem once more, found necessary by the review of its decision (16.3).

    Of an election: the one that fills its seats anew, called by a question (9.11).
    """
    renews = problem.number if problem.seats else 0
    return _begun(view, by, problem.text, seats=problem.seats, renews=renews)


def _begun(view: View, by: int, text: bytes, *, seats: int, renews: int) -> Problem:
    """A problem that waits for solutions from now on."""
    return Problem(
        number=view.next_number(Problem),
        by=by,
        text=text,
        seats=seats,
        entry=view.index,
        raised=view.time,
        phase="solutions",
        since=view.time,
        opens=view.time,
        ends=view.time,
        renews=renews,
        **lasting(view, view.rules.days("solution_days")),
    )


def withdraw_problem(view: View, author: Author, act: WithdrawProblem) -> Outcome:
    """Clause 5.5."""
    problem = view.get(Problem, act.problem)
    if problem is None or problem.by != author.number:
        return Refusal("5.5", "Only who raised a problem can withdraw it.")
    if problem.phase != "necessity":
        return Refusal("5.5", "It has been found necessary and belongs to the assembly now.")
    return put(replace(problem, phase="withdrawn", since=view.time, due=0))


def necessity_due(view: View, problem: Problem) -> Changes:
    """A tenth of the time, or all of it, is over (clauses 5.3 and 5.4)."""
    if is_necessary(view, problem):
        return _found_necessary(view, problem)
    if view.time < problem.ends:
        return put(replace(problem, due=problem.ends))
    return lapse(view, problem, "not found necessary in time")


def necessary_needed(view: View) -> int:
    """How many members must find a problem necessary at this moment (clause 5.3)."""
    return necessary_of(view.rules, headcount(view))


def necessary_of(rules: Constitution, people: Headcount) -> int:
    """How many of these members must find a problem necessary, by a constitution."""
    few = min(FEW, -(-people.counted // 2))
    return max(few, share_of(rules, "necessity_quorum", people))


def is_necessary(view: View, problem: Problem) -> bool:
    """Whether enough members find it necessary, and more than do not."""
    enough = problem.necessary >= necessary_needed(view)
    return enough and problem.necessary > problem.unnecessary


def lapse(view: View, problem: Problem, because: str) -> Changes:
    """End a problem's road without a decision (clauses 5.4 and 6.9)."""
    return put(replace(problem, phase="lapsed", since=view.time, due=0, because=because))


def weighed(view: View, problem: Problem, blobs: Changes) -> Changes:
    """A problem as it stands after an assessment: found necessary, or not yet (clause 5.3).

    `blobs` are the texts that the act brings.
    """
    if not is_necessary(view, problem):
        return blobs | put(replace(problem, due=problem.ends))
    if view.time < problem.opens:
        return blobs | put(replace(problem, due=problem.opens))
    return _found_necessary(view, problem, blobs)


def _found_necessary(view: View, problem: Problem, blobs: Changes = NOTHING) -> Changes:
    drafted = lasting(view, view.rules.days("solution_days"))
    necessary = replace(problem, phase="solutions", since=view.time, **drafted)
    return hand_over(view, blobs, problem.text) | put(necessary)


def uncounted(problem: Problem, said: Assessment) -> Problem:
    """A problem without an assessment that may have counted: one of an earlier text does not."""
    return counted(problem, said.stance, -1) if said.version == problem.version else problem


def counted(problem: Problem, stance: Stance, step: int) -> Problem:
    """A problem with one assessment more (`step` 1) or less (-1)."""
    field = "unnecessary" if stance == "not-necessary" else stance
    return replace(problem, **{field: getattr(problem, field) + step})
