"""How a vote ended, for its own page and the decision's: the text, the roll, who is silent.

Printed, it is the minutes of the vote.
"""

from itertools import islice
from typing import NamedTuple

from msgspec import Struct

from esoviet.law.ballots import YES_NO
from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import Member
from esoviet.law.solutions import Solution
from esoviet.law.votes import Vote, no_voice, turnout
from esoviet.web.api import decisions, rolls, solutions
from esoviet.web.api.amending import Amends
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.mandates import MandateLine, mandate_line
from esoviet.web.api.shapes import Text, Who

LOOKED_THROUGH = 2000
FIRST_LINES, FIRST_SILENT, WHOLE = 20, 20, 40
"""So many stand with the matter; the page of the roll has more. A roll of 40 stands there whole."""
ROLL_LINES, ROLL_SILENT = 100, 50


class Decided(Struct, frozen=True):
    """A text that is decided now; that of a solution with its effect and amendment."""

    text: Text
    effect: solutions.ExpectedEffect | None = None
    amending: Amends | None = None


class Silent(NamedTuple):
    """Who has cast no ballot: the first of them, and whether there are more; and how many could
    have and are no members any more (0 where there are more)."""

    first: list[Who]
    more: bool
    gone: int = 0


class Ended(Struct, frozen=True):
    """What is decided now and who carries it out; the share of yes that it took, where one is asked
    of those who vote; the first lines of the roll, and who has cast no ballot.

    These are the members of today who had a voice; nobody is named where there are too many members
    to look through. `closed_at` is in ms. An amendment is `in-force`, or `unfit` (2.8); anything
    else `amends` nothing.
    """

    decision: int
    closed_at: int
    decided: list[Decided]
    needs: str | None
    mandates: list[MandateLine]
    amends: str
    roll: list[rolls.RollLine]
    silent: Silent
    minority: list[decisions.MinorityLine]


def ended(context: AnswerContext, number: int) -> Ended:
    """How the vote ended that a decision closed."""
    decision = context.view.must(Decision, number)
    vote = context.view.must(Vote, decision.vote)
    cast = turnout(context.view, vote)
    shown = cast if cast <= WHOLE else FIRST_LINES
    voices = islice(rolls.voices_after(context.view, vote, 0), shown)
    return Ended(
        decision=number,
        closed_at=decision.time,
        decided=_decided(context, decision) if decision.ending == "adopted" else [],
        needs=vote.needs[0] if vote.method == YES_NO and not vote.of_all else None,
        mandates=[
            mandate_line(context, one) for one in context.view.by(Mandate, "decision", number)
        ],
        amends=_amends(context, decision),
        roll=[
            rolls.RollLine(
                member=context.who(one.member, one.entry),
                ballot=rolls.voted(context, vote, one, False),
            )
            for one in voices
        ],
        silent=silent(context, vote, FIRST_SILENT),
        minority=decisions.minority_reports(context, number),
    )


def _amends(context: AnswerContext, one: Decision) -> str:
    if one.kind != "problem" or one.ending != "adopted":
        return ""
    if not context.view.must(Solution, one.winners[0]).amends:
        return ""
    done = context.view.must(Problem, one.subject).phase == "done"
    return "in-force" if done else "unfit"


def _decided(context: AnswerContext, one: Decision) -> list[Decided]:
    view, chosen = context.view, [option for option in one.winners if option]
    if one.kind == "question":
        question = view.must(Question, one.subject)
        given = [question.answers[option - 1] for option in chosen if question.answers]
        return [Decided(context.text(text)) for text in given or [question.text]]
    if one.kind != "problem":
        return []
    each = (solutions.solution_detail(context, view.must(Solution, option)) for option in chosen)
    return [Decided(detail.text, detail.effect, detail.amending) for detail in each]


def silent(context: AnswerContext, vote: Vote, most: int) -> Silent:
    """The members of today who had a voice in a vote and have cast no ballot."""
    view = context.view
    if view.count(Member) > LOOKED_THROUGH:
        return Silent([], False)
    cast, gone, numbers = rolls.has_cast(view, vote), 0, list[int]()
    for one in view.numbered(Member):
        if no_voice(vote, one) is not None or cast(one.number):
            continue
        if one.state == "member":
            numbers.append(one.number)
            if len(numbers) > most:
                return Silent([context.who(number) for number in numbers[:most]], True)
        gone += one.admission > 0 and one.ended > vote.frozen_at
    return Silent([context.who(number) for number in numbers], False, gone)
