"""Deadlines pass by themselves: the host marks the time."""

import asyncio
from pathlib import Path

import pytest

from esoviet.law.host import MarkTime
from esoviet.law.votes import CastBallot, Standing, Vote
from esoviet.node.answers import Logged, Refused
from esoviet.node.timekeeper import HOUR, Timekeeper
from tests.web.desk import Desk, desk
from tests.world import DAY, World


@pytest.fixture
def world() -> World:
    return World().found(backing="0", question_days="1")


def marks(at: Desk) -> int:
    at.sync()
    return sum(isinstance(act, MarkTime) for _, act in at.world.acts())


def test_a_vote_closes_though_nobody_acts_in_its_last_minutes(world: World, tmp_path: Path) -> None:
    ada, _bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as at:
        world.now += DAY - 500_000
        assert at.does(ada, CastBallot, vote=vote, choice="yes").status_code == 201
        world.now += 500_000
        at.hosted.timekeeper._moved.set()
        at.run(asyncio.sleep(0.2))
        assert marks(at) >= 1
        assert world.the(Vote, vote).state == "closed"


def test_towards_the_end_of_a_vote_the_host_says_that_it_is_there(
    world: World, tmp_path: Path
) -> None:
    vote = world.the(Vote, world.member("Ada").puts_to_vote())
    with desk(world, tmp_path) as at:
        world.now = world.the(Standing, vote.number).due
        assert at.hosted.timekeeper.is_due()
        at.run(at.hosted.timekeeper.mark_time())
        world.now = vote.due - vote.window.part // 2 - 1
        assert not at.hosted.timekeeper.is_due()
        world.now += 1
        assert at.hosted.timekeeper.is_due()
        at.run(at.hosted.timekeeper.mark_time())
        assert not at.hosted.timekeeper.is_due()


def test_a_deadline_that_waits_for_a_member_is_marked_once(world: World, tmp_path: Path) -> None:
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as at:
        world.now = world.the(Vote, vote).due + HOUR
        at.hosted.timekeeper._moved.set()
        at.run(asyncio.sleep(0.2))
        assert (marks(at), world.the(Vote, vote).state) == (1, "open")
        assert not at.hosted.timekeeper.is_due()


def test_a_deadline_that_passed_while_the_host_was_down_is_made_up_for(
    world: World, tmp_path: Path
) -> None:
    vote = world.member("Ada").puts_to_vote()
    closes = world.the(Vote, vote).due
    with desk(world, tmp_path) as at:
        world.now = closes + 1
        at.hosted.timekeeper._moved.set()
        at.run(asyncio.sleep(0.2))
        assert marks(at) == 1


def test_the_time_is_marked_hourly_only_while_acts_come_in(world: World, tmp_path: Path) -> None:
    ada, _bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as at:
        world.now += 10
        at.does(ada, CastBallot, vote=vote, choice="yes")
        world.now += HOUR - 100
        assert not at.hosted.timekeeper.is_due()
        world.now += 200
        assert at.hosted.timekeeper.is_due()
        assert isinstance(at.run(at.hosted.timekeeper.mark_time()), Logged)
        world.now += 3 * HOUR
        assert not at.hosted.timekeeper.is_due()


def test_the_time_is_marked_at_most_once_a_second(world: World, tmp_path: Path) -> None:
    with desk(world, tmp_path) as at:
        assert isinstance(at.run(at.hosted.timekeeper.mark_time()), Logged)
        again = at.run(at.hosted.timekeeper.mark_time())
        assert isinstance(again, Refused)
        assert again.clause == "13.1"
        world.now += 1000
        assert isinstance(at.run(at.hosted.timekeeper.mark_time()), Logged)


@pytest.mark.parametrize("rounds", range(6))
def test_it_ends_also_when_news_come_just_then(world: World, tmp_path: Path, rounds: int) -> None:
    """Python 3.11's `wait_for` can lose a cancellation that comes together with a result."""

    async def ends(keeper: Timekeeper) -> None:
        for _ in range(50):
            await asyncio.sleep(0)  # rounds of the loop, until it waits
        keeper._moved.set()
        for _ in range(rounds):
            await asyncio.sleep(0)
        await keeper.close()

    with desk(world, tmp_path) as at:
        at.run(ends(at.hosted.timekeeper))
