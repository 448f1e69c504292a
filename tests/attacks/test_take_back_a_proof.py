"""Somebody who is convicted already wants the audit to end without a verdict."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.audit import fetch
from esoviet.cli.main import main
from tests.audit import copies
from tests.audit.faulty import Fault, Faulty, at, faulty, hang_up, page, status
from tests.audit.publisher import Publisher
from tests.audit.story import published
from tests.world import World


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Faulty]:
    """A host that signs a log in which entry 40 is forged."""
    monkeypatch.setattr(fetch, "FIRST_PAUSE", 0.001)
    copies.website(published().rewrite(40, ranking=((1, 2, 3),)).forge(), tmp_path)
    with faulty(tmp_path) as server:
        yield server


def ends(server: Faulty, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says that ends with 1."""
    (assembly,) = (Path(server.folder) / "a").iterdir()
    assert main(["audit", f"{server.url}/a/{assembly.name}", "--cores", "1"]) == 1
    return capsys.readouterr().out


@pytest.mark.parametrize("fault", [status(500), status(401), page, hang_up])
@pytest.mark.parametrize("place", ["tile/entries/001", "tile/1", "blobs"])
def test_a_host_that_hangs_up_after_a_forged_entry_is_convicted(
    server: Faulty, fault: Fault, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    server.fault = at(place, fault)
    said = ends(server, capsys)
    assert "WRONG  entry 40, clause 1.3: The signature is not valid." in said


@pytest.mark.parametrize("bundle", ["tile/entries/000", "tile/entries/001"])
def test_a_host_cannot_call_missing_what_its_checkpoint_covers(
    server: Faulty, bundle: str, capsys: pytest.CaptureFixture[str]
) -> None:
    server.fault = at(bundle, status(404))
    assert "is missing or its bundle is broken" in ends(server, capsys)


def test_one_log_that_cannot_be_read_saves_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copies.database(published().rewrite(40, ranking=((1, 2, 3),)), tmp_path)
    other = copies.database(Publisher(World().found("Bea")), tmp_path)
    (other / "log.db").write_bytes(b"no database" * 100)
    assert main(["audit", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "WRONG  entry 40" in said
    assert "NOT AUDITED" in said
