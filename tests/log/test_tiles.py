"""Where tiles are found and how entries are bundled (c2sp.org/tlog-tiles)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.log.tiles import (
    MAX_ENTRY,
    TilePath,
    pack_entries,
    parse_path,
    path,
    tiles_of,
    unpack_entries,
    width_at,
)
from esoviet.wire.errors import Malformed
from tests.log.data import load
from tests.shared_data import needs_shared


@pytest.mark.parametrize(
    ("tile", "text"),
    [
        (TilePath(0, 5), "tile/0/005"),
        (TilePath(0, 1000), "tile/0/x001/000"),
        (TilePath(63, 1_234_067, 255), "tile/63/x001/x234/067.p/255"),
        (TilePath(None, 0, 1), "tile/entries/000.p/1"),
        (TilePath(None, 999), "tile/entries/999"),
    ],
)
def test_a_tile_has_one_path(tile: TilePath, text: str) -> None:
    assert path(tile) == text
    assert parse_path(text) == tile


REFUSED = [
    "", "tile", "tile/0", "tile/0/", "/tile/0/000", "tile/0/000/", "tile//000", "tile/entries/",
    "tile/data/000", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/1_0/000",
    "tile/\u0661/000", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/1000", "tile/0/001/000",
    "tile/0/x001", "tile/0/x001/x000", "tile/0/x000/001", "tile/0/X001/000", "tile/0/xx01/000",
    "tile/0/x001/00", "tile/0/x01/000", "tile/0/x001//000", "tile/0/x001%2F000", "tile/0/00a",
    "tile/0/ 00", "tile/0/-01", "tile/0/00\u0661", "tile/0/000.p", "tile/0/000.p/",
    "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256", "tile/0/000.p/-1", "tile/0/000.p/+1",
    "tile/0/000.p/1/", "tile/0/000.p/1.p/1", "tile/0/x001.p/000", "tile/0/.p/1", "tile/0/000/1",
    "tile/0/000.P/1", "tile/0/000.p/1\n", "tile/0/../0/000", "tile/entries/000.p/256",
    "tile/0/" + "x999/" * 6 + "999",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_another_spelling_is_refused(text: str) -> None:
    assert parse_path("tile/0/x001/000.p/1") == TilePath(0, 1000, 1)
    with pytest.raises(Malformed):
        parse_path(text)


@given(
    st.one_of(st.none(), st.integers(0, 63)),
    st.integers(0, 10**18 - 1),
    st.integers(1, 256),
)
def test_every_tile_is_found_by_its_path(level: int | None, number: int, width: int) -> None:
    tile = TilePath(level, number, width)
    assert parse_path(path(tile)) == tile


WIDTHS = {
    0: [],
    1: [(0, 1)],
    255: [(0, 255)],
    256: [(256, 0), (0, 1)],
    257: [(256, 1), (0, 1)],
    65_535: [(65_280, 255), (0, 255)],
    65_536: [(65_536, 0), (256, 0), (0, 1)],
    65_537: [(65_536, 1), (256, 0), (0, 1)],
    70_000: [(69_888, 112), (256, 17), (0, 1)],
}


@pytest.mark.parametrize("size", WIDTHS)
def test_a_log_of_a_size_has_these_tiles(size: int) -> None:
    """For each level, how many hashes stand in full tiles and how many in the partial one."""
    found = list(tiles_of(size))
    for level, (full, partial) in enumerate(WIDTHS[size]):
        widths = [tile.width for tile in found if tile.level == level]
        assert widths == [256] * (full // 256) + [partial] * (partial > 0)
    assert {tile.level for tile in found} == set(range(len(WIDTHS[size])))
    assert all(width_at(size, tile.level or 0, tile.number) == tile.width for tile in found)


def test_a_tile_beyond_the_log_has_no_width() -> None:
    assert [width_at(300, 0, number) for number in range(4)] == [256, 44, 0, 0]
    assert [width_at(300, level, 0) for level in range(4)] == [256, 1, 0, 0]
    assert width_at((1 << 63) - 1, 7, 0) == 127


ENTRIES = [b"", b"a", b"\0" * 256, b"b" * MAX_ENTRY]


def test_a_bundle_gives_its_entries_back() -> None:
    bundle = pack_entries(ENTRIES)
    assert bundle[:5] == b"\0\0\0\x01a"
    assert unpack_entries(bundle, 4) == ENTRIES
    assert unpack_entries(b"", 0) == []


def test_a_bundle_of_another_number_of_entries_is_refused() -> None:
    for count in (0, 3, 5):
        with pytest.raises(Malformed):
            unpack_entries(pack_entries(ENTRIES), count)


def test_a_bundle_that_ends_early_is_refused() -> None:
    bundle = pack_entries([b"one", b"two"])
    for end in range(len(bundle)):
        with pytest.raises(Malformed):
            unpack_entries(bundle[:end], 2)
    with pytest.raises(Malformed):
        unpack_entries(bundle + b"\0", 2)


def test_an_entry_too_long_for_a_bundle_is_refused() -> None:
    assert pack_entries([b"a" * MAX_ENTRY])[:2] == b"\xff\xff"
    with pytest.raises(Malformed):
        pack_entries([b"a" * (MAX_ENTRY + 1)])


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_any_entries_come_back_from_their_bundle(entries: list[bytes]) -> None:
    assert unpack_entries(pack_entries(entries), len(entries)) == entries


@given(st.binary(max_size=60), st.integers(0, 5))
def test_a_bundle_has_one_spelling(bundle: bytes, count: int) -> None:
    try:
        entries = unpack_entries(bundle, count)
    except Malformed:
        return
    assert pack_entries(entries) == bundle


@needs_shared
def test_published_paths_come_out_the_same() -> None:
    data = load("paths/tessera.json")
    for case in data["entries_path"]:
        assert path(TilePath(None, case["N"], case.get("p") or 256)) == case["wantPath"]
    for case in data["tile_path"]:
        tile = TilePath(case["level"], case["index"], case.get("p") or 256)
        assert path(tile) == case["wantPath"]
    for case in data["parse_level_and_index"]:
        text = f"tile/{case['pathLevel']}/{case['pathIndex']}"
        if case.get("wantErr"):
            with pytest.raises(Malformed):
                parse_path(text)
        else:
            want = TilePath(case["wantLevel"], case["wantIndex"], case["wantP"] or 256)
            assert parse_path(text) == want


@needs_shared
def test_the_examples_of_the_specification_come_out_the_same() -> None:
    data = load("paths/c2sp_examples.json")
    for case in data["tile_index_paths"]:
        assert path(TilePath(0, case["index"])) == f"tile/0/{case['path']}"
    for case in data["tiles_of_size"]:
        found = list(tiles_of(case["size"]))
        for level in range(3):
            want = case.get(f"level_{level}", {"full": 0, "partial": 0})
            widths = [tile.width for tile in found if tile.level == level]
            assert widths.count(256) == want["full"]
            assert sum(width for width in widths if width < 256) == want["partial"]
