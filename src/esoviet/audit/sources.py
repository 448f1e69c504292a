"""From what a person names to the logs that are there: an address, or a folder.

- `http(s)://host/a/<id>`: one assembly, at its host or at a mirror
- `http(s)://host`: every assembly that the node's front page links to
- a folder: a node's data, one assembly's, or a static copy of a log
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

from esoviet.audit.database import Database
from esoviet.audit.fetch import Fetcher
from esoviet.audit.finding import Unreachable
from esoviet.audit.http import Website
from esoviet.audit.source import ASSEMBLY, Hidden, Source, StaticCopy

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.*", re.DOTALL)
_NODE = re.compile(r"(?i:https?)://[^\s/?#]+(?:/\S*)?")
_LINK = re.compile(rb"/a/([0-9a-f]{64})\b")
_ASSEMBLY = re.compile(r"((?i:https?)://\S+/a/[0-9a-f]{64})(?:[/?#]\S*)?")
_NO_ID = re.compile(r"\S+/a/([^/?#\s]+)(?:[/?#]\S*)?")
_MAX_PAGE = 1 << 20
_MOST = 1000


def find(given: str, seconds: float | None = None) -> list[Source]:
    """The logs at an address or in a folder, at least one; raises `Unreachable`.

    What is read over a line is to be read within so many `seconds` (None: by its size).
    """
    if not _ADDRESS.fullmatch(given):
        try:
            return _in_folder(Path(given))
        except (OSError, ValueError) as error:
            because = error.strerror if isinstance(error, OSError) else error
            raise Unreachable(f"{given} cannot be read: {because}.") from None
    try:
        is_address = bool(urlsplit(given).hostname) and urlsplit(given).port != 0
    except ValueError:
        is_address = False
    one = _ASSEMBLY.fullmatch(given)
    if one and is_address:
        return [Website(one[1], seconds)]
    mistyped = _NO_ID.fullmatch(given)
    if mistyped:
        reason = "is no assembly's id, which has 64 digits from 0 to 9 and a to f"
        raise Unreachable(f"{mistyped[1]} {reason}. Is the address whole?")
    if not (is_address and _NODE.fullmatch(given)):
        raise Unreachable(f"{given} is no address such as https://host/a/<id>.")
    return _at_node(given.rstrip("/"), seconds)


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
    within = folder / "assemblies"
    there = sorted((within if within.is_dir() else folder).iterdir())
    logs = [one for one in there if ASSEMBLY.fullmatch(one.name) and one.parent == within]
    if not logs:
        raise Unreachable(f"{folder} holds no log: no log.db, no checkpoint, no assemblies/.")
    return [Database(log.absolute()) for log in logs]


def _at_node(url: str, seconds: float | None) -> list[Source]:
    fetcher = Fetcher()
    try:
        page = fetcher.get(f"{url}/", _MAX_PAGE) or b""
    except Hidden:
        page = b""
    finally:
        fetcher.close()
    linked = dict.fromkeys(_LINK.findall(page))
    if not linked:
        raise Unreachable(f"{url} links to no assembly; give the address of one: …/a/<id>.")
    assemblies = [assembly.decode() for assembly in list(linked)[:_MOST]]
    return [Website(f"{url}/a/{assembly}", seconds) for assembly in assemblies]
