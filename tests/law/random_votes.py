"""Random votes of every kind and method, decided by the law: what audit and browser must find too.

    counted = random_count(seed)

Few voters on few options, so that ties, shared ranks, empty ballots and missed quorums are
frequent. Ballots go through the law's own rule, so that it counts the late voters and reads the
rankings. The same seed makes the same vote; a failure names its seed.
"""

from functools import cache
from random import Random
from typing import Literal, NamedTuple

from msgspec.structs import replace

from esoviet.law.act import Author, Blob
from esoviet.law.ballots import (
    APPROVAL,
    CHOOSING,
    CONSENT,
    EQUAL_SHARES,
    WORDS,
    YES_NO,
)
from esoviet.law.constitution import BY_NAME
from esoviet.law.decisions import Decision, decide
from esoviet.law.judge import new_state
from esoviet.law.outcome import Changes, put
from esoviet.law.records import Key, Member, Window
from esoviet.law.solutions import Solution
from esoviet.law.state import State
from esoviet.law.view import View
from esoviet.law.votes import CastBallot, Roll, Vote, VoteKind, cast_ballot, pack
from esoviet.wire.keys import KeyName

SHARES = ("1/2", "3/5", "2/3", "3/4", "1")
OPENED = 5
CANDIDATE = 1000  # the members who stand in an election


class Counted(NamedTuple):
    """A vote, the ballots of the members 1, 2, 3 …, who left, and what the law makes of it.

    `away` are the candidates of an election who left or withdrew.
    """

    seed: int
    vote: Vote
    ballots: list[CastBallot]
    gone: list[int]
    away: list[int]
    roll: Roll
    decision: Decision

    def entry(self, member: int) -> int:
        """Where a member's ballot was cast."""
        return OPENED + member


@cache
def random_count(seed: int) -> Counted:
    """A vote with its ballots, as it would close now."""
    random = Random(seed)
    vote = random_vote(random)
    state = new_state()
    state.apply(put(vote))
    away = _stand(state, vote, random) if vote.kind == "election" else []
    ballots = [random_ballot(random, vote) for _ in range(random.randint(0, 9))]
    for number, act in enumerate(ballots, 1):
        state.apply(put(_member(number, random)))
        _cast(state, number, act)
    gone = [n for n in range(1, len(ballots) + 1) if random.random() < 0.15]
    for number in gone:
        member = state.rows(Member)[number]
        state.apply(put(replace(member, state="left")))
    view = View(state, vote.due, OPENED + 100, lambda _: None)
    voted = view.must(Vote, vote.number)
    roll = pack(view, voted).puts[0]
    assert isinstance(roll, Roll)
    decision = decide(view, voted, 1)
    return Counted(seed, voted, ballots, gone, away, roll, decision)


def _stand(state: State, vote: Vote, random: Random) -> list[int]:
    """Members stand, some of whom left or withdrew; answers which."""
    away = []
    for option in vote.options:
        fate = random.choice(("stands",) * 18 + ("left", "withdrew"))
        candidate = replace(_member(CANDIDATE + option, random), admission=0)
        state.apply(put(replace(candidate, state="left") if fate == "left" else candidate))
        state.apply(put(_candidature(option, "withdrawn" if fate == "withdrew" else "standing")))
        if fate != "stands":
            away.append(option)
    return away


def _candidature(option: int, state: Literal["standing", "withdrawn"]) -> Solution:
    by = CANDIDATE + option
    return Solution(
        number=option, problem=1, by=by, carrier=by, version=1, text=b"", indicator=b"",
        baseline="", target="", by_date=0, parameters={}, new_name=b"", new_purpose=b"",
        amends=False, backers=1, entry=1, state=state,
    )  # fmt: skip


