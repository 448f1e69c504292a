"""Trees for the tests: an independent definition, and tall ones made without hashing every leaf."""

import hashlib
from collections.abc import Sequence
from functools import cache

from esoviet.log.merkle import Tree, leaf_hash


@cache
def leaves(count: int) -> tuple[bytes, ...]:
    return tuple(leaf_hash(str(i).encode()) for i in range(count))


def grown(count: int) -> Tree:
    tree = Tree()
    tree.extend(leaves(count))
    return tree


def naive_root(hashes: Sequence[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while 2 * split < len(hashes):
        split *= 2
    left, right = naive_root(hashes[:split]), naive_root(hashes[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@cache
def tall(count: int) -> Tree:
    """A tree kept for all tests that only read it."""
    return grown(count)
