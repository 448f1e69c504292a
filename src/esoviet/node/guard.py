"""The guard of a node's clock: after a jump nothing is written until it is known to be right.

Times in a log never run back, so one entry with a wrong time spoils an assembly: one that is too
late ends what is open and stands until the clock has caught up, one that is too early holds it
open. So every time that a node writes comes from `Guard.time`, which holds the wall clock against

- the boot clock. If they part by more than ten minutes, the tolerance of the law (clause 1.11),
  that is a jump. Less is none, however it came about: a time service slews and steps, and members'
  acts fit all the same. A step of five seconds or more is told to the operator.
- the heartbeat: what both clocks said when the node last ran. As long as the machine has not been
  started anew the boot clock spans the gap, and the rule is the same. After a new start of the
  machine a wall clock that stands before the heartbeat is a jump, and so is one that stands more
  than two days after it: a long absence and a clock that runs far ahead look the same from here.
  Two days are less than the three that an act may take to arrive (`stale_hours`), so a wrong clock
  that stays unnoticed shuts no member out.
- the newest entry of all assemblies, at the start: it cannot be in the future.

What ends the doubt: the wall clock is back where it was; the system says that it is synchronised;
two members hand in acts that they have just signed, by clocks that agree with it; or the operator
confirms it (`esoviet clock confirm`, which leaves a file for the node to find).
"""

import asyncio
import logging
import math
import os
from datetime import timedelta
from pathlib import Path

import msgspec

from esoviet.node.clock import Clock
from esoviet.store import files

HEARTBEAT, CONFIRMED = "heartbeat", "clock-confirmed"
TOLERANCE = 600_000
AWAY = 172_800_000
NOTICED = 5_000
BEAT = 600_000
SLEWED = 1_000  # from one heartbeat to the next: more than any clock is slewed, less than a step
ENOUGH = 2
_LOOK_SECONDS = 1.0
_log = logging.getLogger(__name__)


class Heartbeat(msgspec.Struct, frozen=True):
    """What the clocks said when all was well, and the newest entry that was known then."""

    wall: int
    boot: int
    boot_id: str
    newest: int


