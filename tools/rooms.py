"""Which room imports which, and how often: `python -m tools.rooms [FOLDER]`, as a table.

A row is who imports, a column what is imported; counted are the statements `from esoviet.<room>…`
and `import esoviet.<room>…` in the files of a room, those within functions too. FOLDER is the
`src/esoviet` of any version.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PRODUCT = Path(__file__).resolve().parents[1] / "src" / "esoviet"
# From the bottom up; rooms that a version lacks are left out.
ORDER = ("wire", "log", "tally", "law", "may", "figures", "replica", "store", "media", "node",
         "audit", "exchange", "web", "notify", "cli")  # fmt: skip


def imports(folder: Path) -> Counter[tuple[str, str]]:
    """How many statements of a room import another: (who, what)."""
    counts = Counter[tuple[str, str]]()
    for room in rooms(folder):
        for path in sorted((folder / room).rglob("*.py")):
            counts.update((room, other) for other in named(path) if other != room)
    return counts


def rooms(folder: Path) -> list[str]:
    """The rooms of a version, from the bottom up."""
    there = {path.name for path in folder.iterdir() if (path / "__init__.py").exists()}
    assert there <= set(ORDER), there - set(ORDER)
    return [room for room in ORDER if room in there]


def named(path: Path) -> Iterator[str]:
    """The rooms that the import statements of a file name, one a statement."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules = [node.module]
            if node.module == "esoviet":
                modules = [f"esoviet.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in modules if name.startswith("esoviet."))


def table(folder: Path) -> str:
    """The table, in Markdown."""
    counts, names = imports(folder), rooms(folder)
    lines = [["from \\ of", *names, "all"], ["---"] * (len(names) + 2)]
    for room in names:
        row = [counts[room, other] for other in names]
        cells = [str(count or "") for count in row]
        lines.append([room, *cells, str(sum(row))])
    sums = [sum(counts[room, other] for room in names) for other in names]
    lines.append(["all", *map(str, sums), str(sum(sums))])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Print it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PRODUCT
    sys.stdout.write(f"{table(folder)}\n")


if __name__ == "__main__":
    main()
