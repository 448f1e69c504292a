"""Write the frozen vectors: `python -m tests.vectors.make [NAME]...` from the root of the checkout.

They are the same at each run. Once a release has them they do not change: a difference is a broken
format, which `git diff` and the tests show.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.vectors import of_entry, of_log, of_policy, of_wire

FOLDER = Path(__file__).parent
SECTIONS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "entry": of_entry.vectors,
    "log": of_log.vectors,
    "policy": of_policy.vectors,
    "wire": of_wire.vectors,
}


def text(name: str) -> str:
    """What the file of a section holds."""
    return json.dumps(SECTIONS[name](), indent=1, ensure_ascii=False) + "\n"


def main(names: list[str]) -> None:
    for name in names or SECTIONS:
        (FOLDER / f"{name}.json").write_text(text(name), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
