"""Decisions and the figures that show them."""

from collections.abc import Iterator

from esoviet.law.decisions import Decision, Ending
from esoviet.law.mandates import Mandate
from esoviet.law.votes import Vote, VoteKind
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.mandates import MandateLine, mandate_line
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, Listing, One, Paging, Part
from esoviet.web.api.tallies import Counts, Tally, tally
from esoviet.web.api.votes import Option, option_title, options, subject_title


class Winner(Part, frozen=True, kw_only=True):
    """An option that won, by its number on ballots (0: no action)."""

    option: int
    title: str | None


class DecisionLine(Part, frozen=True, kw_only=True):
    """What a vote decided: on which subject, how it ended, who or what won.

    `subject` is the number of the problem, question or applicant; `electorate` is what the quorum
    was measured on.
    """

    number: int
    vote: int
    kind: VoteKind
    subject: int
    title: str | None
    ending: Ending
    winners: list[Winner]
    counts: Counts | None
    ballots: int
    electorate: int
    time: int


class DecisionAnswer(Answer, frozen=True, kw_only=True):
    """One decision with its count and the mandates that it gave."""

    decision: DecisionLine
    options: list[Option]
    tally: Tally
    mandates: list[MandateLine]


class DecisionsQuery(Paging, frozen=True, kw_only=True):
    """Decisions, all or those of one kind."""

    kind: VoteKind | None = None


def decisions(context: AnswerContext, query: DecisionsQuery) -> Listing[DecisionLine]:
    """Decisions in the order in which they were taken."""
    found: Iterator[Decision] = context.view.numbered(Decision, query.after)
    if query.kind is not None:
        listed = context.view.by(Decision, "kind", query.kind)
        found = (decision for decision in listed if decision.number > query.after)
    return context.listing("decisions.json", query, found, lambda one: decision_line(context, one))


def decision(context: AnswerContext, query: One) -> DecisionAnswer | None:
    """One decision."""
    found = context.view.get(Decision, query.number)
    if found is None:
        return None
    vote = context.view.must(Vote, found.vote)
    return DecisionAnswer(
        log_size=context.log_size,
        decision=decision_line(context, found),
        options=options(context, vote),
        tally=tally(context, vote),
        mandates=[
            mandate_line(context, mandate)
            for mandate in context.view.by(Mandate, "decision", found.number)
        ],
    )


def decision_line(context: AnswerContext, found: Decision) -> DecisionLine:
    """A decision in a list."""
    vote = context.view.must(Vote, found.vote)
    winners = found.winners if not found.counts else ()
    return DecisionLine(
        number=found.number,
        vote=found.vote,
        kind=found.kind,
        subject=found.subject,
        title=subject_title(context, found.kind, found.subject),
        ending=found.ending,
        winners=[Winner(option=one, title=option_title(context, vote, one)) for one in winners],
        counts=_counts(found),
        ballots=found.ballots,
        electorate=found.base,
        time=found.time,
    )


def _counts(found: Decision) -> Counts | None:
    if not found.counts:
        return None
    yes, no, abstain = found.counts
    return Counts(yes=yes, no=no, abstain=abstain)


DECISIONS = Read("/decisions.json", decisions, DecisionsQuery, Listing[DecisionLine])
DECISION = Read("/decisions/{number}.json", decision, One, DecisionAnswer)

READS: tuple[AnyRead, ...] = (
    DECISIONS,
    DECISION,
)
