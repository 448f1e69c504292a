"""`esoviet tally` on files: what it prints, its JSON, and its exit codes."""

import argparse
import json
import re
from pathlib import Path
from typing import Any

import pytest

from esoviet.cli.tally import add_parser
from esoviet.tally.methods import METHODS
from tests.shared_data import SHARED, needs_shared

BLT = '4 2\n-2\n[tie 4 3 1 2]\n4 1 2 0\n2 3 0\n2 4 0\n0\n"Ann"\n"Ben"\n"Cas"\n"Dee"\n"Council"\n'
DEBIAN = "     Option 1-->: Change\n   /  Option 2->: Status quo\nV: 12 ann\nV: 12 ben\nV: 21 cas\n"
KEYS = [
    "read", "method", "options", "ballots", "winners", "order", "pairwise", "dropped", "rounds",
    "ties",
]  # fmt: skip


@pytest.fixture
def council(tmp_path: Path) -> str:
    (tmp_path / "council.blt").write_text(BLT)
    return str(tmp_path / "council.blt")


@pytest.fixture
def debian(tmp_path: Path) -> str:
    (tmp_path / "vote_tally.txt").write_text(DEBIAN)
    return str(tmp_path / "vote_tally.txt")


def main(arguments: list[str]) -> int:
    """The command alone, whatever other commands there are."""
    parser = argparse.ArgumentParser(prog="esoviet")
    add_parser(parser.add_subparsers(required=True))
    args = parser.parse_args(arguments)
    return int(args.run(args))


