"""Quick questions."""

from typing import Literal

from esoviet.law.consequences import Consequence, Kind
from esoviet.law.decisions import Decision
from esoviet.law.headcount import seconds_needed
from esoviet.law.questions import FormName, Question, Seconding
from esoviet.law.votes import Vote
from esoviet.law.windows import times_prolonged
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.decisions import DecisionLine, decision_line
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import (
    Answer,
    Listing,
    Numbered,
    One,
    OneList,
    Page,
    Paging,
    Part,
    Text,
    Who,
    some,
)
from esoviet.web.api.votes import VoteLine, vote_line

FIRST = Paging()
QuestionState = Literal["asked", "vote", "decided", "lapsed"]


class ThenLine(Part, frozen=True, kw_only=True):
    """What follows from a question if it is adopted (clause 10.8), and what came of it.

    `about` are the numbers of applicants (`admit`), of the members who keep a door, of an election
    (`recall`), of a mandate (`vacate`) that is taken from those `carriers`, or of an action
    (`stop`); `places` and `until` (ms) are those of a door. `outcome` is null until it is
    adopted; it is `unfit` where it did not fit any more. `made` are those admitted, the keepers,
    the new election, the mandate, the action.
    """

    kind: Kind
    about: list[int]
    places: int | None
    until: int | None
    carriers: list[Who]
    outcome: Literal["followed", "unfit"] | None
    made: list[int]


class QuestionLine(Part, frozen=True, kw_only=True):
    """A question, and its form: by yes and no, to rank or choose `answers`, by consent, about
    `times` (each of so many `minutes`), or a `budget` for answers with `costs` in `currency`.

    `majority` is the share that an answer needs, with `of_all` a share of the electorate. `needed`
    is how many must second it, while it waits for that. Where `consent` was not given, that is the
    vote by it, and `vote` the one by yes and no that followed. The wait for seconds was `prolonged`
    so often, since the host was silent at its end. It came from a `post` in a `topic` (null: from
    none).
    """

    number: int
    by: Who
    text: Text
    form: FormName
    answers: list[Text]
    majority: str
    of_all: bool
    entry: int
    asked: int
    state: QuestionState
    seconds: int
    needed: int | None
    due: int | None
    vote: int | None
    decision: int | None
    consent: int | None
    times: list[int]
    minutes: int | None
    most: int | None
    costs: list[int]
    budget: int | None
    currency: str | None
    then: ThenLine | None
    prolonged: int
    topic: int | None
    post: int | None


class Second(Part, frozen=True, kw_only=True):
    """Who wants a question put to the vote."""

    member: Who
    entry: int


class QuestionAnswer(Answer, frozen=True, kw_only=True):
    """One question with who seconded it, its vote and its decision."""

    question: QuestionLine
    seconds: Page[Second]
    vote: VoteLine | None
    decision: DecisionLine | None


class QuestionsQuery(Numbered, frozen=True, kw_only=True):
    """Questions, all or those in one state."""

    state: QuestionState | None = None


def questions(context: AnswerContext, query: QuestionsQuery) -> Listing[QuestionLine]:
    """Questions in the order in which they were asked."""
    questions = context.numbered(Question, query, "state", query.state)
    return context.listing(
        "questions.json", query, questions, lambda one: question_line(context, one, query.texts)
    )


def question(context: AnswerContext, query: One) -> QuestionAnswer | None:
    """One question."""
    question = context.view.get(Question, query.number)
    if question is None:
        return None
    vote = context.view.get(Vote, question.vote)
    decision = context.view.get(Decision, question.decision)
    return QuestionAnswer(
        log_size=context.log_size,
        question=question_line(context, question, True),
        seconds=_seconds(context, question.number, FIRST),
        vote=vote_line(context, vote) if vote else None,
        decision=decision_line(context, decision) if decision else None,
    )


def seconds(context: AnswerContext, query: OneList) -> Listing[Second] | None:
    """Who seconded a question, by member."""
    if context.view.get(Question, query.number) is None:
        return None
    return context.whole(_seconds(context, query.number, query))


def question_line(context: AnswerContext, question: Question, inline: bool) -> QuestionLine:
    """A question as lists and its page show it, its texts whole (`inline`) or named."""
    return QuestionLine(
        number=question.number,
        by=context.who(question.by, question.entry),
        text=context.text(question.text, inline=inline),
        form=question.form,
        answers=[context.text(answer, inline=inline) for answer in question.answers],
        majority=question.majority,
        of_all=question.of_all,
        entry=question.entry,
        asked=question.asked,
        state=question.state,
        seconds=question.seconds,
        needed=seconds_needed(context.view) if question.state == "asked" else None,
        due=some(question.due),
        vote=some(question.vote),
        decision=some(question.decision),
        consent=some(question.consent),
        times=list(question.times),
        minutes=some(question.minutes),
        most=some(question.most),
        costs=list(question.costs),
        budget=some(question.budget),
        currency=question.currency or None,
        then=_then(context, question.number),
        prolonged=times_prolonged(question),
        topic=some(question.topic),
        post=some(question.post),
    )


def _then(context: AnswerContext, question: int) -> ThenLine | None:
    then = context.view.get(Consequence, question)
    if then is None:
        return None
    return ThenLine(
        kind=then.kind,
        about=list(then.about),
        places=some(then.places),
        until=some(then.until),
        carriers=[context.who(number) for number in then.carriers],
        outcome=then.outcome or None,
        made=list(then.made),
    )


def _seconds(context: AnswerContext, number: int, query: Paging) -> Page[Second]:
    return context.page(
        f"questions/{number}/seconds.json",
        query,
        by_member(context.view, Seconding, number, query.after),
        lambda one: Second(member=context.who(one.member), entry=one.entry),
    )


QUESTIONS = Read("/questions.json", questions, QuestionsQuery, Listing[QuestionLine])
QUESTION = Read("/questions/{number}.json", question, One, QuestionAnswer)
QUESTION_SECONDS = Read("/questions/{number}/seconds.json", seconds, OneList, Listing[Second])

READS: tuple[AnyRead, ...] = (
    QUESTIONS,
    QUESTION,
    QUESTION_SECONDS,
)
