"""A host bends what it says of its log: size, root, signature, tiles, or what it said before."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esoviet.law.host import MarkTime
from esoviet.law.votes import CastBallot
from esoviet.log.checkpoint import Checkpoint, sign
from esoviet.log.merkle import Tree, leaf_hash
from esoviet.log.tiles import TilePath
from tests.audit.publisher import Publisher
from tests.audit.story import published, story
from tests.effort import some
from tests.world import World, signing_key

SIZE = len(story().entries)
BEA = signing_key("Bea")


def clauses(publisher: Publisher, *receipts: bytes, checkpoint: bytes | None = None) -> list[str]:
    """The clauses of all findings."""
    report = publisher.audited(*receipts, checkpoint=checkpoint)
    return [found.clause for found in report.findings]


def root_of(entries: list[bytes]) -> bytes:
    tree = Tree()
    tree.extend(map(leaf_hash, entries))
    return tree.root()


def test_an_honest_checkpoint_passes() -> None:
    publisher = published()
    publisher.note = publisher.signs(SIZE, publisher.tree.root())
    assert clauses(publisher) == []


def test_a_checkpoint_with_another_root_is_found() -> None:
    publisher = published()
    publisher.note = publisher.signs(SIZE, bytes(32))
    assert clauses(publisher) == ["tree"]


def test_a_checkpoint_by_another_key_is_found() -> None:
    publisher = published()
    publisher.note = publisher.signs(SIZE, publisher.tree.root(), signing_key("Mallory"))
    assert clauses(publisher) == ["checkpoint"]


def test_the_checkpoint_of_another_log_is_found() -> None:
    publisher = published()
    said = Checkpoint(f"esoviet/{'0' * 64}", SIZE, publisher.tree.root())
    publisher.note = sign(said, publisher.key)
    assert clauses(publisher) == ["checkpoint"]


@pytest.mark.parametrize("note", [None, b"", b"esoviet\n", b"\xff\n\n"])
def test_a_log_without_a_checkpoint_is_still_read_to_its_end(note: bytes | None) -> None:
    publisher = published()
    publisher.note = note
    report = publisher.audited()
    assert [found.clause for found in report.findings] == ["checkpoint"]
    assert report.judged == SIZE


@given(st.data())
@settings(max_examples=some(20), deadline=None)
def test_any_flipped_bit_of_the_checkpoint_is_found(data: st.DataObject) -> None:
    publisher = published()
    assert publisher.note is not None
    at = data.draw(st.integers(0, len(publisher.note) - 1))
    changed = bytes([publisher.note[at] ^ 1 << data.draw(st.integers(0, 7))])
    publisher.note = publisher.note[:at] + changed + publisher.note[at + 1 :]
    assert not publisher.audited().ok


def test_a_log_shorter_than_its_checkpoint_is_found_at_the_first_missing_entry() -> None:
    publisher = published()
    del publisher.log[250:]
    (found,) = publisher.audited().findings
    assert (found.index, found.clause) == (250, "entries")


def test_entries_beyond_the_checkpoint_are_found() -> None:
    publisher = published()
    publisher.log.append(publisher.log[-1])
    (found,) = publisher.audited().findings
    assert (found.index, found.clause) == (SIZE, "entries")


@pytest.mark.parametrize("size", [0, 1, 255, SIZE - 1])
def test_an_empty_log_and_an_older_checkpoint_are_not_the_log(size: int) -> None:
    publisher = published()
    publisher.note = publisher.signs(size, publisher.tree.root(size))
    found = [(found.index, found.clause) for found in publisher.audited().findings]
    assert (size, "entries") in found


@pytest.mark.parametrize(
    ("tile", "at", "index"),
    [
        (TilePath(0, 0), 0, 0),
        (TilePath(0, 0), 8191, 255),
        (TilePath(0, 1, SIZE - 256), 40, 257),
        (TilePath(1, 0, 1), 0, None),
    ],
)
def test_a_changed_hash_in_a_tile_is_found(tile: TilePath, at: int, index: int | None) -> None:
    publisher = published()
    data = publisher.tiles[tile]
    publisher.tiles[tile] = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    (found,) = publisher.audited().findings
    assert (found.index, found.clause) == (index, "tiles")


@pytest.mark.parametrize("change", [lambda tile: tile[:-32], lambda tile: tile + tile[:32]])
def test_a_tile_of_another_length_is_found(change) -> None:  # type: ignore[no-untyped-def]
    publisher = published()
    publisher.tiles[TilePath(0, 0)] = change(publisher.tiles[TilePath(0, 0)])
    assert clauses(publisher) == ["tiles"]


def test_a_missing_tile_is_found_where_the_source_must_have_it() -> None:
    publisher = published()
    del publisher.tiles[TilePath(0, 1, SIZE - 256)]
    assert clauses(publisher) == ["tiles"]
    publisher.keeps_partial_tiles = False
    assert clauses(publisher) == []
    del publisher.tiles[TilePath(0, 0)]
    assert clauses(publisher) == ["tiles"]


@pytest.mark.parametrize("size", [1, 7, 256, SIZE])
def test_a_checkpoint_kept_from_earlier_is_in_the_history(size: int) -> None:
    publisher = published()
    assert clauses(publisher, checkpoint=publisher.signs(size, publisher.tree.root(size))) == []


def test_a_fork_is_found_against_a_checkpoint_kept_from_earlier() -> None:
    ours = published().append(story().seal(BEA, CastBallot, vote=8, choice="yes")).forge()
    theirs = published().append(story().seal(BEA, CastBallot, vote=8, choice="no")).forge()
    assert clauses(ours) == clauses(theirs) == []
    assert clauses(theirs, checkpoint=ours.note) == ["history"]
    assert clauses(theirs, ours.receipt(SIZE)) == ["history"]
    assert clauses(theirs, ours.receipt(SIZE), theirs.receipt(SIZE)) == ["history"]


def test_a_log_that_went_back_is_found_against_a_checkpoint_kept_from_earlier() -> None:
    held = published().append(story().seal(BEA, CastBallot, vote=8, choice="yes")).forge().note
    (found,) = published().audited(checkpoint=held).findings
    assert (found.index, found.clause) == (SIZE, "history")


def test_a_receipt_holds_and_a_bent_one_does_not() -> None:
    publisher = published()
    receipt = publisher.receipt(40)
    assert clauses(publisher, receipt, publisher.receipt(SIZE - 1), publisher.receipt(0)) == []
    assert clauses(publisher, receipt.replace(b"index 40", b"index 41")) == ["receipt"]
    assert clauses(publisher, receipt.replace(b"index 40", b"index 9999")) == ["receipt"]
    assert clauses(publisher, b"my ballot was counted, I promise\n") == ["receipt"]


def test_a_checkpoint_kept_from_another_log_is_no_proof_of_anything() -> None:
    other = Publisher(World().found("Bea")).note
    assert clauses(published(), checkpoint=other) == ["receipt"]


def test_a_mark_of_time_carries_a_checkpoint_of_this_very_history() -> None:
    publisher, world = published(), story()

    def marked(size: int, root: bytes) -> list[str]:
        note = publisher.signs(size, root).decode()
        act = world.seal(world.host.key, MarkTime, checkpoint=note)
        return clauses(published().append(act, after=5000).forge())

    assert marked(200, root_of(publisher.log[:200])) == []
    assert marked(200, root_of(publisher.log[:201])) == ["13.1"]
    assert marked(9999, bytes(32)) == ["13.1"]


def test_a_mark_of_time_carries_nothing_else() -> None:
    world = story()
    act = world.seal(world.host.key, MarkTime, checkpoint="noon\n")
    (found,) = published().append(act, after=5000).forge().audited().findings
    assert (found.index, found.clause) == (SIZE, "13.1")
