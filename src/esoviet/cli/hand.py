"""A key at work in one assembly: it numbers its acts and signs them."""

from typing import NamedTuple, TypedDict

import msgspec

from esoviet.law.act import Signed
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64, b64u
from esoviet.wire.keys import KeyName, Purpose, key_name, proof_text


class Stamp(TypedDict):
    """The fields that every act but the founding one carries."""

    assembly: str
    seq: int
    seen: tuple[int, str]


class Seen(NamedTuple):
    """A log position that this client has verified."""

    size: int
    root: bytes


class Hand:
    """Signs the acts of one key in one assembly; `last` is the number of its last act."""

    def __init__(self, key: SigningKey, assembly: str, last: int = 0) -> None:
        self.key = key
        self.kid: KeyName = key_name(key.public)
        self.assembly = assembly
        self.last = last

    def stamp(self, seen: Seen) -> Stamp:
        """The common fields of this key's next act."""
        self.last += 1
        return Stamp(assembly=self.assembly, seq=self.last, seen=(seen.size, b64(seen.root)))

    def sign(self, act: Signed) -> bytes:
        """The signed act, as it is sent and stored."""
        return envelope.seal(msgspec.json.encode(act), self.key)


def prove(purpose: Purpose, assembly: str, first: str, second: str, key: SigningKey) -> str:
    """A possession proof by `key` (wire.keys)."""
    return b64u(key.sign(proof_text(purpose, assembly, first, second)))
