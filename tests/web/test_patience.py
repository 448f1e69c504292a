"""Many waits, one timer: who takes too long is left, nobody else is."""

import asyncio

import pytest

from esoviet.web.http.patience import Patience


def test_what_comes_in_time_is_given_and_what_does_not_ends() -> None:
    async def main() -> None:
        patience = Patience(0.1)

        async def soon() -> int:
            await asyncio.sleep(0)
            return 7

        never = [patience.wait(asyncio.Event().wait()) for _ in range(50)]
        waits = [patience.wait(soon()) for _ in range(50)]
        ends = await asyncio.gather(*never, *waits, return_exceptions=True)
        assert all(isinstance(end, TimeoutError) for end in ends[:50])
        assert ends[50:] == [7] * 50
        with pytest.raises(TimeoutError):  # the timer is set anew after it has run out
            await patience.wait(asyncio.Event().wait())

    asyncio.run(main())


def test_being_cancelled_is_not_taken_for_a_time_that_is_over() -> None:
    async def main() -> None:
        patience = Patience(60)
        task = asyncio.create_task(patience.wait(asyncio.Event().wait()))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


def test_being_cancelled_while_the_time_is_over_stays_being_cancelled() -> None:
    async def main() -> None:
        patience = Patience(60)
        task = asyncio.create_task(patience.wait(asyncio.Event().wait()))
        await asyncio.sleep(0)
        patience._ended.add(task)
        task.cancel()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
