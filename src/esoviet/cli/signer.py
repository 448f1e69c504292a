"""A key at work in one assembly: it chains its acts and signs them."""

import time
from typing import NamedTuple, TypedDict

import msgspec

from esoviet.law.act import Signed
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64, b64u
from esoviet.wire.keys import KeyName, Purpose, key_name, proof_text

SECOND = 1000


class Link(msgspec.Struct, frozen=True):
    """The last act that a key has signed: its number and id; the number 0 before the first."""

    seq: int = 0
    id: str = ""


class Stamp(TypedDict):
    """The fields that every act but the founding one carries; `prev` is empty in the first."""

    assembly: str
    seq: int
    prev: str
    at: int
    seen: tuple[int, str]


class Seen(NamedTuple):
    """A log position that this client has verified."""

    size: int
    root: bytes


class Signer:
    """Signs the acts of one key in one assembly, each chained to the `last` one."""

    def __init__(self, key: SigningKey, assembly: str, last: Link = Link()) -> None:  # noqa: B008
        self.key = key
        self.kid: KeyName = key_name(key.public)
        self.assembly = assembly
        self.last = last

    def stamp(self, seen: Seen, now: int) -> Stamp:
        """The common fields of this key's next act, at `now` by its author's clock (ms)."""
        return Stamp(
            assembly=self.assembly,
            seq=self.last.seq + 1,
            prev=self.last.id,
            at=whole_second(now),
            seen=(seen.size, b64(seen.root)),
        )

    def sign(self, act: Signed) -> bytes:
        """The signed act, as it is sent and stored; the next one follows it."""
        signed = envelope.seal(msgspec.json.encode(act), self.key)
        self.last = Link(self.last.seq + 1, envelope.parse(signed).id)
        return signed


def wall_clock() -> int:
    """This machine's clock: milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def whole_second(now: int) -> int:
    """A moment as acts give it, never later than it is."""
    return now // SECOND * SECOND


def prove(purpose: Purpose, assembly: str, first: str, second: str, key: SigningKey) -> str:
    """A possession proof by `key` (wire.keys)."""
    return b64u(key.sign(proof_text(purpose, assembly, first, second)))
