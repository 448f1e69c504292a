"""Pages of votes: the list, one vote, its roll."""

from msgspec import Struct

from esoviet.law.decisions import Decision
from esoviet.law.votes import Vote
from esoviet.web.api import votes
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, One, OneList
from esoviet.web.pages.page import AnyPage, PageLine


class VotePage(Struct, frozen=True):
    """The reader's ballot; when the vote closed, for who counts it again."""

    mine: votes.Voted | None
    closed_at: int | None


class RollPage(Struct, frozen=True):
    """The vote, and what the numbers on its ballots stand for."""

    vote: votes.VoteLine
    options: list[votes.Option]


def own_ballot(context: AnswerContext, number: int, reader: int | None) -> votes.Voted | None:
    """The reader's ballot in a vote."""
    vote = context.view.get(Vote, number)
    if vote is None or reader is None:
        return None
    voice = votes.cast_by(context.view, vote, reader)
    return votes.voted(context, vote, voice, False) if voice else None


def vote_page(
    context: AnswerContext, _query: One, answer: votes.VoteAnswer, reader: int | None
) -> VotePage:
    """Beside a vote."""
    number = answer.vote.decision
    decision = context.view.get(Decision, number) if number else None
    mine = own_ballot(context, answer.vote.number, reader)
    return VotePage(mine, decision.time if decision else None)


def roll_page(
    context: AnswerContext, query: OneList, _answer: Listing[votes.RollLine], _reader: int | None
) -> RollPage:
    """Beside a roll."""
    vote = context.view.must(Vote, query.number)
    options = votes.options(context, vote) if vote.options else []
    return RollPage(votes.vote_line(context, vote), options)


PAGES: tuple[AnyPage, ...] = (
    PageLine(votes.VOTES, "/decisions", "votes/list.html"),
    PageLine(votes.VOTE, "/decisions", "votes/one.html", vote_page),
    PageLine(votes.VOTE_ROLL, "/decisions", "votes/roll.html", roll_page),
)
