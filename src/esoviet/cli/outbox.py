"""Signed acts that the host has not answered yet, and those that it refused.

An act is laid here before it is sent and taken away when its receipt has been verified, so that
neither a lost connection nor a crash loses it or makes its author sign twice. Sending it again is
safe: the host answers the same receipt. What was refused is put aside with the reason, and so are
the acts chained to it. A refused act stays signed: until another act in its place is logged, the
host can still log it.

    outbox/<number>-<id>/act         the signed act
    outbox/<number>-<id>/<sha256>    its blobs, salt included, each with a reference, <sha256>.json
    refused/<number>-<id>/           the same, put aside, with `why`
"""

import shutil
from pathlib import Path
from typing import NamedTuple

import msgspec

from esoviet.cli.home import Home
from esoviet.cli.texts import Bytes
from esoviet.law import judge
from esoviet.law.act import Act, Blob
from esoviet.wire import envelope
from esoviet.wire.keys import KeyName


class Why(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why an act was put aside: the clause and the reason, or the refused act that it followed.

    `entry` is the entry that stands against it (clause 1.12), as the host says; `again` the act
    that was signed instead; `unsent` where this machine did not send it, or not again.
    """

    clause: str = ""
    because: str = ""
    entry: int | None = None
    blocked_by: str = ""
    again: str = ""
    unsent: bool = False


class Waiting(NamedTuple):
    """An act that waits to be sent."""

    place: Path
    act: bytes
    blobs: tuple[Bytes, ...]

    @property
    def id(self) -> str:
        return envelope.parse(self.act).id

    @property
    def kid(self) -> KeyName:
        return envelope.parse(self.act).kid

    @property
    def said(self) -> Act:
        """What it says."""
        act = judge.read_act(envelope.parse(self.act).payload)
        assert isinstance(act, Act)
        return act

    @property
    def seq(self) -> int:
        return self.said.seq

    @property
    def prev(self) -> str:
        """The act of this key that it follows; empty for a key's first."""
        return self.said.prev

    @property
    def type(self) -> str:
        """The kind of act, for people."""
        return self.said.type

    def follows(self, other: "Waiting") -> bool:
        """Whether it is a later act of the same key, and so chained to the other."""
        return self.kid == other.kid and self.seq > other.seq


class Aside(NamedTuple):
    """An act that was put aside, and why."""

    one: Waiting
    why: Why


class Outbox:
    """The outbox of one assembly."""

    def __init__(self, home: Home, assembly: str) -> None:
        self._home = home
        self._place = home.place(assembly) / "outbox"
        self._refused = home.place(assembly) / "refused"

    def put(self, act: bytes, blobs: tuple[Bytes, ...]) -> Waiting:
        """Lay an act in the outbox, behind all others; the act itself is written last."""
        taken = [int(path.name[:8]) for path in (*_folders(self._place), *_folders(self._refused))]
        place = self._place / f"{max(taken, default=0) + 1:08}-{envelope.parse(act).id}"
        for blob in blobs:
            self._home.write(place / blob.ref.sha256, blob.data)
            self._home.write(place / f"{blob.ref.sha256}.json", msgspec.json.encode(blob.ref))
        self._home.write(place / "act", act)
        return Waiting(place, act, blobs)

    def waiting(self) -> list[Waiting]:
        """What waits, in the order in which it was signed."""
        return [_read(place) for place in _folders(self._place)]

    def take(self, one: Waiting) -> None:
        """The host has it: forget it, also where it was put aside and then signed once more."""
        for place in (*_folders(self._place), *_folders(self._refused)):
            if place.name.endswith(f"-{one.id}"):
                shutil.rmtree(place)

    def refuse(self, one: Waiting, why: Why) -> Path:
        """The host will not have it: put it aside, so that its text is not lost."""
        self._refused.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = self._refused / one.place.name
        if aside.exists():
            shutil.rmtree(aside)
        self._home.write(one.place / "why", msgspec.json.encode(why))
        return Path(one.place.rename(aside))

    def aside(self) -> list[Aside]:
        """What was put aside, in the order in which it was signed."""
        return [Aside(_read(place), read_why(place)) for place in _folders(self._refused)]

    def signed_anew(self, old: Aside, new: str) -> None:
        """Remember which act was signed instead of one that was put aside; it is kept."""
        why = msgspec.structs.replace(old.why, again=new)
        self._home.write(old.one.place / "why", msgspec.json.encode(why))


def read_blobs(place: Path) -> tuple[Bytes, ...]:
    """The blobs that lie in a folder."""
    return tuple(
        Bytes(msgspec.json.decode(ref.read_bytes(), type=Blob), ref.with_suffix("").read_bytes())
        for ref in sorted(place.glob("*.json"))
    )


def _folders(place: Path) -> list[Path]:
    return [path.parent for path in sorted(place.glob("*/act"))]


def _read(place: Path) -> Waiting:
    return Waiting(place, (place / "act").read_bytes(), read_blobs(place))


def read_why(place: Path) -> Why:
    """Why what lies in a folder was put aside; nothing is known of what an older version did."""
    path = place / "why"
    return msgspec.json.decode(path.read_bytes(), type=Why) if path.exists() else Why()
