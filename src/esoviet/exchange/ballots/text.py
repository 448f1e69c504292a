"""Bytes of a vote file into numbered lines: compression, character sets, line ends, CSV."""

import bz2
import csv
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Iterator

from esoviet.wire.errors import Malformed

MAX_SIZE = 1 << 30
_CHUNK = 1 << 20
_NUMBER = re.compile(r"[0-9]{1,15}")


def unpack(data: bytes) -> bytes:
    """The content of a gzip, xz or bzip2 file, by its first bytes; anything else as it is."""
    if data.startswith(b"\x1f\x8b"):
        return _limited(gzip.GzipFile(fileobj=io.BytesIO(data)))
    if data.startswith(b"\xfd7zXZ\x00"):
        return _limited(lzma.LZMAFile(io.BytesIO(data)))
    if data.startswith(b"BZh"):
        return _limited(bz2.BZ2File(io.BytesIO(data)))
    return data


def _limited(stream: gzip.GzipFile | lzma.LZMAFile | bz2.BZ2File) -> bytes:
    chunks: list[bytes] = []
    size = 0
    try:
        while chunk := stream.read(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > MAX_SIZE:
                raise Malformed("more than 1 GiB when unpacked; split the file")
    except (OSError, EOFError, lzma.LZMAError, zlib.error):
        raise Malformed("a damaged compressed file; fetch it again") from None
    return b"".join(chunks)


def lines(data: bytes) -> list[str]:
    """Lines without their ends; each is UTF-8 or, where it is not, Latin-1 (old sheets mix)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeDecodeError:
            raise Malformed("damaged UTF-16 text; save the file as UTF-8") from None
    if b"\0" in data:
        raise Malformed("binary data where text belongs; export the votes as text or CSV")
    data = data.removeprefix(b"\xef\xbb\xbf")
    return [
        _decode(line) for line in data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    ]


def _decode(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def rows(text: list[str], delimiter: str = ",", start: int = 1) -> Iterator[tuple[int, list[str]]]:
    """The rows of CSV text that are not blank, each with the number of its (last) line."""
    reader = csv.reader((line + "\n" for line in text), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num + start - 1, [cell.strip() for cell in row]
    except csv.Error:
        line = reader.line_num + start - 1
        raise Malformed(f"line {line}: quotes that do not match, or too long a cell") from None


def cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line, as far as they can be told; to find out what a file is."""
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def delimiter(header: str) -> str:
    """What separates the cells of a header: the most frequent of comma, semicolon and tab."""
    return max(",;\t", key=header.count)


def number(cell: str, line: int, what: str) -> int:
    """A natural number in ASCII digits."""
    if not _NUMBER.fullmatch(cell):
        raise Malformed(f"line {line}: {what} must be a whole number, not {shown(cell)}")
    return int(cell)


def shown(cell: str) -> str:
    """A cell as an error message quotes it: printable and short."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in cell)
    return f"'{clean if len(clean) <= 40 else clean[:39] + '…'}'"
