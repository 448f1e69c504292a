"""Large files on their way to a bucket, back for who looks at them, and out of it when erased.

Nothing of this holds an act up: a file is on the disk, durably, before its act is logged, and only
then brought to the bucket by a thread of its own. What the bucket does not take now it takes later.
Whoever wants a file that has gone there has it fetched by other threads, of which there are few: a
bucket that hangs takes none from those who read the disk. So few wait at once; the others are told
that it is not here now.
"""

import asyncio
import logging
import math
import shutil
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from esoviet.node.config import Config
from esoviet.node.erasing import Road, Way
from esoviet.node.ledger import BLOBS, Ledger
from esoviet.node.sleeping import Sleeping
from esoviet.node.telling import Seldom
from esoviet.store.blobs import AWAY, GOING, LEAVING
from esoviet.store.bucket import Bucket, BucketError, Place, Versioned, open_bucket
from esoviet.store.errors import StoreError
from esoviet.store.shelf import Shelf

READERS = 4
MOST_FETCHED = 16
"""So many files are fetched at once, or wait for it."""
ROUND_SECONDS, AGAIN_SECONDS = 3600.0, 60.0
_FAULT = "Large files do not get into the bucket, or out of it: the log of the server says why."
_UNSET = "This file lies in a bucket, and the settings name none"
_BUSY = "Too many files are being fetched at once"
_log = logging.getLogger(__name__)


def bucket_of(config: Config) -> Bucket | None:
    """The bucket of the settings, if they name one. Raises `StoreError` where it cannot be."""
    if not config.blobs:
        return None
    try:
        return open_bucket(Place(
            config.blobs, config.blobs_endpoint, config.blobs_region, config.blobs_key,
            secret_of(config),
        ))  # fmt: skip
    except OSError as error:
        raise StoreError(f"blobs_secret_file cannot be read: {error.strerror}") from None


def proved(config: Config) -> None:
    """Try the bucket of the settings; raises `StoreError` with what is wrong."""
    bucket = bucket_of(config)
    if bucket is not None:
        bucket.prove()


def free(folder: Path) -> int:
    """How many bytes of the disk are free."""
    return shutil.disk_usage(folder).free


def made(config: Config, home: Path, sleeping: Sleeping, road: Road) -> "Moving":
    """What a node moves; raises `StoreError` if what is erased would stay where it goes."""
    moving = Moving(home, bucket_of(config), lambda: list(sleeping.known), config.reserve_bytes)
    moving.prove()
    road.add(Way("what lies in the bucket", moving.erased))
    return moving


def secret_of(config: Config) -> str:
    """The secret of the bucket's key; raises `OSError`."""
    if not config.blobs_secret_file:
        return config.blobs_secret
    return Path(config.blobs_secret_file).read_text("utf-8").strip()


