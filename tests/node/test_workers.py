"""Worker processes: jobs, their limits, and who comes first."""

import asyncio
import os
import signal
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path

import pytest

from esoviet.media import processes
from esoviet.node.workers import MOST_WAITING, Busy, JobError, TooLong, Workers


def in_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run a test in an event loop of its own."""

    async def ran(**fixtures: object) -> None:
        await test(**fixtures)

    @wraps(test)
    def run(**fixtures: object) -> None:
        asyncio.run(ran(**fixtures))

    return run


async def spin() -> None:
    """Let what can go on go on."""
    for _ in range(50):
        await asyncio.sleep(0)  # rounds of the loop, not time


def pid_after(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def stuck() -> None:
    while True:
        pass


def dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def greedy() -> int:
    return len(bytes(8 * 2**30))


def wrong(text: str) -> None:
    raise ValueError(text)


def until(folder: Path, name: str) -> str:
    """Wait for a file, so that a test says how long a job takes."""
    while not (folder / name).exists():
        time.sleep(0.005)
    return name


@in_loop
async def test_jobs_are_done_in_other_processes_that_are_used_again() -> None:
    workers = Workers(1)
    first, second = [await workers.run(pid_after, 0) for _ in range(2)]
    assert first == second != os.getpid()
    await workers.close()


@in_loop
async def test_a_job_that_takes_too_long_is_ended_and_the_next_one_is_done() -> None:
    workers = Workers(1)
    with pytest.raises(TooLong):
        await workers.run(stuck, seconds=0.05)
    assert await workers.run(len, "abc") == 3
    await workers.close()


@pytest.mark.parametrize("fails", [dies, greedy])
@in_loop
async def test_a_worker_that_fails_takes_no_other_job_with_it(fails: Callable[[], object]) -> None:
    workers = Workers(1)
    with pytest.raises(JobError):
        await workers.run(fails)
    assert await workers.run(len, "abc") == 3
    await workers.close()


@in_loop
async def test_a_worker_is_ended_whole_though_all_are_told_to_end_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, ended, workers = processes._end, list[int](), Workers(1)

    async def slow(process: Process) -> None:
        await spin()
        await real(process)
        ended.append(process.pid)

    monkeypatch.setattr(processes, "_end", slow)
    with pytest.raises(TooLong):
        await workers.run(stuck, seconds=0.05)
    assert not ended
    await workers.close()
    assert len(ended) == 1


@in_loop
async def test_the_error_of_a_job_is_told() -> None:
    workers = Workers(1)
    with pytest.raises(JobError, match="ValueError: no such thing"):
        await workers.run(wrong, "no such thing")
    await workers.close()


@in_loop
async def test_members_come_before_strangers(tmp_path: Path) -> None:
    workers, done = Workers(1), list[str]()

    async def job(name: str, *, stranger: bool) -> None:
        done.append(await workers.run(until, tmp_path, name, stranger=stranger))

    first = asyncio.create_task(job("first", stranger=True))
    await spin()
    later = [asyncio.create_task(job(name, stranger=name != "member")) for name in ("b", "member")]
    await spin()
    for name in ("member", "b", "first"):
        (tmp_path / name).touch()
    await asyncio.gather(first, *later)
    assert done == ["first", "member", "b"]
    await workers.close()


@in_loop
async def test_strangers_never_hold_the_last_worker(tmp_path: Path) -> None:
    workers = Workers(2)
    held = [
        asyncio.create_task(workers.run(until, tmp_path, "never", stranger=True)) for _ in range(9)
    ]
    await spin()
    assert await workers.run(len, "abc") == 3
    assert not any(task.done() for task in held)
    await workers.close()
    assert {type(one) for one in await asyncio.gather(*held, return_exceptions=True)} == {Busy}


@in_loop
async def test_a_line_has_an_end_and_strangers_fill_only_their_own(tmp_path: Path) -> None:
    workers = Workers(2)
    first = asyncio.create_task(workers.run(until, tmp_path, "never", stranger=True))
    await spin()
    jobs = [
        asyncio.create_task(workers.run(until, tmp_path, "never", stranger=True))
        for _ in range(MOST_WAITING)
    ]
    await spin()
    with pytest.raises(Busy):
        await workers.run(until, tmp_path, "never", stranger=True)
    assert await workers.run(len, "abc") == 3
    await workers.close()
    await asyncio.gather(first, *jobs, return_exceptions=True)


@in_loop
async def test_nobody_waits_for_ever_when_the_server_goes_down(tmp_path: Path) -> None:
    workers = Workers(1)
    waiting = [asyncio.create_task(workers.run(until, tmp_path, "never")) for _ in range(3)]
    await spin()
    await workers.close()
    assert {type(one) for one in await asyncio.gather(*waiting, return_exceptions=True)} == {Busy}
    with pytest.raises(Busy):
        await workers.run(len, "abc")


@in_loop
async def test_whoever_no_longer_waits_costs_no_work(tmp_path: Path) -> None:
    workers = Workers(1)
    first = asyncio.create_task(workers.run(until, tmp_path, "first"))
    gone = asyncio.create_task(workers.run(until, tmp_path, "never"))
    await spin()
    gone.cancel()
    (tmp_path / "first").touch()
    await first
    assert await workers.run(len, "abc") == 3
    await workers.close()
