"""Several that tell things run as one: all are stopped, and a mistake of one is not kept quiet."""

import asyncio

import pytest

from esoviet.notify.together import Together


class Part:
    """Runs until it is stopped, or makes a mistake at once."""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails, self.over = fails, asyncio.Event()
        self.ended = False

    async def run(self) -> None:
        try:
            if self.fails:
                raise RuntimeError("a mistake")
            await self.over.wait()
        finally:
            self.ended = True

    def stop(self) -> None:
        self.over.set()


def test_all_are_stopped_together() -> None:
    parts = Part(), Part()

    async def scene() -> None:
        together = Together(*parts)
        task = asyncio.create_task(together.run())
        await asyncio.sleep(0)
        together.stop()
        await task

    asyncio.run(scene())
    assert all(part.ended for part in parts)


def test_a_mistake_of_one_ends_all_and_is_raised() -> None:
    parts = Part(), Part(fails=True)
    with pytest.raises(ExceptionGroup):
        asyncio.run(Together(*parts).run())
    assert all(part.ended for part in parts)
