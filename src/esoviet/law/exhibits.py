"""Chapter 17 of the law: an exhibit, a piece of evidence that stands by itself.

It has a number and an author, and many works rest on it: arguments, reports, plans and versions
name it by its number, and nowhere else is it kept what rests on what. How it falls is in
`law.falling`, how it is brought in `law.showing`.
"""

from typing import Annotated, Literal, Protocol

from msgspec import Meta

from esoviet.law.act import Blob, Number
from esoviet.law.common import check_text
from esoviet.law.outcome import Refusal, refuse
from esoviet.law.record import ByMember, Record
from esoviet.law.records import BlobRecord
from esoviet.law.view import View

ExhibitKind = Literal[
    "image", "sound", "video", "document", "file", "link", "quotation", "place", "table"
]
Evidence = Annotated[tuple[Blob, ...], Meta(max_length=10)]
"""The files that an act brings itself."""
Exhibits = Annotated[tuple[Number, ...], Meta(max_length=10)]
"""What a work rests on, by the numbers of exhibits."""


class Exhibit(Record, frozen=True):
    """A piece of evidence: a `file`, or (b"") what its `text` says, whose first line is a title.

    `source` says where it is from, `alternative` what it is for who cannot see or hear it (b"":
    nothing is said), `position` where a place lies (b"": nobody says). It is of a whole `day` (UTC,
    in ms; 0: of no day), about a `problem` or of an `action` (0: of none), and only members read it
    where it is `inside`. `original` is a salted hash of the file as it was before anything was done
    to it (b"": none is kept). `vouchers` vouch for it.
    """

    INDEXES = ("by", "problem", "action")

    number: int
    by: int
    kind: ExhibitKind
    file: bytes
    text: bytes
    source: bytes
    alternative: bytes
    position: bytes
    day: int
    problem: int
    action: int
    inside: bool
    original: bytes
    entry: int
    time: int
    state: Literal["standing", "withdrawn"] = "standing"
    vouchers: int = 0


class Vouching(ByMember, frozen=True):
    """Whether a member vouches for an exhibit."""

    PARENT = "exhibit"
    INDEXES = ("member",)

    exhibit: int
    member: int
    vouches: bool
    entry: int
    device: int


class Showing(Protocol):
    """An act that brings evidence: what the lines of `captions` say is about each in turn."""

    @property
    def evidence(self) -> tuple[Blob, ...]: ...
    @property
    def captions(self) -> Blob | None: ...


class Resting(Showing, Protocol):
    """An act that brings evidence, and rests on exhibits."""

    @property
    def exhibits(self) -> tuple[int, ...]: ...


def check_shown(view: View, act: Resting, clause: str) -> Refusal | None:
    """Refuse wrong captions, and exhibits that do not stand."""
    return check_captions(view, act, clause) or check_exhibits(view, act.exhibits)


def check_captions(view: View, act: Showing, clause: str) -> Refusal | None:
    """Refuse captions that are no text, too long, or about nothing."""
    if act.captions is not None and not act.evidence:
        return Refusal(clause, "There is no evidence that a caption could be about.")
    return check_text(view, act.captions, clause, view.limits.captions_bytes)


def check_exhibits(view: View, numbers: tuple[int, ...]) -> Refusal | None:
    """Refuse to rest a work on what does not stand, or on one thing twice (clause 17.4)."""
    if len(set(numbers)) < len(numbers):
        return Refusal("17.4", "An exhibit is named twice.")
    for number in numbers:
        one = view.get(Exhibit, number)
        if one is None:
            return refuse("17.4", "There is no exhibit {number}.", number=number)
        if one.state == "withdrawn" or is_erased(view, one):
            return refuse("17.4", "Exhibit {number} was taken back.", number=number)
    return None


def is_erased(view: View, one: Exhibit) -> bool:
    """Whether what it shows is gone: its words, or its file."""
    names = (name for name in (one.text, one.file) if name)
    return any(view.must(BlobRecord, name).state != "kept" for name in names)
