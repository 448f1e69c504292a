"""The doctor looks at other rooms: whether they can be told, and whether they are."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from esoviet.cli.rooms import LATE, findings
from esoviet.node.config import Config
from esoviet.store.reach import Reach
from esoviet.store.rooms import Room

URL = "https://a.example"


@pytest.fixture
def reach(tmp_path: Path) -> Iterator[Reach]:
    with closing(Reach(tmp_path / "node.db")) as made:
        room = Room(0, "a" * 64, 1, "k", "slack", URL, "", "", ("votes",), "en", 0)
        made.rooms.queue(made.rooms.add(room, {}), [("msg_1", "votes/1")], {}, LATE)
        yield made


def found(data: Path, **settings: object) -> list[str]:
    return [one.wrong for one in findings(Config(**settings), data)]  # type: ignore[arg-type]


def test_where_it_is_off_nothing_is_looked_at(reach: Reach, tmp_path: Path) -> None:
    assert reach.rooms.late(LATE + 1) == 1
    assert found(tmp_path) == []


def test_links_need_an_address(tmp_path: Path) -> None:
    (said,) = found(tmp_path, rooms=True)
    assert "rooms needs url" in said
    assert found(tmp_path, rooms=True, url=URL) == []


def test_what_should_have_gone_out_long_ago_is_said_unless_the_room_is_stopped(
    reach: Reach, tmp_path: Path
) -> None:
    (said,) = found(tmp_path, rooms=True, url=URL)
    assert said == "Other rooms that should have been told something long ago: 1."
    reach.rooms.stop(1)
    assert found(tmp_path, rooms=True, url=URL) == []
