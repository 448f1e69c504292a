"""The log's files: where C2SP says they are, for anyone, and errors kept by nobody."""

from collections.abc import Iterator

import pytest

from esoviet.log import checkpoint, tiles
from esoviet.log.merkle import Tree, leaf_hash
from tests.web.desk import Desk, desk
from tests.web.served import verifier
from tests.world import World


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An assembly of 300 and more entries, for members' eyes only."""
    world = World().found(backing="0", question_days="1")
    crowd = world.crowd(150)
    vote = crowd[0].puts_to_vote()
    for person in crowd:
        person.votes(vote, "yes")
    with desk(world, tmp_path_factory.mktemp("node")) as served:
        yield served


def test_anyone_reads_the_checkpoint_and_nobody_keeps_it(at: Desk) -> None:
    answer = at.get("log/checkpoint")
    signed = checkpoint.open_checkpoint(answer.content, verifier(at.world))
    assert signed.size == len(at.world.entries)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


def test_every_tile_of_the_log_is_there_and_kept_for_ever(at: Desk) -> None:
    tree = Tree()
    tree.extend(map(leaf_hash, at.world.entries))
    for tile in tiles.tiles_of(tree.size):
        answer = at.get(f"log/{tiles.path(tile)}")
        assert tile.level is not None
        assert answer.content == tree.hash_tile(tile.level, tile.number, tile.width)
        assert answer.headers["content-type"] == "application/octet-stream"
        assert "immutable" in answer.headers["cache-control"]


def test_the_entries_come_in_bundles(at: Desk) -> None:
    first = tiles.unpack_entries(at.get("log/tile/entries/000").content, 256)
    rest = len(at.world.entries) - 256
    second = tiles.unpack_entries(at.get(f"log/tile/entries/001.p/{rest}").content, rest)
    assert first + second == at.world.entries


def test_a_smaller_part_of_a_tile_stays_there(at: Desk) -> None:
    whole = at.get("log/tile/0/000").content
    assert at.get("log/tile/0/000.p/7").content == whole[: 7 * 32]


@pytest.mark.parametrize(
    "path", ["0/002", "0/000.p/0", "0/000.p/256", "0/0", "00/000", "64/000", "entries/001",
             "0/x000/000", "0/000/", "+0/000", "1/001"],
)  # fmt: skip
def test_a_path_that_is_no_tile_is_not_found_and_not_kept(at: Desk, path: str) -> None:
    answer = at.get(f"log/tile/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert at.get("log/tile/0/000").status_code == 200


def test_other_sites_may_read_the_log(at: Desk) -> None:
    for path in ("log/checkpoint", "log/tile/0/000", "log/tile/9/000"):
        assert at.get(path).headers["access-control-allow-origin"] == "*"


def test_nothing_can_be_written_there(at: Desk) -> None:
    for path in ("log/checkpoint", "log/tile/0/000"):
        answer = at.ask("POST", path, content=b"x")
        assert (answer.status_code, answer.headers["content-type"]) == (
            405, "application/problem+json",
        )  # fmt: skip
        assert "GET" in answer.headers["allow"]
        assert at.ask("HEAD", path).status_code == 200


def test_every_answer_carries_the_headers_that_keep_browsers_safe(at: Desk) -> None:
    for path in ("log/checkpoint", "/node", "/nowhere", "blobs/" + "0" * 64):
        headers = at.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"


def test_a_browser_elsewhere_may_ask_first(at: Desk) -> None:
    answer = at.ask("OPTIONS", "acts")
    assert answer.status_code == 204
    assert "POST" in answer.headers["access-control-allow-methods"]
