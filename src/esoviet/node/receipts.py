"""Receipts: C2SP tlog-proof texts for entries of a published log."""

from typing import NamedTuple

from esoviet.log import checkpoint, receipt
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.merkle import Tree
from esoviet.wire.ed25519 import SigningKey


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
