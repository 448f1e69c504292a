"""The sentences in the code that say why something is refused.

They are found by reading the source: the text given to a refusal, a problem, `Malformed`, or to
what a replay cannot know (`Unknown`), and what is returned by the functions in `ANSWERING`. A
sentence with places is a `Reason` or what `refuse` is given, its template a literal:
`Reason("{name} is given twice", name=name)`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from esoviet.web.http.errors import TITLES

SOURCE = Path(__file__).resolve().parents[1] / "src" / "esoviet"
ROOMS = ("wire", "law", "may", "figures", "store", "media", "node", "web")
# What takes a reason, and which of its arguments that is.
TAKING = {
    "Refusal": 1,
    "refuse": 1,
    "Refused": 1,
    "Unavailable": 0,
    "HttpError": 1,
    "Malformed": 0,
    "WrongBytes": 0,
    "Unknown": 1,
    "says": 0,
}
ANSWERING = {"law/amendments.py": ("unfit",), "law/constitution.py": ("check", "_wrong")}


def reasons() -> list[str]:
    """Every sentence, in a fixed order, each once."""
    texts: dict[str, None] = dict.fromkeys(TITLES)
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            texts |= dict.fromkeys(_in_file(path))
    return list(texts)


def _in_file(path: Path) -> Iterator[str]:
    answering = ANSWERING.get(str(path.relative_to(SOURCE)), ())
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = TAKING.get(node.func.id)
            if place is not None and len(node.args) > place:
                said = node.args[place]
                literal = node.func.id != "refuse" or isinstance(said, ast.Constant)
                assert literal, f"{path}:{node.lineno}: not a literal template"
                yield from _texts(said, path)
        elif isinstance(node, ast.FunctionDef) and node.name in answering:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    yield from _texts(inner.value, path)


def _texts(node: ast.expr, path: Path) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Call) and _is_reason(node):
        template = node.args[0]
        assert isinstance(template, ast.Constant), f"{path}:{node.lineno}: not a literal template"
        yield str(template.value)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, path)
        yield from _texts(node.orelse, path)
    else:
        assert not isinstance(node, ast.JoinedStr), f"{path}:{node.lineno}: use a `Reason`"


def _is_reason(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "Reason"
