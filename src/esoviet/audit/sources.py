"""From what a person names to the logs that are there: an address, or a folder.

- `http(s)://host/a/<id>`: one assembly, at its host or at a mirror
- `http(s)://host`: every assembly that the node's front page links to
- a folder: a node's data, one assembly's, or a static copy of a log
"""

import re
from pathlib import Path

import httpx

from esoviet.audit.finding import Unreachable
from esoviet.audit.http import Website, fetch, new_client
from esoviet.audit.source import Database, Source, StaticCopy

_ADDRESS = re.compile(r"https?://\S+")
_LINK = re.compile(rb"/a/([0-9a-f]{64})\b")
_MAX_PAGE = 1 << 20
_ASSEMBLY = re.compile(r"(https?://\S+/a/[0-9a-f]{64})(?:[/?#]\S*)?")


def find(given: str) -> list[Source]:
    """The logs at an address or in a folder, at least one; raises `Unreachable`."""
    if not _ADDRESS.fullmatch(given):
        return _in_folder(Path(given))
    one = _ASSEMBLY.fullmatch(given)
    return [Website(one[1])] if one else _at_node(given.rstrip("/"))


def _in_folder(folder: Path) -> list[Source]:
    if folder.name == "log.db" and folder.is_file():
        folder = folder.parent
    if not folder.is_dir():
        raise Unreachable(f"{folder} is not a folder; give a folder or an http(s) address.")
    if (folder / "log.db").is_file():
        return [Database(folder.absolute())]
    for place in (folder, folder / "log"):
        if (place / "checkpoint").is_file():
            return [StaticCopy(place.absolute())]
    logs = sorted(path.parent for path in (folder / "assemblies").glob("*/log.db"))
    if not logs:
        raise Unreachable(f"{folder} holds no log: no log.db, no checkpoint, no assemblies/.")
    return [Database(log.absolute()) for log in logs]


def _at_node(url: str) -> list[Source]:
    try:
        with new_client() as client:
            page = fetch(client, f"{url}/", _MAX_PAGE) or b""
    except httpx.InvalidURL:
        page = b""
    linked = dict.fromkeys(_LINK.findall(page))
    if not linked:
        raise Unreachable(f"{url} links to no assembly; give the address of one: …/a/<id>.")
    return [Website(f"{url}/a/{assembly.decode()}") for assembly in linked]
