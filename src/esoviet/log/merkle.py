"""The Merkle tree of RFC 6962 section 2.1, over SHA-256: hashing, proofs, and their checks.

    empty tree   SHA-256("")
    leaf         SHA-256(0x00 || entry)
    node         SHA-256(0x01 || left || right)

A tree of n > 1 leaves splits at the largest power of two below n; nothing is padded or repeated. An
inclusion proof runs from the leaf's sibling up to the child of the root. A consistency proof shows
that the tree of an old size is the beginning of a newer one (RFC 6962 section 2.1.2).

`Tree` serves an appender, a prover and an auditor. It keeps the leaf hashes in tiles of 256, each
with its inner nodes, the roots of full tiles in tiles again, and so on: level L of tile N has the
hash of leaves [(256 N + i) 256^L, + 256^L) at i, exactly as C2SP tlog-tiles serves them. Tiles that
are full can be dropped from memory where the owner can read them back.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

from esoviet.log.errors import ProofError

HASH_SIZE = 32
TILE = 256
KEPT_ROOTS = 4096
KEPT_PEAKS = 256
EMPTY_ROOT = hashlib.sha256(b"").digest()

ReadTile = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry as a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that `leaf` is leaf `index` of the tree of `size` with `root`; raises `ProofError`.

    RFC 9162 section 2.1.3.2.
    """
    _check_hashes(leaf, root, *proof)
    if not 0 <= index < size:
        raise ProofError("the index lies outside the tree")
    position, last, value = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the inclusion proof is too long")
        if position & 1 or position == last:
            value = node_hash(sibling, value)
            while position and not position & 1:
                position >>= 1
                last >>= 1
        else:
            value = node_hash(value, sibling)
        position >>= 1
        last >>= 1
    if last != 0:
        raise ProofError("the inclusion proof is too short")
    if value != root:
        raise ProofError("the inclusion proof does not lead to the root")