def random_vote(random: Random) -> Vote:
    """A vote as the law can open one."""
    kind, method = _of_kind(random)
    options: tuple[int, ...] = ()
    if method not in WORDS:
        options = tuple(random.sample(range(1, 20), random.randint(1, 6)))
    needs = tuple(random.choices(SHARES, k=max(1, len(options))))
    if kind == "question":
        needs = needs[:1] * (1 if method in CHOOSING else len(needs))
    budget = random.randint(4, 30) if method == EQUAL_SHARES else 0
    return Vote(
        number=1,
        kind=kind,
        subject=1,
        method=method,
        options=options,
        needs=needs,
        no_action=method not in (*WORDS, *CHOOSING),
        of_all=kind == "question" and method in (YES_NO, "schulze") and random.random() < 0.4,
        seats=random.randint(1, 4) if kind == "election" else 1,
        unranked=random.choice(("last", "uncounted")),
        support=tuple(random.choice(("decision", "amendment", "none")) for _ in needs),
        quorums=tuple(random.choice(("0", "1/10", "1/5", "1/4")) for _ in needs),
        fewest=tuple(random.choice((2, 2, 3, 5)) for _ in needs),
        opened=OPENED,
        opened_at=1000,
        frozen=OPENED,
        frozen_at=1000,
        roll_until=99,
        base=random.randint(1, 12),
        counted=random.randint(1, 30),
        late=0,
        due=2000,
        window=Window(100, 5_000),
        most=random.randint(0, len(options)) if method == APPROVAL else 0,
        objections=random.randint(1, 4) if method == CONSENT else 0,
        costs=tuple(random.randint(1, budget) for _ in options) if budget else (),
        budget=budget,
    )


def _of_kind(random: Random) -> tuple[VoteKind, str]:
    kind: VoteKind = random.choice(("problem", *("election",) * 6, *("question",) * 4, "admission"))
    if kind == "election":
        return kind, random.choice(BY_NAME["election_method"].choices)
    if kind == "question":
        return kind, random.choice((YES_NO, "schulze", CONSENT, *CHOOSING))
    return kind, YES_NO if kind == "admission" else "schulze"


def random_ballot(random: Random, vote: Vote) -> CastBallot:
    """A ballot that fits: often like others, with equals, options left out, or nothing at all."""
    if vote.method in WORDS:
        choice = random.choice(WORDS[vote.method])
        return _ballot(vote, choice=choice, reason=_reason(random) if choice == "object" else None)
    if vote.method in CHOOSING:
        most = random.randint(0, vote.most or len(vote.options))
        return _ballot(vote, chosen=tuple(random.sample(vote.options, most)) or (0,))
    brief = vote.kind == "election" and random.random() < 0.8
    names = [*vote.options, *((0,) if vote.no_action and not brief else ())]
    some = (0, 1, *(len(names),) * 5) if brief else (0, 1, 1, len(names) // 2, len(names))
    chosen = random.sample(names, random.choice(some))
    if random.random() < 0.3:
        chosen = [name for name in names if name in chosen]  # as the ballot paper lists them
    groups: list[tuple[int, ...]] = []
    for name in chosen:
        if groups and random.random() < 0.25:
            groups[-1] += (name,)
        else:
            groups.append((name,))
    return _ballot(vote, ranking=tuple(groups))


def _ballot(vote: Vote, **said: object) -> CastBallot:
    known = {"assembly": "", "seq": 1, "at": 0, "seen": (1, ""), "vote": vote.number}
    return CastBallot(**(known | said))  # type: ignore[arg-type]


def _reason(random: Random) -> Blob:
    sha256 = random.randbytes(32).hex()
    return Blob(sha256=sha256, size=40, media_type="text/plain")


def _member(number: int, random: Random) -> Member:
    """Some slept when the vote opened."""
    slept = random.choice((0, 0, 0, 500))
    return Member(
        number=number,
        state="member",
        profile=b"",
        applied=1,
        since=1,
        admission=number,
        due=0,
        slept=slept,
        woken=OPENED if slept else 0,
    )


def _cast(state: State, number: int, act: CastBallot) -> None:
    view = View(state, 1500, OPENED + number, lambda _: None)
    key = Key("x", number, b"", "device", number, 1, b"", 0)
    author = Author(KeyName("x"), b"", key, view.must(Member, number))
    outcome = cast_ballot(view, author, act)
    assert isinstance(outcome, Changes), outcome
    state.apply(outcome)
