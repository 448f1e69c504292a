"""All that is generated is what its generators would write now, and every generator is known."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tools import made

TOOLS = made.ROOT / "tools"
WRITING = {"write_text", "write_bytes", "writelines", "open"}


def tools() -> Iterator[tuple[str, Path]]:
    for path in sorted(TOOLS.rglob("*.py")):
        parts = path.relative_to(TOOLS).with_suffix("").parts
        yield ".".join(("tools", *parts)), path


def names(path: Path) -> tuple[set[str], set[str]]:
    """The functions that a module has, and the methods that it calls."""
    tree = ast.parse(path.read_text("utf-8"))
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    }
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, called


@pytest.mark.parametrize("generator", made.GENERATORS, ids=lambda module: module.__name__)
def test_nothing_differs_after_make_made(generator: ModuleType) -> None:
    """If this fails: `make made`, and read what changed. What was released never changes."""
    assert [path.name for path, _ in made.out_of_date(generator)] == []


def test_every_generator_is_in_the_list() -> None:
    generating = {name for name, path in tools() if "files" in names(path)[0]}
    assert generating == {generator.__name__ for generator in made.GENERATORS}


def test_only_the_list_is_written() -> None:
    writing = {name for name, path in tools() if names(path)[1] & WRITING}
    # The second reads its sources through `open`; the third is run by hand, from fetched packages.
    assert writing <= {"tools.made", "tools.words", "tools.faces.cut"}


def test_no_two_generators_write_the_same_file() -> None:
    paths = [path for generator in made.GENERATORS for path in generator.files()]
    assert len(paths) == len(set(paths))
