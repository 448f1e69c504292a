"""The habits of the house that no linter checks (CONTRIBUTING.md)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.cli.main import parser

HOUSE = Path(__file__).resolve().parents[1]
SOURCES = sorted((HOUSE / "src").rglob("*.py"))
PURE = [path for path in SOURCES if path.relative_to(HOUSE / "src/esoviet").parts[0] in
        {"wire", "law", "log"}]  # fmt: skip
LOCKS = sorted((HOUSE / "requirements").glob("*.lock"))


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_has_fifty_lines() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name} has {lines(node)}"
        for path in SOURCES
        for node in functions(path)
        if lines(node) >= 50
    ]
    assert not long


def test_no_file_has_four_hundred_lines() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {path: length for path, length in lengths.items() if length >= 400} == {}


@pytest.mark.parametrize("path", PURE, ids=name)
def test_the_pure_rooms_neither_read_nor_write(path: Path) -> None:
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "input", "print", "exec", "eval", "__import__"}


@pytest.mark.parametrize("path", LOCKS, ids=name)
def test_a_lock_has_a_hash_for_each_package_and_no_address(path: Path) -> None:
    text = path.read_text("utf-8")
    packages = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^#.*\n", "", text).strip())
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host", text)


def test_the_tests_run_the_versions_that_users_run() -> None:
    run, test = (
        set(re.findall(r"(?m)^[a-z0-9-]+==\S+", (HOUSE / f"requirements/{lock}.lock").read_text()))
        for lock in ("run", "test")
    )
    assert run < test


def test_every_command_that_the_documents_name_is_in_the_makefile() -> None:
    offered = set(re.findall(r"(?m)^([a-z]+):.*##", (HOUSE / "Makefile").read_text("utf-8")))
    documents = [*HOUSE.glob("*.md"), *HOUSE.glob("docs/**/*.md"), HOUSE / ".ci/run"]
    named = {
        command
        for path in documents
        for command in re.findall(r"(?m)(?:`|^|&& )make ([a-z]+)", path.read_text("utf-8"))
    }
    assert {"run", "test", "check"} <= named <= offered


def test_every_subcommand_that_the_documents_name_exists() -> None:
    (choices,) = (a.choices for a in parser()._actions if isinstance(a.choices, dict))
    named = {
        command
        for path in [*HOUSE.glob("*.md"), *HOUSE.glob("docs/*.md")]
        for command in re.findall(r"(?:`|bin/)esoviet ([a-z][a-z-]*)", path.read_text("utf-8"))
    }
    assert named - set(choices) == set()


def test_links_between_the_documents_lead_somewhere() -> None:
    dead = [
        f"{name(path)}: {target}"
        for path in [*HOUSE.glob("*.md"), *HOUSE.glob("docs/**/*.md")]
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert not dead


def test_no_file_tells_where_it_was_written() -> None:
    folders = ("src", "tests", "bench", "docs", "requirements", ".ci")
    written = [path for folder in folders for path in (HOUSE / folder).rglob("*")]
    places = re.compile(rb"/(?:work|root|home/[a-z]+)/")
    told = [
        name(path)
        for path in [*HOUSE.glob("*.md"), HOUSE / "Makefile", HOUSE / "pyproject.toml", *written]
        if path.is_file() and path.suffix != ".pyc" and places.search(path.read_bytes())
    ]
    assert not told
