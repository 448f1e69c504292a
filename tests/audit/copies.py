"""A publisher's log written out as the files that an auditor can be given."""

import sqlite3
from pathlib import Path

from esoviet.log.tiles import WIDTH, TilePath, pack_entries, path
from esoviet.wire import entry as entries
from esoviet.wire.envelope import parse
from tests.audit.publisher import Publisher

SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE entries(idx INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, entry BLOB NOT NULL);
CREATE TABLE tiles(level INTEGER, idx INTEGER, data BLOB NOT NULL, PRIMARY KEY(level, idx));
CREATE TABLE state(one INTEGER PRIMARY KEY, size INTEGER, root BLOB, checkpoint TEXT);
"""


def database(publisher: Publisher, folder: Path) -> Path:
    """An assembly's folder as a node keeps it (docs/protocol/log.md); answers the folder."""
    assert publisher.note is not None
    home = folder / "assemblies" / publisher.id
    home.mkdir(parents=True)
    with sqlite3.connect(home / "log.db") as log:
        log.executescript(SCHEMA)
        ids = [bytes.fromhex(parse(entries.read(entry)[1]).id) for entry in publisher.log]
        rows = zip(range(len(ids)), ids, publisher.log, strict=True)
        log.executemany("INSERT INTO entries VALUES (?, ?, ?)", rows)
        full = [(t.level, t.number, d) for t, d in publisher.tiles.items() if t.width == WIDTH]
        log.executemany("INSERT INTO tiles VALUES (?, ?, ?)", full)
        state = (1, publisher.tree.size, publisher.tree.root(), publisher.note.decode())
        log.execute("INSERT INTO state VALUES (?, ?, ?, ?)", state)
    log.close()
    for sha256, whole in publisher.blobs.items():
        write(home / "blobs" / sha256[:2] / sha256, whole)
    return home


def static(publisher: Publisher, folder: Path) -> Path:
    """The log's files as any web server can serve them; answers the folder."""
    assert publisher.note is not None
    write(folder / "checkpoint", publisher.note)
    for tile, data in publisher.tiles.items():
        write(folder / path(tile), data)
    for start in range(0, len(publisher.log), WIDTH):
        entries = publisher.log[start : start + WIDTH]
        bundle = TilePath(None, start // WIDTH, len(entries))
        write(folder / path(bundle), pack_entries(entries))
    return folder


def website(publisher: Publisher, folder: Path) -> Path:
    """A host's whole site as files: front page, log, blobs; answers the folder."""
    home = folder / "a" / publisher.id
    static(publisher, home / "log")
    for sha256, whole in publisher.blobs.items():
        write(home / "blobs" / sha256, whole)
    write(folder / "index.html", b'<a href="/a/%s">Us</a>' % publisher.id.encode())
    return folder


def write(file: Path, data: bytes) -> None:
    """Write a file, and the folders over it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
