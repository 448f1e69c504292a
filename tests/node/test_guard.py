"""The guard of the clock: what is a jump, what is none, and what ends the doubt."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from esoviet.node.clock import SystemClock, TurnedClock
from esoviet.node.guard import AWAY, CONFIRMED, HEARTBEAT, SLEWED, TOLERANCE, Guard, confirm
from esoviet.node.guard import read_heartbeat as last
from tests.effort import some
from tests.world import DAY, START

SECOND, MINUTE = 1_000, 60_000


class Machine:
    """A machine with two clocks, which a node runs on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now, self.since = START, 5_000_000
        self.clock = TurnedClock(lambda: self.now, lambda: self.since)
        self.clock.boot_id = "the first"
        self.starts()

    def passes(self, ms: int) -> None:
        """Time goes on, as both clocks show."""
        self.now += ms
        self.since += ms

    def is_set(self, ms: int) -> None:
        """The wall clock is set."""
        self.now += ms

    def boots(self, away: int) -> None:
        """The machine is started anew after so long, by its own wall clock."""
        self.now += away
        self.since = 20_000
        self.clock.boot_id += "'"

    def starts(self, newest: int = 0) -> None:
        """The node starts."""
        self.guard = Guard(self.folder, self.clock)
        self.guard.begin(newest)

    def stops(self) -> None:
        """The node stops, and leaves its heartbeat."""
        asyncio.run(self.guard.beat())

    def is_slewed(self, ms: int, beats: int) -> None:
        """The wall clock is slewed, by so much from each heartbeat to the next."""

        async def beating() -> None:
            for _ in range(beats):
                self.passes(TOLERANCE)
                self.is_set(ms)
                await self.guard.beat()

        asyncio.run(beating())

    def writes(self) -> bool:
        """Whether the node would write, with the time of the wall clock."""
        time = self.guard.time()
        assert time in (None, self.now)
        assert (time is None) == bool(self.guard.fault)
        return time is not None


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_step_of_more_than_ten_minutes_is_a_jump(machine: Machine, sign: int) -> None:
    machine.is_set(sign * TOLERANCE)
    assert machine.writes()
    machine.is_set(sign)
    assert not machine.writes()


def test_many_small_steps_are_together_a_jump(machine: Machine) -> None:
    for _ in range(11):
        assert machine.writes()
        machine.is_set(-MINUTE)
        machine.passes(30 * MINUTE)
        machine.stops()
    assert not machine.writes()


def test_a_machine_that_slept_has_not_jumped(machine: Machine) -> None:
    machine.passes(400 * DAY)
    assert machine.writes()


