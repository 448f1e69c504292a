"""`esoviet doctor`: what is wrong with a server, a line a finding, with what mends it."""

import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from esoviet.cli.doctor import NAMES
from esoviet.cli.main import main
from esoviet.node import backup, checkup, guard
from esoviet.node.checkup import Finding, Looked
from esoviet.node.clock import TurnedClock
from esoviet.node.config import Config
from tests.cli.conftest import Running
from tests.web.desk import desk
from tests.web.served import write
from tests.world import World

NOW = 1_800_000_000_000


@pytest.fixture
def world() -> World:
    return World().found()


@pytest.fixture
def data(world: World, tmp_path: Path) -> Path:
    """A data folder in good order."""
    folder = tmp_path / "data"
    write(world, folder)
    folder.chmod(0o700)
    (folder / "node.key").chmod(0o600)
    return folder


def at(data: Path) -> Looked:
    clock = TurnedClock(lambda: NOW)
    clock.synchronised = True
    return Looked(data, Config(data=data), clock)


def found(name: str, data: Path) -> list[Finding]:
    return list(checkup.CHECKS[name](at(data)))


def old(path: Path) -> Path:
    os.utime(path, (time.time() - 7200,) * 2)
    return path


def leave_stage(data: Path, world: World) -> None:
    (data / ".example").mkdir()
    (data / ".example/node.key").write_bytes(bytes(32))
    old(data / ".example")


def leave_file(data: Path, world: World) -> None:
    (data / "assemblies" / world.id / ".new-x").touch()
    old(data / "assemblies" / world.id / ".new-x")


def leave_size(data: Path, world: World) -> None:
    (data / "assemblies" / world.id / "blobs.size").write_text("3")


def damage(data: Path, world: World) -> None:
    text = next((data / "assemblies" / world.id / "blobs").glob("*/*"))
    text.rename(text.with_name(text.name + ".damaged"))


def lose_end(data: Path, world: World) -> None:
    home = data / "assemblies" / world.id
    before = (home / "log.db").read_bytes()
    with desk(world, data) as served:
        served.run(served.hosted.timekeeper.mark_time())
    (home / "log.db").write_bytes(before)


def alter_log(data: Path, world: World) -> None:
    (data / "assemblies" / world.id / "log.db").write_bytes(b"SQLite format 4")


def open_key(data: Path, world: World) -> None:
    (data / "node.key").chmod(0o644)


def open_folder(data: Path, world: World) -> None:
    data.chmod(0o755)


def back_up_long_ago(data: Path, world: World) -> None:
    backup.leave_word(data, backup.Made(NOW - 3 * 86_400_000, "/nowhere/at/all"))


def back_up_beside(data: Path, world: World) -> None:
    backup.leave_word(data, backup.Made(NOW, str(data.parent)))


def run_in_the_future(data: Path, world: World) -> None:
    ahead = guard.Heartbeat(NOW + 3_600_000, 1, "x", 1)
    (data / guard.HEARTBEAT).write_bytes(msgspec.json.encode(ahead))


WRONG: dict[str, tuple[str, Callable[[Path, World], None], str]] = {
    "a clock behind": ("clock", run_in_the_future, "before the time"),
    "a key for all": ("access", open_key, "node.key"),
    "a folder for all": ("access", open_folder, "look into"),
    "an old backup": ("backups", back_up_long_ago, "72 hours old"),
    "a backup beside": ("backups", back_up_beside, "same disk"),
    "no backup": ("backups", lambda _data, _world: None, "ever made"),
    "a copy of the key": ("left-overs", leave_stage, "copy of the host's key"),
    "a file half written": ("left-overs", leave_file, "left behind by a crash"),
    "a note of a backup": ("left-overs", leave_size, "belongs to a backup"),
    "a damaged text": ("left-overs", damage, "1 damaged"),
    "a log without its end": ("assemblies", lose_end, "acknowledged"),
    "no log": ("assemblies", alter_log, "log.db"),
}


