"""The scripts' rooms import only downwards, as the rooms of the server do, and in no circle."""

import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from posixpath import dirname, normpath

from tests.js.site import STATIC

JS = STATIC / "js"
MODULES = {path.relative_to(JS).as_posix(): path.read_text("utf-8") for path in JS.rglob("*.js")}
MAY_IMPORT = {
    "wire": set(),
    "base": {"wire"},
    "log": {"base", "wire"},
    "recount": {"log", "base", "wire"},
    "keys": {"base", "wire"},
    "acts": {"keys", "log", "base", "wire"},
    "page": {"acts", "keys", "recount", "log", "base", "wire"},
}  # fmt: skip
"""What each room may import but itself: wire is what is signed, base what the browser offers."""
NAMED = re.compile(r'"(\.{1,2}/[^"]*\.js)"')


def imports(name: str) -> Iterator[str]:
    """What a module names to be imported, at its start or later."""
    for path in NAMED.findall(MODULES[name]):
        yield normpath(f"{dirname(name)}/{path}")


def room(name: str) -> str:
    return name.partition("/")[0]


def test_every_module_stands_in_a_room() -> None:
    assert {name.count("/") for name in MODULES} == {1}
    assert {room(name) for name in MODULES} == set(MAY_IMPORT)


def test_what_a_module_names_is_there() -> None:
    missing = {name: set(imports(name)) - set(MODULES) for name in MODULES}
    assert {name: gone for name, gone in missing.items() if gone} == {}


def test_every_import_is_written_so_that_it_is_seen_here() -> None:
    odd = re.compile(r"""(?:\bfrom\s+|\bimport\s*\(?\s*)['"`](?!\.{1,2}/[\w./-]+\.js")""")
    assert [name for name, text in MODULES.items() if odd.search(text)] == []


def test_rooms_import_only_downwards() -> None:
    upwards = [
        f"{name} -> {other}"
        for name in MODULES
        for other in imports(name)
        if room(other) not in {room(name), *MAY_IMPORT[room(name)]}
    ]
    assert upwards == []


def test_no_module_needs_itself() -> None:
    assert list(TopologicalSorter({name: imports(name) for name in MODULES}).static_order())
