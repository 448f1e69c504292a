"""Chapter 16 of the law: what came of a decision, and whether it is kept.

A review decides nothing. Where it finds that what was decided should be amended or repealed, the
problem is put anew, and goes the road of every other one.
"""

from collections import Counter
from typing import Literal

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Number
from esoviet.law.common import overtaken
from esoviet.law.headcount import seconds_needed
from esoviet.law.membership import is_member
from esoviet.law.outcome import NOTHING, Changes, Outcome, Refusal, put
from esoviet.law.problems import Problem, put_anew
from esoviet.law.record import ByMember, Record
from esoviet.law.records import BlobRecord
from esoviet.law.view import View

Reached = Literal["achieved", "partly", "not"]
Wants = Literal["keep", "amend", "repeal"]


class Review(Record, frozen=True):
    """The review of a decision. It is `ahead` until it opens, by its `date` (0: none) or before.

    While it is ahead it opens when it is `due` (ms; 0: it waits for the work), while it is open it
    ends then. What was said before entry `since` counts no more: it was of a review before this
    one. In the end as many had said each of `REACHED` and of `WANTS`; where they wanted it
    otherwise, the problem was put anew as `anew` (0: it was not).
    """

    KEY = "decision"
    INDEXES = ("state", "anew")

    decision: int
    problem: int
    state: Literal["ahead", "open", "closed"]
    due: int
    opened: int = 0
    reached: tuple[int, ...] = ()
    wanted: tuple[int, ...] = ()
    anew: int = 0
    date: int = 0
    since: int = 0


class Judgement(ByMember, frozen=True):
    """What a member finds came of a decision, and what they want to happen with it."""

    PARENT = "decision"

    decision: int
    member: int
    reached: Reached
    wants: Wants
    entry: int
    device: int


REACHED: tuple[Reached, ...] = ("achieved", "partly", "not")
WANTS: tuple[Wants, ...] = ("keep", "amend", "repeal")


class JudgeOutcome(Act, frozen=True, kw_only=True):
    """Say in a review whether the aim was reached, and whether to keep what was decided."""

    DEED = "said what came of a decision"

    decision: Number
    reached: Reached
    wants: Wants


def judge_outcome(view: View, author: Author, act: JudgeOutcome) -> Outcome:
    """Clause 16.2."""
    review = view.get(Review, act.decision)
    if review is None or review.state != "open":
        return Refusal("16.2", "This decision is not under review.")
    before = view.get(Judgement, author.number, act.decision)
    said = act.reached, act.wants, view.index, author.device
    judgement = Judgement(act.decision, author.number, *said)
    return overtaken(author, act, before) or put(judgement)


def expected(view: View, decision: int, problem: int, by_date: int, *, vacant: bool) -> Changes:
    """The review that a decision will have, at the date of its effect at the latest (16.1)."""
    date = by_date if by_date > view.time else 0
    ahead = Review(decision, problem, "ahead", date, date=date)
    return put(_lapsing(view, ahead) if vacant else ahead)


def fell_vacant(view: View, decision: int) -> Changes:
    """Nobody carries the work out: if that stays so for `report_days`, it is reviewed (16.1)."""
    review = view.get(Review, decision)
    return put(_lapsing(view, review)) if review and review.state == "ahead" else NOTHING


def taken_up(view: View, decision: int) -> Changes:
    """Somebody carries the work out again: the review waits for it, or for its date."""
    review = view.get(Review, decision)
    if review is None or review.state != "ahead":
        return NOTHING
    return put(replace(review, due=review.date))


def _lapsing(view: View, review: Review) -> Review:
    due = view.time + view.rules.days("report_days")
    return replace(review, due=min(review.date or due, due))


def carried_out(view: View, decision: int) -> Changes:
    """The review opens, unless its date came sooner; once more, where it has closed (16.1)."""
    review = view.get(Review, decision)
    if review is None or review.state == "open" or review.anew:
        return NOTHING
    return _opened(view, review)


def _opened(view: View, review: Review) -> Changes:
    due = view.time + view.rules.days("report_days")
    opened = replace(review, state="open", opened=view.time, due=due, since=view.index)
    return put(replace(opened, reached=(), wanted=()))


def review_due(view: View, review: Review) -> Changes:
    """Its date has come, the work has lapsed, or the time of the review is over (16.1 and 16.3)."""
    if review.state == "ahead":
        return _opened(view, review)
    said = judgements(view, review)
    reached, wanted = counts(said)
    closed = replace(review, state="closed", due=0, reached=reached, wanted=wanted)
    keep, *otherwise = wanted
    if sum(otherwise) <= keep or sum(otherwise) < seconds_needed(view):
        return put(closed)
    first = min((one for one in said if one.wants != "keep"), key=lambda one: one.entry)
    again = put_anew(view, view.must(Problem, review.problem), first.member)
    return put(again, replace(closed, anew=again.number))


def is_over(view: View, decision: int) -> bool:
    """Whether a decision waits for no review any more, or never had one to wait for (16.1)."""
    review = view.get(Review, decision)
    return review is None or review.state == "closed"


def judgements(view: View, review: Review) -> list[Judgement]:
    """What members say in this review, of those who are members still."""
    said = (one for one in view.rows(Judgement, review.decision) if one.entry >= review.since)
    return [one for one in said if is_member(view, one.member)]


def judgement_of(view: View, review: Review, member: int) -> Judgement | None:
    """What a member says in this review."""
    said = view.get(Judgement, member, review.decision)
    return said if said is not None and said.entry >= review.since else None


def counts(said: list[Judgement]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How many say each of `REACHED`, and each of `WANTS`."""
    reached, wants = Counter(one.reached for one in said), Counter(one.wants for one in said)
    return tuple(reached[one] for one in REACHED), tuple(wants[one] for one in WANTS)


def keep_for_review(blobs: Changes, decision: int, *names: bytes) -> Changes:
    """Texts and files that `blobs` bring, kept until a decision was reviewed (clause 12.8)."""
    found = (blobs.find(BlobRecord, name) for name in dict.fromkeys(names) if name)
    return blobs.putting(*(replace(one, review=decision) for one in found if one is not None))
