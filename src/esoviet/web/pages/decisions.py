"""Pages of decisions."""

from msgspec import Struct

from esoviet.web.api import decisions, votes
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import One
from esoviet.web.pages.cast import OwnBallot, own_ballot
from esoviet.web.pages.citing import Cite, cite_decision
from esoviet.web.pages.ended import Ended, ended
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.whole import Whole, whole


class DecisionPage(Struct, frozen=True):
    """The vote that decided and how it ended, the reader's ballot, the rest of the matter.

    `cite` is what one copies to cite it.
    """

    detail: votes.VoteAnswer
    mine: OwnBallot | None
    ended: Ended
    whole: Whole
    cite: Cite


def decision_page(
    context: AnswerContext, _query: One, answer: decisions.DecisionAnswer, reader: int | None
) -> DecisionPage:
    """Beside a decision."""
    one = answer.decision
    detail = votes.vote(context, One(number=one.vote))
    assert detail is not None
    return DecisionPage(
        detail,
        own_ballot(context, one.vote, reader),
        ended(context, one.number),
        whole(context, one.kind, one.subject, reader, over=True),
        cite_decision(context, one.number),
    )


PAGES: tuple[AnyPage, ...] = (
    PageLine(decisions.DECISIONS, "/decisions", "decisions/list.html"),
    PageLine(decisions.DECISION, "/decisions", "decisions/one.html", decision_page),
)