def verify_consistency(
    old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree of `old` leaves is the beginning of that of `size`; raises `ProofError`.

    RFC 9162 section 2.1.4.2; nothing is consistent with an empty tree by proof, so `old` is 1 or
    more.
    """
    _check_hashes(old_root, root, *proof)
    if not 1 <= old <= size:
        raise ProofError("the sizes do not follow one another")
    if old == size:
        if proof or old_root != root:
            raise ProofError("two roots for one size")
        return
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        raise ProofError("the consistency proof is empty")
    position, last = old - 1, size - 1
    while position & 1:
        position >>= 1
        last >>= 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError("the consistency proof is too long")
        if position & 1 or position == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while position and not position & 1:
                position >>= 1
                last >>= 1
        else:
            second = node_hash(second, sibling)
        position >>= 1
        last >>= 1
    if last != 0 or first != old_root or second != root:
        raise ProofError("the consistency proof does not lead to both roots")


class Tree:
    """A growing tree. With `read_tile`, full tiles beyond the last few are read back when needed.

    `read_tile(level, number)` must give the 8,192 bytes of a full tile as they were handed out by
    `hash_tile`; what it gives is trusted.
    """

    def __init__(self, read_tile: ReadTile | None = None, held: int = 256) -> None:
        self.size = 0
        self._read_tile = read_tile
        self._held = held
        self._edge: list[_Tile] = []
        self._full: OrderedDict[tuple[int, int], _Tile] = OrderedDict()
        self._packed: dict[tuple[int, int], bytes] = {}
        self._roots: OrderedDict[int, bytes] = OrderedDict()
        self._peaks: OrderedDict[int, tuple[bytes, ...]] = OrderedDict()

    @classmethod
    def restore(
        cls, size: int, read_tile: ReadTile, edge: Iterable[bytes], held: int = 256
    ) -> "Tree":
        """The tree of `size` leaves from its full tiles and the leaf hashes after the last one."""
        tree = cls(read_tile, held)
        tree.size = size - size % TILE
        level, count = 1, size // TILE
        while count:
            tile = _Tile()
            for number in range(count - count % TILE, count):
                tile.add(_Tile.of(read_tile(level - 1, number)).root())
            while len(tree._edge) <= level:
                tree._edge.append(_Tile())
            tree._edge[level] = tile
            level, count = level + 1, count // TILE
        for leaf in edge:
            tree.append(leaf)
        if tree.size != size:
            raise ProofError("the leaves at the edge do not fill the tree up to its size")
        return tree

    def append(self, leaf: bytes) -> None:
        """Append a leaf hash."""
        if len(leaf) != HASH_SIZE:
            raise ProofError("a hash has 32 bytes")
        self.size += 1
        value, level, number = leaf, 0, self.size - 1
        while True:
            if level == len(self._edge):
                self._edge.append(_Tile())
            tile = self._edge[level]
            tile.add(value)
            number //= TILE
            if len(tile.levels[0]) < TILE:
                return
            value = tile.root()
            self._keep(level, number, tile)
            self._edge[level] = _Tile()
            level += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append leaf hashes; all that do not complete a tile go in at once."""
        waiting = list(leaves)
        _check_hashes(*waiting)
        at = 0
        while at < len(waiting):
            part = waiting[at : at + TILE - 1 - self.size % TILE]
            if part and self._edge:
                self._edge[0].levels[0].extend(part)
                self.size += len(part)
                at += len(part)
            if at < len(waiting):
                self.append(waiting[at])
                at += 1

    def truncate(self, size: int) -> None:
        """Go back to the first `size` leaves; only within the last tiles that are still held."""
        if not 0 <= size <= self.size:
            raise ProofError("the tree has not had this size")
        edge, level, count = list[_Tile](), 0, size
        while count or not edge:
            start = count - count % TILE
            edge.append(_Tile.holding([self.node(8 * level, i) for i in range(start, count)]))
            level, count = level + 1, count // TILE
        for held in (self._full, self._packed):
            for place in [place for place in held if place[1] >= size >> 8 * (place[0] + 1)]:
                del held[place]
        self._roots.clear()
        self._peaks.clear()
        self._edge = edge
        self.size = size

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves (all, if not given)."""
        size = self.size if size is None else size
        if size == 0:
            return EMPTY_ROOT
        if not 0 <= size <= self.size:
            raise ProofError("the tree has not had this size")
        known = self._roots.get(size)
        if known is None:
            known = self._roots[size] = self._root(size)
            if len(self._roots) > KEPT_ROOTS:
                self._roots.popitem(last=False)
        return known

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """The proof that leaf `index` is in the tree of `size`."""
        size = self.size if size is None else size
        if not 0 <= index < size <= self.size:
            raise ProofError("the index lies outside the tree")
        begin, end = 0, size
        proof: list[bytes] = []
        if index >= size - size % TILE:
            begin = size - size % TILE
            proof.extend(reversed(self._peaks_of(begin // TILE)))
        while end - begin > 1:
            split = begin + _split(end - begin)
            if index < split:
                proof.append(self._range(split, end))
                end = split
            else:
                proof.append(self._range(begin, split))
                begin = split
        proof.reverse()
        return proof

    def consistency_proof(self, old: int, size: int | None = None) -> list[bytes]:
        """The proof that the tree of `old` leaves is the beginning of that of `size`."""
        size = self.size if size is None else size
        if not 1 <= old <= size <= self.size:
            raise ProofError("the sizes do not follow one another")
        begin, end, proof = 0, size, []
        while old != end:
            split = begin + _split(end - begin)
            if old <= split:
                proof.append(self._range(split, end))
                end = split
            else:
                proof.append(self._range(begin, split))
                begin = split
        if begin > 0:
            proof.append(self._range(begin, end))
        proof.reverse()
        return proof

    def hash_tile(self, level: int, number: int, width: int = TILE) -> bytes:
        """The bytes of a tile, full or partial."""
        hashes = self._tile(level, number).levels[0]
        if not 0 < width <= len(hashes):
            raise ProofError("the tree has no such tile yet")
        return b"".join(hashes[:width])

    def node(self, level: int, index: int) -> bytes:
        """The hash of leaves [index 2^level, + 2^level), all of which must be there."""
        inner = level & 7
        tile = self._tile(level >> 3, index >> (8 - inner))
        return tile.at(inner, index & ((1 << (8 - inner)) - 1))

    def _root(self, size: int) -> bytes:
        """The root from the peaks over the full tiles, which sizes close to one another share."""
        edge = size - size % TILE
        rest = [self._range(edge, size)] if edge < size else []
        left = iter((*rest, *self._peaks_of(edge // TILE)))
        value = next(left)
        for peak in left:
            value = node_hash(peak, value)
        return value

    def _peaks_of(self, count: int) -> tuple[bytes, ...]:
        """The roots of the whole subtrees that make up the first `count` tiles, smallest first."""
        known = self._peaks.get(count)
        if known is None:
            peaks, rest = [], count
            while rest:
                level = (rest & -rest).bit_length() - 1
                rest &= rest - 1
                peaks.append(self.node(8 + level, rest >> level))
            known = self._peaks[count] = tuple(peaks)
            if len(self._peaks) > KEPT_PEAKS:
                self._peaks.popitem(last=False)
        return known

    def _range(self, begin: int, end: int) -> bytes:
        """The root of leaves [begin, end); `begin` is a multiple of the power of two over it."""
        rest, value = end - begin, None
        while rest:
            level = (rest & -rest).bit_length() - 1
            rest &= rest - 1
            left = self.node(level, (begin + rest) >> level)
            value = left if value is None else node_hash(left, value)
        assert value is not None
        return value

    def _tile(self, level: int, number: int) -> "_Tile":
        if number == self.size >> 8 * (level + 1) and level < len(self._edge):
            return self._edge[level]
        place = (level, number)
        tile = self._full.get(place)
        if tile is not None:
            self._full.move_to_end(place)
            return tile
        packed = self._packed.get(place)
        if packed is None:
            if self._read_tile is None or not 0 <= number < self.size >> 8 * (level + 1):
                raise ProofError("the tree has no such tile yet")
            packed = self._read_tile(level, number)
        tile = _Tile.of(packed)
        self._hold(place, tile)
        return tile

    def _keep(self, level: int, number: int, tile: "_Tile") -> None:
        if self._read_tile is None:
            self._packed[level, number] = b"".join(tile.levels[0])
        self._hold((level, number), tile)

    def _hold(self, place: tuple[int, int], tile: "_Tile") -> None:
        self._full[place] = tile
        if len(self._full) > self._held:
            self._full.popitem(last=False)


class _Tile:
    """Up to 256 hashes and the nodes over them, made when they are asked for."""

    __slots__ = ("levels",)

    def __init__(self) -> None:
        self.levels: list[list[bytes]] = [[]]

    @classmethod
    def of(cls, packed: bytes) -> "_Tile":
        if len(packed) != TILE * HASH_SIZE:
            raise ProofError("a full tile has 8,192 bytes")
        return cls.holding([packed[i : i + 32] for i in range(0, len(packed), 32)])

    @classmethod
    def holding(cls, hashes: list[bytes]) -> "_Tile":
        tile = cls()
        tile.levels[0] = hashes
        return tile

    def add(self, value: bytes) -> None:
        self.levels[0].append(value)

    def root(self) -> bytes:
        return self.at(8, 0)

    def at(self, level: int, index: int) -> bytes:
        levels = self.levels
        if level < len(levels) and index < len(levels[level]):
            return levels[level][index]
        sha256 = hashlib.sha256
        for above in range(1, level + 1):
            if above == len(levels):
                levels.append([])
            below, here = levels[above - 1], levels[above]
            for left in range(2 * len(here), len(below) - 1, 2):
                here.append(sha256(b"\x01" + below[left] + below[left + 1]).digest())
        if index >= len(levels[level]):
            raise ProofError("the tree has no such node yet")
        return levels[level][index]


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def _check_hashes(*hashes: bytes) -> None:
    if any(len(value) != HASH_SIZE for value in hashes):
        raise ProofError("a hash has 32 bytes")
