"""Chapter 12 of the law: texts and media outside the log, and how they can be erased."""

from collections.abc import Iterator

from msgspec.structs import replace

from esoviet.law import actions, repairs, reviews
from esoviet.law.act import Act, Author, Sha256
from esoviet.law.outcome import Outcome, Refusal, put
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import HOST, BlobRecord
from esoviet.law.view import View


class EraseBlob(Act, frozen=True, kw_only=True):
    """Erase a text or file of one's own, salt and all, even after leaving; that stays visible."""

    DEED = "erased a text"

    sha256: Sha256


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
