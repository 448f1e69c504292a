"""The habits of the house that no linter checks (CONTRIBUTING.md)."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from esoviet.cli.main import parser
from esoviet.web.pages.render import templates
from tools import lines as code
from tools import rooms

HOUSE = Path(__file__).resolve().parents[1]
SOURCES = sorted((HOUSE / "src").rglob("*.py"))
PURE = [path for path in SOURCES if path.relative_to(HOUSE / "src/esoviet").parts[0] in
        {"wire", "tally", "log", "law", "may", "figures", "replica"}]  # fmt: skip
SCRIPTS = sorted((HOUSE / "src/esoviet/web/static/js").rglob("*.js"))
TEMPLATES = HOUSE / "src/esoviet/web/templates"
MAILS = HOUSE / "src/esoviet/notify/templates"
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


def test_browser_tests_wait_on_states_and_only_what_looks_again_pauses() -> None:
    pause = re.compile(r"wait_for_timeout\(|\bsleep\(")
    pauses = {
        path.name: found
        for path in (HOUSE / "tests/browser").glob("*.py")
        if (found := pause.findall(path.read_text("utf-8")))
    }
    assert pauses == {
        "fixtures.py": ["wait_for_timeout("],  # await_that
        "firefox.py": ["sleep("],  # the same for Firefox
        "marionette.py": ["sleep("],  # its line, when it is started
    }


def test_no_script_has_a_hundred_and_fifty_lines() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in SCRIPTS}
    assert lengths
    assert {path: length for path, length in lengths.items() if length >= 150} == {}


def test_no_template_is_wider_than_a_hundred_and_twenty_columns() -> None:
    wide = {
        f"{path.relative_to(HOUSE).as_posix()}:{number}"
        for path in (*TEMPLATES.rglob("*.html"), *MAILS.glob("*.*"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 120
    }
    assert wide == set(), "break these lines"


def test_a_partial_that_takes_more_than_three_values_is_given_them_by_name() -> None:
    environment = templates("en")
    assert environment.loader is not None
    trees = {
        name: environment.parse(environment.loader.get_source(environment, name)[0])
        for name in environment.list_templates(["html"])
    }
    takes = {
        macro.name: len(macro.args)
        for tree in trees.values()
        for macro in tree.find_all(nodes.Macro)
    }
    assert max(takes.values()) > 3
    unnamed = {
        (name, macro)
        for name, tree in trees.items()
        for macro, given in calls_of(tree)
        if given > 3 and takes.get(macro, 0) > 3
    }
    assert unnamed == set()


def calls_of(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """What a template calls, by its own name, and how many values it gives without a name."""
    own = {
        pair[1]: pair[0]
        for tag in tree.find_all(nodes.FromImport)
        for pair in tag.names
        if isinstance(pair, tuple)
    }
    for call in tree.find_all(nodes.Call):
        name = call.node.attr if isinstance(call.node, nodes.Getattr) else ""
        name = call.node.name if isinstance(call.node, nodes.Name) else name
        yield own.get(name, name), len(call.args)


def folders(path: Path) -> set[str]:
    return {inner.parent.name for inner in path.glob("*/__init__.py")}


def layers(contract: str) -> set[str]:
    """The names in a contract of layers, without those in parentheses, which may be absent."""
    contracts = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (found,) = (one["layers"] for one in contracts["contracts"] if one["name"] == contract)
    names = {part.strip() for layer in found for part in layer.split("|")}
    return {part for part in names if not part.startswith("(")}


def test_the_rooms_are_the_folders_that_the_contract_names() -> None:
    assert folders(HOUSE / "src/esoviet") == layers("Rooms import only downwards")
    floors = layers("The floors of the web import only downwards")
    modules = {path.stem for path in (HOUSE / "src/esoviet/web").glob("*.py")} - {"__init__"}
    assert folders(HOUSE / "src/esoviet/web") | modules == floors


def test_the_book_of_the_house_names_every_room() -> None:
    text = (HOUSE / "CONTRIBUTING.md").read_text("utf-8")
    drawn = text.partition("Rooms import only downwards:\n\n```\n")[2].partition("\n```")[0]
    said = {room for line in drawn.splitlines() for room in re.split(r" \| ", line[:25].strip())}
    assert said == folders(HOUSE / "src/esoviet")
    assert set(rooms.rooms(rooms.PRODUCT)) == folders(HOUSE / "src/esoviet")


@pytest.mark.parametrize("path", PURE, ids=name)
def test_the_pure_rooms_neither_read_nor_write(path: Path) -> None:
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "input", "print", "exec", "eval", "__import__"}


def test_no_statement_numbers_its_places() -> None:
    """Python 3.12.0 to 3.12.3 take `?1` for a name, and warn (CPython issue 117995)."""
    stores = (HOUSE / "src/esoviet/store").glob("*.py")
    assert not [name(path) for path in stores if re.search(r"\?\d", path.read_text("utf-8"))]


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


def test_the_law_that_decides_can_be_read_in_an_evening() -> None:
    found = code.modules()
    early = {module for module, source in found.items() if code.chapter(source) < code.LATER}
    assert early >= code.DEEDS
    assert sum(code.to_decide(found).values()) < code.MOST


def test_lines_of_code_are_those_on_which_code_stands() -> None:
    text = '"""What it is.\n\nAnd more."""\n\nimport re\n\n# why\n'
    said = text + 'MOST = (\n    1,\n)\n"""So many."""\n'
    assert code.lines(said) == 4
    assert code.chapter('"""Chapter 12 of the law: texts."""\n') == 12
