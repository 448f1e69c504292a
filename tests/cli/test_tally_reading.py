"""`esoviet tally` says how it read a file, takes what it is told, and converts."""

import json
from pathlib import Path

import pytest

from esoviet.cli import progress
from tests.cli.test_tally import complaint, main, tally

CVR = "id,rank1,rank2\n1,overvote,Olive\n2,overvote,Olive\n3,Thyme,\n4,,\n"


@pytest.fixture
def record(tmp_path: Path) -> str:
    (tmp_path / "cvr.csv").write_text(CVR)
    return str(tmp_path / "cvr.csv")


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["tally", *arguments]) == 0
    return capsys.readouterr().out


def test_the_first_lines_say_how_the_file_was_read(
    capsys: pytest.CaptureFixture[str], record: str
) -> None:
    out = shown(capsys, record, "--method", "irv", "--overvote", "skip")
    assert out.splitlines()[:4] == [
        "cvr",
        "irv, 4 ballots, 2 options",
        "cast vote record, a column a rank, UTF-8, comma",
        "4 ballots: 1 blank, 2 void, 0 set aside",
    ]
    assert "no preference  1" in out


def test_an_explanation_names_every_column_and_needs_no_method(
    capsys: pytest.CaptureFixture[str], record: str
) -> None:
    out = shown(capsys, record, "--explain")
    assert "  rank1: rank 1\n" in out
    assert "  id: the voter or ballot" in out
    assert "another reading is possible: an overvote ends a ballot (--overvote exhaust)" in out


def test_two_results_are_refused_until_one_reading_is_chosen(
    capsys: pytest.CaptureFixture[str], record: str
) -> None:
    code, message = complaint(capsys, record, "--method", "irv")
    assert code == 1
    assert "Olive wins; if an overvote ends a ballot, Thyme wins" in message
    for overvote, winner in (("skip", "Olive"), ("exhaust", "Thyme")):
        one = tally(capsys, record, "--method", "irv", "--overvote", overvote)
        assert one["winners"] == [winner]
        assert one["read"]["void"] == 2


def test_an_option_withdraws_and_ties_go_by_an_order_in_words_or_in_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file, order = tmp_path / "b.csv", tmp_path / "order.txt"
    file.write_text("A,B,C\n1,2,3\n2,1,3\n")
    order.write_text("B\nA\n")
    one = (str(file), "--method", "schulze")
    assert tally(capsys, *one)["winners"] == ["A"]
    assert tally(capsys, *one, "--tie-order", "B;A")["winners"] == ["B"]
    assert tally(capsys, *one, "--tie-order", str(order))["winners"] == ["B"]
    assert tally(capsys, *one, "--withdrawn", "A", "--withdrawn", "C")["winners"] == ["B"]


@pytest.mark.parametrize("form", ["blt", "preflib", "csv", "abif"])
def test_a_converted_file_is_counted_to_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str
) -> None:
    file, other = tmp_path / "b.csv", tmp_path / "converted"
    file.write_text("Anna Berg,Ben,Cas\n1,2,3\n1,2,3\n2,1,\n")
    other.write_text(shown(capsys, str(file), "--write", form))
    first, again = (tally(capsys, str(p), "--method", "stv-meek") for p in (file, other))
    assert again["winners"] == first["winners"] == ["Anna Berg"]
    assert [one["standings"] for one in again["rounds"]] == [
        one["standings"] for one in first["rounds"]
    ]


def test_a_file_in_doubt_is_not_converted_before_it_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "b.csv"
    file.write_text("A,B,C\n3,1,1\n3,2,1\n2,1,3\n")
    code, message = complaint(capsys, str(file), "--write", "csv")
    assert (code, "say --cells ranks or --cells points" in message) == (1, True)
    assert "Give points [A]" in shown(capsys, str(file), "--write", "csv", "--cells", "points")


def test_what_takes_long_says_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(progress, "ELSE_SECONDS", 0.01)
    with progress.shown() as one:
        one.lines(3_000, 9_000)
        while "3,000 of 9,000 lines" not in capsys.readouterr().err:
            pass
    assert json.dumps(one.text) == '"reading: 3,000 of 9,000 lines"'
