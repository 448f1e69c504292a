"""Files are made ready by a process of their own, one at a time for the whole node (child.py).

What that process answers, and what it leaves in its folder, may be the work of a file that took it
over: only plain files by names that are known here are taken, and only by the kinds that go with
what it is said to be. It sees nothing of the server's environment, which holds passwords.
"""

import asyncio
import os
import shutil
import stat
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from esoviet.media import kinds
from esoviet.media.child import Answer, Request
from esoviet.media.kinds import MAIN, TYPES, CopyKind, NotTaken, Prepared
from esoviet.media.processes import surely_end

SECONDS = 60.0
MOST_WAITING, MOST_OF_ONE = 20, 2
MOST_SAID = 65_536


class Ready(NamedTuple):
    """A file made ready: `main` is where its bytes lie, `copies` where the others do."""

    prepared: Prepared
    main: Path
    copies: dict[CopyKind, Path]


class Preparing:
    """Where files are made ready, within a `folder` that nobody else uses. Belongs to the loop."""

    def __init__(self, folder: Path, seconds: float = SECONDS) -> None:
        self._folder = folder.absolute()
        self._seconds = seconds
        self._one = asyncio.Lock()
        self._waiting = Counter[str]()
        shutil.rmtree(folder, ignore_errors=True)  # what a crash has left

    @asynccontextmanager
    async def prepared(self, path: Path, who: str = "") -> AsyncIterator[Ready]:
        """A file made ready; its files last as long as the block; `who` has two in the line.

        Raises `NotTaken`.
        """
        if self._waiting.total() >= MOST_WAITING or self._waiting[who] >= MOST_OF_ONE:
            raise NotTaken(kinds.CROWDED)
        self._waiting[who] += 1
        try:
            async with self._one:
                self._folder.mkdir(mode=0o700, exist_ok=True)
                within = Path(tempfile.mkdtemp(dir=self._folder))
                try:
                    yield _looked_at(await self._asked(path, within), path, within)
                finally:
                    await asyncio.to_thread(shutil.rmtree, within, ignore_errors=True)
        finally:
            self._waiting[who] -= 1
            self._waiting += Counter()  # who has none is no longer in it

    async def _asked(self, path: Path, within: Path) -> Prepared:
        process = await _started(within)
        try:
            request = Request(str(_absolute(path)), str(within))
            talk = _talk(process, msgspec.json.encode(request))
            answer = msgspec.json.decode(await asyncio.wait_for(talk, self._seconds), type=Answer)
        except (TimeoutError, OSError, msgspec.MsgspecError):
            raise NotTaken(kinds.TOO_MUCH) from None
        finally:
            await surely_end(process)
        if answer.prepared is None:
            raise NotTaken(answer.not_taken or kinds.TOO_MUCH)
        return answer.prepared


async def _talk(process: Process, request: bytes) -> bytes:
    """Ask, and read what is answered: no more than so much, and to its end."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(request)
    process.stdin.close()
    said = b""
    while len(said) <= MOST_SAID and (more := await process.stdout.read(MOST_SAID)):
        said += more
    return said


def _absolute(path: Path) -> Path:
    return path.absolute()


def _looked_at(prepared: Prepared, path: Path, within: Path) -> Ready:
    if prepared.media_type not in TYPES[prepared.kind]:
        raise NotTaken(kinds.TOO_MUCH)
    main = _plain(within / MAIN) if prepared.changed else path
    return Ready(prepared, main, {kind: _plain(within / kind) for kind in prepared.copies})


def _plain(path: Path) -> Path:
    """A file that is one, and no way to another."""
    try:
        about = path.lstat()
    except OSError:
        raise NotTaken(kinds.TOO_MUCH) from None
    if not stat.S_ISREG(about.st_mode) or about.st_nlink != 1 or not about.st_size:
        raise NotTaken(kinds.TOO_MUCH)
    return path


async def _started(within: Path) -> Process:
    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8",
        "TMPDIR": str(within), "MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1",
    }  # fmt: skip
    command = (sys.executable, "-m", "esoviet.media.child")
    return await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, cwd=within,
        start_new_session=True,
    )  # fmt: skip
