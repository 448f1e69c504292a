"""Reviews: what came of decisions, and what members want to happen with them."""

from itertools import islice
from typing import Literal

from esoviet.law import reviews as law
from esoviet.law.reviews import Judgement, Reached, Review, counts, judgements
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Listing, OneList, Paging, Part, Who, some

SHOWN = 100
"""So many names at most stand with a review."""


class Reaches(Part, frozen=True, kw_only=True):
    """How many say that the aim was achieved, partly, or not."""

    achieved: int
    partly: int
    missed: int


class Wants(Part, frozen=True, kw_only=True):
    """How many want to keep, amend or repeal what was decided."""

    keep: int
    amend: int
    repeal: int


class ReviewLine(Part, frozen=True, kw_only=True):
    """The review of a decision: since when, until when, what members say of it so far or said.

    It opens at `due` where it is `ahead` (null: when the work is carried out), and ends then where
    it is open. The problem was put `anew` where they wanted it otherwise.
    """

    decision: int
    problem: int
    state: Literal["ahead", "open", "closed"]
    opened: int | None
    due: int | None
    reached: Reaches
    wanted: Wants
    anew: int | None


class Judged(Part, frozen=True, kw_only=True):
    """What a member says in a review."""

    member: Who
    reached: Reached
    wants: law.Wants
    entry: int


class ReviewShown(Part, frozen=True, kw_only=True):
    """A review with the first who say something in it."""

    review: ReviewLine
    said: list[Judged]


def reviews(context: AnswerContext, query: Paging) -> Listing[ReviewLine]:
    """Reviews in the order of their decisions."""
    found = (one for one in context.view.rows(Review) if one.decision > query.after)
    return context.listing(
        "reviews.json", query, found, lambda one: review_line(context, one), _decision
    )


def judged(context: AnswerContext, query: OneList) -> Listing[Judged] | None:
    """What each member says in the review of a decision, by member."""
    review = context.view.get(Review, query.number)
    if review is None:
        return None
    said = (one for one in judgements(context.view, review) if one.member > query.after)
    path = f"decisions/{query.number}/review.json"
    return context.listing(path, query, said, lambda one: _judged(context, one), _member)


def review_line(context: AnswerContext, review: Review) -> ReviewLine:
    """A review in a list."""
    reached, wanted = review.reached, review.wanted
    if review.state != "closed":
        reached, wanted = counts(judgements(context.view, review))
    achieved, partly, missed = reached
    keep, amend, repeal = wanted
    return ReviewLine(
        decision=review.decision,
        problem=review.problem,
        state=review.state,
        opened=some(review.opened),
        due=some(review.due),
        reached=Reaches(achieved=achieved, partly=partly, missed=missed),
        wanted=Wants(keep=keep, amend=amend, repeal=repeal),
        anew=some(review.anew),
    )


def review_shown(context: AnswerContext, decision: int) -> ReviewShown | None:
    """The review of a decision, once it has opened."""
    review = context.view.get(Review, decision)
    if review is None or review.state == "ahead":
        return None
    said = islice(judgements(context.view, review), SHOWN)
    return ReviewShown(
        review=review_line(context, review), said=[_judged(context, one) for one in said]
    )


def _judged(context: AnswerContext, one: Judgement) -> Judged:
    return Judged(
        member=context.who(one.member, one.entry),
        reached=one.reached,
        wants=one.wants,
        entry=one.entry,
    )


def _decision(review: Review) -> int:
    return review.decision


def _member(judgement: Judgement) -> int:
    return judgement.member


assert (len(law.REACHED), len(law.WANTS)) == (3, 3)  # the shapes above name them one by one
REVIEWS = Read("/reviews.json", reviews, Paging, Listing[ReviewLine])
JUDGED = Read("/decisions/{number}/review.json", judged, OneList, Listing[Judged])

READS: tuple[AnyRead, ...] = (
    REVIEWS,
    JUDGED,
)