def tally(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """The JSON of a tally that works."""
    assert main(["tally", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit code and message of one that does not."""
    try:
        code = main(["tally", *arguments])
    except SystemExit as leaving:  # argparse's own way
        code = int(leaving.code or 0)
    out, err = capsys.readouterr()
    assert not out
    return code, err


def test_the_json_has_exactly_the_documented_keys(
    capsys: pytest.CaptureFixture[str], council: str
) -> None:
    for method in ("stv-scottish", "stv-wigm", "stv-meek", "schulze", "ranked-pairs", "irv"):
        assert list(tally(capsys, council, "--method", method)) == KEYS


def test_a_blt_file_brings_its_seats_and_tie_order_and_loses_who_withdrew(
    capsys: pytest.CaptureFixture[str], council: str
) -> None:
    found = tally(capsys, council, "--method", "stv-wigm")
    assert found["options"] == ["Ann", "Cas", "Dee"]
    assert found["winners"] == ["Ann", "Cas"]
    (tie,) = found["ties"]
    assert (tie["options"], tie["chosen"]) == (["Cas", "Dee"], ["Dee"])
    assert found["rounds"][0]["standings"][0] == {
        "option": "Ann", "state": "hopeful", "tally": "4.0000",
    } | {"state": "elected"}  # fmt: skip


def test_seats_overrule_the_files(capsys: pytest.CaptureFixture[str], council: str) -> None:
    assert tally(capsys, council, "--method", "stv-meek", "--seats", "1")["winners"] == ["Ann"]


def test_a_debian_sheet_is_counted_with_default_ratio_and_quorum(
    capsys: pytest.CaptureFixture[str], debian: str
) -> None:
    one = (debian, "--method", "schulze", "--default", "2")
    assert tally(capsys, *one, "--quorum", "1.5", "--ratio", "1=1.99")["winners"] == ["Change"]
    two = tally(capsys, *one, "--ratio", "1=2")
    assert two["winners"] == ["Status quo"]
    assert two["pairwise"] == [[None, 2], [1, None]]
    assert two["dropped"] == [
        {"option": "Change", "reason": "majority", "votes": 2, "against": 1, "needed": "2"}
    ]
    assert tally(capsys, *one, "--share", "1=2/3")["winners"] == ["Change"]
    assert tally(capsys, *one, "--quorum", "2.1")["dropped"][0]["reason"] == "quorum"


def test_majority_of_a_sheet_with_two_options(
    capsys: pytest.CaptureFixture[str], debian: str
) -> None:
    found = tally(capsys, debian, "--method", "majority", "--default", "2")
    assert (found["winners"], found["pairwise"]) == (["Change"], [[None, 2], [1, None]])
    assert tally(capsys, debian, "--method", "majority", "--ratio", "1=2")["winners"] == [
        "Status quo"
    ]


def test_csv_ballots_are_not_compared_where_they_have_no_opinion(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "ballots.csv"
    file.write_text("A,B\n1,No opinion\n2,1\n")
    one = (str(file), "--method", "ranked-pairs", "--strength", "margins")
    assert tally(capsys, *one)["winners"] == ["B"]
    assert tally(capsys, *one, "--unranked", "last")["pairwise"] == [[None, 1], [1, None]]


def test_roll_calls_are_counted_one_or_all(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "votes.csv"
    file.write_text("rollcall,senator,vote\n1,ANN,yea\n2,ANN,nay\n2,BEN,present\n")
    every = tally(capsys, str(file), "--method", "majority")
    assert [(one["question"], one["winners"]) for one in every] == [("1", ["yes"]), ("2", ["no"])]
    one = tally(capsys, str(file), "--method", "majority", "--question", "1")
    assert list(one) == KEYS
    assert tally(capsys, str(file), "--method", "majority", "--question", "1", "--quorum", "2")[
        "winners"
    ] == ["no"]


def test_people_get_a_table(capsys: pytest.CaptureFixture[str], council: str) -> None:
    assert main(["tally", council, "--method", "stv-wigm"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Council\nstv-wigm, 8 ballots, 3 options\n")
    assert "1. Ann     4.0000*" in text
    assert "Tie (exclusion, stage 2): 3. Cas; 4. Dee. Chosen: 4. Dee." in text
    assert text.endswith("Winners: 1. Ann; 3. Cas\n")


def test_a_file_that_cannot_be_read_ends_with_1_and_says_where(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, council: str
) -> None:
    bad = tmp_path / "bad.blt"
    bad.write_text(BLT.replace("2 3 0", "2 9 0"))
    assert complaint(capsys, str(bad), "--method", "irv") == (
        1, f"{bad}: line 5: no candidate 9; there are 4\n",
    )  # fmt: skip
    code, message = complaint(capsys, str(tmp_path / "none.blt"), "--method", "irv")
    assert (code, "No such file" in message) == (1, True)
    assert main(["tally", council, "--method", "irv"]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "--method"),
        (("--method", "dictator"), "invalid choice"),
        (("--method", "schulze", "--quorum", "3"), "need --default"),
        (("--method", "schulze", "--ratio", "1=3"), "need --default"),
        (("--method", "schulze", "--default", "9"), "no option 9"),
        (("--method", "schulze", "--default", "2"), "no option 2"),
        (("--method", "schulze", "--default", "0"), "begin with 1"),
        (("--method", "schulze", "--default", "1", "--ratio", "1=3"), "over itself"),
        (("--method", "schulze", "--default", "1", "--ratio", "3"), "is not K=R"),
        (("--method", "schulze", "--default", "1", "--ratio", "3=1e9"), "no exact number"),
        (("--method", "schulze", "--default", "1", "--quorum", "-1"), "quorum"),
        (("--method", "schulze", "--default", "1", "--ratio", "3=1", "--share", "4=1"), "not both"),
        (("--method", "irv", "--default", "1"), "does not go with irv"),
        (("--method", "irv", "--seats", "2"), "irv fills one seat"),
        (("--method", "stv-meek", "--batch"), "does not go with stv-meek"),
        (("--method", "majority"), "for two options"),
        (("--method", "score"), "score needs ballots with points"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_what_is_wrong(
    capsys: pytest.CaptureFixture[str], council: str, arguments: tuple[str, ...], message: str
) -> None:
    code, said = complaint(capsys, council, *arguments)
    assert code == 2
    assert message in said


DOCUMENT = (Path(__file__).parents[2] / "docs/tally.md").read_text("utf-8")


def test_the_worked_example_of_the_document_is_what_is_printed(
    capsys: pytest.CaptureFixture[str], debian: str
) -> None:
    arguments = ["--method", "schulze", "--default", "2", "--ratio", "1=2"]
    assert " ".join(["vote_tally.txt", *arguments]) in DOCUMENT
    assert DEBIAN in DOCUMENT
    assert main(["tally", debian, *arguments]) == 0
    assert capsys.readouterr().out in DOCUMENT


def test_the_document_names_every_method_and_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["tally", "--help"])
    offered = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    assert offered == set(re.findall(r"--[a-z][a-z-]+", DOCUMENT))
    assert set(re.findall(r"(?m)^\| `([a-z-]+)` \| [^`]", DOCUMENT)) >= set(METHODS)


@needs_shared
def test_the_published_files_are_counted_plain_or_compressed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    portland = str(SHARED / "stv/portland_2024_d1_ballots.csv.gz")
    found = tally(capsys, portland, "--method", "stv-scottish", "--seats", "3")
    assert sorted(found["winners"]) == ["Candace Avalos", "Jamie Dunphy", "Loretta Smith"]
    budget = str(SHARED / "approval_score/poland_krakow_2018_stare-miasto.pb")
    assert tally(capsys, budget, "--method", "score")["winners"] == ["19"]
    leader = str(SHARED / "debian/debian_2007_vote_001_tally.txt")
    found = tally(capsys, leader, "--method", "schulze", "--default", "9", "--quorum", "48.28")
    assert found["winners"] == ["Sam Hocevar"]
    assert [drop["option"] for drop in found["dropped"]] == ["Aigars Mahinovs", "Simon Richter"]


@needs_shared
def test_minneapolis_shows_its_published_rounds(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(SHARED / "stv/minneapolis_2017_mayor_cvr.csv.gz")
    found = tally(capsys, file, "--method", "irv", "--batch", "--max-skips", "1")
    frey = [one["standings"][0]["tally"] for one in found["rounds"]]
    assert frey == ["26104", "26112", "26738", "29468", "39356", "46704"]
    assert found["rounds"][-1]["elected"] == ["Jacob Frey"]


@pytest.mark.parametrize(("voters", "said"), [(6, ""), (7, "says that it has 7 ballots")])
def test_a_file_with_another_number_of_ballots_than_it_says_is_counted_with_a_note(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, voters: int, said: str
) -> None:
    path = tmp_path / "fruit.soi"
    path.write_text(f"3\n1,Apple\n2,Pear\n3,Plum\n{voters},6,2\n4,1,2,3\n2,3\n")
    assert main(["tally", str(path), "--method", "schulze"]) == 0
    out, err = capsys.readouterr()
    assert "6 ballots" in out
    assert not err
    assert said in out
    assert ("is it whole?" in out) == bool(said)
