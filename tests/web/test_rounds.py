"""Strangers take turns, and go on seldom while a member's act is under way."""

import asyncio
import itertools

import pytest

from esoviet.web.http import rounds as module
from esoviet.web.http.errors import HttpError
from esoviet.web.http.rounds import Rounds

SOME = 20
LONGER_THAN_ANY_MACHINE_IS_ON = 1e9  # the loop's clock may begin when the machine does


async def a_few_rounds() -> None:
    for _ in range(SOME):
        await asyncio.sleep(0)


def test_one_stranger_goes_on_in_each_round() -> None:
    async def scene() -> list[int]:
        rounds, went = Rounds(), list[int]()
        tasks = [asyncio.create_task(rounds.next()) for _ in range(3)]
        while not all(task.done() for task in tasks):
            await asyncio.sleep(0)
            went.append(sum(task.done() for task in tasks))
        return went

    went = asyncio.run(scene())
    assert went[-1] == 3
    assert all(after - before <= 1 for before, after in itertools.pairwise(went))


def test_while_a_member_acts_strangers_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE_SECONDS", LONGER_THAN_ANY_MACHINE_IS_ON)

    async def scene() -> tuple[bool, bool]:
        rounds = Rounds()
        with rounds.of_member():
            await rounds.next()  # one goes on at once
            second = asyncio.create_task(rounds.next())
            await a_few_rounds()
            waits = not second.done()
            second.cancel()
        alone = Rounds()
        await alone.next()
        third = asyncio.create_task(alone.next())
        await a_few_rounds()
        return waits, third.done()

    assert asyncio.run(scene()) == (True, True)


def test_they_go_on_all_the_same_however_long_members_act() -> None:
    async def scene() -> None:
        rounds = Rounds()
        with rounds.of_member():
            for _ in range(5):
                await rounds.next()

    asyncio.run(scene())


def test_too_many_are_told_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)

    async def scene() -> int:
        rounds = Rounds()
        tasks = [asyncio.create_task(rounds.next()) for _ in range(3)]
        results = await asyncio.gather(*tasks, return_exceptions=True)
        (refused,) = [one for one in results if one is not None]
        assert isinstance(refused, HttpError)
        return refused.status_code

    assert asyncio.run(scene()) == 503