def test_a_clock_that_is_slewed_for_years_has_not_jumped(machine: Machine) -> None:
    machine.is_slewed(SLEWED, beats=some(2 * TOLERANCE // SLEWED))
    assert machine.writes()


@pytest.mark.parametrize(("step", "told"), [(-MINUTE, True), (MINUTE, True), (2 * SECOND, False)])
def test_a_step_of_a_minute_is_told_to_the_operator(
    machine: Machine, caplog: pytest.LogCaptureFixture, step: int, told: bool
) -> None:
    machine.is_set(step)
    assert machine.writes()
    assert machine.writes()
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * told


def test_a_jump_is_told_once_and_so_is_its_end(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    machine.is_set(2 * DAY)
    assert not machine.writes()
    assert not machine.writes()
    assert "2 days" in machine.guard.fault
    machine.is_set(-2 * DAY)
    assert machine.writes()
    assert [r.levelno for r in caplog.records] == [logging.ERROR, logging.WARNING]


def test_what_the_system_calls_synchronised_is_right(machine: Machine) -> None:
    machine.is_set(-DAY)
    assert not machine.writes()
    machine.clock.synchronised = True
    assert machine.writes()
    machine.clock.synchronised = False
    assert machine.writes()
    machine.is_set(DAY)
    assert not machine.writes()


def test_two_members_whose_clocks_agree_end_the_doubt(machine: Machine) -> None:
    machine.is_set(3 * DAY)
    for who, at in (("ada", 0), ("ada", 0), ("bea", TOLERANCE + 1), ("cem", -TOLERANCE)):
        assert not machine.writes()
        machine.guard.hear((who, 1), machine.now + at)
    assert machine.writes()


def test_members_who_agreed_with_another_time_do_not_count(machine: Machine) -> None:
    machine.is_set(3 * DAY)
    machine.guard.hear(("ada", 1), machine.now)
    machine.is_set(3 * DAY)
    machine.guard.hear(("bea", 1), machine.now)
    assert not machine.writes()
    machine.guard.hear(("ada", 1), machine.now)
    assert machine.writes()


def test_the_operator_ends_the_doubt_about_this_time_and_no_other(machine: Machine) -> None:
    confirm(machine.folder, machine.now)
    machine.is_set(3 * DAY)
    assert not machine.writes()
    confirm(machine.folder, machine.now)
    assert machine.writes()
    machine.is_set(3 * DAY)
    assert not machine.writes()


def test_a_confirmation_that_others_could_have_written_is_none(machine: Machine) -> None:
    machine.is_set(3 * DAY)
    confirm(machine.folder, machine.now)
    (machine.folder / CONFIRMED).chmod(0o622)
    assert not machine.writes()


def test_nothing_is_confirmed_beforehand(machine: Machine) -> None:
    confirm(machine.folder, machine.now + 5 * MINUTE)
    machine.stops()
    assert not (machine.folder / CONFIRMED).exists()


@pytest.mark.parametrize(
    ("ms", "writes"), [(0, True), (TOLERANCE, True), (TOLERANCE + 1, False), (-DAY, False)]
)
def test_a_jump_while_the_node_was_down_is_found_at_its_start(
    machine: Machine, ms: int, writes: bool
) -> None:
    machine.stops()
    machine.passes(30 * DAY)
    machine.is_set(ms)
    machine.starts()
    assert machine.writes() == writes


@pytest.mark.parametrize(
    ("away", "writes"),
    [(MINUTE, True), (AWAY, True), (AWAY + 1, False), (3_650 * DAY, False),
     (-TOLERANCE, True), (-TOLERANCE - 1, False), (-3_650 * DAY, False)],
)  # fmt: skip
def test_a_new_start_of_the_machine_after_days_needs_somebody_who_knows_the_time(
    machine: Machine, away: int, writes: bool
) -> None:
    machine.stops()
    machine.boots(away)
    machine.starts()
    assert machine.writes() == writes
    machine.clock.synchronised = True
    assert machine.writes()


def test_a_clock_that_starts_in_the_past_is_right_once_it_has_been_set(machine: Machine) -> None:
    machine.stops()
    machine.boots(-9 * DAY)
    machine.starts()
    machine.is_set(9 * DAY + MINUTE)
    assert machine.writes()
    machine.is_set(TOLERANCE + 1)
    assert not machine.writes()


@pytest.mark.parametrize(
    "lacking", [lambda path: path.unlink(), lambda path: path.write_bytes(b"\0" * 80)]
)
def test_without_a_heartbeat_the_newest_entry_says_what_time_it_is_at_least(
    machine: Machine, lacking: Callable[[Path], None]
) -> None:
    machine.stops()
    lacking(machine.folder / HEARTBEAT)
    machine.boots(60 * DAY)
    machine.starts(machine.now + TOLERANCE)
    assert machine.writes()
    machine.starts(machine.now + TOLERANCE + 1)
    assert not machine.writes()


def test_entries_of_the_future_are_confirmed_once(machine: Machine) -> None:
    future = machine.now + 700 * DAY
    machine.starts(future)
    assert not machine.writes()
    confirm(machine.folder, machine.now)
    assert machine.writes()
    machine.stops()
    machine.boots(MINUTE)
    machine.starts(future)
    assert machine.writes()


def test_a_doubtful_clock_leaves_the_last_heartbeat_alone(machine: Machine) -> None:
    machine.stops()
    before = last(machine.folder)
    machine.is_set(DAY)
    machine.stops()
    assert last(machine.folder) == before
    machine.starts()
    assert not machine.writes()


def test_the_clocks_of_this_machine_run_on_together() -> None:
    clock = SystemClock()
    first = clock.wall() - clock.boot()
    assert abs(clock.wall() - clock.boot() - first) < TOLERANCE
    assert clock.is_synchronised() in (True, False)


def test_a_log_that_is_opened_later_cannot_be_of_the_future_either(machine: Machine) -> None:
    machine.guard.learn(machine.now + TOLERANCE)
    assert machine.writes()
    machine.guard.learn(machine.now + TOLERANCE + 1)
    assert not machine.writes()
    machine.is_set(MINUTE)
    assert machine.writes()
