"""Votes, the roll of ballots by name, and the count as it stands."""

from typing import Literal

from esoviet.law.ballots import (
    DATES,
    NO_ACTION,
    YES_NO,
)
from esoviet.law.closing import wishes, wishes_needed
from esoviet.law.headcount import Support
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import Member
from esoviet.law.solutions import Solution
from esoviet.law.votes import Vote, VoteKind, least, turnout
from esoviet.law.windows import times_prolonged
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import (
    Answer,
    Listing,
    Numbered,
    One,
    Part,
    some,
)
from esoviet.web.api.tallies import Tally, tally


class Option(Part, frozen=True, kw_only=True):
    """An option of a vote: its number on ballots (0: no action, in an election none of these) and
    what it needs to win.

    The number is a solution's, or in a question the place of an answer, from 1. `needs` is a share
    of those who rank it above or below no action, `support` how many must rank it above: this
    follows from what it `takes`, the support of a decision or of an amendment, and from the share
    of the members (`quorum`) and the number of them (`fewest`) that must be for it at least. In a
    question an option can be a moment (`time`) or have a `cost`.
    """

    option: int
    title: str | None
    time: int | None
    cost: int | None
    needs: str | None
    takes: Support | None
    quorum: str | None
    fewest: int | None
    support: int | None


class Closing(Part, frozen=True, kw_only=True):
    """How many members ask that a vote close, of how many who have to (clause 7.8).

    It has `turned` where it lasted longer, since its last ballots changed what it does (7.9), and
    was `prolonged` so often, since the host was silent at its end (7.7).
    """

    asked: int
    needed: int
    turned: bool
    prolonged: int


class VoteLine(Part, frozen=True, kw_only=True):
    """A vote: on what, by which method, from when to when, how many may and did vote.

    `subject` is the number of the problem, question or applicant, in a recovery that of the member.
    `electorate` counts the members who were awake when the text stood still (`late`: who slept and
    woke up to vote, included in it), `counted` all but those at rest then.
    """

    number: int
    kind: VoteKind
    subject: int
    title: str | None
    method: str
    seats: int
    state: Literal["open", "closed"]
    opened: int
    opened_at: int
    due: int | None
    electorate: int
    late: int
    counted: int
    turnout: int
    decision: int | None


class VoteAnswer(Answer, frozen=True, kw_only=True):
    """One vote with its options, its rules and its count, as it stands or as it ended.

    Ties are broken in the order of `options`. `needs` is the share that yes needs in a vote by yes
    and no (`takes`, `quorum`, `fewest`, `support`: how many must say so, or accept anybody in an
    election); with `of_all` needed shares are of the electorate. `unranked` says how the options
    that a ballot leaves out are counted. Members with an admission number up to `roll_until` may
    vote. At most `most` options are chosen, where that is said; so many `objections` end a vote by
    consent; a `budget` is divided over options. There is no `tally` while one that takes long is
    made for the first time.
    """

    vote: VoteLine
    options: list[Option]
    needs: str | None
    takes: Support | None
    quorum: str | None
    fewest: int | None
    support: int | None
    no_action: bool
    of_all: bool
    unranked: Literal["last", "uncounted"]
    most: int | None
    objections: int | None
    budget: int | None
    currency: str | None
    roll_until: int
    closing: Closing
    tally: Tally | None
    roll: str


class VotesQuery(Numbered, frozen=True, kw_only=True):
    """Votes, all or the open or closed ones, or those of one kind."""

    state: Literal["open", "closed"] | None = None
    kind: VoteKind | None = None


def votes(context: AnswerContext, query: VotesQuery) -> Listing[VoteLine]:
    """Votes in the order of their opening."""
    votes = context.numbered(Vote, query, "state", query.state)
    if query.kind is not None:
        votes = (vote for vote in votes if vote.kind == query.kind)
    return context.listing("votes.json", query, votes, lambda vote: vote_line(context, vote))


