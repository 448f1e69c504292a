"""Which Python the environment in .venv has, and when it is made anew (Makefile)."""

import shutil
import subprocess
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]


def a_python(path: Path, version: str) -> None:
    """Something that answers as a Python of that version does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\n[ -z "$2" ] || echo {version}\n')
    path.chmod(0o755)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose environment was made by Python 3.11."""
    for variable in ("PYTHON", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        monkeypatch.delenv(variable, raising=False)
    shutil.copy(HOUSE / "Makefile", tmp_path)
    (tmp_path / "requirements").mkdir()
    for lock in ("build", "run", "media"):
        (tmp_path / f"requirements/{lock}.lock").touch()
    (tmp_path / "pyproject.toml").touch()
    a_python(tmp_path / ".venv/bin/python", "3 11")
    a_python(tmp_path / "python311", "3 11")
    a_python(tmp_path / "python313", "3 13")
    (tmp_path / ".venv/made").write_text(f"{tmp_path}\n")
    (tmp_path / ".venv/run").touch()
    return tmp_path


def is_made_anew(house: Path, *asked: str) -> bool:
    done = subprocess.run(
        ["make", "-n", "install", *asked], cwd=house, capture_output=True, text=True, check=True
    )
    return "Making .venv" in done.stdout


def test_it_stays_for_the_same_python_and_for_whoever_asks_for_none(house: Path) -> None:
    assert not is_made_anew(house)
    assert not is_made_anew(house, "PYTHON=./python311")


def test_it_is_made_anew_for_another_python(house: Path) -> None:
    assert is_made_anew(house, "PYTHON=./python313")


def test_it_is_made_anew_where_it_was_moved_or_its_python_has_gone(house: Path) -> None:
    (house / ".venv/made").write_text("elsewhere\n")
    assert is_made_anew(house)
    (house / ".venv/made").write_text(f"{house}\n")
    (house / ".venv/bin/python").unlink()
    assert is_made_anew(house)


def test_a_python_that_is_not_there_costs_nobody_the_environment(house: Path) -> None:
    command = ["make", "install", "PYTHON=./python3.99"]
    done = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr
    assert not is_made_anew(house)
