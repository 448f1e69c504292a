"""Reading the published vectors of ../shared/data/tlog."""

import json
from typing import Any

from tests.shared_data import SHARED

TLOG = SHARED / "tlog"


def load(path: str) -> Any:
    """A JSON file, or None where the folder is not beside this checkout."""
    return json.loads((TLOG / path).read_bytes()) if TLOG.is_dir() else None


def raw(path: str) -> bytes:
    """A file's exact bytes."""
    return (TLOG / path).read_bytes()


def expected(case: str) -> Any:
    """What EXPECTED.json says of a case."""
    return load("EXPECTED.json")[case]
