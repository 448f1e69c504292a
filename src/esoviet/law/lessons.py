"""Chapter 16 of the law, second part: what who carried a mandate says of their own work.

Four questions, of which none must be answered: nobody is made to accuse themselves. What is said
belongs to its author, and stands at least until the review has closed (12.8).
"""

from typing import Protocol

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.carriers import Partner
from esoviet.law.common import check_texts, claim_blobs, sha
from esoviet.law.mandates import Mandate
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.record import Record
from esoviet.law.reviews import Review, keep_for_review
from esoviet.law.view import View

QUESTIONS = ("intended", "happened", "differently", "lesson")


class SelfCriticism(Record, frozen=True):
    """What a member says of how they carried a mandate out; b"" for a question left open."""

    INDEXES = ("mandate",)

    number: int
    mandate: int
    by: int
    intended: bytes
    happened: bytes
    differently: bytes
    lesson: bytes
    entry: int
    time: int


class CriticiseOwnWork(Act, frozen=True, kw_only=True):
    """Say of a mandate that one carries or carried what was intended, and what others can learn.

    `intended` is what one set out to do, `happened` what came of it, `differently` what one would
    do another time, `lesson` what others can learn.
    """

    DEED = "criticised their own work"

    mandate: Number
    intended: Blob | None = None
    happened: Blob | None = None
    differently: Blob | None = None
    lesson: Blob | None = None


class Answers(Protocol):
    """An act that answers the four questions, or some of them."""

    @property
    def intended(self) -> Blob | None: ...
    @property
    def happened(self) -> Blob | None: ...
    @property
    def differently(self) -> Blob | None: ...
    @property
    def lesson(self) -> Blob | None: ...


def criticise_own_work(view: View, author: Author, act: CriticiseOwnWork) -> Outcome:
    """Clause 16.4."""
    mandate = view.get(Mandate, act.mandate)
    if mandate is None or not has_carried(view, mandate, author.number):
        return Refusal("16.4", "You have not carried a mandate with this number.")
    review = view.get(Review, mandate.decision)
    if review is not None and review.state == "closed":
        return Refusal("16.4", "The review of this decision has closed.")
    if not any(answers(act)):
        return Refusal("16.4", "Answer one of the four questions at least.")
    blobs = refused(view, author, mandate, act) or claim_blobs(view, author.number, answers(act))
    return blobs if isinstance(blobs, Refusal) else told(view, author, mandate, act, blobs)


def answers(act: Answers) -> tuple[Blob | None, ...]:
    """The texts of an act, in the order of the questions."""
    return act.intended, act.happened, act.differently, act.lesson


def refused(view: View, author: Author, mandate: Mandate, act: Answers) -> Refusal | None:
    """Why these answers are not taken."""
    refusal = check_texts(view, answers(act), "16.4", view.limits.criticism_bytes)
    if refusal is not None:
        return refusal
    said = said_by(view, mandate.number, author.number)
    given = (name for name in QUESTIONS if getattr(act, name) is not None)
    if any(getattr(one, name) for name in given for one in said):
        return Refusal("16.4", "You have answered this question already.")
    return None


def told(view: View, author: Author, mandate: Mandate, act: Answers, changes: Changes) -> Changes:
    """The changes of an act that brings these answers, with what is said; the same, if nothing."""
    if not any(answers(act)):
        return changes
    intended, happened, differently, lesson = names = [sha(text) for text in answers(act)]
    said = SelfCriticism(
        number=view.next_number(SelfCriticism),
        mandate=mandate.number,
        by=author.number,
        intended=intended,
        happened=happened,
        differently=differently,
        lesson=lesson,
        entry=view.index,
        time=view.time,
    )
    return keep_for_review(changes, mandate.decision, *names) | put(said)


def said_by(view: View, mandate: int, member: int) -> list[SelfCriticism]:
    """What a member has said of their own work on a mandate."""
    return [one for one in view.by(SelfCriticism, "mandate", mandate) if one.by == member]


def has_carried(view: View, mandate: Mandate, member: int) -> bool:
    """Whether a member carries a mandate, or did, alone or with others."""
    share = view.get(Partner, member, mandate.number)
    return member in (mandate.lead, *mandate.before) or (share is not None and share.since > 0)
