"""How long the law is, in lines of code: `python -m tools.lines`.

Counted are lines on which any code stands, imports too; docstrings, comments and empty lines are
not. A module belongs to the chapter that its first line names, or serves several.

The chapters from `LATER` on are of what follows a decision, of evidence and of talking; `DEEDS` are
the modules of earlier chapters that are of such things, or of drafting together. The others are
what an assembly takes to come to decisions: they stay below `MOST` lines, so that whoever joins
the project can read them in an evening.

For another version of the code: `PYTHONPATH=TREE/src:TREE python -P tools/lines.py`.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Mapping
from pathlib import Path

import esoviet

LAW = Path(str(esoviet.__file__)).parent / "law"
MOST = 5500
LATER = 14
DEEDS = frozenset(
    {
        "briefings", "carriers", "cases", "handing", "merging", "minority", "money", "planning",
        "revising", "rewordings", "sharing", "spending", "tasks", "together",
    }
)  # fmt: skip
SILENT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def lines(source: str) -> int:
    """How many lines of a module have code on them."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    spans = [(one.start[0], one.end[0]) for one in tokens if one.type not in SILENT]
    code = {row for first, last in spans for row in range(first, last + 1)}
    return len(code - _prose(source))


def _prose(source: str) -> set[int]:
    """The lines of docstrings, also of those that stand behind a name."""
    rows = set[int]()
    for node in ast.walk(ast.parse(source)):
        said = node.value if isinstance(node, ast.Expr) else None
        if isinstance(said, ast.Constant) and isinstance(said.value, str):
            rows |= {*range(said.lineno, (said.end_lineno or said.lineno) + 1)}
    return rows


def chapter(source: str) -> int:
    """The chapter that a module is of; 0 where it serves several."""
    named = re.match(r'"""Chapter (\d+) of the law', source)
    return int(named[1]) if named else 0


def modules() -> dict[str, str]:
    """The source of each module of the law, by its name."""
    return {path.stem: path.read_text("utf-8") for path in sorted(LAW.glob("*.py"))}


def to_decide(sources: Mapping[str, str]) -> dict[str, int]:
    """How long each module is that is of no deed, evidence or talk."""
    return {
        name: lines(source)
        for name, source in sources.items()
        if name not in DEEDS and chapter(source) < LATER
    }


def main() -> None:
    """Count, and say it by chapter."""
    found = modules()
    counts = {name: lines(source) for name, source in found.items()}
    deciding = to_decide(found)
    inside: dict[int, list[str]] = {}
    for name, source in found.items():
        inside.setdefault(chapter(source), []).append(name)
    for number, names in sorted(inside.items()):
        title = f"chapter {number}" if number else "serving several"
        sys.stdout.write(f"{title}: {sum(counts[name] for name in names):,}\n")
        for name in names:
            sys.stdout.write(f"    {counts[name]:4} {name}{' *' * (name not in deciding)}\n")
    whole, decide = sum(counts.values()), sum(deciding.values())
    sys.stdout.write(f"all: {whole:,}; without *: {decide:,} (below {MOST:,})\n")


if __name__ == "__main__":
    main()
