"""The frozen vectors of tests/vectors.

They are the same at each run. Once a release has them they do not change: a difference is a broken
format, which `git diff` and the tests show.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tools.vectors import of_entry, of_log, of_policy, of_wire

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "vectors"
SECTIONS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "entry": of_entry.vectors,
    "log": of_log.vectors,
    "policy": of_policy.vectors,
    "wire": of_wire.vectors,
}


def text(name: str) -> str:
    """What the file of a section holds."""
    return json.dumps(SECTIONS[name](), indent=1, ensure_ascii=False) + "\n"


def files() -> dict[Path, bytes]:
    """Every file of vectors and what it should hold."""
    return {FOLDER / f"{name}.json": text(name).encode() for name in SECTIONS}
