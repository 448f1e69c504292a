"""Chapter 12 of the law: texts and media outside the log, how they are erased, how mended.

In a slip that is mended, a new text takes the place of the old one in the problem, question,
argument or post, and both stay readable. Once others have said anything about it, it belongs to the
assembly (12.4) and is fixed.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from esoviet.law import actions, repairs, reviews
from esoviet.law.act import Act, Author, Blob, Number, Sha256
from esoviet.law.arguments import OPEN_PHASES, Argument
from esoviet.law.common import bring, sha
from esoviet.law.outcome import Outcome, Refusal, put
from esoviet.law.problems import Problem, newest
from esoviet.law.questions import Question
from esoviet.law.records import HOST, BlobRecord, Mended
from esoviet.law.rewordings import of_problem
from esoviet.law.topics import Post, is_gone, is_taken_up
from esoviet.law.view import View

Matter = Problem | Question | Argument | Post


class EraseBlob(Act, frozen=True, kw_only=True):
    """Erase a text or file of one's own, salt and all, even after leaving; that stays visible."""

    DEED = "erased a text"

    sha256: Sha256


class MendText(Act, frozen=True, kw_only=True):
    """Mend a slip in the text of a problem, question, argument or post of one's own, soon after."""

    DEED = "mended a text"

    text: Blob
    problem: Number | None = None
    question: Number | None = None
    argument: Number | None = None
    post: Number | None = None


def erase_blob(view: View, author: Author, act: EraseBlob) -> Outcome:
    """Clauses 12.3, 12.4 and 12.8."""
    blob = view.get(BlobRecord, bytes.fromhex(act.sha256))
    if blob is not None and blob.member == HOST:
        return Refusal("12.4", "It belongs to the assembly: nobody erases it.")
    if blob is None or blob.member != author.number:
        return Refusal("12.3", "Only who brought a text or file can erase it.")
    if blob.state != "kept":
        return Refusal("12.3", "It is gone already.")
    if waits_for_review(view, blob):
        return Refusal("12.8", "It can be erased once the review of the decision has closed.")
    unsigned = repairs.lapse_without(view, blob.sha256)
    uncalled = actions.lapse_without(view, blob.sha256)
    return put(replace(blob, state="erased"), *_ends(view, blob.sha256), *unsigned, *uncalled)


def waits_for_review(view: View, blob: BlobRecord) -> bool:
    """Whether its author cannot erase it yet, since its decision was not reviewed (12.8)."""
    return bool(blob.review) and not reviews.is_over(view, blob.review)


def _ends(view: View, sha256: bytes) -> Iterator[Question | Problem]:
    """What waits to be taken up and has lost its words lapses."""
    for question in view.by(Question, "state", "asked"):
        if sha256 in (question.text, *question.answers):
            yield replace(question, state="lapsed", due=0)
    for problem in view.by(Problem, "phase", "necessity"):
        if sha256 == problem.text:
            because = "its text was erased"
            yield replace(problem, phase="lapsed", since=view.time, due=0, because=because)


def mend_text(view: View, author: Author, act: MendText) -> Outcome:
    """Clause 12.6."""
    named = [one for one in (act.problem, act.question, act.argument, act.post) if one is not None]
    if len(named) != 1:
        return Refusal("12.6", "Name one problem, question, argument or post.")
    matter = _matter(view, act)
    if matter is None or matter.by != author.number:
        return Refusal("12.6", "You have no text with this number that can be mended.")
    if view.time >= mends_until(view, _since(view, matter)):
        return Refusal("12.6", "A text can be mended for five minutes.")
    old = matter.text
    if view.must(BlobRecord, old).member != author.number or _is_weighed(view, matter):
        return Refusal("12.6", "Others have said something about this text already.")
    mended = replace(matter, text=sha(act.text))
    changes = put(mended, Mended(sha(act.text), old, view.index, view.time))
    if isinstance(mended, Problem) and mended.version > 1:
        changes |= put(replace(newest(view, mended), text=mended.text))
    return bring(view, author.number, "12.6", act.text) | changes


def mends_until(view: View, since: int) -> int:
    """Until when a text that stands since then can be mended, both in ms."""
    return since + view.limits.mending_ms


def _matter(view: View, act: MendText) -> Matter | None:
    """What the text belongs to, where that still waits for what others say."""
    if act.post is not None:
        post = view.get(Post, act.post)
        return post if post and not is_gone(view, post) else None
    if act.problem is not None:
        problem = view.get(Problem, act.problem)
        return problem if problem and problem.phase == "necessity" else None
    if act.question is not None:
        question = view.get(Question, act.question)
        return question if question and question.state == "asked" else None
    argument = view.get(Argument, act.argument or 0)
    if argument is None or argument.retracted:
        return None
    return argument if view.must(Problem, argument.problem).phase in OPEN_PHASES else None


def _since(view: View, matter: Matter) -> int:
    """Since when the text stands, in ms."""
    if isinstance(matter, Problem):
        return newest(view, matter).time
    return matter.asked if isinstance(matter, Question) else matter.time


def _is_weighed(view: View, matter: Matter) -> bool:
    if isinstance(matter, Post):
        raised = view.by(Problem, "topic", matter.topic)
        asked = view.by(Question, "topic", matter.topic)
        came = {one.post for one in raised} | {one.post for one in asked}
        return is_taken_up(view, matter) or matter.number in came
    if isinstance(matter, Problem):
        found = of_problem(view, matter.number)
        return any(one.version == matter.version and one.state != "withdrawn" for one in found)
    return isinstance(matter, Argument) and bool(matter.founded or matter.unfounded)
