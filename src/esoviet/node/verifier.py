"""Verifying many signatures on other cores, in small processes that do nothing else.

One signature costs more than everything else about an act, and Python's threads would fight over
the interpreter for each of them. So bulk goes to worker processes over pipes, in small groups, and
several groups ahead, so that a worker has work while this process judges:

    request   uint32 length, MessagePack array of [public key, message, signature]
    answer    one byte for each: 1 valid, 0 not

A worker ends when its pipe does. Where there is one core, or a worker fails, this process verifies.
"""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence

import msgspec

from esoviet.wire.ed25519 import verify

Check = tuple[bytes, bytes, bytes]
GROUP = 64
MIN_GROUP = 32
_DECODER = msgspec.msgpack.Decoder(list[Check])


class Verifiers:
    """Worker processes, started when there is first something for them."""

    def __init__(self, workers: int | None = None) -> None:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        self._count = max(0, cores - 1) if workers is None else workers
        self._workers: list[_Worker] | None = None
        self._starting = asyncio.Lock()

    async def verify(self, checks: Sequence[Check]) -> bytes:
        """A byte for each check: 1 where the signature is valid."""
        if self._count == 0 or len(checks) < MIN_GROUP:
            return _verdicts(checks)
        workers = [worker for worker in await self._started() if worker.is_alive]
        if not workers:
            return _verdicts(checks)
        groups = [checks[start : start + GROUP] for start in range(0, len(checks), GROUP)]
        asked = [min(workers, key=lambda worker: worker.waiting).ask(group) for group in groups]
        verdicts = [await answer for answer in asked]
        return b"".join(
            _verdicts(group) if verdict is None else verdict
            for group, verdict in zip(groups, verdicts, strict=True)
        )

    async def close(self) -> None:
        """End the workers."""
        for worker in self._workers or ():
            await worker.close()

    async def _started(self) -> "list[_Worker]":
        async with self._starting:
            if self._workers is None:
                self._workers = [await _Worker.start() for _ in range(self._count)]
            return self._workers


class _Worker:
    """One worker process, and the groups that it has been asked about."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._asked: asyncio.Queue[tuple[int, asyncio.Future[bytes | None]]] = asyncio.Queue()
        self._reading = asyncio.create_task(self._read())
        self.waiting = 0
        self.is_alive = True

    @classmethod
    async def start(cls) -> "_Worker":
        command = (sys.executable, "-m", "esoviet.node.verifier")
        return cls(
            await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        )

    def ask(self, checks: Sequence[Check]) -> "asyncio.Future[bytes | None]":
        """The verdicts to come, or None if this worker fails."""
        answer: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        request = msgspec.msgpack.encode(checks)
        self.waiting += 1
        self._asked.put_nowait((len(checks), answer))
        assert self._process.stdin is not None
        self._process.stdin.write(len(request).to_bytes(4, "big") + request)
        return answer

    async def close(self) -> None:
        self._reading.cancel()
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while True:
            count, answer = await self._asked.get()
            verdicts = None
            if self.is_alive:
                try:
                    verdicts = await self._process.stdout.readexactly(count)
                except (OSError, asyncio.IncompleteReadError):
                    self.is_alive = False
            self.waiting -= 1
            if not answer.done():
                answer.set_result(verdicts)


def _verdicts(checks: Sequence[Check]) -> bytes:
    return bytes(verify(*check) for check in checks)


def work() -> None:
    """A worker's whole life."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(4)) == 4:
        request = source.read(int.from_bytes(head, "big"))
        sink.write(_verdicts(_DECODER.decode(request)))
        sink.flush()


if __name__ == "__main__":
    work()
