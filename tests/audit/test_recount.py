"""The law's own counting is held against a second count of the ballots as they were signed."""

from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from esoviet.audit.finding import Finding
from esoviet.audit.parallel.jobs import WorkerState
from esoviet.audit.recount import YES, Box, Recount, enough, outcome
from esoviet.audit.source import StaticCopy
from esoviet.law.applications import VouchFor
from esoviet.law.decisions import Decision
from esoviet.law.elections import STV
from esoviet.law.headcount import support_needed
from esoviet.law.methods import Ending
from esoviet.law.record import Record
from esoviet.law.votes import CastBallot, Roll, Vote
from esoviet.wire import entry as entries
from esoviet.wire.envelope import parse
from tests.audit.publisher import Publisher
from tests.audit.story import story
from tests.effort import seeds
from tests.law.random_votes import Counted, random_count
from tests.person import Person
from tests.world import NAMES, World

VOTES = [vote for vote in story().view.rows(Vote) if vote.state == "closed"]


def counted(vote: Vote, world: World) -> tuple[Recount, list[Record]]:
    """The ballots of one vote in their box, and the records that its closing left."""
    recount = Recount()
    keys: dict[str, Person] = {person.kid: person for person in [world.person("Zoe"), *cast(world)]}
    for index, (entry, (_, act)) in enumerate(zip(world.entries, world.acts(), strict=True)):
        if isinstance(act, VouchFor) and (vote.kind, vote.subject) == ("admission", act.member):
            giver = keys[kid_of(entry)]
            recount.vouched(act.member, giver.number, index)
            recount.contested(vote, {giver.number: giver.record.admission})
        if isinstance(act, CastBallot) and act.vote == vote.number:
            recount.open(vote).cast(act, keys[kid_of(entry)].number, index)
    roll, decision = world.the(Roll, vote.number), world.the(Decision, vote.decision)
    return recount, [vote, roll, decision]


def differences(recount: Recount, records: list[Record], index: int = 0) -> list[Finding]:
    """What the second count finds wrong with the votes that closed with these records."""
    (closed,) = recount.closed(records, index)
    return closed.do(WorkerState(StaticCopy(Path()), {}))


def cast(world: World) -> list[Person]:
    names = [NAMES[n] if n < len(NAMES) else f"Member {n}" for n in range(30)]
    return [world.person(name) for name in names]


def kid_of(entry: bytes) -> str:
    return parse(entries.read(entry)[1]).kid


@pytest.mark.parametrize("vote", VOTES, ids=lambda vote: f"{vote.kind} {vote.number}")
def test_every_vote_of_the_story_counted_again_agrees(vote: Vote) -> None:
    recount, records = counted(vote, story())
    assert differences(recount, records) == []
    assert not recount.boxes


@pytest.mark.parametrize(
    ("field", "lie"),
    [
        ("ending", "rejected"),
        ("ballots", 12345),
        ("base", 12345),
        ("winners", (77,)),
        ("order", ((77,),)),
        ("pairwise", ((None,),)),
        ("dropped", (77,)),
        ("tied", ((77,),)),
    ],
)
def test_a_decision_that_lies_in_one_field_is_found(field: str, lie: object) -> None:
    recount, (vote, roll, decision) = counted(VOTES[4], story())
    bent = replace(decision, **{field: lie})
    (found,) = differences(recount, [vote, roll, bent], 99)
    assert (found.index, found.clause) == (99, "11.1")
    assert field in found.reason


@pytest.mark.parametrize("field", ["members", "entries", "ranks"])
def test_a_roll_that_shows_other_ballots_than_were_signed_is_found(field: str) -> None:
    recount, (vote, roll, decision) = counted(VOTES[0], story())
    bytes_of: bytes = getattr(roll, field)
    bent = replace(roll, **{field: bytes_of[:-1] + bytes([bytes_of[-1] ^ 1])})
    (found,) = differences(recount, [vote, bent, decision])
    assert "the roll" in found.reason


def test_a_roll_that_leaves_one_ballot_out_is_found() -> None:
    recount, (vote, roll, decision) = counted(VOTES[1], story())
    assert isinstance(roll, Roll)
    shorter = replace(
        roll, members=roll.members[8:], entries=roll.entries[8:], ranks=roll.ranks[1:]
    )
    (found,) = differences(recount, [vote, shorter, decision])
    assert "the roll" in found.reason


def test_a_member_who_votes_twice_is_counted_once_with_the_last_ballot() -> None:
    vote = replace(VOTES[1], base=2, late=0)
    recount = Recount()
    for index, choice in enumerate(("yes", "no", "no")):
        act = CastBallot(assembly="", seq=1, at=0, seen=(1, ""), vote=vote.number, choice=choice)  # type: ignore[arg-type]
        recount.open(vote).cast(act, member=index % 2, index=index)
    ballots = Counter([b"\2", b"\2"])
    assert outcome(vote, ballots).counts == (0, 2, 0)
    roll = Roll(vote.number, b"\0" * 8 + b"\1" + b"\0" * 7, b"\2" + b"\0" * 7 + b"\1" + b"\0" * 7,
                b"\2\2", {})  # fmt: skip
    decision = story().the(Decision, vote.decision)
    said = replace(decision, **outcome(vote, ballots)._asdict())
    assert differences(recount, [vote, roll, said]) == []