def vote(context: AnswerContext, query: One) -> VoteAnswer | None:
    """One vote."""
    vote = context.view.get(Vote, query.number)
    if vote is None:
        return None
    each = needs_of_each(vote)
    return VoteAnswer(
        log_size=context.log_size,
        vote=vote_line(context, vote),
        options=options(context, vote),
        needs=vote.needs[0] if vote.method == YES_NO else None,
        takes=None if each else vote.support[0],
        quorum=None if each else vote.quorums[0],
        fewest=None if each else vote.fewest[0],
        support=None if each else least(vote),
        no_action=vote.no_action,
        of_all=vote.of_all,
        unranked=vote.unranked,
        most=some(vote.most),
        objections=some(vote.objections),
        budget=some(vote.budget),
        currency=currency(context, vote),
        roll_until=vote.roll_until,
        closing=Closing(
            asked=wishes(context.view, vote),
            needed=wishes_needed(vote),
            turned=vote.turned,
            prolonged=times_prolonged(vote),
        ),
        tally=tally(context, vote),
        roll=context.link(f"votes/{vote.number}/roll.json"),
    )


def vote_line(context: AnswerContext, vote: Vote) -> VoteLine:
    """A vote in a list."""
    return VoteLine(
        number=vote.number,
        kind=vote.kind,
        subject=vote.subject,
        title=subject_title(context, vote.kind, vote.subject),
        method=vote.method,
        seats=vote.seats,
        state=vote.state,
        opened=vote.opened,
        opened_at=vote.opened_at,
        due=some(vote.due),
        electorate=vote.base + vote.late,
        late=vote.late,
        counted=vote.counted,
        turnout=turnout(context.view, vote),
        decision=some(vote.decision),
    )


def subject_title(context: AnswerContext, kind: VoteKind, subject: int) -> str | None:
    """The title of a problem, question or mandate, the name of an applicant or of who lost keys."""
    if kind in ("admission", "recovery"):
        return context.title(context.view.must(Member, subject).profile)
    if kind == "question":
        return context.title(context.view.must(Question, subject).text)
    if kind == "completion":
        solution = context.view.must(Mandate, subject).solution
        return context.title(context.view.must(Solution, solution).text)
    return context.title(context.view.must(Problem, subject).text)


def option_title(context: AnswerContext, vote: Vote, option: int) -> str | None:
    """The title of a solution or an answer, in an election the candidate; none for no action."""
    if option == NO_ACTION:
        return None
    if vote.kind == "question":
        answers = context.view.must(Question, vote.subject).answers
        if not answers:
            return None
        answer = answers[option - 1]
        return context.title(answer)
    solution = context.view.must(Solution, option)
    if vote.kind == "election":
        return context.who(solution.by).name
    return context.title(solution.text)


def options(context: AnswerContext, vote: Vote) -> list[Option]:
    """The options of a vote in the order that breaks ties, no action (or none of these) last."""
    each, needs, times = needs_of_each(vote), vote.needs, _times(context, vote)
    standing = [
        Option(
            option=option,
            title=option_title(context, vote, option),
            time=times[place] if times else None,
            cost=vote.costs[place] if vote.costs else None,
            needs=needs[place] if each else None,
            takes=vote.support[place] if each else None,
            quorum=vote.quorums[place] if each else None,
            fewest=vote.fewest[place] if each else None,
            support=least(vote, place) if each else None,
        )
        for place, option in enumerate(vote.options)
    ]
    nothing = Option(
        option=NO_ACTION,
        title=None,
        time=None,
        cost=None,
        needs=None,
        takes=None,
        quorum=None,
        fewest=None,
        support=None,
    )
    return [*standing, nothing] if vote.no_action else standing


def currency(context: AnswerContext, vote: Vote) -> str | None:
    """What a budget is counted in, where the question says it."""
    return context.view.must(Question, vote.subject).currency or None if vote.budget else None


def _times(context: AnswerContext, vote: Vote) -> tuple[int, ...]:
    """The moments that a question asks about."""
    return context.view.must(Question, vote.subject).times if vote.method == DATES else ()


def needs_of_each(vote: Vote) -> bool:
    """Whether each option has a majority and a support of its own to reach."""
    return vote.no_action and vote.kind != "election"


VOTES = Read("/votes.json", votes, VotesQuery, Listing[VoteLine])
VOTE = Read("/votes/{number}.json", vote, One, VoteAnswer)

READS: tuple[AnyRead, ...] = (
    VOTES,
    VOTE,
)
