"""Bytes of a vote file into numbered lines: compression, character sets, line ends.

A character set is told by its byte order mark, by where its zero bytes stand (UTF-16), or by being
UTF-8 throughout. A line that is none of these is read as Windows-1252, which has every printable
character of Latin-1 in its place; that is a note, since another set would spell names otherwise.
"""

import bz2
import codecs
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Sequence

import msgspec

from esoviet.wire.errors import Malformed

MAX_SIZE = 1 << 30
_CHUNK = 1 << 20
DIGITS = 15
"""So many has the largest number of ballots, seats or ranks."""
_NUMBER = re.compile(rf"[0-9]{{1,{DIGITS}}}")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


class Text(msgspec.Struct, frozen=True):
    """The lines of a file without their ends, and in what character set they were."""

    lines: list[str]
    charset: str
    notes: tuple[str, ...] = ()


def unpack(data: bytes, most: int = MAX_SIZE) -> bytes:
    """The content of a gzip, xz or bzip2 file, by its first bytes; anything else as it is."""
    if data.startswith(b"\x1f\x8b"):
        return _limited(gzip.GzipFile(fileobj=io.BytesIO(data)), most)
    if data.startswith(b"\xfd7zXZ\x00"):
        return _limited(lzma.LZMAFile(io.BytesIO(data)), most)
    if data.startswith(b"BZh"):
        return _limited(bz2.BZ2File(io.BytesIO(data)), most)
    return data


def _limited(stream: gzip.GzipFile | lzma.LZMAFile | bz2.BZ2File, most: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    try:
        while chunk := stream.read(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > most:
                raise Malformed(f"more than {most >> 20} MiB when unpacked; split the file")
    except (OSError, EOFError, lzma.LZMAError, zlib.error):
        raise Malformed("a damaged compressed file; fetch it again") from None
    return b"".join(chunks)


def decoded(data: bytes, encoding: str | None = None) -> Text:
    """The lines of a text; `encoding` is the character set that its reader was told."""
    if encoding is not None:
        return Text(_split(_strictly(data, encoding)), encoding)
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return Text(_split(_strictly(data, codec)), name)
    if unmarked := _unmarked(data):
        return Text(_split(_strictly(data, unmarked)), "UTF-16")
    if b"\0" in data:
        raise Malformed("binary data where text belongs; export the votes as text or CSV")
    try:
        return Text(_split(data.decode()), "UTF-8")
    except UnicodeDecodeError:
        return _mixed(data)


def _unmarked(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of western text is zero."""
    head = data[:4096]
    half = len(head) // 2
    if half < 4 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 10 > half * 7 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even * 10 > half * 7 and odd == 0 else None


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except LookupError:
        raise Malformed(f"no character set {shown(codec)}; such as utf-8 or cp1252") from None
    except UnicodeError as error:
        place = getattr(error, "start", 0)
        line = data[:place].count(b"\n") + 1
        name = "UTF-16" if codec.startswith("utf-16") else codec
        raise Malformed(f"line {line}: damaged {name} text; save the file as UTF-8") from None
    except (AssertionError, ValueError, TypeError):
        raise Malformed(f"{shown(codec)} is no character set of text files") from None


def _mixed(data: bytes) -> Text:
    lines, other = [], []
    plain = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\x1a")
    for number, line in enumerate(plain.split(b"\n"), start=1):
        try:
            lines.append(line.decode())
        except UnicodeDecodeError:
            lines.append(_windows(line))
            other.append(number)
    where = f"line {other[0]}" + (f" and {len(other) - 1} more" if other[1:] else "")
    return Text(
        lines,
        "Windows-1252",
        (f"{where}: no UTF-8, read as Windows-1252; --encoding names another character set",),
    )


def _windows(line: bytes) -> str:
    """Windows-1252; its five unused bytes as in Latin-1."""
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        parts = (bytes([byte]) for byte in line)
        return "".join(part.decode("cp1252", "ignore") or part.decode("latin-1") for part in parts)


def _split(text: str) -> list[str]:
    if "\0" in text:
        raise Malformed("binary data where text belongs; export the votes as text or CSV")
    text = text.removesuffix("\x1a").replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def tidy(lines: Sequence[str]) -> list[str]:
    """The lines with long runs of blanks as one: patterns then take no longer than the line is."""
    return [re.sub(r"\s{9,}", " ", line).strip() if len(line) > 99 else line for line in lines]


def natural(cell: str) -> int | None:
    """A natural number in ASCII digits, or None."""
    return int(cell) if _NUMBER.fullmatch(cell) else None


def number(cell: str, line: int, what: str) -> int:
    """A natural number in ASCII digits."""
    if cell.isascii() and cell.isdigit() and len(cell) > DIGITS:
        raise Malformed(f"line {line}: {what} has {DIGITS} digits at most, not {shown(cell)}")
    if not _NUMBER.fullmatch(cell):
        raise Malformed(f"line {line}: {what} must be a whole number, not {shown(cell)}")
    return int(cell)


def shown(cell: str) -> str:
    """A cell as an error message quotes it: printable and short."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in cell)
    return f"'{clean if len(clean) <= 40 else clean[:39] + '…'}'"
