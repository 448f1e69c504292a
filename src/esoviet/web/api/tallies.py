"""The count of a vote: what it would decide if it closed now, or what it decided."""

from typing import Literal

from esoviet.law import seats
from esoviet.law.ballots import CHOOSING, NO_ACTION, WORDS
from esoviet.law.decisions import Decision
from esoviet.law.methods import Ending
from esoviet.law.votes import Vote
from esoviet.tally.result import Drop, Round, State, Tie
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Part


class Counts(Part, frozen=True, kw_only=True):
    """The count of a vote by yes and no; in one by consent, those who consent and who object."""

    yes: int
    no: int
    abstain: int


class Dropped(Part, frozen=True, kw_only=True):
    """An option that fell before the count: `votes` over no action, `against` it, and its need:
    the members that must be for it (`quorum`), or their share."""

    option: int
    reason: Literal["quorum", "majority"]
    votes: int
    against: int
    needed: str


class Tied(Part, frozen=True, kw_only=True):
    """A tie that had to be broken: for what, between whom, who was chosen, by which rule."""

    where: Literal["winner", "seat", "surplus", "exclusion", "pairs"]
    round: int | None
    options: list[int]
    chosen: list[int]
    rule: str


class Stood(Part, frozen=True, kw_only=True):
    """Where one option stands at the end of a stage; `keep` is Meek's keep factor."""

    option: int
    state: State
    tally: str
    keep: str | None


class Stage(Part, frozen=True, kw_only=True):
    """One stage of an election of several people. Figures are exact decimals as text."""

    number: int
    action: Literal["first", "surplus", "exclusion", "iteration", "total"]
    options: list[int]
    quota: str
    exhausted: str
    lost: str
    standings: list[Stood]
    elected: list[int]


class Acceptance(Part, frozen=True, kw_only=True):
    """How many ballots accept and reject a candidate: by that one stays in the count, or falls.

    Who withdrew or left is gone, as if they had never stood.
    """

    option: int
    accepted: int
    rejected: int
    state: Literal["stays", "falls", "gone"]


class Tally(Part, frozen=True, kw_only=True):
    """The count of the ballots of a log of `log_size` entries.

    Options are named by their numbers on ballots (0: no action). `ending` and `winners` say what
    follows (of an open vote: what would follow if it closed now). `pairwise` gives how many ballots
    rank the row's option above the column's, in the order of the vote's options. `order` is the
    whole order, best first, equals in one group, before ties are broken. In an election
    `candidates` says who stays, and `accepting` how many ballots accept anybody. Where options are
    chosen, `chosen` says by how many each is, in their order, and `accepting` how many choose any;
    of the winners of a budget the `added` ones were not bought by equal shares, but fitted still.
    """

    log_size: int
    method: str
    ballots: int
    ending: Ending
    winners: list[int]
    counts: Counts | None
    order: list[list[int]]
    pairwise: list[list[int | None]]
    dropped: list[Dropped]
    ties: list[Tied]
    stages: list[Stage]
    accepting: int | None
    candidates: list[Acceptance]
    chosen: list[int]
    added: list[int]


def tally(context: AnswerContext, vote: Vote) -> Tally | None:
    """The count of a vote, options by name; none while a worker counts."""
    counted = context.cache.count(context.view, vote)
    if counted is None:
        context.passing = True
        return None
    if counted.log_size != context.log_size and vote.state == "open":
        context.passing = True
    names = _names(vote)
    result, decision = counted.result, counted.decision
    ranked, chooses = vote.method not in WORDS, vote.method in CHOOSING
    return Tally(
        log_size=counted.log_size,
        method=vote.method,
        ballots=result.ballots,
        ending=decision.ending,
        winners=list(decision.winners) if ranked else [],
        counts=None if ranked else Counts(**dict(zip(_COUNTS, decision.counts, strict=True))),
        order=[list(group) for group in decision.order],
        pairwise=[list(row) for row in decision.pairwise],
        dropped=[_dropped(drop, names) for drop in result.dropped] if ranked else [],
        ties=[_tied(tie, names) for tie in result.ties] if ranked else [],
        stages=[_stage(one, names) for one in result.rounds] if ranked else [],
        accepting=decision.accepting if vote.kind == "election" or chooses else None,
        candidates=_candidates(context, vote, decision),
        chosen=list(decision.accepted) if chooses else [],
        added=list(decision.added),
    )


_COUNTS = ("yes", "no", "abstain")


def _candidates(context: AnswerContext, vote: Vote, decision: Decision) -> list[Acceptance]:
    if vote.kind != "election":
        return []
    gone = seats.gone(context.view, vote) if vote.state == "open" else vote.gone
    figures = zip(vote.options, decision.accepted, decision.rejected, strict=True)
    return [
        Acceptance(option=option, accepted=yes, rejected=no, state=_state(option, gone, decision))
        for option, yes, no in figures
    ]


def _state(
    option: int, gone: tuple[int, ...], decision: Decision
) -> Literal["stays", "falls", "gone"]:
    if option in gone:
        return "gone"
    return "falls" if option in decision.dropped else "stays"


def _names(vote: Vote) -> tuple[int, ...]:
    return (*vote.options, NO_ACTION)


def _dropped(drop: Drop, names: tuple[int, ...]) -> Dropped:
    return Dropped(
        option=names[drop.option],
        reason=drop.reason,
        votes=drop.votes,
        against=drop.against,
        needed=drop.needed,
    )


def _tied(tie: Tie, names: tuple[int, ...]) -> Tied:
    return Tied(
        where=tie.where,
        round=tie.round,
        options=[names[option] for option in tie.options],
        chosen=[names[option] for option in tie.chosen],
        rule=tie.rule,
    )


def _stage(one: Round, names: tuple[int, ...]) -> Stage:
    return Stage(
        number=one.number,
        action=one.action,
        options=[names[option] for option in one.options],
        quota=one.quota,
        exhausted=one.exhausted,
        lost=one.lost,
        standings=[
            Stood(option=names[s.option], state=s.state, tally=s.tally, keep=s.keep)
            for s in one.standings
        ],
        elected=[names[option] for option in one.elected],
    )
