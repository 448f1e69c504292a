"""A real server process is audited over HTTP and in its folder, at rest and while acts come in."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from esoviet.audit.audit import Held, audit
from esoviet.audit.database import Database
from esoviet.audit.finding import Unreachable
from esoviet.audit.report import AssemblyReport
from esoviet.audit.sources import find
from esoviet.cli.home import Home
from esoviet.cli.main import main
from esoviet.law.leaving import Leave
from tests.node.process import Server
from tests.web.served import write
from tests.world import World, signing_key

pytestmark = pytest.mark.e2e
JOSE = {"Content-Type": "application/jose"}


class Host:
    """A server that goes on with a world's log, and its data folder."""

    def __init__(self, folder: Path, world: World) -> None:
        write(world, folder)
        self.world = world
        self.home = folder / "assemblies" / world.id
        self.server = Server(folder)
        self.url = f"{self.server.url}/a/{world.id}"

    def report(self, *checkpoints: bytes) -> AssemblyReport:
        (source,) = find(self.url)
        return audit(source, Held(checkpoints), cores=1)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    world = World().found(readership="public")
    for person in world.crowd(40):
        person.sets_profile("Here I am")
    up = Host(tmp_path, world)
    yield up
    up.server.stop()


def test_a_host_passes_over_http_and_in_its_folder(host: Host) -> None:
    over_http, in_folder = host.report(), audit(Database(host.home), cores=1)
    assert over_http.findings == in_folder.findings == []
    assert over_http.root == in_folder.root
    assert over_http.blobs == in_folder.blobs
    assert over_http.blobs.present > 40


def test_a_host_can_be_audited_by_the_command(host: Host) -> None:
    assert main(["audit", host.url, "--cores", "2"]) == 0
    assert main(["audit", host.server.url]) == 0


def test_what_a_host_logs_meanwhile_is_in_the_next_audit(host: Host) -> None:
    before = httpx.get(f"{host.url}/log/checkpoint").content
    first = host.report(before)
    now = time.time_ns() // 10**9 * 1000
    leaves = host.world.seal(host.world.person("Bea").key, Leave, at=now)
    receipt = (
        httpx.post(f"{host.url}/acts", content=leaves, headers=JOSE).json()["receipt"].encode()
    )
    (source,) = find(host.url)
    after = audit(source, Held((before,), (receipt,)), cores=1)
    assert first.findings == after.findings == []
    assert after.entries > first.entries


def test_a_closed_assembly_is_audited_by_a_member_with_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World().found(readership="members")
    bea = world.member("Bea")
    world.member("Cem").puts_to_vote()
    home = Home(tmp_path / "home")
    monkeypatch.setenv("ESOVIET_HOME", str(home.folder))
    home.keep_key(bea.key, None, "mine")
    home.keep_key(signing_key("nobody"), None, "other")
    up = Host(tmp_path / "node", world)
    try:
        with pytest.raises(Unreachable, match="not shown to strangers"):
            up.report()
        assert main(["audit", up.url]) == 2
        assert "--key" in capsys.readouterr().err
        assert main(["audit", up.url, "--key", "other"]) == 2
        assert "does not let this key in" in capsys.readouterr().err
        assert main(["audit", up.url, "--key", "mine", "--cores", "2"]) == 0
        assert f"read from   {up.url}" in capsys.readouterr().out
    finally:
        up.server.stop()
