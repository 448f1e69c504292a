"""The app's own files: read once, named by the hash of them all, compressed, kept for ever.

They are packed as tightly as can be, once for each packing that is asked for: over a slow line what
the first page needs decides when it can be read.

A style sheet is its parts in the order of their names, joined. `first.css` has what is seen at the
top of a page and must be there before anything is shown; `more.css` has the rest, and is waited for
only where a page begins with it; `front.css` is for the front page. Everything lies below
`/static/<hash>/`, scripts below `/static/<hash>-<language>/`, since one of them has their words:
modules find each other by relative names, and a new version has new names. Below `js/` are the
modules as they were written, below `app/` the same in the few files that pages load (packs.py).
"""

import base64
import gzip
import hashlib
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

import brotli

from esoviet.web.http.language import ENGLISH, NAMES
from esoviet.web.http.packs import Packs
from esoviet.web.http.script_words import module

STYLE, MORE_STYLE, FRONT_STYLE = "first.css", "more.css", "front.css"
TEXTS = "js/base/texts.js"
AHEAD = "ahead.json"
"""Speculation rules (WICG): a page is fetched when a finger touches its link, not when it lifts."""
TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
    "json": "application/speculationrules+json",
}


class Asset(NamedTuple):
    """A file as it is sent."""

    media_type: str
    plain: bytes

    def packed(self, packing: str) -> bytes:
        """The same, compressed (RFC 7932 or RFC 1952)."""
        return _packed(self.plain, packing)


@cache
def _packed(plain: bytes, packing: str) -> bytes:
    if packing == "br":
        return bytes(brotli.compress(plain, mode=brotli.MODE_TEXT))
    return gzip.compress(plain, 9, mtime=0)


def _collect(folder: Traversable, prefix: str = "") -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for item in sorted(folder.iterdir(), key=lambda one: one.name):
        if item.is_dir():
            files |= _collect(item, f"{prefix}{item.name}/")
        else:
            files[prefix + item.name] = item.read_bytes()
    return files


def _assets() -> dict[str, Asset]:
    raw = _collect(files("esoviet.web") / "static")
    for sheet in (STYLE, MORE_STYLE, FRONT_STYLE):
        folder = f"css/{sheet.removesuffix('.css')}/"
        parts = [raw.pop(name) for name in sorted(raw) if name.startswith(folder)]
        raw[sheet] = _tight(b"\n".join(parts))
    return {name: _asset(name, data) for name, data in raw.items() if _kind(name) in TYPES}


def _asset(name: str, data: bytes) -> Asset:
    return Asset(TYPES[_kind(name)], data)


def _kind(name: str) -> str:
    return name.rpartition(".")[2]


def _tight(style: bytes) -> bytes:
    """A style sheet without its comments and needless blanks: nothing is shown until it is there.

    Ours holds no text with braces, semicolons or blanks in a row.
    """
    style = re.sub(rb"/\*.*?\*/", b"", style, flags=re.DOTALL)
    style = re.sub(rb"\s+", b" ", style)
    return re.sub(rb" ?([{};,]) ?|(:) ", rb"\1\2", style).replace(b";}", b"}").strip()


@cache
def texts(language: str) -> Asset:
    """The module with the words of scripts."""
    return _asset(TEXTS, module(language))


def in_language(name: str, language: str) -> Asset | None:
    """A file with the words of scripts in a language, if it has any."""
    if name == TEXTS:
        return texts(language)
    return _wording(language) if name == WORDING else ASSETS.get(name)


@cache
def _wording(language: str) -> Asset:
    written = {**_WRITTEN, _TEXTS: texts(language).plain.decode()}
    return _asset(WORDING, Packs(written).file(PACKS.file_of(_TEXTS)).encode())


ASSETS = _assets() | {TEXTS: texts(ENGLISH)}
_WRITTEN = {
    name.removeprefix("js/"): asset.plain.decode()
    for name, asset in ASSETS.items()
    if name.startswith("js/")
}
_TEXTS = TEXTS.removeprefix("js/")
PACKS = Packs(_WRITTEN)
WORDING = f"app/{PACKS.file_of(_TEXTS)}"
"""The file in which the words of scripts come."""
ASSETS |= {f"app/{name}": _asset(name, text.encode()) for name, text in PACKS.files().items()}
VERSION = hashlib.sha256(
    b"".join(name.encode() + asset.plain for name, asset in sorted(ASSETS.items()))
    + b"".join(texts(language).plain for language in sorted(NAMES))
).hexdigest()[:12]
WORKER = _asset("sw.js", ASSETS["sw.js"].plain.replace(b'VERSION"', VERSION.encode() + b'"'))
"""The service worker: another one for each version."""


def files_of(*names: str) -> list[str]:
    """The files that hold modules and what they import at their start, in order of their names."""
    return [f"app/{name}" for name in PACKS.files_of(*(name.removeprefix("js/") for name in names))]


def address(name: str, language: str = ENGLISH) -> str:
    """Where a file is found."""
    assert name in ASSETS, name
    version = f"{VERSION}-{language}" if name.startswith(("js/", "app/")) else VERSION
    return f"/static/{version}/{name}"


class Sheet(NamedTuple):
    """A style sheet within a page, and the digest by which a policy lets it be (CSP 3, `sha256-`).

    Its faces are found from wherever the page is.
    """

    text: bytes
    digest: str


@cache
def sheet(address: str) -> Sheet:
    """A style sheet by its address."""
    asset = ASSETS[address.removeprefix(f"/static/{VERSION}/")]
    text = asset.plain.replace(b"url(faces/", f"url(/static/{VERSION}/faces/".encode())
    return Sheet(text, f"sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}")
