"""Verifying many signatures on other cores, in small processes that do nothing else.

One signature costs more than everything else about an act, and Python's threads would fight over
the interpreter for each of them. So bulk goes to worker processes over pipes, a group at a time:

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
MIN_GROUP = 32
_DECODER = msgspec.msgpack.Decoder(list[tuple[bytes, bytes, bytes]])


class Verifiers:
    """Worker processes, started when there is first something for them."""

    def __init__(self, workers: int | None = None) -> None:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        self._count = max(0, cores - 1) if workers is None else workers
        self._idle: asyncio.Queue[Process] | None = None
        self._all: list[Process] = []

    async def verify(self, checks: Sequence[Check]) -> bytes:
        """A byte for each check: 1 where the signature is valid."""
        if self._count == 0 or len(checks) < MIN_GROUP:
            return _verdicts(checks)
        if self._idle is None:
            self._idle = asyncio.Queue()
            for _ in range(self._count):
                await self._start_worker()
        worker = await self._idle.get()
        try:
            verdicts = await _ask(worker, msgspec.msgpack.encode(checks), len(checks))
        except (OSError, asyncio.IncompleteReadError):
            self._count -= 1
            return _verdicts(checks)
        self._idle.put_nowait(worker)
        return verdicts

    async def close(self) -> None:
        """End the workers."""
        for worker in self._all:
            if worker.returncode is None:
                worker.kill()
            await worker.wait()

    async def _start_worker(self) -> None:
        assert self._idle is not None
        command = (sys.executable, "-m", "esoviet.node.verifier")
        worker = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE,
                                                      stderr=DEVNULL)  # fmt: skip
        self._all.append(worker)
        self._idle.put_nowait(worker)


async def _ask(worker: Process, request: bytes, count: int) -> bytes:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(len(request).to_bytes(4, "big") + request)
    await worker.stdin.drain()
    return await worker.stdout.readexactly(count)


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
