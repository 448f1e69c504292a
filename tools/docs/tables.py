"""The tables of docs/protocol.md: answers, addresses, refusals, records, limits, the database."""

import inspect
import sqlite3
import tempfile
from pathlib import Path

import msgspec

from esoviet.law import catalog
from esoviet.law.limits import EDITION_1
from esoviet.law.record import Record
from esoviet.node.answers import Refused, Unavailable
from esoviet.node.config import Config
from esoviet.node.node import PENDING_SECONDS
from esoviet.store.log import SqliteLog
from esoviet.web.api import context, shapes
from esoviet.web.api.operations import OPERATIONS
from esoviet.web.api.read import AnyRead
from esoviet.web.api.reads import READS
from esoviet.web.endpoints import bulk, sessions
from esoviet.web.http import challenges, forms
from esoviet.web.http.errors import CLAUSE_TITLES, details_of
from esoviet.wire import json
from esoviet.wire.entry import MAX_ENTRY
from esoviet.wire.envelope import MAX_ACT
from tools.docs.blocks import code, table

# Those with a title of their own, 1.2 to 1.12, and one of all others.
CLAUSES = (*sorted(CLAUSE_TITLES, key=lambda clause: int(clause.partition(".")[2])), "7.2")


def tables() -> dict[str, str]:
    """Every table by its name."""
    return {
        "reads": _reads(),
        "operations": _operations(),
        "refusals": _refusals(),
        "records": _records(),
        "limits": _limits(),
        "schema": _schema(),
    }


def _reads() -> str:
    rows = [
        (
            f"`{read.path}`" + (" (guests)" if read.guests else ""),
            _asked(read),
            f"`{_name(read)}`",
            (inspect.getdoc(read.build) or "").replace("\n", " "),
        )
        for read in READS
    ]
    return table(("address", "may ask", "answer", "what it is"), rows)


def _asked(read: AnyRead) -> str:
    names = [field.name for field in msgspec.structs.fields(read.query) if field.name != "number"]
    return ", ".join(f"`{name}`" for name in names)


def _name(read: AnyRead) -> str:
    (schema,), _ = msgspec.json.schema_components([read.answer])
    name: str = schema["$ref"].rpartition("/")[2]
    return name


def _operations() -> str:
    rows = []
    for one in OPERATIONS:
        takes = ", ".join(f"`{body.media_type}`" for body in one.takes)
        gives = f"`{one.answer.media_type}`" if one.answer else ""
        refused = ", ".join(map(str, one.refusals))
        rows.append(
            (one.method.upper(), f"`{one.path}`", takes, f"{one.status} {gives}".strip(), refused)
        )
    return table(("method", "address", "takes", "answers", "refuses with"), rows)


def _refusals() -> str:
    rows = []
    for clause in CLAUSES:
        details = details_of(Refused(clause, ""))
        name = clause if clause.startswith("1.") else "any other"
        rows.append((name, str(details.status), details.title))
    busy = details_of(Unavailable(""))
    rows.append(("none: the host cannot take acts now", str(busy.status), busy.title))
    return table(("clause", "status", "title"), rows)


def _records() -> str:
    rows = []
    for kind in catalog.RECORDS:
        says = (inspect.getdoc(kind) or "").replace("\n\n", " ").replace("\n", " ")
        rows.append((kind.__name__, _place(kind), says))
    return table(("kind", "parent and key", "what it is"), rows)


def _place(kind: type[Record]) -> str:
    return ", ".join(f"`{name}`" for name in (kind.PARENT, kind.KEY) if name)


def _limits() -> str:
    blob = Config().max_blob_bytes
    rows = [
        ("an act, whole", f"{MAX_ACT:,} bytes"),
        ("an entry", f"{MAX_ENTRY:,} bytes"),
        ("nesting of a payload", f"{json.MAX_DEPTH} levels"),
        ("numbers in a payload", f"±{json.MAX_INTEGER:,}"),
        (
            "a text that an act refers to, salt not counted",
            f"{EDITION_1.text_bytes:,} bytes, less where docs/law.md says so",
        ),
        ("a profile", f"{EDITION_1.profile_bytes:,} bytes"),
        (
            "a blob, salt included",
            f"{blob:,} bytes unless the host set another limit (`GET /node`)",
        ),
        ("files with one act", f"{forms.MAX_FILES}"),
        ("many acts in one body", f"{bulk.MAX_BULK:,} bytes"),
        ("options of a vote", f"{EDITION_1.options}"),
        ("keys of a member", f"{EDITION_1.keys}"),
        ("blobs waiting for their act", f"{PENDING_SECONDS // 60} minutes"),
        ("a challenge", f"{challenges.LIFETIME // 60_000} minutes"),
        ("a session", f"{sessions.LIFETIME // 86_400_000} days"),
        (
            "items of one page",
            f"{shapes.USUAL_LIMIT} unless `limit` says otherwise, at most {shapes.MAX_LIMIT:,}",
        ),
        ("texts in one answer", f"{context.MAX_TEXTS:,} bytes"),
    ]
    return table(("what", "at most"), rows)


def _schema() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.db"
        SqliteLog.create(path).close()
        database = sqlite3.connect(path)
        statements = database.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
        ).fetchall()
        application = database.execute("PRAGMA application_id").fetchone()[0]
        version = database.execute("PRAGMA user_version").fetchone()[0]
        database.close()
    pragmas = f"PRAGMA application_id = {application};\nPRAGMA user_version = {version};"
    return code("\n".join([pragmas, *(f"{sql};" for (sql,) in statements)]), "sql")
