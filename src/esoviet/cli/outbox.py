"""Signed acts that the host has not answered yet.

An act is laid here before it is sent and taken away when its receipt has been verified, so that
neither a lost connection nor a crash loses it or makes its author sign twice. Sending it again is
safe: the host answers the same receipt.

    outbox/<number>-<id>/act        the signed act
    outbox/<number>-<id>/<sha256>   its blobs, salt included, each with <sha256>.json, the reference
"""

import shutil
from pathlib import Path
from typing import NamedTuple

import msgspec

from esoviet.cli.home import Home
from esoviet.cli.texts import Bytes
from esoviet.law.act import Blob
from esoviet.wire import envelope
from esoviet.wire.keys import KeyName


class Waiting(NamedTuple):
    """An act that waits to be sent."""

    place: Path
    seq: int
    act: bytes
    blobs: tuple[Bytes, ...]

    @property
    def id(self) -> str:
        return envelope.parse(self.act).id

    @property
    def kid(self) -> KeyName:
        return envelope.parse(self.act).kid

    @property
    def prev(self) -> str:
        """The act of this key that it follows; empty for a key's first."""
        return msgspec.json.decode(envelope.parse(self.act).payload, type=_Head).prev

    @property
    def type(self) -> str:
        """The kind of act, for people."""
        return msgspec.json.decode(envelope.parse(self.act).payload, type=_Head).type

    def follows(self, other: "Waiting") -> bool:
        """Whether it is a later act of the same key, and so chained to the other."""
        return self.kid == other.kid and self.seq > other.seq


class _Head(msgspec.Struct):
    type: str
    prev: str = ""


class Outbox:
    """The outbox of one assembly."""

    def __init__(self, home: Home, assembly: str) -> None:
        self._home = home
        self._place = home.place(assembly) / "outbox"
        self._refused = home.place(assembly) / "refused"

    def put(self, seq: int, act: bytes, blobs: tuple[Bytes, ...]) -> Waiting:
        """Lay an act in the outbox; the act itself is written last."""
        place = self._place / f"{seq:08}-{envelope.parse(act).id}"
        for blob in blobs:
            self._home.write(place / blob.ref.sha256, blob.data)
            self._home.write(place / f"{blob.ref.sha256}.json", msgspec.json.encode(blob.ref))
        self._home.write(place / "act", act)
        return Waiting(place, seq, act, blobs)

    def waiting(self) -> list[Waiting]:
        """What waits, in the order in which it was signed."""
        return [_read(path.parent) for path in sorted(self._place.glob("*/act"))]

    def take(self, one: Waiting) -> None:
        """The host has it: forget it."""
        shutil.rmtree(one.place)

    def refuse(self, one: Waiting) -> Path:
        """The host will not have it: put it aside, so that its text is not lost."""
        self._refused.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = self._refused / one.place.name
        if aside.exists():
            shutil.rmtree(aside)
        return Path(one.place.rename(aside))


def _read(place: Path) -> Waiting:
    blobs = [
        Bytes(msgspec.json.decode(ref.read_bytes(), type=Blob), ref.with_suffix("").read_bytes())
        for ref in sorted(place.glob("*.json"))
    ]
    return Waiting(place, int(place.name[:8]), (place / "act").read_bytes(), tuple(blobs))
