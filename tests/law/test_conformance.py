"""docs/conformance: whoever follows the documents comes to the same, entry by entry."""

import json
from pathlib import Path
from typing import Any

import pytest

from esoviet.law.judge import Statement
from esoviet.replica.replica import Replica, statement_of
from esoviet.wire.encoding import b64
from tools.conformance.chapters import CHAPTERS
from tools.conformance.make import FOLDER
from tools.conformance.recorder import spelled

FILES = sorted(FOLDER.glob("*.jsonl"))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_each_line_of_a_log_is_what_the_law_makes_of_it(path: Path) -> None:
    replica = Replica()
    for line in lines(path):
        if "entry" in line:
            replica.take(line["entry"].encode())  # or WrongEntry
        elif "refused" in line:
            before = replica.state.digest()
            said: Statement = statement_of(line["refused"]["act"].encode())
            assert said.id == line["refused"]["id"]
            refusal = replica.judge(said, line["refused"]["time"]).refusal
            assert refusal is not None
            assert (refusal.clause, str(refusal.because)) == (line["clause"], line["because"])
            assert replica.state.digest() == before
        elif "records" in line:
            assert (replica.size, b64(replica.tree.root())) == (line["size"], line["root"])
            for kind, expected in line["records"].items():
                table = next(one for one in replica.state.tables if one.__name__ == kind)
                found = [spelled(one) for one in replica.view().all(table)]
                assert json.loads(json.dumps(found)) == expected


def test_every_chapter_has_a_log_with_refusals_and_records() -> None:
    assert [path.stem for path in FILES] == sorted(CHAPTERS)
    assert {path.stem[:2] for path in FILES} == {f"{number:02}" for number in range(1, 20)}
    for path in FILES:
        keys = {key for line in lines(path) for key in line}
        assert {"entry", "note", "records"} <= keys or path.stem == "12-texts"
    refused = {line["clause"] for path in FILES for line in lines(path) if "refused" in line}
    assert {clause.split(".")[0] for clause in refused} >= {str(n) for n in (1, 2, 3, 4, 5, 6, 7)}
