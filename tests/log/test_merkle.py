"""Roots and proofs of the tree of RFC 6962, at every small size and with everything bent once."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esoviet.log.errors import ProofError
from esoviet.log.merkle import (
    EMPTY_ROOT,
    Tree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)
from tests.effort import some
from tests.log.data import TLOG, load
from tests.log.trees import grown, leaves, naive_root, tall
from tests.shared_data import needs_shared

SIZES = range(71)
LEAVES = leaves(70)
TREE = grown(70)
OTHER = leaf_hash(b"another")


def holds(check: Callable[..., None], *arguments: Any) -> bool:
    try:
        check(*arguments)
    except ProofError:
        return False
    return True


def bent(proof: list[bytes]) -> Iterator[list[bytes]]:
    """The proof with each hash corrupted, dropped, doubled or swapped; and with one more."""
    for i, value in enumerate(proof):
        before, after = proof[:i], proof[i + 1 :]
        for bit in (0x01, 0x80):
            yield [*before, bytes([value[0] ^ bit]) + value[1:], *after]
            yield [*before, value[:-1] + bytes([value[-1] ^ bit]), *after]
        yield [*before, *after]
        yield [*before, value, value, *after]
        yield [*before, OTHER, *after]
        yield [*before, value[:-1], *after]
        if after and after[0] != value:
            yield [*before, after[0], value, *after[1:]]
    yield [*proof, OTHER]
    yield [OTHER, *proof]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert base64.b64encode(EMPTY_ROOT) == b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert Tree().root() == EMPTY_ROOT


@needs_shared
def test_hashes_and_roots_are_those_of_certificate_transparency() -> None:
    data = load("rfc6962/tree.json")
    tree = Tree()
    for size, root in enumerate(data["root_by_size"]):
        assert tree.root().hex() == root
        if size < len(data["leaf_inputs"]):
            tree.append(leaf_hash(bytes.fromhex(data["leaf_inputs"][size])))
    for case in data["hash_cases"]:
        if "leaf_hash_of" in case:
            assert leaf_hash(bytes.fromhex(case["leaf_hash_of"])).hex() == case["want"]
        if "node_hash_of" in case:
            left, right = map(bytes.fromhex, case["node_hash_of"])
            assert node_hash(left, right).hex() == case["want"]


def published(kind: str) -> list[Path]:
    return sorted((TLOG / "merkle" / kind).rglob("*.json"))


def unpack(case: Any, *names: str) -> list[bytes]:
    return [base64.b64decode(case[name] or "") for name in names]


@needs_shared
@pytest.mark.parametrize("path", published("inclusion"), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_published_inclusion_proof_has_the_published_outcome(path: Path) -> None:
    case = load(str(path.relative_to(TLOG)))
    leaf, root = unpack(case, "leafHash", "root")
    proof = [base64.b64decode(value) for value in case["proof"] or []]
    found = holds(verify_inclusion, case["leafIdx"], case["treeSize"], leaf, proof, root)
    assert found is not case["wantErr"]


@needs_shared
@pytest.mark.parametrize(
    "path", published("consistency"), ids=lambda p: f"{p.parent.name}/{p.stem}"
)
def test_a_published_consistency_proof_has_the_published_outcome(path: Path) -> None:
    """One is accepted by its source with two roots of 12 bytes; here a hash has 32."""
    case = load(str(path.relative_to(TLOG)))
    old, new = unpack(case, "root1", "root2")
    proof = [base64.b64decode(value) for value in case["proof"] or []]
    found = holds(verify_consistency, case["size1"], old, case["size2"], new, proof)
    short_roots = path.stem == "sizes-are-equal-one-and-proof-is-empty"
    assert found is (not case["wantErr"] and not short_roots)


@pytest.mark.parametrize("size", SIZES)
def test_the_root_is_the_recursive_one(size: int) -> None:
    assert grown(size).root() == TREE.root(size) == naive_root(LEAVES[:size])


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_proven_and_nothing_else(size: int) -> None:
    root = TREE.root(size)
    for index in range(size):
        proof = TREE.inclusion_proof(index, size)
        verify_inclusion(index, size, LEAVES[index], proof, root)
        for bad in bent(proof):
            assert not holds(verify_inclusion, index, size, LEAVES[index], bad, root)
        assert not holds(verify_inclusion, index, size, OTHER, proof, root)
        assert not holds(verify_inclusion, index, size, LEAVES[index], proof, OTHER)


@pytest.mark.parametrize("size", range(1, 34))
def test_a_proof_of_one_leaf_proves_no_other_place(size: int) -> None:
    for index in range(size):
        proof, leaf = TREE.inclusion_proof(index, size), LEAVES[index]
        places = [i for i in range(-1, size + 2) if i != index]
        assert not any(
            holds(verify_inclusion, i, size, leaf, proof, TREE.root(size)) for i in places
        )


@pytest.mark.parametrize("size", SIZES)
def test_every_earlier_tree_is_proven_and_nothing_else(size: int) -> None:
    root = TREE.root(size)
    for old in range(1, size + 1):
        proof, old_root = TREE.consistency_proof(old, size), TREE.root(old)
        verify_consistency(old, old_root, size, root, proof)
        for bad in bent(proof):
            assert not holds(verify_consistency, old, old_root, size, root, bad)
        assert not holds(verify_consistency, old, OTHER, size, root, proof)
        assert not holds(verify_consistency, old, old_root, size, OTHER, proof)
        assert holds(verify_consistency, old, root, size, old_root, proof) is (old == size)


@pytest.mark.parametrize("size", range(1, 34))
def test_a_proof_between_two_sizes_proves_no_other_old_size(size: int) -> None:
    for old in range(1, size + 1):
        proof, root = TREE.consistency_proof(old, size), TREE.root(size)
        others = [other for other in range(-1, size + 2) if other != old]
        assert not any(
            holds(verify_consistency, other, TREE.root(old), size, root, proof) for other in others
        )


def test_nothing_follows_from_the_empty_tree_by_proof() -> None:
    assert not holds(verify_consistency, 0, EMPTY_ROOT, 3, TREE.root(3), [])
    assert not holds(verify_consistency, 0, EMPTY_ROOT, 0, EMPTY_ROOT, [])
    assert holds(verify_consistency, 3, TREE.root(3), 3, TREE.root(3), [])


def test_the_empty_tree_holds_nothing() -> None:
    assert not holds(verify_inclusion, 0, 0, EMPTY_ROOT, [], EMPTY_ROOT)
    assert not holds(verify_inclusion, 0, 0, b"", [], b"")
    assert not holds(verify_inclusion, 0, 1, b"", [], b"")
    assert holds(verify_inclusion, 0, 1, LEAVES[0], [], LEAVES[0])


def test_an_inner_node_is_no_leaf() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize("size", [255, 256, 257, 511, 512, 513])
def test_proofs_hold_around_the_edge_of_a_tile(size: int) -> None:
    tree, hashes = tall(600), leaves(600)
    root = naive_root(hashes[:size])
    for index in {0, 1, 254, 255, 256, size // 2, size - 2, size - 1} & set(range(size)):
        proof = tree.inclusion_proof(index, size)
        verify_inclusion(index, size, hashes[index], proof, root)
        assert not any(
            holds(verify_inclusion, index, size, hashes[index], bad, root) for bad in bent(proof)
        )
    for old in {1, 128, 255, 256, 257, size - 1, size} & set(range(1, size + 1)):
        proof = tree.consistency_proof(old, size)
        verify_consistency(old, naive_root(hashes[:old]), size, root, proof)


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537])
def test_proofs_hold_where_a_third_level_of_tiles_begins(size: int) -> None:
    tree, hashes = tall(65_800), leaves(65_800)
    root = tree.root(size)
    assert root == naive_root(hashes[:size])
    for index in (0, 255, 256, 65_279, 65_280, 65_534, size - 1):
        proof = tree.inclusion_proof(index, size)
        verify_inclusion(index, size, hashes[index], proof, root)
        verify_consistency(
            index + 1, tree.root(index + 1), size, root, tree.consistency_proof(index + 1, size)
        )


def test_a_tree_proves_nothing_that_it_does_not_hold() -> None:
    tree = grown(5)
    tree.inclusion_proof(4, 5)
    tree.consistency_proof(5, 5)
    tree.node(1, 1)
    for ask in (
        lambda: tree.root(6),
        lambda: tree.root(-1),
        lambda: tree.inclusion_proof(5),
        lambda: tree.inclusion_proof(-1),
        lambda: tree.inclusion_proof(3, 3),
        lambda: tree.inclusion_proof(0, 6),
        lambda: tree.consistency_proof(0),
        lambda: tree.consistency_proof(4, 3),
        lambda: tree.consistency_proof(3, 6),
        lambda: tree.node(0, 5),
        lambda: tree.node(1, 2),
        lambda: tree.node(3, 0),
    ):
        with pytest.raises(ProofError):
            ask()


@settings(max_examples=some(60), deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=300), st.data())
def test_any_tree_is_the_recursive_one_and_proves_itself(
    entries: list[bytes], data: st.DataObject
) -> None:
    hashes = [leaf_hash(entry) for entry in entries]
    tree = Tree()
    tree.extend(hashes)
    assert tree.root() == naive_root(hashes)
    if not hashes:
        return
    size = data.draw(st.integers(1, len(hashes)))
    index = data.draw(st.integers(0, size - 1))
    root = tree.root(size)
    assert root == naive_root(hashes[:size])
    verify_inclusion(index, size, hashes[index], tree.inclusion_proof(index, size), root)
    old = naive_root(hashes[: index + 1])
    verify_consistency(index + 1, old, size, root, tree.consistency_proof(index + 1, size))


@settings(max_examples=some(200), deadline=None)
@given(
    st.integers(0, 2**63),
    st.integers(0, 2**63),
    st.lists(st.sampled_from([*LEAVES[:8], TREE.root(5), TREE.root(8)]), max_size=8),
)
def test_a_made_up_proof_is_refused_and_never_stumbled_over(
    old: int, size: int, proof: list[bytes]
) -> None:
    """Genuine hashes of this tree in any order, for sizes it never had."""
    if size > 70:
        assert not holds(verify_inclusion, old, size, LEAVES[0], proof, TREE.root(70))
        assert not holds(verify_consistency, old, TREE.root(5), size, TREE.root(70), proof)
