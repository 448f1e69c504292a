"""What is known of a file that was made ready, and the limits within which that is done."""

import re
from importlib.util import find_spec
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

WIDTHS = (240, 480, 960, 1600)
"""Widths of a picture beside the one that is kept; never wider than that one."""
LONGEST_SIDE = 2560
MOST_PIXELS = 64 * 10**6
"""More than any telephone takes; a decoder would need 256 MB for them."""
POSTER_SIDE = 1280
MOST_TEXT = 200_000
"""So many characters of a document are kept as text."""

IMAGE, DOCUMENT, PLAYED = "PIL", ("pikepdf", "pypdfium2"), "av"
LIBRARIES = {
    "PIL": "pillow", "pillow_heif": "pillow-heif", "av": "av", "pikepdf": "pikepdf",
    "pypdfium2": "pypdfium2",
}  # fmt: skip
"""What the extra `media` installs: how a module is called, and its package."""

OCTETS = "application/octet-stream"
MAIN = "main"
COPY = re.compile(r"w240|w480|w960|w1600|poster|text")
CopyKind = Literal["w240", "w480", "w960", "w1600", "poster", "text"]
COPY_TYPES: dict[CopyKind, str] = {
    "w240": "image/webp", "w480": "image/webp", "w960": "image/webp", "w1600": "image/webp",
    "poster": "image/webp", "text": "text/plain; charset=utf-8",
}  # fmt: skip
Kind = Literal["image", "document", "video", "sound", "file"]
"""A `file` is only handed out to be stored: no browser shows it in place."""
TYPES: dict[Kind, tuple[str, ...]] = {
    "image": ("image/webp",), "document": ("application/pdf",),
    "video": ("video/mp4", "video/webm"),
    "sound": ("audio/mp4", "audio/webm", "audio/ogg", "audio/mpeg"),
    "file": (OCTETS,),
}  # fmt: skip
_Count = Annotated[int, Meta(ge=0, le=2**53)]


def says(sentence: str) -> str:
    """A sentence for who brought the file, by which it is found for the catalogues."""
    return sentence


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A file made ready.

    If it was `changed`, its bytes are `main` in the folder that was asked for; else they are as
    they came. `copies` lie beside it under their kinds. `duration` is in ms; what a kind does not
    have is 0. `said` are sentences for who brought it.
    """

    kind: Kind
    media_type: Annotated[str, Meta(max_length=40)] = OCTETS
    changed: bool = False
    width: _Count = 0
    height: _Count = 0
    duration: _Count = 0
    copies: Annotated[tuple[CopyKind, ...], Meta(max_length=5)] = ()
    said: Annotated[tuple[str, ...], Meta(max_length=5)] = ()


class NotTaken(Exception):
    """A file is not taken at all; the text says why, and what to do."""


TOO_LARGE = says(
    "This picture has more than 64 million pixels. Make it smaller, and bring it again."
)
TOO_MUCH = says(
    "Opening this file takes more time or memory than there is for one. Make it smaller, or save "
    "it in another form, and bring it again."
)
EMPTY = says("This file is empty.")
CROWDED = says("Too many files wait to be made ready; try again in a minute.")

STRIPPED_IMAGE = says("It was drawn anew: place, time, device and comments are gone from it.")
FIRST_ONLY = says("Only the first picture of it was kept.")
STRIPPED_DOCUMENT = says(
    "Author, attachments and scripts were taken out. What its pages show stayed."
)
SIGNED = says(
    "This document is signed, and a change would break that. It stays as it is, with all that it "
    "tells of its author, and can only be downloaded."
)
LOCKED = says(
    "This document is locked with a password. It stays as it is and can only be downloaded."
)
STRIPPED_PLAYED = says(
    "Title, place, time and device were taken out. What is seen and heard stayed."
)
UNKNOWN = says(
    "No picture, sound, film or PDF that is known here: it stays as it is, with all that it may "
    "tell of who made it, and can only be downloaded."
)
UNREADABLE = says(
    "It could not be read, so nothing was taken out of it. It stays as it is, with all that it may "
    "tell of who made it, and can only be downloaded."
)
LACKING = says(
    "This server lacks what is needed to look into such a file. It stays as it is, with all that "
    "it may tell of who made it, and can only be downloaded."
)


def missing() -> tuple[str, ...]:
    """The packages of the extra `media` that are not installed here."""
    return tuple(name for module, name in LIBRARIES.items() if find_spec(module) is None)
