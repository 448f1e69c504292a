"""Chapter 6 of the law: members suggest other words for a passage of a solution that is drafted.

A rewording names the passage by its place in the text of one version, and quotes nothing of it: so
who erases a version erases its words everywhere. The law never looks into the text.
"""

from collections.abc import Iterable
from typing import Literal

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Count, Number
from esoviet.law.common import bring, check_text, claim_blobs, hand_over, sha
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.problems import Problem
from esoviet.law.record import Record
from esoviet.law.records import HOST, BlobRecord
from esoviet.law.solutions import Solution, Version, drafting, is_erased
from esoviet.law.view import View
from esoviet.wire.reason import Reason


class Rewording(Record, frozen=True):
    """Other words for a passage of a version: `length` characters after the first `place`.

    `text` has the new words (b"": the passage is to go), `reason` says why. `answer` is why its
    proposer declined it; the version `into` took it up (0: none has).
    """

    INDEXES = ("solution",)

    number: int
    solution: int
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
    counted by Unicode's code points, a line's end as one.
    """

    DEED = "suggested a rewording"

    solution: Number
    version: Number
    place: Count
    length: Count
    text: Blob | None = None
    reason: Blob


class DeclineRewording(Act, frozen=True, kw_only=True):
    """Decline a rewording of one's own solution, with a reason."""

    DEED = "declined a rewording"

    rewording: Number
    reason: Blob


class WithdrawRewording(Act, frozen=True, kw_only=True):
    """Withdraw a rewording of one's own that has no answer."""

    DEED = "withdrew a rewording"

    rewording: Number


def suggest_rewording(view: View, author: Author, act: SuggestRewording) -> Outcome:
    """Clause 6.14."""
    solution = drafting(view, act.solution, "6.14")
    if isinstance(solution, Refusal):
        return solution
    wrong = (
        _cannot_reword(view, author, solution)
        or _no_passage(view, act, solution)
        or _too_many(view, author, solution)
        or check_text(view, act.reason, "6.14", view.limits.rewording_bytes)
        or check_text(view, act.text, "6.14")
        or claim_blobs(view, author.number, (act.text, act.reason))
    )
    if isinstance(wrong, Refusal):
        return wrong
    rewording = Rewording(
        number=view.next_number(Rewording),
        solution=act.solution,
        version=act.version,
        by=author.number,
        place=act.place,
        length=act.length,
        text=sha(act.text),
        reason=sha(act.reason),
        entry=view.index,
        time=view.time,
    )
    return wrong | put(rewording)


def decline_rewording(view: View, author: Author, act: DeclineRewording) -> Outcome:
    """Clause 6.15; what was answered belongs to the assembly, with the answer (12.4)."""
    one = waiting(view, act.rewording)
    if isinstance(one, Refusal):
        return one
    solution = drafting(view, one.solution, "6.15")
    if isinstance(solution, Refusal):
        return solution
    if solution.by != author.number or solution.released:
        return Refusal("6.15", "Only who can revise a solution answers how others would reword it.")
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


def check_taken(view: View, solution: int, numbers: tuple[int, ...]) -> Refusal | None:
    """Refuse to take up what does not wait for an answer, or is of another solution (6.15)."""
    if len(set(numbers)) < len(numbers):
        return Refusal("6.15", "A rewording is named twice.")
    for number in numbers:
        one = waiting(view, number)
        if isinstance(one, Refusal):
            return one
        if one.solution != solution:
            return Refusal("6.15", Reason("Rewording {number} is of another.", number=number))
    return None


def taken_up(view: View, numbers: Iterable[int], version: int) -> Changes:
    """Rewordings that a version takes up; their words belong to the assembly (clause 12.4)."""
    found = [view.must(Rewording, number) for number in numbers]
    told = (replace(one, state="taken", into=version, answered=view.time) for one in found)
    return hand_over(view, put(*told), *(name for one in found for name in words_of(one)))


def of_solution(view: View, solution: int) -> list[Rewording]:
    """All rewordings of a solution, in the order in which they were suggested."""
    return view.by(Rewording, "solution", solution)


def contributors(found: Iterable[Rewording], version: Version) -> list[int]:
    """Whose rewordings, of these, a version or one before it took up, each once, in their order."""
    taken = (one for one in found if one.into and one.into <= version.number)
    return list(dict.fromkeys(one.by for one in sorted(taken, key=lambda one: one.into)))


def _cannot_reword(view: View, author: Author, solution: Solution) -> Refusal | None:
    if view.must(Problem, solution.problem).seats:
        return Refusal("6.14", "Nobody rewords why another stands.")
    if solution.by == author.number:
        return Refusal("6.14", "You revise a solution of your own yourself.")
    if solution.released:
        return Refusal("6.14", "Its proposer has withdrawn: nobody revises it any more.")
    return None


def _no_passage(view: View, act: SuggestRewording, solution: Solution) -> Refusal | None:
    """Refuse what is not about words that are there, as far as the law can know."""
    if act.version != solution.version:
        return Refusal("6.14", "The newest version is reworded, and that is another one.")
    version = view.must(Version, solution.version, solution.number)
    if is_erased(view, version):
        return Refusal("6.14", "The text of this version was erased.")
    if act.place + act.length > view.limits.text_bytes:
        return Refusal("6.14", "No text is as long as that.")
    if act.text is None and not act.length:
        return Refusal("6.14", "A rewording puts words in, takes some out, or both.")
    return None


def _too_many(view: View, author: Author, solution: Solution) -> Refusal | None:
    limits, found = view.limits, of_solution(view, solution.number)
    if sum(one.by == author.number for one in found) >= limits.own_rewordings:
        most = limits.own_rewordings
        return Refusal(
            "6.14", Reason("You have suggested {most} rewordings of this solution.", most=most)
        )
    waits = (one for one in found if one.state == "open" and not is_gone(view, one))
    if sum(1 for _ in waits) >= limits.rewordings:
        most = limits.rewordings
        return Refusal("6.14", Reason("At most {most} rewordings of a solution wait.", most=most))
    return None
