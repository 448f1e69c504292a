"""Chapter 12 of the law, second part: mending a slip in a text that nobody has answered to yet.

A new text takes the place of the old one in the problem, question, argument or post, and both stay
readable. Once others have said anything about it, it belongs to the assembly (12.4) and is fixed.
"""

from typing import NamedTuple

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.arguments import OPEN_PHASES, Argument
from esoviet.law.common import bring, sha
from esoviet.law.outcome import Outcome, Refusal, put
from esoviet.law.problems import Problem, newest
from esoviet.law.questions import Question
from esoviet.law.records import BlobRecord, Mended
from esoviet.law.rewordings import of_problem
from esoviet.law.topics import Post, is_gone, is_taken_up
from esoviet.law.view import View

Matter = Problem | Question | Argument | Post


class MendText(Act, frozen=True, kw_only=True):
    """Mend a slip in the text of a problem, question, argument or post of one's own, soon after."""

    DEED = "mended a text"

    text: Blob
    problem: Number | None = None
    question: Number | None = None
    argument: Number | None = None
    post: Number | None = None


class _Begun(NamedTuple):
    """What a text belongs to, and since when it stands, in ms."""

    matter: Matter
    since: int


def mend_text(view: View, author: Author, act: MendText) -> Outcome:
    """Clause 12.6."""
    named = [one for one in (act.problem, act.question, act.argument, act.post) if one is not None]
    if len(named) != 1:
        return Refusal("12.6", "Name one problem, question, argument or post.")
    begun = _begun(view, act)
    if begun is None or begun.matter.by != author.number:
        return Refusal("12.6", "You have no text with this number that can be mended.")
    if view.time >= mends_until(view, begun.since):
        return Refusal("12.6", "A text can be mended for five minutes.")
    old = begun.matter.text
    if view.must(BlobRecord, old).member != author.number or _is_weighed(view, begun.matter):
        return Refusal("12.6", "Others have said something about this text already.")
    blobs = bring(view, author.number, "12.6", act.text)
    if isinstance(blobs, Refusal):
        return blobs
    mended = replace(begun.matter, text=sha(act.text))
    blobs |= put(mended, Mended(sha(act.text), old, view.index, view.time))
    if isinstance(mended, Problem) and mended.version > 1:
        blobs |= put(replace(newest(view, mended), text=mended.text))
    return blobs


def mends_until(view: View, since: int) -> int:
    """Until when a text that stands since then can be mended, both in ms."""
    return since + view.limits.mending_ms


def _begun(view: View, act: MendText) -> _Begun | None:
    if act.post is not None:
        post = view.get(Post, act.post)
        return _Begun(post, post.time) if post and not is_gone(view, post) else None
    if act.problem is not None:
        problem = view.get(Problem, act.problem)
        waits = problem is not None and problem.phase == "necessity"
        return _Begun(problem, newest(view, problem).time) if problem and waits else None
    if act.question is not None:
        question = view.get(Question, act.question)
        asked = question is not None and question.state == "asked"
        return _Begun(question, question.asked) if question and asked else None
    argument = view.get(Argument, act.argument or 0)
    if argument is None or argument.retracted:
        return None
    debated = view.must(Problem, argument.problem).phase in OPEN_PHASES
    return _Begun(argument, argument.time) if debated else None


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
