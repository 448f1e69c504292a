"""Receipts: C2SP tlog-proof texts for entries of a published log."""

from typing import NamedTuple

from esoviet.log import checkpoint, receipt
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.merkle import Tree, node_hash
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64


class Published(NamedTuple):
    """The position that the host has signed, stored and shown: size, root, and the signed note."""

    size: int
    root: bytes
    note: bytes


def publish(origin: str, tree: Tree, key: SigningKey) -> Published:
    """Sign the present position of a tree."""
    here = Checkpoint(origin, tree.size, tree.root())
    return Published(here.size, here.root, checkpoint.sign(here, key))


def receipt_of(tree: Tree, index: int, published: Published) -> str:
    """The receipt of an entry under the published checkpoint."""
    proof = tree.inclusion_proof(index, published.size)
    return receipt.write(index, proof, published.note)


def receipts_of(tree: Tree, start: int, published: Published) -> list[str]:
    """The receipts of all entries from `start` to the end, in order.

    Neighbours share most of their proofs. The tree is walked once from its root, and each hash is
    made and written out once: a tenth of the work of `receipt_of` for each.
    """
    tail, proofs = published.note.decode(), list[str]()
    _prove(tree, 0, published.size, start, "", proofs)
    return [
        f"{receipt.HEADER}\nindex {index}\n{proof}\n{tail}"
        for index, proof in enumerate(proofs, start)
    ]


def _prove(tree: Tree, begin: int, end: int, start: int, above: str, proofs: list[str]) -> None:
    """Add the lines of the proofs of leaves from `start` on in the subtree over [begin, end)."""
    if end - begin == 1:
        proofs.append(above)
        return
    split = begin + (1 << (end - begin - 1).bit_length() - 1)
    if start < split:
        right = b64(_hash(tree, split, end)) + "\n" + above
        _prove(tree, begin, split, start, right, proofs)
    left = b64(_hash(tree, begin, split)) + "\n" + above
    _prove(tree, split, end, start, left, proofs)


def _hash(tree: Tree, begin: int, end: int) -> bytes:
    """The root over the leaves [begin, end) of a subtree."""
    size = end - begin
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return tree.node(level, begin >> level)
    split = begin + (1 << (size - 1).bit_length() - 1)
    return node_hash(_hash(tree, begin, split), _hash(tree, split, end))
