"""Decisions and the figures that show them."""

from itertools import islice

from esoviet.law.decisions import Decision
from esoviet.law.falling import facts_behind, rests_on
from esoviet.law.mandates import Mandate
from esoviet.law.methods import Ending
from esoviet.law.minority import MinorityReport, MinoritySigning, minority_report
from esoviet.law.votes import Vote, VoteKind, least
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.criticism import CriticismShown, criticisms_of
from esoviet.web.api.exhibits import ExhibitCited, cited
from esoviet.web.api.facts import FactCited, facts_cited
from esoviet.web.api.mandates import MandateLine, mandate_line
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, Listing, Numbered, One, Part, Text, Who
from esoviet.web.api.tallies import Counts, Tally, tally
from esoviet.web.api.votes import (
    Option,
    currency,
    needs_of_each,
    option_title,
    options,
    subject_title,
)

MOST_REPORTS = 20
MOST_SIGNERS = 100
"""So many minority reports stand with a decision, and so many names under one."""


class Winner(Part, frozen=True, kw_only=True):
    """An option that won, by its number on ballots (0: no action)."""

    option: int
    title: str | None


class DecisionLine(Part, frozen=True, kw_only=True):
    """What a vote decided: on which subject, how it ended, who or what won.

    `subject` is the number of the problem, question or applicant; `electorate` counts the
    members who were awake, and `ballots` those that count.
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


class MinorityLine(Part, frozen=True, kw_only=True):
    """A text beside a decision by members who voted against it; `signers` are the first of them.

    One of them `stands`: it belongs to the decision for ever (clause 11.16).
    """

    number: int
    by: Who
    text: Text
    signed: int
    signers: list[Who]
    stands: bool
    entry: int
    time: int


class DecisionAnswer(Answer, frozen=True, kw_only=True):
    """One decision with its count and the mandates that it gave.

    `support` is how many had to say yes, or to accept anybody in an election; else options say it.
    There is no `tally` while one that takes long is made for the first time. `minority_reports` are
    those that stand first: what most have signed, two at least, stands beside the decision. Of
    the `criticisms` the newest stand here. It rests on its `exhibits` (clause 17.4)
    and `facts` (18.5).
    """

    decision: DecisionLine
    options: list[Option]
    support: int | None
    currency: str | None
    tally: Tally | None
    mandates: list[MandateLine]
    minority_reports: list[MinorityLine]
    criticisms: list[CriticismShown]
    exhibits: list[ExhibitCited]
    facts: list[FactCited]


class DecisionsQuery(Numbered, frozen=True, kw_only=True):
    """Decisions, all or those of one kind."""

    kind: VoteKind | None = None


def decisions(context: AnswerContext, query: DecisionsQuery) -> Listing[DecisionLine]:
    """Decisions in the order in which they were taken."""
    decisions = context.numbered(Decision, query, "kind", query.kind)
    return context.listing(
        "decisions.json", query, decisions, lambda one: decision_line(context, one)
    )


def decision(context: AnswerContext, query: One) -> DecisionAnswer | None:
    """One decision."""
    decision = context.view.get(Decision, query.number)
    if decision is None:
        return None
    vote = context.view.must(Vote, decision.vote)
    return DecisionAnswer(
        log_size=context.log_size,
        decision=decision_line(context, decision),
        options=options(context, vote),
        currency=currency(context, vote),
        support=None if needs_of_each(vote) else least(vote),
        tally=tally(context, vote),
        mandates=[
            mandate_line(context, mandate)
            for mandate in context.view.by(Mandate, "decision", decision.number)
        ],
        minority_reports=minority_reports(context, decision.number),
        criticisms=criticisms_of(context, "decision", decision.number),
        exhibits=cited(context, rests_on(context.view, decision)),
        facts=facts_cited(context, facts_behind(context.view, decision)),
    )


def minority_reports(context: AnswerContext, decision: int) -> list[MinorityLine]:
    """The minority reports on a decision, the one that stands first; then as most have signed."""
    view = context.view
    standing = minority_report(view, decision)
    found = view.by(MinorityReport, "decision", decision)
    found.sort(key=lambda one: (one != standing, -one.signed, one.number))
    return [_minority(context, one, one == standing) for one in found[:MOST_REPORTS]]


def _minority(context: AnswerContext, report: MinorityReport, stands: bool) -> MinorityLine:
    signings = (one for one in context.view.rows(MinoritySigning, report.number) if one.stands)
    return MinorityLine(
        number=report.number,
        by=context.who(report.by, report.entry),
        text=context.text(report.text),
        signed=report.signed,
        signers=[context.who(one.member, one.entry) for one in islice(signings, MOST_SIGNERS)],
        stands=stands,
        entry=report.entry,
        time=report.time,
    )


def decision_line(context: AnswerContext, decision: Decision) -> DecisionLine:
    """A decision in a list."""
    vote = context.view.must(Vote, decision.vote)
    winners = decision.winners if not decision.counts else ()
    return DecisionLine(
        number=decision.number,
        vote=decision.vote,
        kind=decision.kind,
        subject=decision.subject,
        title=subject_title(context, decision.kind, decision.subject),
        ending=decision.ending,
        winners=[Winner(option=one, title=option_title(context, vote, one)) for one in winners],
        counts=_counts(decision),
        ballots=decision.ballots,
        electorate=decision.base,
        time=decision.time,
    )


def _counts(decision: Decision) -> Counts | None:
    if not decision.counts:
        return None
    yes, no, abstain = decision.counts
    return Counts(yes=yes, no=no, abstain=abstain)


DECISIONS = Read("/decisions.json", decisions, DecisionsQuery, Listing[DecisionLine])
DECISION = Read("/decisions/{number}.json", decision, One, DecisionAnswer)

READS: tuple[AnyRead, ...] = (
    DECISIONS,
    DECISION,
)
