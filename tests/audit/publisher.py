"""A host in memory, honest until it is bent: one log, its tiles, its checkpoint, its blobs.

publisher = Publisher(world)       everything as it must be
publisher.log[7] = ...             the stored log is changed underneath the host
publisher.forge()                  or the host itself hashes and signs the changed log anew
"""

from collections.abc import Iterator
from typing import Self

import msgspec
from msgspec.structs import replace

from esoviet.audit.audit import Held, audit
from esoviet.audit.report import AssemblyReport
from esoviet.audit.source import Row
from esoviet.law.act import Signed
from esoviet.log import checkpoint, receipt
from esoviet.log.merkle import Tree, leaf_hash
from esoviet.log.tiles import TilePath, tiles_of
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from tests.world import World


class Publisher:
    """What a host serves of one assembly."""

    name = "a host in memory"
    assembly: str | None = None
    keeps_partial_tiles = True
    keeps_blobs = True
    keeps_answers = False
    whole_until: int | None = None

    def __init__(self, world: World) -> None:
        self.id = world.id
        self.key: SigningKey = world.host.key
        self.log = list(world.entries)
        self.blobs = dict(world.blobs)
        self.acts: list[Signed] = [act for _, act in world.acts()]
        self.forge()

    def forge(self) -> Self:
        """Hash what the entries are now, and sign it: the honest host's work, or the forger's."""
        self.tree = Tree()
        self.tree.extend(leaf_hash(entry) for entry in self.log)
        self.tiles = {
            tile: self.tree.hash_tile(tile.level or 0, tile.number, tile.width)
            for tile in tiles_of(self.tree.size)
        }
        self.note: bytes | None = self.signs(self.tree.size, self.tree.root())
        return self

    def signs(self, size: int, root: bytes, key: SigningKey | None = None) -> bytes:
        """A checkpoint of this log, whatever it says."""
        said = checkpoint.Checkpoint(checkpoint.origin_of(self.id), size, root)
        return checkpoint.sign(said, key or self.key)

    def rewrite(self, index: int, **fields: object) -> Self:
        """The host writes another act into an entry, in its author's name; it can only guess."""
        payload = msgspec.json.encode(replace(self.acts[index], **fields))
        return self.write(index, payload)

    def write(self, index: int, payload: bytes, key: SigningKey | None = None) -> Self:
        """Any payload into an entry, under the name of its author, or of `key`, which signs."""
        time, jws = entries.read(self.log[index])
        if key is not None:
            jws = envelope.seal(payload, key)
        else:
            header, _, signature = jws.split(b".")
            jws = b".".join((header, b64u(payload).encode(), signature))
        self.log[index] = entries.spell(time, jws)
        return self

    def append(self, jws: bytes, after: int = 0) -> Self:
        """The host logs an act, some milliseconds after the last one, whatever the law says."""
        time, _ = entries.read(self.log[-1])
        self.log.append(entries.spell(time + after, jws))
        return self

    def receipt(self, index: int) -> bytes:
        """The receipt that the author of an entry was given."""
        assert self.note is not None
        return receipt.write(index, self.tree.inclusion_proof(index), self.note).encode()

    def audited(self, *receipts: bytes, checkpoint: bytes | None = None) -> AssemblyReport:
        """What an auditor says who holds these from earlier."""
        return audit(self, Held((checkpoint,) if checkpoint else (), receipts), cores=1)

    # -- what an auditor asks for (esoviet.audit.source.Source)

    def checkpoint(self) -> bytes | None:
        return self.note

    def position(self) -> tuple[int, bytes] | None:
        return None

    def entries(self, start: int, stop: int, size: int) -> list[Row]:
        return [(entry, b"") for entry in self.log[start:stop]]

    def tile(self, level: int, number: int, width: int) -> bytes | None:
        return self.tiles.get(TilePath(level, number, width))

    def close(self) -> None:
        pass

    def blob(self, sha256: str, size: int) -> Iterator[bytes] | None:
        return iter([self.blobs[sha256]]) if sha256 in self.blobs else None

    def answer(self, path: str) -> bytes | None:
        return None
