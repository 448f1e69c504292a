"""What is done once however often it is asked for."""

import asyncio

import pytest

from esoviet.web.http.once import MOST, Once


async def seven() -> int:
    return 7


async def fails() -> int:
    raise ValueError


def test_two_who_ask_at_once_get_one_answer() -> None:
    async def scene() -> None:
        once, began = Once[int](), list[int]()

        async def make() -> int:
            began.append(1)
            await asyncio.sleep(0)
            return 7

        first, second = await asyncio.gather(once.answer("a", make), once.answer("a", make))
        third = await once.answer("a", make)
        assert (first, second, third, once.known("a"), began) == (7, 7, 7, 7, [1])
        once.forget("a")
        assert once.known("a") is None

    asyncio.run(scene())


def test_it_goes_on_where_who_asked_has_gone() -> None:
    async def scene() -> None:
        once, goes = Once[bool](), asyncio.Event()
        asking = asyncio.create_task(once.answer("a", goes.wait))
        await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        goes.set()
        assert await once.answer("a", goes.wait)

    asyncio.run(scene())


def test_what_failed_is_tried_again() -> None:
    async def scene() -> None:
        once = Once[int]()
        with pytest.raises(ValueError, match=r"^$"):
            await once.answer("a", fails)
        assert await once.answer("a", seven) == 7

    asyncio.run(scene())


def test_only_the_latest_are_remembered() -> None:
    async def scene() -> None:
        once = Once[int]()
        for number in range(MOST + 5):
            await once.answer(number, seven)
        await asyncio.sleep(0)
        assert (once.known(4), once.known(5)) == (None, 7)

    asyncio.run(scene())
