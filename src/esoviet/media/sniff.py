"""What a file is by its first bytes, whatever it is said to be: so it is chosen who reads it."""

from pathlib import Path
from typing import Literal

Family = Literal["image", "document", "played", ""]
HEAD = 1024
_PICTURES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_FIRST: tuple[tuple[bytes, Family], ...] = (
    (b"\xff\xd8\xff", "image"), (b"\x89PNG\r\n\x1a\n", "image"), (b"GIF87a", "image"),
    (b"GIF89a", "image"), (b"\x1aE\xdf\xa3", "played"), (b"OggS", "played"), (b"ID3", "played"),
    (b"\xff\xfb", "played"), (b"\xff\xf3", "played"), (b"\xff\xf2", "played"),
)  # fmt: skip


def family_of(head: bytes) -> Family:
    """Which family of files begins with these bytes; empty: none that is read here."""
    for first, family in _FIRST:
        if head.startswith(first):
            return family
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    if head[4:8] == b"ftyp":
        return "image" if head[8:12] in _PICTURES else "played"
    return "document" if b"%PDF-" in head else ""


def container_of(head: bytes) -> str:
    """How the library calls the container of a film or a sound; empty: none that is read here."""
    if head[4:8] == b"ftyp":
        return "mov"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "matroska"
    if head.startswith(b"OggS"):
        return "ogg"
    return "mp3" if family_of(head) == "played" else ""


def head_of(path: Path) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as file:
        return file.read(HEAD)
