"""The words of an assembly's texts in a file of their own, for search. It can be lost at any time.

    docs(entry PRIMARY KEY, kid, act, time, tokens)   what an entry brought: tokens, with spaces
    texts(sha256 PRIMARY KEY, entry, gone)            which texts and files those are
    words(tokens)                                     FTS5 over docs, by entry
    state(one, reach, last)                           so many entries are in it; the last one's hash

Everything in it follows from the log and the blobs; whoever finds it damaged, or that it does not
fit the log, makes it anew (`reach` tells how far it has come). Tokens are made by `words`, so that
SQLite has nothing to fold. What is taken out is overwritten in the file (`secure_delete`), the
index is written anew (`optimize`), and the journal is emptied: nothing of it can be found on the
disk any more by who reads the file.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

from esoviet.store.database import Database
from esoviet.store.errors import Damaged, StoreError
from esoviet.store.words import is_run, words

FILE = "search.db"
VERSION = 1
WAITS_MS = 5_000
FREQUENT = 20_000
"""Where even the rarest word stands in so many entries, the best matches are not looked for."""
MOST_COUNTED = 1_000
MOST_WORDS = 12
SCHEMA = """
CREATE TABLE docs(
    entry INTEGER PRIMARY KEY, kid TEXT NOT NULL, act TEXT NOT NULL, time INTEGER NOT NULL,
    tokens TEXT NOT NULL
) STRICT;
CREATE TABLE texts(
    sha256 TEXT PRIMARY KEY, entry INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE state(
    one INTEGER PRIMARY KEY CHECK(one = 1), reach INTEGER NOT NULL, last BLOB NOT NULL
) STRICT;
CREATE VIRTUAL TABLE words USING fts5(
    tokens, content='docs', content_rowid='entry',
    tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* S* P* C*'"
);
CREATE VIRTUAL TABLE frequency USING fts5vocab('words', 'row');
INSERT INTO state VALUES (1, 0, x'');
"""
_FOUND = "SELECT words.rowid FROM words JOIN docs ON docs.entry = words.rowid WHERE words MATCH ?"
Order = Literal["newest", "best"]


class Doc(NamedTuple):
    """The words that an entry brought: who signed (the key's name), the act's type, when (ms)."""

    entry: int
    kid: str
    act: str
    time: int
    tokens: str
    texts: tuple[str, ...]


class Asked(NamedTuple):
    """What is looked for: words (see `expression`), by which keys, in which acts, in which time.

    An empty tuple, and 0, mean any. Hits come from before the entry `before`, `most` at most; the
    entries `without` are as if they were not there, so that no count tells of them.
    """

    words: str
    kids: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    since: int = 0
    until: int = 0
    order: Order = "newest"
    before: int = 2**53
    most: int = 40
    without: tuple[int, ...] = ()


class Found(NamedTuple):
    """The entries that were found, and how they are ordered; so many entries were searched.

    `whole` is how many have the words, counted up to one more than `MOST_COUNTED`.
    """

    entries: list[int]
    whole: int
    order: Order
    reach: int


class SearchIndex:
    """One assembly's index. One thread at a time; several processes can have it open."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; one that is damaged or of another kind is made anew."""
        self.path = path
        try:
            self._database = self._open()
        except (Damaged, _Other):
            discard(path)
            self._database = self._open()

    @property
    def state(self) -> tuple[int, bytes]:
        """So many entries are in it, and the SHA-256 of the last of them."""
        row = self._database.row("SELECT reach, last FROM state")
        assert row is not None
        return row[0], row[1]

    def begin(self) -> None:
        """Begin to write; nobody else does meanwhile."""
        self._database.execute("BEGIN IMMEDIATE")

    def add(self, docs: Iterable[Doc]) -> None:
        """Put in what entries brought."""
        for doc in docs:
            self._put(doc)
            self._database.execute_each(
                "INSERT OR IGNORE INTO texts(sha256, entry) VALUES (?, ?)",
                [(one, doc.entry) for one in doc.texts],
            )

    def entry_of(self, sha256: str) -> int | None:
        """Which entry brought a text or file, if it is in here."""
        row = self._database.row("SELECT entry FROM texts WHERE sha256 = ?", (sha256,))
        return None if row is None else row[0]

    def lose(self, sha256: str) -> None:
        """Note that a text is gone; then `put_anew` what is left of its entry."""
        self._database.execute("UPDATE texts SET gone = 1 WHERE sha256 = ?", (sha256,))

    def gone(self, entry: int) -> frozenset[str]:
        """The texts of an entry that are gone."""
        rows = self._database.execute("SELECT sha256 FROM texts WHERE entry = ? AND gone", (entry,))
        return frozenset(row[0] for row in rows)

    def put_anew(self, entry: int, doc: Doc | None) -> None:
        """What is left of an entry, or nothing."""
        self._take_out(entry)
        if doc is not None:
            self._put(doc)

    def commit(self, reach: int, last: bytes, *, wiped: bool) -> None:
        """Make it durable up to `reach` entries; `wiped`: no word that was taken out is left."""
        execute = self._database.execute
        execute("UPDATE state SET reach = ?, last = ?", (reach, hashlib.sha256(last).digest()))
        if wiped:
            execute("INSERT INTO words(words) VALUES ('optimize')")
        execute("COMMIT")
        if wiped:
            execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def find(self, asked: Asked) -> Found:
        """Which entries have all the words; raises `StoreError`."""
        reach, _ = self.state
        terms = expression(asked.words)
        if terms is None:
            return Found([], 0, "newest", reach)
        order = asked.order if self._is_rare(asked.words) else "newest"
        where, values = _conditions(asked)
        whole = self._database.row(
            " ".join(("SELECT count(*) FROM (", _FOUND, where, "LIMIT ?)")),
            (terms, *values, MOST_COUNTED + 1),
        )
        by = "rank, words.rowid DESC" if order == "best" else "words.rowid DESC"
        rows = self._database.execute(
            " ".join((_FOUND, where, "AND words.rowid < ? ORDER BY", by, "LIMIT ?")),
            (terms, *values, asked.before, asked.most),
        )
        return Found([row[0] for row in rows], whole[0] if whole else 0, order, reach)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _is_rare(self, said: str) -> bool:
        *whole, _ = [token for word in words(said) for token in word]
        for token in whole or ():
            row = self._database.row("SELECT doc FROM frequency WHERE term = ?", (token,))
            if row is None or row[0] < FREQUENT:
                return True
        if whole:
            return False
        row = self._database.row("SELECT reach FROM state")
        return row is not None and row[0] < FREQUENT

    def _put(self, doc: Doc) -> None:
        if not doc.tokens:
            return
        self._database.execute(
            "INSERT INTO docs VALUES (?, ?, ?, ?, ?)",
            (doc.entry, doc.kid, doc.act, doc.time, doc.tokens),
        )
        self._database.execute(
            "INSERT INTO words(rowid, tokens) VALUES (?, ?)", (doc.entry, doc.tokens)
        )

    def _take_out(self, entry: int) -> None:
        row = self._database.row("SELECT tokens FROM docs WHERE entry = ?", (entry,))
        if row is not None:
            self._database.execute(
                "INSERT INTO words(words, rowid, tokens) VALUES ('delete', ?, ?)", (entry, row[0])
            )
            self._database.execute("DELETE FROM docs WHERE entry = ?", (entry,))

    def _open(self) -> Database:
        database = Database(self.path, new=True)
        try:
            database.execute(f"PRAGMA busy_timeout = {WAITS_MS}")
            database.execute("PRAGMA secure_delete = ON")
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            self._prepare(database)
        except BaseException:
            with suppress(StoreError):
                database.close()
            raise
        return database

    def _prepare(self, database: Database) -> None:
        """Make the tables where there are none; raises `_Other` where others are."""
        row = database.row("PRAGMA user_version")
        version = row[0] if row else 0
        if version == VERSION:
            database.execute("SELECT reach FROM state")
            return
        database.execute("BEGIN IMMEDIATE")
        again = database.row("PRAGMA user_version")
        if again and again[0] == VERSION:
            database.execute("COMMIT")
            return
        if version or database.schema():
            database.execute("ROLLBACK")
            raise _Other(f"{self.path} is another kind of file")
        for statement in filter(str.strip, SCHEMA.split(";\n")):
            database.execute(statement)
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("COMMIT")


class _Other(StoreError):
    """A file of another version."""


def discard(path: Path) -> None:
    """Remove the file with its journal; it is made anew when somebody searches."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def is_here(path: Path) -> bool:
    """Whether anybody has searched here."""
    return path.exists()


def expression(said: str) -> str | None:
    """Words as FTS5 asks for them: all of them, in any order; the last may be but begun.

    What stands between quotation marks, and a run without gaps, is looked for as it stands. None
    where there is no word; more than `MOST_WORDS` are not looked for.
    """
    terms: list[Sequence[str]] = []
    for n, part in enumerate(said.replace("“", '"').replace("”", '"').split('"')):
        found = list(words(part))
        terms += [[token for word in found for token in word]] if n % 2 and found else found
    if not terms:
        return None
    begun = len(terms) <= MOST_WORDS and said[-1:].strip(' "”') != ""
    last = len(terms) - 1
    return " AND ".join(
        _term(term, begun=begun and n == last) for n, term in enumerate(terms[:MOST_WORDS])
    )


def _term(tokens: Sequence[str], *, begun: bool) -> str:
    """One word or phrase; a letter of a script without gaps begins a token wherever it stands."""
    lone = len(tokens) == 1 and len(tokens[0]) == 1 and is_run(tokens[0])
    return '"' + " ".join(tokens) + '"' + ("*" if begun or lone else "")


def _conditions(asked: Asked) -> tuple[str, list[object]]:
    """What else must hold, and the values that it is about."""
    parts: list[str] = []
    values: list[object] = []
    for field, wanted in (("kid", asked.kids), ("act", asked.acts)):
        if wanted:
            parts.append(f"AND docs.{field} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    if asked.since:
        parts.append("AND docs.time >= ?")
        values.append(asked.since)
    if asked.until:
        parts.append("AND docs.time < ?")
        values.append(asked.until)
    if asked.without:
        parts.append("AND docs.entry NOT IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(asked.without))
    return " ".join(parts), values
