"""Clauses 1.6, 1.11 and 7.7: whose word the time is, and what happens while the host is away."""

import pytest

from esoviet.law.leaving import Leave
from esoviet.law.records import THE, Clock, Member
from esoviet.law.votes import CastBallot, Vote
from tests.person import Person
from tests.world import DAY, World

MINUTE = 60_000
HOUR = 60 * MINUTE


def open_vote(world: World) -> tuple[Person, Person, Vote]:
    """A vote of two days in an assembly of three, in which everybody has acted."""
    ada, bea, _ = world.members("Ada", "Bea", "Cem")
    return ada, bea, world.the(Vote, ada.puts_to_vote())


def state(world: World, vote: Vote) -> str:
    return world.the(Vote, vote.number).state


def test_the_hosts_word_alone_closes_no_vote(world: World) -> None:
    _, _, vote = open_vote(world)
    for late in (0, HOUR, 400 * DAY):
        world.sleep_until(vote.due + late)
        world.host.marks_time()
    assert state(world, vote) == "open"
    assert not any(member.dormant for member in world.everybody())


def test_any_act_of_a_member_confirms_how_late_it_is(world: World) -> None:
    _, bea, vote = open_vote(world)
    world.sleep_until(vote.due - vote.window.part // 2)
    world.host.marks_time()
    world.sleep_until(vote.due + HOUR)
    bea.is_refused("7.2", "closed").votes(vote.number, "yes")
    bea.marks_time()
    assert state(world, vote) == "closed"


@pytest.mark.parametrize(("early", "closed"), [(600_000, "closed"), (601_000, "open")])
def test_what_was_signed_ten_minutes_before_a_deadline_confirms_it(
    world: World, early: int, closed: str
) -> None:
    _, bea, vote = open_vote(world)
    world.sleep_until(vote.due - vote.due % 1000 - early)
    bea.sets_profile()
    world.sleep_until(vote.due)
    world.host.marks_time()
    assert state(world, vote) == closed


def test_who_is_not_a_member_confirms_no_time(world: World) -> None:
    _, _, vote = open_vote(world)
    world.sleep_until(vote.due - vote.window.part // 2)
    world.host.marks_time()
    world.sleep_until(vote.due)
    world.person("Zoe").applies()
    assert state(world, vote) == "open"


def test_an_act_that_is_refused_confirms_nothing(world: World) -> None:
    _, bea, vote = open_vote(world)
    world.sleep_until(vote.due - vote.window.part // 2)
    world.host.marks_time()
    world.sleep_until(vote.due + HOUR)
    before = world.state.digest()
    bea.is_refused("7.2").votes(99, "yes")
    bea.is_refused("1.4").does(Leave, seq=9)
    assert world.state.digest() == before
    assert state(world, vote) == "open"


def test_a_clock_that_ran_ahead_does_no_lasting_harm(world: World) -> None:
    """Two seconds two years ahead, and back: nothing falls due, and nobody falls asleep."""
    ada, _, vote = open_vote(world)
    now = world.now
    world.sleep_until(now + 2 * 365 * DAY)
    world.host.marks_time()
    ada.is_refused("1.11", "hours ago").does(Leave, at=now // 1000 * 1000)
    assert state(world, vote) == "open"
    assert world.the(Clock, THE).sure < now + HOUR
    assert not world.the(Member, 1).dormant


@pytest.mark.parametrize(("at", "stands"), [
    (600_000, True), (601_000, False), (-72 * HOUR, True), (-72 * HOUR - 1000, False),
])  # fmt: skip
def test_an_act_is_signed_about_when_it_is_logged(world: World, at: int, stands: bool) -> None:
    ada = world.member("Ada")
    world.sleep_until(world.now - world.now % 1000 + 1000)
    if not stands:
        ada.is_refused("1.11")
    ada.does(Leave, at=world.now + at)


def test_a_host_that_was_away_at_the_end_gives_the_vote_more_time(world: World) -> None:
    ada, bea, vote = open_vote(world)
    world.sleep_until(vote.due - vote.window.part - 1)
    ada.sets_profile()
    world.sleep_until(vote.due + HOUR)
    bea.votes(vote.number, "yes")
    longer = world.the(Vote, vote.number)
    assert (longer.state, longer.due) == ("open", world.now + vote.window.tenth)
    assert vote.window.tenth == (vote.due - vote.opened_at) // 10


def test_a_host_that_was_there_at_the_end_gives_no_more_time(world: World) -> None:
    ada, bea, vote = open_vote(world)
    world.sleep_until(vote.due - vote.window.part)
    ada.sets_profile()
    world.sleep_until(vote.due + HOUR)
    bea.is_refused("7.2", "closed").votes(vote.number, "yes")


def test_a_vote_is_prolonged_three_times_at_most(world: World) -> None:
    _, bea, vote = open_vote(world)
    for _ in range(3):
        world.sleep_until(world.the(Vote, vote.number).due + HOUR)
        bea.votes(vote.number, "yes")
    world.sleep_until(world.the(Vote, vote.number).due + HOUR)
    bea.marks_time()
    assert state(world, vote) == "closed"
    assert world.the(Vote, vote.number).window.prolonged == 3


def test_a_host_that_only_refuses_members_gains_no_time_for_its_friends(world: World) -> None:
    """It marks the time, so it was there: the vote ends when it was to end."""
    _, bea, vote = open_vote(world)
    world.sleep_until(vote.due - 1)
    world.host.marks_time()
    world.sleep_until(vote.due + HOUR)
    bea.marks_time()
    assert state(world, vote) == "closed"


def test_a_host_that_comes_back_and_marks_the_time_has_still_been_away(world: World) -> None:
    """What it writes after the end says nothing of where it was before."""
    _, bea, vote = open_vote(world)
    world.sleep_until(vote.due + HOUR)
    world.host.marks_time()
    assert world.the(Vote, vote.number).window.missed
    world.sleep_until(vote.due + 2 * HOUR)
    bea.votes(vote.number, "yes")
    longer = world.the(Vote, vote.number)
    assert (longer.due, longer.window.prolonged) == (world.now + vote.window.tenth, 1)


def test_nobody_has_the_last_word_more_than_three_times() -> None:
    world = World().found()
    ada, bea = world.members("Ada", "Bea")
    ada.puts_to_vote()
    for _ in range(3):
        world.sleep_until(world.the(Vote, 1).due + HOUR)
        bea.votes(1, "yes")
    due = world.the(Vote, 1).due
    world.sleep_until(due + HOUR)
    world.host.marks_time()
    early = (due - 11 * 60_000) // 1000 * 1000
    ada.is_refused("7.7", "over").does(CastBallot, vote=1, choice="no", at=early)
