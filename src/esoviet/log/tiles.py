"""C2SP tlog-tiles: where the hashes and entries of a log are found, and how entries are bundled.

    tile/<L>/<N>[.p/<W>]          hashes: W times 32 bytes (256 where no W is given)
    tile/entries/<N>[.p/<W>]      entries: W times (length as uint16 big-endian || bytes)

L is 0 to 63. N is written in groups of three digits, each but the last with an `x` before it:
1234067 is `x001/x234/067`. W is 1 to 255. Level L of a log of size s has floor(s / 256^L) hashes;
level 1 and up hold only the roots of full tiles below. Full tiles never change.
Source: https://c2sp.org/tlog-tiles (0.1.0 and its additions to July 2026).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from esoviet.wire.encoding import un_decimal
from esoviet.wire.errors import Malformed

WIDTH = 256
MAX_LEVEL = 63
MAX_ENTRY = 65_535


class TilePath(NamedTuple):
    """A tile: `level` is None for a bundle of entries."""

    level: int | None
    number: int
    width: int = WIDTH


def path(tile: TilePath) -> str:
    """The path of a tile below the log's prefix."""
    groups = f"{tile.number:03d}"
    groups = groups.zfill(-(-len(groups) // 3) * 3)
    parts = [groups[i : i + 3] for i in range(0, len(groups), 3)]
    number = "/".join(["x" + part for part in parts[:-1]] + parts[-1:])
    kind = "entries" if tile.level is None else str(tile.level)
    return f"tile/{kind}/{number}" + ("" if tile.width == WIDTH else f".p/{tile.width}")


def parse_path(text: str) -> TilePath:
    """Read a tile's path; raises `Malformed` for any but the one right spelling."""
    parts = text.split("/")
    if len(parts) < 3 or parts[0] != "tile":
        raise Malformed("not the path of a tile")
    level = None if parts[1] == "entries" else un_decimal(parts[1])
    if level is not None and level > MAX_LEVEL:
        raise Malformed("a tile's level is 0 to 63")
    width, groups = WIDTH, parts[2:]
    if groups[-1:] and len(groups) > 1 and groups[-2].endswith(".p"):
        width = un_decimal(groups[-1])
        if not 1 <= width < WIDTH:
            raise Malformed("a partial tile has 1 to 255 hashes")
        groups = [*groups[:-2], groups[-2][:-2]]
    digits = "".join(group.removeprefix("x") for group in groups).lstrip("0") or "0"
    tile = TilePath(level, un_decimal(digits), width)
    if path(tile) != text:
        raise Malformed("not the one right spelling of a tile's path")
    return tile


def tiles_of(size: int) -> Iterator[TilePath]:
    """Every hash tile of a log of this size, the full ones of a level before its partial one."""
    level = 0
    while count := size >> 8 * level:
        yield from (TilePath(level, number) for number in range(count // WIDTH))
        if count % WIDTH:
            yield TilePath(level, count // WIDTH, count % WIDTH)
        level += 1


def width_at(size: int, level: int, number: int) -> int:
    """How many hashes a tile has in a log of this size: 0 to 256."""
    return max(0, min(WIDTH, (size >> 8 * level) - number * WIDTH))


def pack_entries(entries: Sequence[bytes]) -> bytes:
    """A bundle of entries."""
    if any(len(entry) > MAX_ENTRY for entry in entries):
        raise Malformed(f"an entry has at most {MAX_ENTRY} bytes")
    return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])


def unpack_entries(bundle: bytes, count: int) -> list[bytes]:
    """The entries of a bundle, of which there must be exactly `count`; raises `Malformed`."""
    entries: list[bytes] = []
    at = 0
    while at < len(bundle) and len(entries) <= count:
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if end > len(bundle):
            raise Malformed("a bundle ends inside an entry")
        entries.append(bundle[at + 2 : end])
        at = end
    if len(entries) != count:
        raise Malformed("a bundle holds another number of entries")
    return entries