def test_a_ranking_is_read_in_the_order_of_the_options_with_no_action_last() -> None:
    vote = replace(VOTES[0], options=(7, 3, 9), no_action=True)
    act = CastBallot(assembly="", seq=1, at=0, seen=(1, ""), vote=1, ranking=((9,), (7, 0)))
    assert Box(vote).read(act) == bytes([2, 0, 1, 2])


@pytest.mark.parametrize(
    ("ballots", "ending"),
    [
        ({b"\1": 3, b"\2": 2}, "adopted"),
        ({b"\1": 2, b"\2": 2}, "rejected"),
        ({b"\1": 1, b"\3": 2}, "unsupported"),
        ({b"\1": 2}, "unsupported"),
        ({}, "rejected"),
    ],
)
def test_yes_or_no_is_decided_by_majority_and_support(ballots: Any, ending: str) -> None:
    vote = replace(VOTES[1], base=9, counted=9, late=0, quorums=("1/10",), needs=("1/2",))
    assert outcome(vote, Counter(ballots)).ending == ending


def test_a_share_of_all_asks_for_that_share_of_all() -> None:
    vote = replace(VOTES[1], base=10, counted=10, late=0, needs=("3/5",), of_all=True)
    assert outcome(vote, Counter({b"\1": 6})).ending == "adopted"
    assert outcome(vote, Counter({b"\1": 5})).ending == "unsupported"


@given(
    st.sampled_from(("none", "decision", "amendment")),
    st.integers(1, 6000),
    st.integers(0, 6000),
    st.fractions(0, 1, max_denominator=200),
    st.integers(2, 10),
)
def test_law_and_audit_ask_for_the_same_support(
    takes: Any, awake: int, asleep: int, quorum: Fraction, fewest: int
) -> None:
    share = f"{quorum.numerator}/{quorum.denominator}"
    vote = replace(
        VOTES[1], base=awake, counted=asleep, late=0, support=(takes,), of_all=False,
        quorums=(share,), fewest=(fewest,),
    )  # fmt: skip
    assert enough(vote, 0) == support_needed(takes, quorum, awake, asleep, fewest)


@pytest.mark.parametrize("method", [*STV, "schulze"])
def test_an_honest_election_with_three_level_candidates_is_found_honest(method: str) -> None:
    world = World().found(election_method=method)
    cast = world.members("Ada", "Bea", "Cem")
    election = world.necessary(cast[0], seats=1)
    standing = [person.proposes(election, "I stand") for person in cast]
    vote = world.open_vote(election).number
    for person, candidature in zip(cast, standing, strict=True):
        person.votes(vote, [[candidature]])
    assert world.close(vote).winners == (standing[0],)
    assert Publisher(world.confirm()).audited().findings == []


SEEDS = seeds(1200)


def boxed(counted: Counted) -> Recount:
    """The ballots of a random vote, in the auditor's box."""
    recount = Recount()
    box = recount.open(counted.vote)
    for member, act in enumerate(counted.ballots, 1):
        box.cast(act, member, counted.entry(member))
    for member in counted.gone:
        recount.leaves(member)
    for option in counted.away:
        recount.candidates.withdraws(option)
    return recount


def test_law_and_audit_decide_any_vote_alike_field_by_field() -> None:
    for counted in map(random_count, SEEDS):
        ballots = boxed(counted).boxes[1].counted()
        ours = outcome(counted.vote, ballots, counted.away)._asdict()
        law = {name: getattr(counted.decision, name) for name in ours}
        assert ours == law, f"seed {counted.seed}"


def test_roll_and_decision_of_any_vote_are_found_right_by_the_audit() -> None:
    for counted in map(random_count, SEEDS[::4]):
        vote = replace(
            counted.vote, gone=tuple(one for one in counted.vote.options if one in counted.away)
        )
        records = [vote, counted.roll, counted.decision]
        assert differences(boxed(counted), records) == [], f"seed {counted.seed}"


def test_the_random_votes_are_of_every_method_with_ties_and_missed_support() -> None:
    seen: Counter[object] = Counter()
    for counted in map(random_count, SEEDS):
        vote, decision = counted.vote, counted.decision
        seen.update([vote.method, (vote.kind, vote.unranked), (vote.method, vote.of_all)])
        seen.update([(vote.method, bool(decision.tied)), decision.ending, bool(vote.late)])
        seen.update([("empty", act.ranking == ()) for act in counted.ballots])
    ties = [(method, True) for method in ("schulze", "dates", "equal-shares", *STV)]
    for wanted in (*ties, *get_args(Ending), ("empty", True), True, ("majority", True)):
        assert seen[wanted] > 10, wanted


def test_a_vouch_is_counted_as_the_yes_that_it_is() -> None:
    """Left out of the box, the roll of a vote on an applicant has one ballot too many."""
    world = story()
    vote = next(vote for vote in VOTES if vote.kind == "admission")
    recount, records = counted(vote, world)
    assert recount.boxes[vote.number].ranks[1] == YES
    del recount.boxes[vote.number].ranks[1]
    (found,) = differences(recount, records)
    assert "the roll" in found.reason


def test_the_vouch_of_who_left_or_does_not_vote_is_no_ballot() -> None:
    vote = next(vote for vote in VOTES if vote.kind == "admission")
    recount = Recount()
    for member in (1, 2, 3):
        recount.vouched(vote.subject, member, 9)
    recount.leaves(1)
    recount.contested(vote, {2: 2, 3: vote.roll_until + 1})
    assert recount.boxes[vote.number].ranks == {2: YES}
