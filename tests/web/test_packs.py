"""Scripts come in few files, and nothing of their text is changed but imports and exports."""

import re

import pytest

from esoviet.web.http import assets, packs
from esoviet.web.http.packs import PACKS, RUNTIME, STARTED, Packs, closure

MODULES = {
    name.removeprefix("js/"): asset.plain.decode()
    for name, asset in assets.ASSETS.items()
    if name.startswith("js/")
}
FILES = Packs(MODULES).files()
ADDED = re.compile(r'^add\("([^"]+)", \(\$exported, \$use, \$load\) => \{$', re.MULTILINE)
NEEDED = re.compile(r'^import (?:\{ add \} from )?"([^"]+)";$', re.MULTILINE)
NEXT = re.compile(r"^\n// [\w/.-]+\nadd\(", re.MULTILINE)
OWN = re.compile(r"^(?:import\b[^;]*;|export (?:default )?)|\bimport(?=\()", re.MULTILINE)
MADE = re.compile(
    r'^(?:const [^;=]*= )?\$use\("[^"]+"\)(?:\.default)?;|^\$exported\.default = |\$load(?=\()',
    re.MULTILINE,
)


def body_of(name: str) -> str:
    """The text of a module in the file in which it comes."""
    text = FILES[Packs(MODULES).file_of(name)].removesuffix(f'use("{STARTED}");\n')
    body = text.partition(f'add("{name}", ($exported, $use, $load) => {{\n')[2]
    body = NEXT.split(body)[0].removesuffix("});\n")
    return re.sub(r"Object\.assign\(\$exported, \{ .* \}\);\n$", "", body)


def test_every_module_comes_in_one_file_and_once() -> None:
    added = [name for text in FILES.values() for name in ADDED.findall(text)]
    assert sorted([*added, RUNTIME]) == sorted(MODULES)


@pytest.mark.parametrize("name", sorted(set(MODULES) - {RUNTIME}))
def test_a_module_is_sent_as_it_was_written(name: str) -> None:
    assert MADE.sub("", body_of(name)) == OWN.sub("", MODULES[name])


def test_a_file_asks_for_all_files_that_its_modules_use() -> None:
    for file, text in FILES.items():
        asked = {packs.resolved(file, path) for path in NEEDED.findall(text)} | {file}
        used = {Packs(MODULES).file_of(name) for name in re.findall(r'\$use\("([^"]+)"\)', text)}
        assert used <= asked, file


def test_no_module_imports_itself_by_a_circle() -> None:
    for name, text in MODULES.items():
        for other in packs.imports(name, text):
            assert name not in closure(MODULES, other), (name, other)


def test_who_reads_gets_nothing_of_what_signs() -> None:
    read = {name for pack in ("page.js", "reading.js") for name in ADDED.findall(FILES[pack])}
    assert read.isdisjoint({"acts/sending.js", "page/signer.js", "wire/blobs.js"})
    assert set(PACKS) <= set(FILES)


@pytest.mark.parametrize(
    "text", ["export let one = 1;\n", "export { one };\n", 'export * from "./b.js";\n']
)
def test_an_export_that_is_not_understood_is_not_sent(text: str) -> None:
    assert packs.wrapped("page/a.js", "export const one = 1;\n")
    with pytest.raises(AssertionError, match="not understood"):
        packs.wrapped("page/a.js", text)
