"""Chapter 6 of the law: members suggest other words for a passage of a text that is drafted.

That is the text of a solution while solutions are drafted, or of a problem while it is assessed.

A rewording names the passage by its place in the text of one version, and quotes nothing of it: so
who erases a version erases its words everywhere. The law never looks into the text.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Count, Number
from esoviet.law.common import bring, check_text, claim_blobs, hand_over, sha, unseen
from esoviet.law.outcome import Changes, Outcome, Refusal, put, refuse
from esoviet.law.problems import Problem, ProblemVersion, a_tenth, versions_of
from esoviet.law.record import Record
from esoviet.law.records import HOST, BlobRecord, Member
from esoviet.law.solutions import Solution, Version, drafting, is_erased
from esoviet.law.view import View

Worded = Problem | Solution
Takes = Annotated[tuple[Number, ...], Meta(max_length=20)]
"""The rewordings that a version takes up, by their numbers."""


class Rewording(Record, frozen=True):
    """Other words for a passage of a version: `length` characters after the first `place`.

    `text` has the new words (b"": the passage is to go), `reason` says why. `answer` is why its
    author declined it; the version `into` took it up (0: none has). It is of a `solution` or of a
    `problem` (0: of none).
    """

    INDEXES = ("solution", "problem")

    number: int
    solution: int
    problem: int
    version: int
    by: int
    place: int
    length: int
    text: bytes
    reason: bytes
    entry: int
    time: int
    state: Literal["open", "taken", "declined", "withdrawn"] = "open"
    answer: bytes = b""
    answered: int = 0
    into: int = 0


class SuggestRewording(Act, frozen=True, kw_only=True):
    """Suggest other words (no `text`: none) for a passage of the newest version, with a reason.

    The passage begins after `place` characters of the version's text and has `length` of them,
    counted by Unicode's code points, a line's end as one. The text is that of a solution or that
    of a problem.
    """

    DEED = "suggested a rewording"

    solution: Number | None = None
    problem: Number | None = None
    version: Number
    place: Count
    length: Count
    text: Blob | None = None
    reason: Blob


class DeclineRewording(Act, frozen=True, kw_only=True):
    """Decline a rewording of one's own solution or problem, with a reason."""

    DEED = "declined a rewording"

    rewording: Number
    reason: Blob


class WithdrawRewording(Act, frozen=True, kw_only=True):
    """Withdraw a rewording of one's own that has no answer."""

    DEED = "withdrew a rewording"

    rewording: Number


def suggest_rewording(view: View, author: Author, act: SuggestRewording) -> Outcome:
    """Clauses 5.9 and 6.14."""
    if (act.solution is None) == (act.problem is None):
        return Refusal("6.14", "Name one solution or one problem.")
    about = _drafted(view, act.solution or 0, act.problem or 0, "6.14")
    if isinstance(about, Refusal):
        return about
    blobs = (
        _cannot_reword(view, author, about)
        or _no_passage(view, act, about)
        or _too_many(view, author, about)
        or check_text(view, act.reason, "6.14", view.limits.rewording_bytes)
        or check_text(view, act.text, "6.14")
        or claim_blobs(view, author.number, (act.text, act.reason))
    )
    rewording = Rewording(
        number=view.next_number(Rewording),
        solution=act.solution or 0,
        problem=act.problem or 0,
        version=act.version,
        by=author.number,
        place=act.place,
        length=act.length,
        text=sha(act.text),
        reason=sha(act.reason),
        entry=view.index,
        time=view.time,
    )
    return blobs | put(rewording)


def decline_rewording(view: View, author: Author, act: DeclineRewording) -> Outcome:
    """Clause 6.15; what was answered belongs to the assembly, with the answer (12.4)."""
    one = waiting(view, act.rewording)
    if isinstance(one, Refusal):
        return one
    about = _drafted(view, one.solution, one.problem, "6.15")
    if isinstance(about, Refusal):
        return about
    if about.by != author.number or _is_left(view, about):
        return Refusal("6.15", "Only who can revise a text answers how others would reword it.")
    blobs = bring(view, HOST, "6.15", act.reason, most=view.limits.rewording_bytes)
    if isinstance(blobs, Refusal):
        return blobs
    told = replace(one, state="declined", answer=sha(act.reason), answered=view.time)
    return hand_over(view, blobs, *words_of(one)) | put(told)


def withdraw_rewording(view: View, author: Author, act: WithdrawRewording) -> Outcome:
    """Clause 6.15."""
    one = view.get(Rewording, act.rewording)
    if one is None or one.by != author.number or one.state != "open":
        return Refusal("6.15", "You have no rewording with this number that waits for an answer.")
    return put(replace(one, state="withdrawn"))


def revisable(view: View, number: int, clause: str) -> Problem | Refusal:
    """A problem whose text can be revised still, so that others have time to read it anew (5.7)."""
    problem = view.get(Problem, number)
    if problem is None or problem.phase != "necessity":
        return Refusal(
            clause, "The text of a problem changes only while its necessity is assessed."
        )
    if view.time > revised_until(view, problem):
        return Refusal(clause, "Too little time is left to judge another text of this problem.")
    return problem


