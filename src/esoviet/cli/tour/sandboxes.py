"""The sandboxes of a node: each visitor's own, for some minutes, in a folder that is thrown away.

    <data>/.sandboxes/<name>/    a node's data folder, with keys of its own

A sandbox is a whole node: its own host key, its own private store, its own clock. So nothing of the
node around it can be reached from there, and what goes with its folder is all that there was.
"""

import asyncio
import logging
import secrets
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.types import ASGIApp

from esoviet.cli.demo.director import Director
from esoviet.cli.demo.stage import OwnNode
from esoviet.cli.errors import Trouble
from esoviet.cli.tour.script import PAST, Script, quiet
from esoviet.cli.tour.tale import tale
from esoviet.law.constitution import DAY
from esoviet.node.config import Config
from esoviet.node.node import Node
from esoviet.store.files import make_folder
from esoviet.web.app import create_app
from esoviet.web.http.context import Begun, Pace
from esoviet.wire.encoding import b64u

FOLDER = ".sandboxes"
DAY_SECONDS = 15  # what a day lasts: the story of nineteen days takes five minutes
LONGEST = 26.0  # days after which the clock stands still, whatever the visitor has done
LAST_SECONDS = 180.0  # in which one can look around, once the clock stands still
MOST_SECONDS = 600.0
IDLE_SECONDS = 45.0  # without a request a sandbox makes room for somebody else's
TICK = 0.1
REMEMBERED = 1000
BYTES = 2**20
Seconds = Callable[[], float]
_log = logging.getLogger(__name__)


class Sandbox:
    """One of them. Belongs to the event loop. `seconds` is what a clock says that only runs."""

    def __init__(self, folder: Path, config: Config, language: str, seconds: Seconds) -> None:
        self.folder = folder
        self.address: str | None = None
        self.touched = seconds()
        self.assembly = ""
        self._seconds = seconds
        self._theatre = OwnNode(folder, PAST, config=config)
        self._director = Director(
            self._theatre, secrets.token_hex(16), tale(language).people, PAST + LONGEST
        )
        self._script = Script(self._director, tale(language))
        self._uses = 0
        self._ends = seconds() + MOST_SECONDS
        self.app: ASGIApp = create_app(self._theatre.node, sandbox=self)

    async def begin(self) -> None:
        """Everything before the visitor comes."""
        self.assembly = await self._script.begin()

    @property
    def invitation(self) -> str:
        """The secret with which the visitor comes in, once."""
        return b64u(self._script.invitation.seed)

    @property
    def pace(self) -> Pace:
        """What its clock shows and how fast it runs, and how long all of it is here still."""
        rate = 0 if self.stands_still else round(DAY / (1000 * DAY_SECONDS))
        return Pace(self._theatre.now, rate, DAY_SECONDS, self.seconds_left)

    @property
    def stands_still(self) -> bool:
        """Whether the story is told, and the clock has stopped."""
        return self._script.is_over or self._theatre.day >= PAST + LONGEST

    @property
    def seconds_left(self) -> int:
        """After how many seconds it is gone."""
        return max(0, round(self._ends - self._seconds()))

    @property
    def is_needed(self) -> bool:
        """Whether somebody looks at it, and not only at what has been told already."""
        idle = self._seconds() - self.touched
        return not self.stands_still and (self._uses > 0 or idle < IDLE_SECONDS)

    @contextmanager
    def used(self) -> Iterator[None]:
        """Somebody asks for something in it."""
        self._uses += 1
        try:
            yield
        finally:
            self._uses -= 1
            self.touched = self._seconds()

    async def run(self) -> None:
        """Let the time pass until all of it is over."""
        begun = self._seconds()
        while self.seconds_left:
            await asyncio.sleep(TICK)
            if self.stands_still:
                continue
            day = PAST + (self._seconds() - begun) / DAY_SECONDS
            await self._go_on(min(day, PAST + LONGEST))

    async def _go_on(self, day: float) -> None:
        try:
            await self._director.play_until(day, quiet)
        except (Trouble, LookupError) as error:  # the visitor has taken another road
            _log.debug("a scene is left out: %s", error)
        if self.stands_still:
            self._ends = min(self._ends, self._seconds() + LAST_SECONDS)

    def end_streams(self) -> None:
        """End every open change feed of it."""
        self._theatre.node.end_streams()

    async def close(self) -> None:
        """Let go of it, with all its files."""
        self.end_streams()
        try:
            await self._theatre.close()
        finally:
            await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)


