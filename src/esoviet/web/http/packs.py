"""Scripts as they are sent: modules that a page needs together come in one file.

A browser spends more on fetching a module than on its text, and a page of a member needs forty.
`page.js` is what every page starts, `front.js` what the front page adds, `reading.js` what pages of
an assembly are read with, `acting.js` what a member's pages add; every other module comes in a file
of its own. In each file a module is a function (static/js/base/packs.js). Its text is that in
static/js, but for imports and exports: those are rewritten here.

Modules export functions, classes and constants by name, or one default; they import each other by
relative names, in no circle, and wait for nothing at their start.
"""

import posixpath
import re
from collections.abc import Mapping

import msgspec

RUNTIME = "base/packs.js"
PAGE = "page.js"
STARTED = "page/page.js"
# What each pack begins with; what that imports is in it too, unless an earlier pack has it.
PACKS: Mapping[str, tuple[str, ...]] = {
    PAGE: (STARTED,),
    "front.js": ("page/flows.js", "page/assemblies.js", "base/versions.js", "base/words.js"),
    "reading.js": ("page/reader.js", "page/times.js", "acts/evidence.js", "log/history.js",
                   "page/nowbar.js", "page/live.js", "page/kept.js"),
    "acting.js": ("page/drafts.js", "page/lengths.js", "page/preview.js", "page/signer.js",
                  "page/flash.js", "page/standing.js", "page/ballot.js", "page/choose.js",
                  "acts/outbox.js", "keys/session.js"),
}  # fmt: skip
_IMPORT = re.compile(r'^import\b\s*([^;"]*?)\s*(?:from\s*)?"(\.{1,2}/[\w./-]+)";', re.MULTILINE)
_EXPORT = re.compile(
    r"^export (?=(?:async )?(?:function|class|const)\b\*? ?([\w$]+))", re.MULTILINE
)
_DEFAULT = re.compile(r"^export default ", re.MULTILINE)
_LOAD = re.compile(r"\bimport\(")
_RUNTIMES = re.compile(r"^(?:import|export)\b", re.MULTILINE)


class Packs:
    """The files that are sent, made of modules: names relative to `js/`, and their texts."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = modules
        self._pack = {RUNTIME: PAGE}
        for pack, begun in PACKS.items():
            for name in closure(modules, *begun):
                self._pack.setdefault(name, pack)

    def files(self) -> dict[str, str]:
        """All of them."""
        single = [name for name in self._modules if name not in self._pack]
        return {file: self.file(file) for file in (*PACKS, *single)}

    def file(self, file: str) -> str:
        """The text of one."""
        names = [name for name in self._modules if self.file_of(name) == file and name != RUNTIME]
        parts = [wrapped(name, self._modules[name]) for name in names]
        if file == PAGE:
            pack = msgspec.json.encode(self._pack).decode()
            head = [self._modules[RUNTIME], f"Object.assign(packs, {pack});\n"]
            return "".join([*head, *parts, f'use("{STARTED}");\n'])
        needed = {self.file_of(other) for name in names for other in self._imports(name)}
        head = [f'import {{ add }} from "{_way(file, PAGE)}";\n']
        head += [f'import "{_way(file, other)}";\n' for other in sorted(needed - {PAGE, file})]
        return "".join([*head, *parts])

    def files_of(self, *names: str) -> list[str]:
        """The files that hold modules and what they import at their start, in order of names."""
        return sorted({self.file_of(name) for name in closure(self._modules, *names)})

    def file_of(self, name: str) -> str:
        """The file in which a module comes."""
        return self._pack.get(name, name)

    def _imports(self, name: str) -> list[str]:
        return imports(name, self._modules[name])


def closure(modules: Mapping[str, str], *names: str) -> list[str]:
    """Modules and what they import at their start, all the way down, in order of their names."""
    found = set(names)
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        new = set(imports(name, modules[name])) - found
        found |= new
        waiting += new
    return sorted(found)


def imports(name: str, text: str) -> list[str]:
    """What a module imports at its start."""
    return [resolved(name, path) for _, path in _IMPORT.findall(text)]


def wrapped(name: str, text: str) -> str:
    """A module as a function."""
    exported = ", ".join(_EXPORT.findall(text))
    text = _IMPORT.sub(lambda found: _used(name, found[1], found[2]), text)
    text = _DEFAULT.sub("$exported.default = ", _EXPORT.sub("", text))
    text = _LOAD.sub("$load(", text)
    assert not _RUNTIMES.search(text), f"{name}: an import or export that is not understood"
    given = f"Object.assign($exported, {{ {exported} }});\n" if exported else ""
    return f'\n// {name}\nadd("{name}", ($exported, $use, $load) => {{\n{text}{given}}});\n'


def _used(name: str, what: str, path: str) -> str:
    """An import as a line of that function."""
    module = f'$use("{resolved(name, path)}")'
    if not what:
        return f"{module};"
    if what.startswith("{"):
        return f"const {what.replace(' as ', ': ')} = {module};"
    if what.startswith("* as "):
        return f"const {what.removeprefix('* as ')} = {module};"
    return f"const {what} = {module}.default;"


def resolved(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _way(file: str, other: str) -> str:
    way = posixpath.relpath(other, posixpath.dirname(file) or ".")
    return way if way.startswith(".") else f"./{way}"
