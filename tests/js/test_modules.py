"""The modules themselves: small, and without anything that the content security policy forbids."""

import re

from tests.js.modules import Modules
from tests.js.site import STATIC

MODULES = sorted((STATIC / "js").glob("*.js"))
SIDE_EFFECTS = {"page.js"}  # what every page starts


def test_no_module_has_a_hundred_and_fifty_lines() -> None:
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length >= 150} == {}


def test_every_module_loads_with_all_that_it_imports(js: Modules) -> None:
    load = "async (name) => Object.keys(await import(`/static/js/${name}`)).length"
    empty = [path.name for path in MODULES
             if path.name not in SIDE_EFFECTS and not js.run(load, path.name)]  # fmt: skip
    assert empty == []


def test_no_module_makes_html_of_text_or_runs_text_as_a_program() -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|"
                           r"new Function|https?://(?!www\.w3\.org/)")  # fmt: skip
    found = [
        f"{path.name}: {line.strip()}"
        for path in MODULES
        for line in path.read_text("utf-8").splitlines()
        if forbidden.search(line)
    ]
    assert found == []
