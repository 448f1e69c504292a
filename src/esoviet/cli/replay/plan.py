"""What is to be held again: the voters, the question, and the constitution that fits the case.

    problem    one winner against a default option, which is *no action*; an option with a ratio
               R:1 amends the purpose, with R/(R+1) as the majority that amendments need
    election   so many seats, by the method asked for; candidates are members who stand
    questions  roll calls, each a quick question; some ask for a larger share, or one of all members

Everybody on the sheet becomes a member with a key of their own. Times are as short as the law lets
them be, or longer where the ballots need it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from esoviet.cli.errors import Trouble
from esoviet.exchange.ballots import Ballot, Question, Rolls, Sheet, Side
from esoviet.law.constitution import BY_NAME, DAY, fraction
from esoviet.law.limits import EDITION_1

Ranking = tuple[tuple[int, ...], ...]
STV = ("stv-scottish", "stv-wigm", "stv-meek")
METHODS = ("schulze", *STV)


class Voter(NamedTuple):
    """One person of the sheet. `ranking` is of places of options, best first, from 0."""

    name: str
    ranking: Ranking = ()


class Problem(NamedTuple):
    """One winner among options, or the default."""

    options: tuple[str, ...]
    default: int
    amending: frozenset[int]


class Election(NamedTuple):
    """So many winners; ties are broken in the order of `tie_order`."""

    options: tuple[str, ...]
    seats: int
    tie_order: tuple[int, ...]


class Asked(NamedTuple):
    """One roll call; `majority` is a share, `of_all` one of all members."""

    id: str
    title: str
    votes: tuple[tuple[str, Side], ...]
    majority: str | None = None
    of_all: bool = False


class Questions(NamedTuple):
    """Roll calls in their order."""

    asked: tuple[Asked, ...]


class Plan(NamedTuple):
    """Everything that a replay needs to know."""

    title: str
    voters: tuple[Voter, ...]
    road: Problem | Election | Questions
    constitution: Mapping[str, str]


class Settings(NamedTuple):
    """What the person who replays asks for; places of options are from 0."""

    seats: int | None = None
    method: str | None = None
    default: int | None = None
    ratios: Mapping[int, Fraction] = {}
    unranked: str | None = None


BASE: Mapping[str, str] = {
    "readership": "public", "founding_days": "7", "necessity_quorum": "0", "backing": "0",
    "vote_quorum": "0", "amendment_quorum": "0", "majority": "1/2", "mandate_cap": "100",
    "options": BY_NAME["options"].most, "waiting": "100",
    "daily_acts": BY_NAME["daily_acts"].most,
    "necessity_days": BY_NAME["necessity_days"].least,
    "reading_days": BY_NAME["reading_days"].least,
}  # fmt: skip


def timed(plan: Plan, drafting: float, voting: float) -> Plan:
    """The same with so many seconds for proposals, and for ballots."""
    days = {
        "solution_days": drafting,
        "vote_days": voting,
        "question_days": drafting + voting,
    }
    lasting = {name: _days(seconds, BY_NAME[name].least) for name, seconds in days.items()}
    return plan._replace(constitution={**plan.constitution, **lasting})


def lasts(plan: Plan) -> float:
    """How many seconds the law lets pass at least from the first proposal to the last count."""
    parts = {"necessity_days": 10, "solution_days": 1, "reading_days": 1, "vote_days": 1}
    if isinstance(plan.road, Questions):
        parts = {"question_days": 1}
    days = sum(fraction(plan.constitution[name]) / part for name, part in parts.items())
    return float(days * DAY) / 1000


def _days(seconds: float, least: str) -> str:
    return max(least, f"{round(seconds * 10)}/864000", key=fraction)


def plan_of(votes: Sheet | Rolls, settings: Settings, needs: "Needs | None" = None) -> Plan:
    """How to hold a vote file again; raises `Trouble` for what the law has no road for."""
    if isinstance(votes, Rolls):
        return _questions(votes, needs or {})
    if votes.scored or votes.places is not None:
        raise Trouble("These ballots give points, and the law counts rankings: use esoviet tally.")
    voters = tuple(_voters(votes.ballots))
    method = settings.method or _usual(votes)
    if method not in METHODS:
        raise Trouble(f"The law counts elections by {', '.join(METHODS)}.")
    if _has_default(votes, settings):
        return _problem(votes, voters, settings)
    values = {**BASE, "election_method": method, "unranked": settings.unranked or votes.unranked}
    seats = settings.seats or votes.seats or 1
    order = votes.tie_order or tuple(range(len(votes.options)))
    return Plan(votes.title, voters, Election(votes.options, seats, order), values)


Needs = Mapping[str, tuple[str, bool]]
"""By the id of a roll call: the share it needs, and whether of all members."""


def _usual(sheet: Sheet) -> str:
    if sheet.format in ("blt", "cvr"):
        return "stv-scottish"
    return "schulze"


def _has_default(sheet: Sheet, settings: Settings) -> bool:
    return settings.default is not None or (sheet.format == "debian" and (settings.seats or 1) == 1)


def _problem(sheet: Sheet, voters: tuple[Voter, ...], settings: Settings) -> Plan:
    """Debian's sheets name the default option last."""
    default = len(sheet.options) - 1 if settings.default is None else settings.default
    if len(sheet.options) - 1 > EDITION_1.options or len(sheet.options) < 2:
        raise Trouble(f"A problem has 1 to {EDITION_1.options} solutions besides no action.")
    if settings.method not in (None, "schulze") or (settings.seats or 1) > 1:
        raise Trouble("With a default option the law counts by schulze, for one winner.")
    grave = {option: ratio for option, ratio in settings.ratios.items() if ratio != 1}
    if len(set(grave.values())) > 1:
        raise Trouble("A constitution has one majority for all amendments; give one ratio.")
    values = {**BASE, "unranked": settings.unranked or sheet.unranked}
    for ratio in grave.values():
        share = ratio / (ratio + 1)
        values["amendment_majority"] = f"{share.numerator}/{share.denominator}"
    road = Problem(sheet.options, default, frozenset(grave))
    return Plan(sheet.title, voters, road, values)


