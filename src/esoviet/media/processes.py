"""A process that works for this one, and how it surely ends: also node/workers.py has such."""

import asyncio
import contextlib
from asyncio.subprocess import Process

PIECE = 65_536


async def surely_end(process: Process) -> None:
    """End it, also where we are told to stop meanwhile: else it goes on, its pipes open."""
    ending = asyncio.create_task(_end(process))
    try:
        await asyncio.shield(ending)
    except asyncio.CancelledError:
        await ending
        raise


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    if process.stdin is not None:
        process.stdin.close()
        with contextlib.suppress(OSError):
            await process.stdin.wait_closed()
    with contextlib.suppress(OSError):
        while process.stdout is not None and await process.stdout.read(PIECE):
            pass  # to its end: then nothing is left open
    await process.wait()