class Moving:
    """What goes to the bucket of a node and comes from it. Belongs to the event loop.

    Nothing is fetched where less than `reserve` bytes of the disk are free.
    """

    def __init__(
        self,
        home: Path,
        bucket: Bucket | None,
        known: Callable[[], Iterable[str]],
        reserve: int,
    ) -> None:
        self.fault = ""
        self._reserve = reserve
        self._made_room = -math.inf
        self._home = home
        self._bucket = bucket
        self._known = known
        self._is_proved = False
        self._todo: dict[tuple[str, str], str] = {}
        self._more, self._working = asyncio.Event(), asyncio.Lock()
        self._fetched: dict[tuple[str, str], asyncio.Future[bool]] = {}
        self._out = ThreadPoolExecutor(1, "bucket-out")
        self._in = ThreadPoolExecutor(READERS, "bucket-in")
        self._told = Seldom(_log)

    def prove(self) -> None:
        """Try the bucket before the node serves; raises `Versioned`. One that is silent may be."""
        if self._bucket is None:
            return
        try:
            self._bucket.prove()
            self._is_proved = True
        except BucketError as error:
            self._say(error)

    def follow(self, ledger: Ledger) -> Callable[[], None]:
        """What is to be called after each commit of an assembly."""
        blobs = ledger.blobs
        if self._bucket is None:
            return lambda: None
        blobs.brought = set()

        def look() -> None:
            while blobs.brought:
                self._add(ledger.id, blobs.brought.pop(), GOING)

        return look

    def erased(self, ledger: Ledger, sha256: str) -> None:
        """A way of the road of erasing: the bucket is asked to delete it soon."""
        if self._bucket is not None:
            self._add(ledger.id, sha256, LEAVING)

    async def bring(self, ledger: Ledger, sha256: str) -> None:
        """Have a blob here that lies in the bucket; raises `BucketError` if that cannot be now."""
        if not ledger.blobs.is_away(sha256):
            return
        if self._bucket is None:
            raise BucketError(_UNSET)
        which = (ledger.id, sha256)
        fetched = self._fetched.get(which)
        if fetched is None:
            if len(self._fetched) >= MOST_FETCHED:
                raise BucketError(_BUSY)
            loop, shelf = asyncio.get_running_loop(), self._shelf(ledger.id)
            fetched = loop.run_in_executor(self._in, self._fetch, shelf, sha256)
            self._fetched[which] = fetched
            fetched.add_done_callback(lambda _: self._fetched.pop(which, None))
        try:
            found = await asyncio.shield(fetched)
        except (BucketError, OSError) as error:
            self._told.error("fetching", "a file could not be fetched: %s", error)
            raise BucketError(str(error)) from None
        ledger.blobs.look_again(sha256, found=found)

    async def look(self, ledger: Ledger, sha256: str) -> None:
        """See that the bucket has what it should have; nothing is sure if it does not answer."""
        if self._bucket is None or not ledger.blobs.is_away(sha256):
            return
        loop, shelf = asyncio.get_running_loop(), self._shelf(ledger.id)
        try:
            found = await loop.run_in_executor(self._in, shelf.look, sha256)
        except BucketError as error:
            self._say(error)
        else:
            ledger.blobs.look_again(sha256, found=found)

    async def run(self) -> None:
        """Do what is to be done, as it comes, and look through everything now and then."""
        if self._bucket is None:
            return
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._out, self._clear)
        due = loop.time()
        while True:
            if loop.time() >= due:
                self._todo |= await loop.run_in_executor(self._out, self._look_through)
                due = loop.time() + ROUND_SECONDS
            if not await self.work():
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            try:
                async with asyncio.timeout(max(0.0, due - loop.time())):
                    await self._more.wait()
            except TimeoutError:
                continue

    async def work(self) -> bool:
        """Do all that is to be done; whether the bucket went along."""
        loop = asyncio.get_running_loop()
        async with self._working:
            self._more.clear()
            while self._todo:
                which = next(iter(self._todo))
                what = self._todo.pop(which)
                try:
                    await loop.run_in_executor(self._out, self._do, *which, what)
                except (StoreError, OSError) as error:
                    self._todo.setdefault(which, what)
                    self._say(error)
                    return False
            self.fault = ""
            return True

    async def close(self) -> None:
        """Wait for what is under way; the notes beside the files say what is left to do."""
        await asyncio.to_thread(self._out.shutdown, cancel_futures=True)
        await asyncio.to_thread(self._in.shutdown, cancel_futures=True)

    def _add(self, assembly: str, sha256: str, what: str) -> None:
        self._todo[assembly, sha256] = what
        self._more.set()

    def _do(self, assembly: str, sha256: str, what: str) -> None:
        assert self._bucket is not None
        if what == GOING and not self._is_proved:
            self._bucket.prove()
            self._is_proved = True
        self._shelf(assembly).do(sha256, what)

    def _fetch(self, shelf: Shelf, sha256: str) -> bool:
        if free(self._home) < self._reserve and not self._make_room():
            raise BucketError("there is no room on the disk for what is fetched")
        return shelf.fetch(sha256)

    def _make_room(self) -> bool:
        """Let copies go that were fetched a while ago; whether there is room then."""
        now = time.monotonic()
        if now - self._made_room < AGAIN_SECONDS:
            return False
        self._made_room = now
        for assembly in self._known():
            shelf = self._shelf(assembly)
            for sha256, what in shelf.waiting(AGAIN_SECONDS):
                if what == AWAY:
                    shelf.do(sha256, what)
        return free(self._home) >= self._reserve

    def _look_through(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for assembly in self._known():
            try:
                waits = self._shelf(assembly).waiting()
                found |= {(assembly, sha256): what for sha256, what in waits}
            except OSError as error:
                self._told.error("looking", "what of %s goes away: %s", assembly, error)
        return found

    def _clear(self) -> None:
        for assembly in self._known():
            self._shelf(assembly).clear()

    def _shelf(self, assembly: str) -> Shelf:
        assert self._bucket is not None
        return Shelf(self._home / assembly / BLOBS, self._bucket)

    def _say(self, error: Exception) -> None:
        self.fault = str(error) + "." if isinstance(error, Versioned) else _FAULT
        self._told.error("moving", "the bucket: %s", error)
