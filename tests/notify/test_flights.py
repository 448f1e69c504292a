"""What is under way to others: one for each whom, and whatever goes wrong ends no other."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from esoviet.notify.flights import REST_SECONDS, TOGETHER, Flights
from esoviet.store.errors import StoreError


class Sky:
    """Flights, a clock that is turned by hand, and what has arrived."""

    def __init__(self) -> None:
        self.now = 0.0
        self.flights = Flights("a thing", lambda: self.now)
        self.arrived: list[int] = []
        self.gate = asyncio.Event()

    def begins(self, whose: str, number: int, error: Exception | None = None) -> bool:
        async def sent() -> None:
            await self.gate.wait()
            self.arrived.append(number)
            if error is not None:
                raise error

        return self.flights.begin(whose, number, sent)

    async def lands(self) -> None:
        self.gate.set()
        while await self.flights.land():
            pass


def flown(scene: Callable[[Sky], Awaitable[None]]) -> Sky:
    async def whole() -> Sky:
        sky = Sky()
        await scene(sky)
        await sky.flights.close()
        return sky

    return asyncio.run(whole())


def test_of_each_one_is_under_way_and_of_all_so_many() -> None:
    async def scene(sky: Sky) -> None:
        assert sky.begins("Ada", 0)
        assert not sky.begins("Ada", 1)
        assert [sky.begins(str(one), one) for one in range(2, TOGETHER + 2)][-2:] == [True, False]
        await sky.lands()
        assert sky.begins("Ada", 1)
        await sky.lands()

    assert len(flown(scene).arrived) == TOGETHER + 1


def test_one_that_ends_while_it_is_waited_for_was_under_way() -> None:
    """So whoever asks comes again at once for what had to wait for it."""

    async def scene(sky: Sky) -> None:
        sky.begins("Ada", 1)
        sky.gate.set()
        assert await sky.flights.land()
        assert not await sky.flights.land()

    assert flown(scene).arrived == [1]


@pytest.mark.parametrize("error", [StoreError("the disk is full"), RuntimeError("a mistake")])
def test_what_fails_rests_for_minutes_ends_no_other_and_is_tried_again(error: Exception) -> None:
    async def scene(sky: Sky) -> None:
        assert sky.begins("Ada", 1, error)
        assert sky.begins("Bea", 2)
        await sky.lands()
        sky.now = REST_SECONDS - 1
        assert not sky.begins("Ada", 1)
        assert sky.begins("Ada", 3)
        await sky.lands()
        sky.now = REST_SECONDS
        assert sky.begins("Ada", 1)
        await sky.lands()

    assert flown(scene).arrived == [1, 2, 3, 1]


def test_what_is_under_way_at_the_end_is_left_for_another_time() -> None:
    async def scene(sky: Sky) -> None:
        sky.begins("Ada", 1)
        await sky.flights.close()
        assert not await sky.flights.land()

    assert flown(scene).arrived == []
