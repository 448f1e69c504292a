"""`esoviet prove-original`: a file, a salt and the log say together what one was made from."""

import hashlib
from pathlib import Path

import pytest

from esoviet.cli.main import main
from tests.web.served import write
from tests.world import World

SALT = bytes(range(32))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An assembly whose first exhibit has a seal of the file beside it, and whose second none."""
    world = World().found(readership="public")
    (tmp_path / "IMG.jpg").write_bytes(b"untouched")
    seal = hashlib.sha256(SALT + b"untouched").hexdigest()
    ada = world.crowd(1)[0]
    picture = {"kind": "image", "file": world.text(b"painted anew", "image/webp")}
    ada.brings("The wall", original=seal, **picture)
    ada.brings("It is said")
    write(world, tmp_path / "data")
    return tmp_path


def test_the_untouched_file_is_told_from_others(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["prove-original", str(home / "IMG.jpg"), str(home / "data"), "--salt", SALT.hex()]
    assert main(words) == 0
    assert "Exhibit 1 of" in capsys.readouterr().out
    (home / "IMG.jpg").write_bytes(b"touched")
    assert main(words) == 1
    assert "No exhibit has the seal" in capsys.readouterr().out


def test_without_the_salt_nothing_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, data = str(home / "IMG.jpg"), str(home / "data")
    assert main(["prove-original", file, data, "--salt", bytes(32).hex()]) == 1
    assert main(["prove-original", file, data, "--salt", "no salt"]) == 2
    assert "64 digits" in capsys.readouterr().err
    assert main(["prove-original", file + ".gone", data, "--salt", SALT.hex()]) == 2