def revised_until(view: View, problem: Problem) -> int:
    """Until when the text of a problem that is assessed can be revised, in ms (clause 5.7)."""
    return problem.ends - a_tenth(view, problem)


def waiting(view: View, number: int) -> Rewording | Refusal:
    """A rewording that has no answer, and whose words are there."""
    one = view.get(Rewording, number)
    if one is None or one.state != "open" or is_gone(view, one):
        return Refusal("6.15", "No rewording with this number waits for an answer.")
    return one


def is_gone(view: View, one: Rewording) -> bool:
    """Whether any of its words were erased."""
    return any(view.must(BlobRecord, name).state != "kept" for name in words_of(one))


def words_of(one: Rewording) -> tuple[bytes, ...]:
    """The texts that whoever suggested it brought."""
    return tuple(name for name in (one.text, one.reason) if name)


def check_taken(view: View, about: Worded, numbers: tuple[int, ...]) -> Refusal | None:
    """Refuse to take up what does not wait for an answer, or is of another text (6.15)."""
    if len(set(numbers)) < len(numbers):
        return Refusal("6.15", "A rewording is named twice.")
    for number in numbers:
        one = waiting(view, number)
        if isinstance(one, Refusal):
            return one
        if about_of(view, one) != about:
            return refuse("6.15", "Rewording {number} is of another.", number=number)
    return None


def taken_up(view: View, numbers: Iterable[int], version: int) -> Changes:
    """Rewordings that a version takes up; their words belong to the assembly (clause 12.4)."""
    found = [view.must(Rewording, number) for number in numbers]
    told = (replace(one, state="taken", into=version, answered=view.time) for one in found)
    return hand_over(view, put(*told), *(name for one in found for name in words_of(one)))


def about_of(view: View, one: Rewording) -> Worded:
    """The solution or problem that a rewording is of."""
    return view.must(Problem, one.problem) if one.problem else view.must(Solution, one.solution)


def text_of(view: View, one: Rewording) -> bytes:
    """The text of the version that a rewording is of."""
    if one.solution:
        return view.must(Version, one.version, one.solution).text
    return versions_of(view, view.must(Problem, one.problem))[one.version - 1].text


def of_solution(view: View, solution: int) -> list[Rewording]:
    """All rewordings of a solution, in the order in which they were suggested."""
    return view.by(Rewording, "solution", solution)


def of_problem(view: View, problem: int) -> list[Rewording]:
    """All rewordings of a problem, in the order in which they were suggested."""
    return view.by(Rewording, "problem", problem)


def contributors(found: Iterable[Rewording], version: Version | ProblemVersion) -> list[int]:
    """Whose rewordings, of these, a version or one before it took up, each once, in their order."""
    taken = (one for one in found if one.into and one.into <= version.number)
    return list(dict.fromkeys(one.by for one in sorted(taken, key=lambda one: one.into)))


def _drafted(view: View, solution: int, problem: int, clause: str) -> Worded | Refusal:
    """What a rewording is of, if its text still changes."""
    return drafting(view, solution, clause) if solution else revisable(view, problem, "5.9")


def _is_left(view: View, about: Worded) -> bool:
    """Whether nobody can revise it any more."""
    if isinstance(about, Solution):
        return about.released
    return view.must(Member, about.by).state != "member"


def _cannot_reword(view: View, author: Author, about: Worded) -> Refusal | None:
    if isinstance(about, Problem):
        if about.by == author.number:
            return Refusal("6.14", "You revise a problem of your own yourself.")
        if _is_left(view, about):
            return Refusal("6.14", "Who raised it has left: nobody revises it any more.")
        return None
    if view.must(Problem, about.problem).seats:
        return Refusal("6.14", "Nobody rewords why another stands.")
    if about.by == author.number:
        return Refusal("6.14", "You revise a solution of your own yourself.")
    if _is_left(view, about):
        return Refusal("6.14", "Its proposer has withdrawn: nobody revises it any more.")
    return None


def _no_passage(view: View, act: SuggestRewording, about: Worded) -> Refusal | None:
    """Refuse what is not about words that are there, as far as the law can know."""
    if act.version != about.version:
        return Refusal("6.14", "The newest version is reworded, and that is another one.")
    if isinstance(about, Problem):
        unread = unseen(view, act, about.text)
        if unread is not None:
            return unread
    elif is_erased(view, view.must(Version, about.version, about.number)):
        return Refusal("6.14", "The text of this version was erased.")
    if act.place + act.length > view.limits.text_bytes:
        return Refusal("6.14", "No text is as long as that.")
    if act.text is None and not act.length:
        return Refusal("6.14", "A rewording puts words in, takes some out, or both.")
    return None


def _too_many(view: View, author: Author, about: Worded) -> Refusal | None:
    own, most = view.limits.own_rewordings, view.limits.rewordings
    of_this = of_solution if isinstance(about, Solution) else of_problem
    found = of_this(view, about.number)
    if sum(one.by == author.number for one in found) >= own:
        return refuse("6.14", "You have suggested {most} rewordings of this text.", most=own)
    if sum(one.state == "open" and not is_gone(view, one) for one in found) >= most:
        return refuse("6.14", "At most {most} rewordings of a text wait.", most=most)
    return None
