"""Parts of documents that are made from the code: between markers, by name.

<!-- made: NAME -->
…
<!-- end -->
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
_BLOCK = re.compile(
    r"(<!-- made: (?P<name>[a-z0-9-]+) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL
)


def parts(text: str) -> dict[str, str]:
    """The made parts of a document as they stand."""
    return {match["name"]: match["body"].strip("\n") for match in _BLOCK.finditer(text)}


def filled(text: str, made: Mapping[str, str]) -> str:
    """The document with its parts made anew."""
    return _BLOCK.sub(lambda match: f"{match[1]}\n{made[match['name']]}\n\n{match[4]}", text)


def code(text: str, kind: str = "") -> str:
    """A part in fixed letters."""
    return f"```{kind}\n{text}\n```"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )
