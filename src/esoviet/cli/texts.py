"""Blobs as a client makes them: 32 random bytes of salt, then the content."""

import hashlib
import mimetypes
import secrets
import sys
from pathlib import Path
from typing import NamedTuple

from esoviet.cli.errors import Trouble
from esoviet.law.act import Blob

SALT = 32
MARKDOWN = "text/markdown"
OCTETS = "application/octet-stream"


class Bytes(NamedTuple):
    """A blob to send: the reference that the act carries, and the whole, salt included.

    `file` is what the file is called here. It stays here: the log is open, and forgets nothing.
    """

    ref: Blob
    data: bytes
    file: str = ""


def blob(
    content: bytes,
    media_type: str = MARKDOWN,
    *,
    name: str | None = None,
    lang: str | None = None,
    salt: bytes | None = None,
) -> Bytes:
    """Salt a content and name it by the SHA-256 of the whole."""
    data = (secrets.token_bytes(SALT) if salt is None else salt) + content
    sha256 = hashlib.sha256(data).hexdigest()
    ref = Blob(sha256=sha256, size=len(data), media_type=media_type, name=name, lang=lang)
    return Bytes(ref, data)


def read_text(given: str) -> str:
    """A text as given on the command line: itself, `@FILE`, or `-` for the standard input."""
    try:
        if given == "-":
            text = sys.stdin.read()
        elif given.startswith("@"):
            text = Path(given[1:]).read_text(encoding="utf-8-sig")
        else:
            text = given
    except OSError as error:
        raise Trouble(f"Cannot read {given[1:]}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Trouble(f"{given} is not a text in UTF-8.") from None
    if not text.strip():
        raise Trouble(
            "A text is empty. Give it in quotes, as @FILE, or as - to read it from a pipe."
        )
    return text.strip() + "\n"


def read_file(path: str) -> Bytes:
    """A file as a blob, its media type guessed by its name; what is not UTF-8 is no text."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise Trouble(f"Cannot read {path}: {error.strerror}.") from None
    media_type = mimetypes.guess_type(path)[0] or OCTETS
    if media_type.startswith("text/") and not _is_utf8(content):
        media_type = OCTETS
    return blob(content, media_type)._replace(file=Path(path).name)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def title(text: str) -> str:
    """The first line of a text, without the marks of a heading."""
    first = text.strip().split("\n", 1)[0]
    return first.lstrip("#").strip()
