"""The command line as a whole: its help, its words of complaint, its exit codes."""

import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from esoviet.cli import acts
from esoviet.cli.main import CHAPTERS, COMMANDS, main, parser
from tools import lines as law


def test_the_help_lists_every_command_once_under_a_heading() -> None:
    lines = parser().format_help().splitlines()
    commands = [line.split()[0] for line in lines if line.startswith("  ")]
    assert len(commands) == len(set(commands))
    assert {"key", "found", "join", "vote", "raise", "show", "audit", "replay"} <= set(commands)
    headings = [line.rstrip(":") for line in lines if line.endswith(":") and line[0] != " "]
    assert set(headings) == {*CHAPTERS.values(), *COMMANDS} - {"To take part"}


def test_every_act_stands_under_the_heading_of_its_chapter() -> None:
    found = {act: acts.chapter(act) for act in acts.commands().values()}
    sources = law.modules()
    assert {*found.values()} <= CHAPTERS.keys()
    assert found == {act: law.chapter(sources[act.__module__.rpartition(".")[2]]) for act in found}


def test_every_chapter_but_that_of_all_acts_has_a_heading() -> None:
    said = (files("esoviet.web") / "law.md").read_text("utf-8")
    assert {int(one) for one in re.findall(r"(?m)^## (\d+)\.", said)} - {1} == CHAPTERS.keys()


def test_who_calls_one_act_is_understood_as_if_all_had_been_declared() -> None:
    whole, named = parser().commands, acts.commands()
    for name, act in named.items():
        alone = parser("acts", name).commands
        assert set(alone) == {other for other in named if named[other] is act}
        assert alone[name].format_help() == whole[name].format_help()


def test_no_line_of_the_help_is_wider_than_a_terminal() -> None:
    assert max(map(len, parser().format_help().splitlines())) <= 100


def test_every_command_has_a_sentence() -> None:
    listed = [line for line in parser().format_help().splitlines() if line.startswith("  ")]
    assert all(len(line.split()) > 2 for line in listed)


@pytest.mark.parametrize(
    ("words", "next_step"),
    [
        (("key", "show"), "esoviet key new"),
        (("vote", "1", "yes"), "esoviet found"),
        (("show", "problems"), "esoviet found"),
        (("show", "problems", "-a", "nowhere"), "https://example.org/a/"),
        (("join", "https://example.org/", "--profile", "Ada"), "https://example.org/a/"),
        (("replay", "/no/such/file"), "Cannot read"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do_next(
    words: tuple[str, ...],
    next_step: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ESOVIET_HOME", str(tmp_path))
    assert main(words) == 1
    said = capsys.readouterr().err
    assert said.startswith("esoviet: ")
    assert next_step in said
    assert "Traceback" not in said


def test_a_wrong_call_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["vote"])
    assert ended.value.code == 2
    assert "usage: esoviet vote" in capsys.readouterr().err


def test_a_word_that_a_command_does_not_know_shows_how_that_command_is_used(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["object", "Unknown to me", "--members", "3", "--reason", "x"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("usage: esoviet object ")
    assert said.endswith("esoviet object: error: unrecognized arguments: --reason x\n")


def test_a_sentence_that_is_cut_says_so() -> None:
    listed = parser().format_help().splitlines()
    refuse = next(line for line in listed if line.startswith("  refuse-recovery"))
    assert "stop a recovery" in refuse
    assert refuse.endswith(" …")


def test_the_folder_is_where_the_environment_says(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    environment.pop("ESOVIET_HOME", None)
    command = [sys.executable, "-m", "esoviet", "key", "new", "--no-phrase"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert (tmp_path / "esoviet" / "keys" / "default.json").exists()


@pytest.mark.parametrize("start", ["-", "--", "-a", "-h", "--no-ask"])
@pytest.mark.parametrize("size", [43, 86])
def test_a_name_that_begins_with_a_hyphen_is_a_value(start: str, size: int) -> None:
    name = start.ljust(size, "x")
    assert parser().parse_args(["revoke-key", name]).act_kid == name
    assert parser().parse_args(["revoke-key", "-a", name, "--no-ask", "Ada"]).assembly == name
