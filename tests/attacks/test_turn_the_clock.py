"""Turn the host's clock, by malice or by a dead battery, so that votes end or never end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.cli.main import main
from esoviet.law.votes import CastBallot, Vote
from esoviet.node.answers import CLOCK, Unavailable
from esoviet.node.clock import SystemClock, TurnedClock
from esoviet.node.guard import Guard, confirm
from esoviet.wire import entry as entries
from tests.web.desk import ONE, Desk, desk
from tests.world import DAY, World

YEAR = 365 * DAY


@pytest.fixture
def world() -> World:
    return World().found(backing="0", question_days="1", readership="public")


@pytest.fixture
def vote(world: World) -> int:
    ada, _ = world.members("Ada", "Bea")
    return ada.puts_to_vote()


@pytest.fixture
def at(world: World, vote: int, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path) as served:
        yield served


def ballot(world: World, vote: int, who: str = "Bea") -> bytes:
    return world.seal(world.person(who).key, CastBallot, vote=vote, choice="yes")


def faults(at: Desk) -> list[str]:
    """What the node says is wrong with it."""
    said: list[str] = at.get("/node").json()["faults"]
    return said


@pytest.mark.parametrize("turn", [2 * YEAR, DAY, -60_000 * 11, -DAY, -56 * YEAR])
def test_nothing_is_written_while_the_clock_is_turned(
    at: Desk, world: World, vote: int, turn: int
) -> None:
    size, act = at.size(), ballot(world, vote)
    at.turn_clock(turn)
    refused = at.ask("POST", "acts", content=act, headers=ONE)
    assert (refused.status_code, refused.json()["detail"]) == (503, CLOCK.because)
    assert int(refused.headers["retry-after"]) > 0
    assert isinstance(at.run(at.hosted.timekeeper.mark_time()), Unavailable)
    at.turn_clock(-turn)
    assert at.size() == size
    assert at.hand_in(act).status_code == 201
    assert at.get(f"votes/{vote}.json").json()["vote"]["state"] == "open"


def test_two_seconds_two_years_ahead_end_no_vote(at: Desk, world: World, vote: int) -> None:
    size = at.size()
    at.turn_clock(2 * YEAR)
    at.until(lambda: faults(at))  # the guard has looked
    assert not at.hosted.timekeeper.is_due()
    at.turn_clock(-2 * YEAR)
    at.until(lambda: not faults(at))
    assert not at.hosted.timekeeper.is_due()
    assert at.size() == size
    assert world.the(Vote, vote).state == "open"


def test_the_node_tells_its_operator_and_everybody(
    at: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert faults(at) == []
    at.turn_clock(YEAR)
    at.until(lambda: faults(at))
    [fault] = faults(at)
    assert "365 days" in fault
    assert str(tmp_path) not in fault
    assert f"esoviet clock confirm --data {tmp_path}" in caplog.text


def test_no_assembly_is_founded_while_the_clock_is_turned(at: Desk, world: World) -> None:
    founding = entries.read(world.entries[0]).jws
    at.turn_clock(YEAR)
    assert at.ask("POST", "/a", content=founding, headers=ONE).status_code == 201  # it stands here
    other = World()
    other.host = world.host
    other.found("Zoe")
    act = entries.read(other.entries[0]).jws
    for sha256, whole in other.blobs.items():
        assert at.ask("PUT", f"/blobs/{sha256}", content=whole).status_code in (201, 204)
    assert at.ask("POST", "/a", content=act, headers=ONE).status_code == 503
    at.turn_clock(-YEAR)
    assert at.ask("POST", "/a", content=act, headers=ONE).status_code == 201


def test_whoever_asks_for_a_receipt_again_still_gets_it(at: Desk, world: World, vote: int) -> None:
    act = ballot(world, vote)
    first = at.hand_in(act)
    at.turn_clock(-DAY)
    again = at.ask("POST", "acts", content=act, headers=ONE)
    assert (again.status_code, again.json()) == (201, first.json())


def test_a_machine_that_starts_with_a_dead_battery_ends_nothing(
    world: World, vote: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk(world, tmp_path) as at:
        size = at.size()
    monkeypatch.setattr(TurnedClock, "boot_id", "another start of the machine")
    for years in (10, -10):
        world.now += years * YEAR
        with desk(world, tmp_path) as at:
            at.until(lambda: faults(at))
            assert not at.hosted.timekeeper.is_due()
            assert at.size() == size
        world.now -= years * YEAR
    with desk(world, tmp_path) as at:
        assert at.hand_in(ballot(world, vote)).status_code == 201


def test_the_operator_confirms_a_clock_while_the_server_runs(
    at: Desk, world: World, vote: int, tmp_path: Path
) -> None:
    at.turn_clock(DAY // 2)
    at.until(lambda: faults(at))
    confirm(tmp_path, world.now)
    at.until(lambda: not faults(at))
    assert at.hand_in(ballot(world, vote)).status_code == 201


def test_the_command_confirms_the_clock_of_the_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["clock", "confirm", "--data", str(tmp_path)]
    assert main(command) == 1
    (tmp_path / "node.key").write_bytes(bytes(32))
    doubtful = Guard(tmp_path, SystemClock())
    doubtful.begin(newest=SystemClock().wall() + YEAR)
    assert doubtful.time() is None
    assert main(["clock", "show", "--data", str(tmp_path)]) == 0
    assert main(command) == 0
    assert doubtful.time() is not None
    assert "you say that it is right" in capsys.readouterr().out


def test_two_members_who_have_just_signed_end_the_doubt(at: Desk, world: World, vote: int) -> None:
    at.turn_clock(DAY)
    for who, status in (("Ada", 503), ("Ada", 503), ("Bea", 201)):
        act = ballot(world, vote, who)
        assert at.ask("POST", "acts", content=act, headers=ONE).status_code == status
    assert faults(at) == []


def test_acts_that_are_logged_or_forged_or_of_another_time_end_no_doubt(
    at: Desk, world: World, vote: int
) -> None:
    logged = [ballot(world, vote, who) for who in ("Ada", "Bea")]
    assert [at.hand_in(act).status_code for act in logged] == [201, 201]
    honest = [ballot(world, vote, who) for who in ("Ada", "Bea")]
    at.turn_clock(DAY)
    forged = [act[:-8] + b"AAAAAAAA" for act in (ballot(world, vote, "Ada"), ballot(world, vote))]
    for act in (*logged, *honest, *forged):
        at.ask("POST", "acts", content=act, headers=ONE)
    assert at.hosted.sequencer._guard.time() is None
