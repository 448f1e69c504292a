"""What all acts share: the fields that stand in every signed payload, and the shapes they use.

A payload is a JSON object whose `type` names the kind of act. Every act gives the running number
`seq` of its author's key (1, 2, 3 …), `prev`, the id of that key's act before it (left out where
`seq` is 1), and `at`, its author's clock in milliseconds since 1970, a whole second. Every act but
the founding one names the `assembly` it belongs to, and `seen`: the size and the root (standard
base64) of the log that the author last verified.
"""

import re
from functools import cache, reduce
from operator import or_
from typing import Annotated, ClassVar, get_args, get_type_hints

import msgspec
from msgspec import Meta

from esoviet.law.records import Key, Member
from esoviet.wire import json
from esoviet.wire.encoding import printable
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import KeyName
from esoviet.wire.reason import Reason

MAX_REASON = 200
Number = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Percent = Annotated[int, Meta(ge=0, le=100)]
# `$` alone would let a line feed follow.
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
PublicKey = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$(?!\n)")]
Signature = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{86}$(?!\n)")]
Decimal = Annotated[str, Meta(pattern=r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$(?!\n)")]
MediaType = Annotated[str, Meta(pattern=r"^[a-z]{1,20}/[a-z0-9][a-z0-9.+-]{0,80}$(?!\n)")]
Language = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$(?!\n)")]
FileName = Annotated[str, Meta(pattern=r"^[^\x00-\x1f\x7f/\\]{1,200}$(?!\n)")]
Date = Annotated[int, Meta(ge=0, le=253_402_300_799_999)]
Second = Annotated[int, Meta(ge=0, le=253_402_300_799_000, multiple_of=1000)]


def kebab(name: str) -> str:
    """`CastBallot` -> `cast-ballot`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a payload."""


class Blob(Shape, frozen=True, kw_only=True):
    """A reference to a blob: 32 bytes of salt and the content, named by the SHA-256 of the whole.

    `size` counts the whole in bytes, salt included.
    """

    sha256: Sha256
    size: Annotated[int, Meta(ge=32, le=2**30)]
    media_type: MediaType
    name: FileName | None = None
    lang: Language | None = None


class Signed(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
    tag_field="type",
    tag=kebab,
):
    """Any act's payload. `DEED` is what its author did, as the log says it to people."""

    DEED: ClassVar[str]

    @property
    def type(self) -> str:
        """The name of this kind of act."""
        return str(type(self).__struct_config__.tag)


class Act(Signed, frozen=True, kw_only=True):
    """The payload of every act but the founding one. `prev` is empty in a key's first act."""

    assembly: str
    seq: Number
    prev: Sha256 = ""
    at: Second
    seen: tuple[Count, str]


COMMON = Act.__struct_fields__
"""The fields that say nothing of their own: whose turn it is, and when."""


class Author(msgspec.Struct, frozen=True, gc=False):
    """Who signed what: the name of the key and the act's id (32 bytes).

    Where the assembly knows them, the key and the member too.
    """

    kid: KeyName
    act: bytes
    key: Key | None = None
    member: Member | None = None

    @property
    def person(self) -> Member:
        """Who it was; like the rest only for rules that admit members alone."""
        assert self.member is not None
        return self.member

    @property
    def number(self) -> int:
        """The member's number."""
        return self.person.number

    @property
    def signer(self) -> Key:
        """The key that signed."""
        assert self.key is not None
        return self.key

    @property
    def device(self) -> int:
        """Which key it was: the entry that enrolled it."""
        return self.signer.enrolled


def blobs_of(act: msgspec.Struct) -> tuple[Blob, ...]:
    """Every blob that an act, or a part of one, refers to, in the order of its fields."""
    blobs: list[Blob] = []
    for name in _blob_fields(type(act)):
        _collect(getattr(act, name), blobs)
    return tuple(blobs)


def _collect(value: object, blobs: list[Blob]) -> None:
    if isinstance(value, Blob):
        blobs.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _collect(item, blobs)
    elif isinstance(value, Shape):
        blobs.extend(blobs_of(value))


@cache
def _blob_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of an act or a shape whose type can hold a blob."""
    return tuple(name for name, hint in get_type_hints(kind).items() if _can_hold_blob(hint))


def _can_hold_blob(hint: object) -> bool:
    if isinstance(hint, type) and issubclass(hint, Shape):
        return hint is Blob or bool(_blob_fields(hint))
    return any(map(_can_hold_blob, get_args(hint)))


class Reader:
    """Decodes payloads of a closed set of acts, strictly."""

    def __init__(self, acts: tuple[type[Signed], ...]) -> None:
        self._decoder: msgspec.json.Decoder[Signed] = msgspec.json.Decoder(reduce(or_, acts))
        self._encoder = msgspec.json.Encoder()

    def read(self, payload: bytes) -> Signed:
        """The act in a payload; raises `Malformed` for anything that is not exactly one.

        A payload that equals our own encoding of what was read from it holds no name twice and no
        odd number; any other spelling takes the strict reader first.
        """
        try:
            act = self._decoder.decode(payload)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
            error = printable(str(wrong))[:MAX_REASON]  # it may repeat what the author wrote
            raise Malformed(Reason("not an act: {error}", error=error)) from None
        if self._encoder.encode(act) != payload:
            json.read(payload)
        return act