@pytest.mark.parametrize(("check", "breaks", "said"), WRONG.values(), ids=WRONG)
def test_it_finds_what_is_wrong_and_says_what_mends_it(
    data: Path, world: World, check: str, breaks: Callable[[Path, World], None], said: str
) -> None:
    if breaks is not WRONG["no backup"][1]:
        assert check == "backups" or found(check, data) == []
    breaks(data, world)
    (finding,) = found(check, data)
    assert said in finding.wrong
    assert finding.mend


def test_it_asks_for_a_time_service(data: Path) -> None:
    looked = at(data)._replace(clock=TurnedClock(lambda: NOW))
    (finding,) = checkup.clock(looked)
    assert "synchronised" in finding.wrong


def test_it_says_when_room_or_open_files_run_out(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "LEAST_FREE", 2**62)
    assert "free" in found("disk", data)[0].wrong
    monkeypatch.setattr(resource, "getrlimit", lambda _: (100, 100))
    assert "100 files" in found("limits", data)[0].wrong
    monkeypatch.setattr(resource, "getrlimit", lambda _: (4000, 4000))
    assert "4000 files" in found("limits", data)[0].wrong
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 1024))
    assert "only 69 can be awake" in found("limits", data)[0].wrong


def test_it_knows_a_network_disk(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nfiler:/x {data.resolve()} nfs4 rw 0 0\n")
    monkeypatch.setattr(checkup, "_MOUNTS", mounts)
    monkeypatch.setattr(checkup, "LEAST_FREE", 0)
    monkeypatch.setattr(checkup, "LEAST_SHARE", 2**62)
    assert "nfs4" in found("disk", data)[0].wrong


SETTINGS: dict[str, tuple[str, str]] = {
    "no address": ("", "No public address"),
    "no HTTPS": ('url = "http://assembly.example"', "HTTPS"),
    "below a path": ('url = "https://a.example/b"\ntrusted_proxies = ["::1"]', "below a path"),
    "no proxy": ('url = "https://a.example"', "share one limit"),
    "no token": ('url = "http://localhost:8000"\nfounding = "token"', "nobody can found"),
    "listed elsewhere": (f'url = "http://localhost"\nlisted = ["{"0" * 64}"]', "not here"),
    "a colour": ('colour = "red"', "setting"),
}


@pytest.mark.parametrize(("text", "said"), SETTINGS.values(), ids=SETTINGS)
def test_it_reads_the_settings(
    data: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "esoviet.toml").write_text(text)
    assert doctor(data, "settings") == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("settings: ")
    assert said in line
    assert " To mend it: " in line


def doctor(data: Path, *checks: str, url: str = "") -> int:
    """Look at these things only."""
    without = [word for name in NAMES if name not in checks for word in ("--without", name)]
    return main(["doctor", "--data", str(data), *without, *(["--url", url] if url else [])])


def test_where_nothing_is_wrong_it_says_what_it_looked_at(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "esoviet.toml").write_text('url = "http://localhost:8000"\nlisted = ["none"]')
    assert doctor(data, "settings", "access", "assemblies", "server") == 0
    said = capsys.readouterr().out
    assert said == "Nothing is wrong. Looked at: access, assemblies, settings, server.\n"
    assert not (data / "node.lock").exists()


def test_where_it_cannot_look_it_ends_with_two(tmp_path: Path) -> None:
    assert main(["doctor", "--data", str(tmp_path)]) == 2


@pytest.mark.e2e
def test_it_asks_the_running_server(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    running = Running(data)
    with running as url:
        monkeypatch.setenv("ESOVIET_PORT", str(running.port))
        assert doctor(data, "server", "way", url=url) == 0, capsys.readouterr().out
        assert (data / "pending").stat().st_mode & 0o077 == 0
        assert checkup.server_pid(data) in (running.pid, None)
        monkeypatch.setenv("ESOVIET_PORT", "9")
        assert doctor(data, "server") == 1
    assert "does not answer" in capsys.readouterr().out
