"""Pages of reviews, and what of them needs a reader."""

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from esoviet.law.mandates import Mandate, Report
from esoviet.law.problems import Problem
from esoviet.law.reviews import Judgement, JudgeOutcome, Review, judgement_of
from esoviet.law.solutions import Solution
from esoviet.web.api import reviews
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.lessons import SelfCriticismLine, own_of
from esoviet.web.api.shapes import Listing, Paging, Text
from esoviet.web.api.solutions import effect_of
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Need, Source, Words, possible, title_of_text
from esoviet.web.pages.page import AnyPage, PageLine


class ReviewsPage(Struct, frozen=True):
    """What the decisions that are reviewed were about, by number."""

    titles: dict[int, str]


class Held(Struct, frozen=True):
    """What was expected of a mandate, and what was measured in the end ("": nothing)."""

    mandate: int
    indicator: Text
    target: str
    measured: str


class Reviewing(Struct, frozen=True):
    """A review on the page of its matter: what those who carried it say, what was measured.

    `mine` is what the reader said, `members` how many are awake.
    """

    shown: reviews.ReviewShown
    own: list[SelfCriticismLine]
    held: list[Held]
    mine: Judgement | None
    members: int


def reviewing(context: AnswerContext, decision: int, reader: int | None) -> Reviewing | None:
    """The review of a decision, once it has opened."""
    shown = reviews.review_shown(context, decision)
    review = context.view.get(Review, decision)
    if shown is None or review is None:
        return None
    mandates = context.view.by(Mandate, "decision", decision)
    return Reviewing(
        shown=shown,
        own=[line for one in mandates for line in own_of(context, one.number)],
        held=held_of(context, decision),
        mine=judgement_of(context.view, review, reader) if reader else None,
        members=context.assembly.active,
    )


def held_of(context: AnswerContext, decision: int) -> list[Held]:
    """What was expected of the mandates of a decision, and what was measured."""
    mandates = context.view.by(Mandate, "decision", decision)
    return [held for one in mandates for held in _held(context, one)]


def _held(context: AnswerContext, mandate: Mandate) -> Iterator[Held]:
    effect = effect_of(context, context.view.must(Solution, mandate.solution))
    if effect is None:
        return
    told = [one.measured for one in context.view.rows(Report, mandate.number) if one.measured]
    measured = mandate.measured or (told[-1] if told else "")
    yield Held(mandate.number, effect.indicator, effect.target, measured)


def _titles(
    context: AnswerContext,
    _query: Paging,
    answer: Listing[reviews.ReviewLine],
    _reader: int | None,
) -> ReviewsPage:
    return ReviewsPage({one.decision: _title(context, one.problem) for one in answer.items})


PAGES: tuple[AnyPage, ...] = (
    PageLine(reviews.REVIEWS, "/mandates", "reviews/list.html", _titles),
    PageLine(reviews.JUDGED, "/decisions", "reviews/said.html"),
)


def _to_review(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    view = context.view
    open_ = [view.must(Review, n) for n in possible(context, reader, JudgeOutcome, most)]
    silent = [one for one in open_ if reader is None or judgement_of(view, one, reader) is None]
    return [_need(context, one) for one in silent]


def _need(context: AnswerContext, review: Review) -> Need:
    path = f"decisions/{review.decision}#review-{review.decision}"
    return Need("review", path, review.due, partial(_title, context, review.problem))


def _title(context: AnswerContext, problem: int) -> str:
    return title_of_text(context, context.view.must(Problem, problem).text, problem)


TO_REVIEW: Source = _to_review
WORDS: Words = {
    "reached_word": {"achieved": _("The aim was reached"), "partly": _("Partly"), "not": _("Not")},
    "wants_word": {"keep": _("Keep it"), "amend": _("Amend it"), "repeal": _("Repeal it")},
    "review_word": {"ahead": _("Ahead"), "open": _("Open"), "closed": _("Over")},
    "need_word": {"review": _("Review")},
}  # fmt: skip
