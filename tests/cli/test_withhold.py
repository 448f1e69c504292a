"""`esoviet withhold`: under a legal order, in sight of all, and for good (clause 13.2)."""

import time
from pathlib import Path

import httpx
import pytest

from esoviet.cli.main import main
from esoviet.law.act import Blob
from esoviet.law.membership import SetProfile
from esoviet.node import withholding
from esoviet.node.withholding import Stand
from esoviet.wire.ed25519 import SigningKey
from tests.cli.conftest import Running
from tests.web.desk import desk
from tests.web.served import write
from tests.world import World

WORDS = ("--ground", "By order of the court of Millport, 12 May.", "--no-ask", "--data")


@pytest.fixture
def world() -> World:
    return World(time.time_ns() // 10**9 * 1000).found()


@pytest.fixture
def words(world: World, tmp_path: Path) -> Blob:
    """An unlawful text of Ada's, in the log of a server at rest."""
    words = world.text("unlawful")
    world.member("Ada").sets_profile(words)
    write(world, tmp_path)
    return words


def lies(folder: Path, words: Blob) -> bool:
    return bool(list(folder.rglob(f"{words.sha256}*")))


def test_at_rest_it_is_logged_and_the_bytes_are_gone_for_good(
    world: World, words: Blob, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    size = len(world.entries)
    assert main(["withhold", words.sha256, *WORDS, str(tmp_path)]) == 0
    assert f"assembly {world.id}: entry {size}" in capsys.readouterr().out
    assert not lies(tmp_path, words)
    with desk(world, tmp_path) as at:
        at.sync()
        assert at.get(f"blobs/{words.sha256}").status_code in (401, 404)
        assert at.bring(words).status_code == 410
        assert not lies(tmp_path, words)
    assert main(["audit", str(tmp_path)]) == 0
    assert "1 withheld by an act" in capsys.readouterr().out


@pytest.mark.e2e
def test_at_a_running_server_too(world: World, words: Blob, tmp_path: Path) -> None:
    with Running(tmp_path) as url:
        address = f"{url}/a/{world.id}/blobs/{words.sha256}"
        assert main(["withhold", address, *WORDS, str(tmp_path), "--url", url]) == 0
        assert not lies(tmp_path, words)
        assert httpx.put(address, content=world.blobs[words.sha256]).status_code == 410
        assert main(["withhold", address, *WORDS, str(tmp_path), "--url", url]) == 1
    assert main(["audit", str(tmp_path)]) == 0


@pytest.mark.e2e
def test_where_the_server_signs_something_meanwhile_it_is_signed_anew(
    world: World, words: Blob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, late = withholding.stand, [1, 1]

    def stand(folder: Path, key: SigningKey) -> Stand:
        here = read(folder, key)
        return here._replace(seq=here.seq + late.pop()) if late else here

    monkeypatch.setattr(withholding, "stand", stand)
    with Running(tmp_path) as url:
        assert main(["withhold", words.sha256, *WORDS, str(tmp_path), "--url", url]) == 0
    assert late == []
    assert not lies(tmp_path, words)


def test_a_lost_text_is_withheld_as_well_so_that_nobody_brings_it_again(
    world: World, words: Blob, tmp_path: Path
) -> None:
    for path in tmp_path.rglob(words.sha256):
        path.unlink()
    assert main(["withhold", words.sha256, *WORDS, str(tmp_path)]) == 1
    named = ["--assembly", world.id]
    assert main(["withhold", words.sha256, *WORDS, str(tmp_path), *named]) == 0
    with desk(world, tmp_path) as at:
        at.sync()
        assert at.bring(words).status_code == 410


def test_an_act_that_brings_withheld_bytes_again_leaves_them_nowhere(
    world: World, words: Blob, tmp_path: Path
) -> None:
    assert main(["withhold", words.sha256, *WORDS, str(tmp_path)]) == 0
    with desk(world, tmp_path) as at:
        at.sync()
        act = world.seal(world.member("Ada").key, SetProfile, profile=words)
        files = {words.sha256: (words.sha256, world.blobs[words.sha256])}
        answer = at.ask("POST", "acts", data={"act": act.decode()}, files=files)
        assert (answer.status_code, answer.json()["clause"]) == (422, "12.1")
    assert not lies(tmp_path, words)


@pytest.mark.parametrize("blob", ["nothing", "0" * 64])
def test_what_is_not_there_is_not_withheld(words: Blob, tmp_path: Path, blob: str) -> None:
    assert main(["withhold", blob, *WORDS, str(tmp_path)]) == 1
    assert main(["withhold", words.sha256, *WORDS, str(tmp_path / "nowhere")]) == 1