class Guard:
    """Says what time may be written, for the whole node. Belongs to the event loop.

    `fault` says why there is none, for anybody to read; it is empty when all is well.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.clock = clock
        self.fault = ""
        self._folder = folder
        self._began = self._is_due = False
        self._newest = 0
        self._beaten_at = 0
        self._agreed: dict[tuple[str, int], int] = {}
        self._low, self._high = -math.inf, math.inf
        self._trust(clock.wall() - clock.boot())

    def begin(self, newest: int) -> None:
        """Hold the clock against what the last run left, and against the newest entry."""
        wall, boot = self.clock.wall(), self.clock.boot()
        last = read_heartbeat(self._folder)
        self._began, self._is_due, self._newest = True, True, newest
        self._low, self._high = -math.inf, math.inf
        if last is not None and last.boot_id == self.clock.boot_id != "":
            offset = last.wall - last.boot
            self._low, self._high = offset - TOLERANCE, offset + TOLERANCE
        elif last is not None:
            self._low = last.wall - TOLERANCE - boot
            self._high = max(last.wall, newest) + AWAY - boot
        if last is None or newest > max(last.newest, last.wall):
            self._low = max(self._low, newest - TOLERANCE - boot)
        self._look(wall, boot)

    def learn(self, newest: int) -> None:
        """A log was opened whose newest entry is of this time: it cannot be in the future."""
        self._newest = max(self._newest, newest)
        if self._began and newest - TOLERANCE > self.clock.wall():
            self._low = max(self._low, newest - TOLERANCE - self.clock.boot())

    def time(self) -> int | None:
        """What time it is, in milliseconds since 1970; None while the clock is in doubt."""
        wall, boot = self.clock.wall(), self.clock.boot()
        offset = wall - boot
        is_noticed = self.fault or abs(offset - self._offset) >= NOTICED
        if self._low <= offset <= self._high and not is_noticed:
            return wall
        return self._look(wall, boot)

    def hear(self, who: tuple[str, int], at: int) -> None:
        """A member of an assembly has just signed an act, new and verified, at `at`."""
        wall, boot = self.clock.wall(), self.clock.boot()
        self._agreed[who] = at - boot
        near = {one: o for one, o in self._agreed.items() if abs(o + boot - wall) <= TOLERANCE}
        self._agreed = near

    async def run(self) -> None:
        """Look at the clock every second, and leave a heartbeat every ten minutes."""
        while True:
            self.time()
            if self._is_due or self.clock.boot() - self._beaten_at >= BEAT:
                try:
                    await self.beat()
                except OSError as error:
                    _log.error("the heartbeat is not written; it is tried again later: %s", error)
            await asyncio.sleep(_LOOK_SECONDS)

    async def beat(self) -> None:
        """Leave word of the clocks for the next start, durably. In doubt, leave what is there."""
        wall, boot = self.clock.wall(), self.clock.boot()
        self._is_due, self._beaten_at = False, boot
        if not self._began or self._look(wall, boot) is None:
            return
        self._follow(wall - boot)
        heartbeat = Heartbeat(wall, boot, self.clock.boot_id, self._newest)
        await asyncio.to_thread(self._leave, msgspec.json.encode(heartbeat))

    def _leave(self, heartbeat: bytes) -> None:
        (self._folder / CONFIRMED).unlink(missing_ok=True)  # there was nothing to confirm
        files.write_durably(self._folder / HEARTBEAT, heartbeat)

    def _trust(self, offset: int) -> None:
        """From here on the wall clock is right if it stands so far before the boot clock."""
        self._offset = self._beaten = offset
        self._low, self._high = offset - TOLERANCE, offset + TOLERANCE
        self._agreed.clear()

    def _follow(self, offset: int) -> None:
        """Where the clock is slewed, or is known to be right, the bounds go with it."""
        step, self._beaten = offset - self._beaten, offset
        if self.clock.is_synchronised():
            self._trust(offset)
        elif abs(step) <= SLEWED:
            self._offset, self._low, self._high = offset, self._low + step, self._high + step

    def _look(self, wall: int, boot: int) -> int | None:
        offset = wall - boot
        if self._low <= offset <= self._high:
            self._tell_step(offset - self._offset)
            self._offset = offset
            if self._is_wide:
                self._trust(offset)
            self._end("It is back where it was.")
            return wall
        because = self._vouched(offset, wall)
        if because:
            self._tell_step(offset - self._offset)
            self._trust(offset)
            self._end(because)
            return wall
        if not self.fault:
            self.fault = self._told(offset)
            _log.error(
                "nothing is written any more. %s Set the clock right, or if it is right, say so: "
                "esoviet clock confirm --data %s", self.fault, self._folder,
            )  # fmt: skip
        return None

    @property
    def _is_wide(self) -> bool:
        """Whether the bounds are those of a first look after a new start of the machine."""
        return self._high - self._low > 2 * TOLERANCE

    def _vouched(self, offset: int, wall: int) -> str:
        """What says that the clock is right after all; empty if nothing does."""
        if self.clock.is_synchronised():
            return "The system says that its clock is synchronised."
        if sum(abs(one - offset) <= TOLERANCE for one in self._agreed.values()) >= ENOUGH:
            return "Two members have signed acts by clocks that agree."
        if _take_confirmation(self._folder / CONFIRMED, wall):
            return "The operator has confirmed it."
        return ""

    def _end(self, because: str) -> None:
        if self.fault:
            _log.warning("the clock is trusted again, and acts are taken. %s", because)
            self.fault, self._is_due = "", True

    def _tell_step(self, step: int) -> None:
        if abs(step) >= NOTICED and not self.fault:
            way = ("back", "longer") if step < 0 else ("forward", "shorter")
            _log.warning("the clock was set %s by %s: what is open lasts so much %s",
                         way[0], _span(step), way[1])  # fmt: skip

    def _told(self, offset: int) -> str:
        if offset < self._low:
            early = _span(self._low + TOLERANCE - offset)
            before = f"stands {early} before the time when this server last wrote"
            what = f"The clock {before if self._is_wide else f'was set back by {early}'}"
        elif self._is_wide:
            away = _span(offset - self._high + AWAY)
            what = f"By its clock this server was away for {away}; it may as well be wrong"
        else:
            late = _span(offset - self._high + TOLERANCE)
            what = f"The clock was set forward by {late}"
        return f"{what}."


def read_heartbeat(folder: Path) -> Heartbeat | None:
    """The last heartbeat of the node in a data folder, if there is one that can be read."""
    try:
        return msgspec.json.decode((folder / HEARTBEAT).read_bytes(), type=Heartbeat)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        _log.warning("the last heartbeat cannot be read, and is passed over: %s", error)
        return None


def confirm(folder: Path, wall: int) -> None:
    """Leave word for the node in a data folder that the wall clock, which says `wall`, is right."""
    files.write_durably(folder / CONFIRMED, b"%d" % wall)
    if os.geteuid() == 0:  # the node may run as another user, whose folder this is
        owner = folder.stat()
        os.chown(folder / CONFIRMED, owner.st_uid, owner.st_gid)


def _take_confirmation(path: Path, wall: int) -> bool:
    """Whether the owner of the folder has confirmed this very clock; used up by being read."""
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            text = file.read(20)
        path.unlink()
    except OSError:
        return False
    ours = about.st_uid in (os.geteuid(), 0) and not about.st_mode & 0o022
    return ours and text.isdigit() and abs(int(text) - wall) <= TOLERANCE


def _span(ms: float) -> str:
    return str(timedelta(seconds=abs(round(ms / 1000))))
