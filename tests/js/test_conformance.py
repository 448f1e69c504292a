"""docs/conformance in the browser: every vote that closed is counted again as the records say."""

import json
from pathlib import Path

import pytest

from esoviet.law.decisions import Decision
from tests.js.liar import Liar
from tests.js.modules import Modules
from tests.world import replay
from tools.conformance.make import FOLDER

FILES = sorted(FOLDER.glob("*.jsonl"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_votes_of_a_log_are_right_for_a_browser(
    path: Path, tmp_path: Path, js: Modules
) -> None:
    said = [json.loads(line) for line in path.read_text().splitlines()]
    world = replay([line["entry"].encode() for line in said if "entry" in line])
    closed = [one.vote for one in world.view.rows(Decision)]
    for host in Liar.of_each(world, closed, tmp_path) if closed else []:
        assert host.recounted(js)["wrong"] == []
