"""The tree that an appender keeps: its tiles, going back, and coming back from a store."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esoviet.log.errors import ProofError
from esoviet.log.merkle import (
    KEPT_PEAKS,
    KEPT_ROOTS,
    TILE,
    Tree,
    verify_consistency,
    verify_inclusion,
)
from esoviet.log.tiles import tiles_of, width_at
from tests.effort import some
from tests.log.trees import grown, leaves, naive_root, tall

EDGES = [0, 1, 255, 256, 257, 512, 513, 65_535, 65_536, 65_537, 65_792]


class Store:
    """Full tiles as a store keeps them, handed out and counted."""

    def __init__(self, tree: Tree) -> None:
        self.reads = 0
        self._tiles = {
            (tile.level, tile.number): tree.hash_tile(tile.level, tile.number)
            for tile in tiles_of(tree.size)
            if tile.level is not None and tile.width == TILE
        }

    def read(self, level: int, number: int) -> bytes:
        self.reads += 1
        return self._tiles[level, number]


def restored(size: int, held: int = 256) -> tuple[Tree, Store]:
    source = tall(66_000)
    store = Store(source)
    edge = [source.node(0, index) for index in range(size - size % TILE, size)]
    return Tree.restore(size, store.read, edge, held), store


@pytest.mark.parametrize("size", EDGES)
def test_each_tile_of_a_size_can_be_handed_out_and_holds_the_hashes_below(size: int) -> None:
    tree, _ = restored(size)
    for tile in tiles_of(size):
        assert tile.level is not None
        assert tile.width == width_at(size, tile.level, tile.number)
        packed = tree.hash_tile(tile.level, tile.number, tile.width)
        assert len(packed) == 32 * tile.width
        first = tile.number * TILE << 8 * tile.level
        assert packed[:32] == naive_root(leaves(66_000)[first : first + (1 << 8 * tile.level)])


def test_a_tile_is_not_handed_out_before_it_is_there() -> None:
    tree = grown(300)
    assert len(tree.hash_tile(0, 1, 44)) == 44 * 32
    for level, number, width in (
        (0, 1, 45),
        (0, 2, 1),
        (1, 0, 2),
        (2, 0, 1),
        (0, -1, 1),
        (0, 0, 0),
    ):
        with pytest.raises(ProofError):
            tree.hash_tile(level, number, width)


def test_nothing_that_is_not_in_the_tree_is_asked_of_the_store() -> None:
    tree, store = restored(256)
    before = store.reads
    for level, number in ((0, 1), (1, 0), (2, 0), (0, -1)):
        with pytest.raises(ProofError):
            tree.hash_tile(level, number)
    assert store.reads == before


@pytest.mark.parametrize("size", EDGES)
def test_a_restored_tree_is_the_tree_that_was_stored(size: int) -> None:
    source, (tree, _) = tall(66_000), restored(size)
    assert tree.size == size
    assert tree.root() == source.root(size)
    for index in {0, 1, 255, 256, size // 2, size - 1} & set(range(size)):
        assert tree.inclusion_proof(index) == source.inclusion_proof(index, size)
        assert tree.root(index) == source.root(index)
    for old in {1, 256, size // 2, size} & set(range(1, size + 1)):
        assert tree.consistency_proof(old) == source.consistency_proof(old, size)


@pytest.mark.parametrize("size", [0, 255, 256, 65_535, 65_536, 65_700])
def test_a_restored_tree_grows_as_the_first_one_did(size: int) -> None:
    tree, _ = restored(size)
    tree.extend(leaves(66_000)[size : size + 300])
    assert tree.root() == tall(66_000).root(size + 300)


def test_a_restored_tree_reads_only_what_it_needs() -> None:
    tree, store = restored(65_537)
    read = store.reads
    assert read <= 2 * TILE  # the root of each full tile under the edge of the levels above
    tree.root()
    tree.inclusion_proof(65_536)
    assert store.reads == read
    tree.inclusion_proof(1000)
    assert store.reads == read + 2  # its tile and the tile above it
    tree.inclusion_proof(1001)
    assert store.reads == read + 2


def test_few_tiles_held_are_enough() -> None:
    tree, _ = restored(65_700, held=1)
    for index in range(0, 65_700, 4999):
        proof = tree.inclusion_proof(index)
        verify_inclusion(index, 65_700, leaves(66_000)[index], proof, tree.root())


def test_a_root_that_was_known_once_is_the_same_when_it_is_made_again() -> None:
    """More sizes than are kept, over more tiles than the peaks are kept of."""
    tree, sizes = grown(66_000), range(1, 66_001, 15)
    assert len(sizes) > KEPT_ROOTS
    assert tree.size // TILE > KEPT_PEAKS
    first = [tree.root(size) for size in sizes]
    assert [tree.root(size) for size in sizes] == first
    assert first[:600:7] == [naive_root(leaves(66_000)[:size]) for size in sizes[:600:7]]


def test_a_short_or_long_edge_is_not_taken_for_the_size() -> None:
    source, store = tall(66_000), Store(tall(66_000))
    edge = [source.node(0, index) for index in range(256, 300)]
    assert Tree.restore(300, store.read, edge).root() == source.root(300)
    for wrong in (edge[:-1], [*edge, edge[0]], []):
        with pytest.raises(ProofError):
            Tree.restore(300, store.read, wrong)


def test_a_stored_tile_of_another_length_is_refused() -> None:
    whole = tall(66_000).hash_tile(0, 0)
    assert Tree.restore(256, lambda level, number: whole, []).size == 256
    for bent in (whole[:-1], whole[:-32], whole + whole[:32], b""):
        with pytest.raises(ProofError):
            Tree.restore(256, lambda level, number, tile=bent: tile, [])  # type: ignore[misc]


def test_a_leaf_that_is_no_hash_is_refused() -> None:
    tree = grown(1)
    for leaf in (b"", b"\0" * 31, b"\0" * 33):
        with pytest.raises(ProofError):
            tree.append(leaf)
    assert tree.size == 1
    assert tree.root() == naive_root(leaves(1))


@pytest.mark.parametrize("back", [0, 1, 255, 256, 257, 511, 512, 513, 600])
def test_a_tree_goes_back_and_grows_again_another_way(back: int) -> None:
    tree, other = grown(600), leaves(2000)[1000:]
    for size in range(0, 601, 7):
        tree.root(size)
    tree.truncate(back)
    assert (tree.size, tree.root()) == (back, tall(66_000).root(back))
    tree.extend(other[:400])
    hashes = [*leaves(600)[:back], *other[:400]]
    assert tree.root() == naive_root(hashes)
    assert tree.root(back + 200) == naive_root(hashes[: back + 200])
    index = len(hashes) - 100
    verify_inclusion(index, len(hashes), hashes[index], tree.inclusion_proof(index), tree.root())


def test_what_a_tree_went_back_over_is_handed_out_no_more() -> None:
    tree = grown(66_000)
    tree.truncate(300)
    assert len(tree.hash_tile(0, 1, 44)) == 44 * 32
    assert len(tree.hash_tile(1, 0, 1)) == 32
    for level, number in ((0, 1), (0, 2), (0, 255), (0, 256), (1, 0), (1, 1), (2, 0)):
        with pytest.raises(ProofError):
            tree.hash_tile(level, number)
    tree.truncate(100)
    for level, number in ((0, 0), (0, 1), (1, 0)):
        with pytest.raises(ProofError):
            tree.hash_tile(level, number, 101)
    assert tree.hash_tile(0, 0, 100) == tall(66_000).hash_tile(0, 0, 100)


def test_a_tree_of_a_store_goes_back_over_what_was_not_stored() -> None:
    tree, _ = restored(65_530)
    tree.extend(leaves(70_000)[69_000:69_300])
    tree.truncate(65_530)
    tree.extend(leaves(66_000)[65_530:])
    assert tree.root() == tall(66_000).root()
    assert tree.hash_tile(1, 0) == tall(66_000).hash_tile(1, 0)


def test_a_tree_does_not_go_back_to_a_size_it_has_not_had() -> None:
    tree = grown(256)
    for size in (-1, 257, 512):
        with pytest.raises(ProofError):
            tree.truncate(size)
    tree.truncate(256)
    assert tree.root() == tall(66_000).root(256)


@settings(max_examples=some(40), deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 400)), max_size=8))
def test_any_going_on_and_back_leaves_the_tree_of_its_leaves(steps: list[tuple[bool, int]]) -> None:
    tree, held, fresh = Tree(), list[bytes](), iter(leaves(4000))
    for forward, count in steps:
        if forward:
            added = [next(fresh) for _ in range(count)]
            tree.extend(added)
            held += added
        else:
            back = max(0, len(held) - count)
            tree.truncate(back)
            del held[back:]
        assert tree.root() == naive_root(held)
        if held:
            old = 1 + count % len(held)
            proof = tree.consistency_proof(old)
            verify_consistency(old, naive_root(held[:old]), len(held), tree.root(), proof)
