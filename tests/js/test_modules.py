"""The modules themselves: small, and without anything that the content security policy forbids."""

import re

from tests.js.modules import Modules
from tests.js.site import STATIC

JS = STATIC / "js"
MODULES = {str(path.relative_to(JS)): path.read_text("utf-8") for path in sorted(JS.rglob("*.js"))}
SIDE_EFFECTS = {"page/page.js"}  # what every page starts


def test_every_module_loads_with_all_that_it_imports(js: Modules) -> None:
    load = "async (name) => Object.keys(await import(`/static/js/${name}`)).length"
    empty = [name for name in MODULES if name not in SIDE_EFFECTS and not js.run(load, name)]
    assert empty == []


def test_no_module_makes_html_of_text_or_runs_text_as_a_program() -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|"
                           r"new Function|https?://(?!www\.w3\.org/)")  # fmt: skip
    found = [
        f"{name}: {line.strip()}"
        for name, text in MODULES.items()
        for line in text.splitlines()
        if forbidden.search(line)
    ]
    assert found == []