class Sandboxes:
    """All that a node has at a time: as many as its setting says."""

    def __init__(self, node: Node, seconds: Seconds = time.monotonic) -> None:
        self._config = node.config
        self._folder = node.folder / FOLDER
        self._seconds = seconds
        self._running: dict[str, Sandbox] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._over: deque[str] = deque(maxlen=REMEMBERED)
        self._beginning = asyncio.Lock()
        shutil.rmtree(self._folder, ignore_errors=True)  # of a server that was killed

    @property
    def most(self) -> int:
        """How many there can be."""
        return self._config.sandboxes

    async def begin(self, language: str, address: str | None) -> Begun | int:
        """A new sandbox; or in how many seconds there is room for one, for that address."""
        async with self._beginning:
            wait = await self._room(address)
            if wait:
                return wait
            make_folder(self._folder)
            folder = self._folder / secrets.token_hex(8)
            made = Sandbox(folder, self._settings(folder), language, self._seconds)
            made.address = address
            try:
                await made.begin()
            except BaseException:
                await made.close()
                raise
            self._running[made.assembly] = made
            self._tasks[made.assembly] = asyncio.create_task(self._run(made))
            return Begun(made.assembly, made.invitation, made.pace.now)

    def find(self, assembly: str) -> Sandbox | None:
        """The sandbox of this name."""
        return self._running.get(assembly)

    def is_over(self, assembly: str) -> bool:
        """Whether there was a sandbox of this name, a while ago."""
        return assembly in self._over

    def end_streams(self) -> None:
        """End every open change feed of all of them."""
        for one in self._running.values():
            one.end_streams()

    async def close(self) -> None:
        """End all of them."""
        for task in list(self._tasks.values()):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _run(self, sandbox: Sandbox) -> None:
        try:
            await sandbox.run()
        except Exception:
            _log.exception("a sandbox has failed")
        finally:
            del self._running[sandbox.assembly]
            self._over.append(sandbox.assembly)
            await sandbox.close()
            self._tasks.pop(sandbox.assembly, None)

    async def _room(self, address: str | None) -> int:
        """Make room if need be; answers in how many seconds there is some, 0 for now.

        One address has at most half of the places.
        """
        own = [one for one in self._running.values() if address and one.address == address]
        if len(own) >= max(1, self.most // 2):
            return await self._end_one(own)
        if len(self._running) >= self.most:
            return await self._end_one(list(self._running.values()))
        return 0

    async def _end_one(self, among: list[Sandbox]) -> int:
        """End the one that is needed least, if any is not; else when the first is over."""
        spare = [one for one in among if not one.is_needed]
        if not spare:
            return 1 + min((one.seconds_left for one in among), default=int(MOST_SECONDS))
        task = self._tasks[min(spare, key=lambda one: one.touched).assembly]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return 0

    def _settings(self, folder: Path) -> Config:
        """What holds in a sandbox: the node's own address and limits, and little room."""
        config = self._config
        return Config(
            data=folder, url=config.url, founding="token", example="nobody", sandboxes=0,
            trusted_proxies=config.trusted_proxies, stranger_rate=config.stranger_rate,
            member_rate=config.member_rate, reserve_bytes=config.reserve_bytes,
            pause_seconds=config.pause_seconds, max_blob_bytes=65_568, member_bytes=BYTES,
            assembly_bytes=2 * BYTES, upload_member_bytes=BYTES, upload_assembly_bytes=BYTES,
        )  # fmt: skip
