"""Pages of reviews, and what of them needs a reader."""

from functools import partial

from msgspec import Struct

from esoviet.law.problems import Problem
from esoviet.law.reviews import Judgement, JudgeOutcome, Review
from esoviet.web.api import reviews
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, Paging
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Need, Source, Words, possible, title_of_text
from esoviet.web.pages.page import AnyPage, PageLine


class ReviewsPage(Struct, frozen=True):
    """What the decisions that are reviewed were about, by number."""

    titles: dict[int, str]


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
    numbers = possible(context, reader, JudgeOutcome, most)
    silent = [n for n in numbers if reader is None or view.get(Judgement, reader, n) is None]
    return [_need(context, view.must(Review, number)) for number in silent]


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
