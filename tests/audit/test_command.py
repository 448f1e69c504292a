"""`esoviet audit` on the command line: what it prints, and how it ends."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from esoviet.cli.main import main
from tests.audit import copies
from tests.audit.publisher import Publisher
from tests.audit.story import published, story
from tests.world import World

SIZE = len(story().entries)


def test_an_honest_log_ends_with_0_and_a_line_a_vote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = copies.database(published(), tmp_path)
    assert main(["audit", str(home)]) == 0
    said = capsys.readouterr()
    assert "vote 5 on problem 1 (schulze): adopted 1; 12 of 30 voted" in said.out
    assert "every count hold" in said.out
    assert said.err == ""


def test_a_bent_log_ends_with_1_and_names_the_first_wrong_entry(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = copies.database(published().rewrite(40, ranking=((1, 2, 3),)), tmp_path)
    assert main(["audit", str(home)]) == 1
    assert "WRONG  entry 40, clause 1.3: The signature is not valid." in capsys.readouterr().out


def answered(capsys: pytest.CaptureFixture[str]) -> Any:
    return msgspec.json.decode(capsys.readouterr().out)


def test_the_json_has_the_findings_and_the_votes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = copies.database(published(), tmp_path)
    assert main(["audit", "--json", str(home)]) == 0
    report = answered(capsys)
    assert (report["ok"], report["entries"], report["findings"]) == (True, SIZE, [])
    assert [vote["outcome"] for vote in report["votes"]][:6] == [
        "no-action", "adopted", "no-action", "adopted", "adopted", "elected"
    ]  # fmt: skip
    assert report["votes"][5]["winners"] == [3, 4]


def test_the_json_of_a_bent_log_names_index_clause_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = copies.database(published().rewrite(40, ranking=((1, 2, 3),)), tmp_path)
    assert main(["audit", "--json", str(home)]) == 1
    (first, *_) = answered(capsys)["findings"]
    assert (first["index"], first["clause"]) == (40, "1.3")
    assert first["reason"] == "The signature is not valid."


def test_all_assemblies_of_a_node_are_audited_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copies.database(published(), tmp_path)
    copies.database(Publisher(World().found("Bea")), tmp_path)
    assert main(["audit", "--json", str(tmp_path)]) == 0
    report = answered(capsys)
    assert report["entries"] == SIZE + 2
    assert sorted(part["entries"] for part in report["assemblies"]) == [2, SIZE]


def test_checkpoints_and_receipts_kept_from_earlier_are_held_against_the_log(
    tmp_path: Path,
) -> None:
    publisher = published()
    home = copies.database(publisher, tmp_path)
    checkpoint, receipt = tmp_path / "checkpoint", tmp_path / "receipt"
    copies.write(checkpoint, publisher.note or b"")
    copies.write(receipt, publisher.receipt(40))
    held = ["--checkpoint", str(checkpoint), "--receipt", str(receipt)]
    assert main(["audit", str(home), *held]) == 0
    copies.write(receipt, publisher.receipt(40).replace(b"index 40", b"index 41"))
    assert main(["audit", str(home), *held]) == 1


@pytest.mark.parametrize("source", ["/nowhere", "http://127.0.0.1:9/", "."])
def test_what_cannot_be_read_ends_with_2(
    source: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["audit", source]) == 2
    assert capsys.readouterr().err.startswith("esoviet: ")


def test_a_receipt_that_cannot_be_read_ends_with_2(tmp_path: Path) -> None:
    home = copies.database(published(), tmp_path)
    assert main(["audit", str(home), "--receipt", str(tmp_path / "none")]) == 2