def _questions(rolls: Rolls, needs: Needs) -> Plan:
    asked = []
    names: dict[str, None] = {}
    for question in rolls.questions:
        share, of_all = needs.get(question.id, (None, False))
        title = question.title or question.id
        asked.append(Asked(question.id, title, question.votes, share, of_all))
        names.update((name, None) for name, _ in question.votes)
    first = chair(rolls.questions)
    voters = (Voter(first), *(Voter(name) for name in names if name != first))
    return Plan(rolls.title, voters, Questions(tuple(asked)), BASE)


def chair(questions: Sequence[Question]) -> str:
    """Who is listed most often: that one founds the assembly and asks, to the end."""
    listed = Counter(name for question in questions for name, _ in question.votes)
    return max(listed, key=lambda name: listed[name])


def _voters(ballots: Sequence[Ballot]) -> list[Voter]:
    """One voter for each ballot, under the name that the sheet gives."""
    voters: list[Voter] = []
    for ballot in ballots:
        assert isinstance(ballot.choice, bytes)
        ranking = ranking_of(ballot.choice)
        for _ in range(ballot.count):
            name = ballot.name or ballot.voter or f"Voter {len(voters) + 1}"
            voters.append(Voter(name, ranking))
    return voters


def ranking_of(ranks: bytes) -> Ranking:
    """Ranks by place as groups of places, the best first; what is unranked is left out."""
    groups: dict[int, list[int]] = {}
    for place, rank in enumerate(ranks):
        if rank:
            groups.setdefault(rank, []).append(place)
    return tuple(tuple(groups[rank]) for rank in sorted(groups))
