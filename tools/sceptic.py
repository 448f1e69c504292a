"""How much code a sceptic runs to believe one decision by yes and no: `python -m tools.sceptic`.

An assembly is founded, two join, one asks a question, all vote, the vote closes. The log is audited
from its folder, on one core, by what `esoviet audit` calls. In the rooms that a sceptic reads it is
counted, each line once,

- which lines are executed meanwhile, and
- which lines the functions have of which any line is executed: what one has to read.

What only divides work among cores is not counted, nor what ran when the modules were loaded.

For another version of the code: `PYTHONPATH=TREE/src:TREE python -P tools/sceptic.py`.
"""

import ast
import gc
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import esoviet
from esoviet.audit.audit import audit
from esoviet.audit.sources import find
from tests.web.served import write
from tests.world import World

SOURCE = Path(str(esoviet.__file__)).parent
ROOMS = ("wire", "tally", "log", "law", "replica", "audit")
PARALLEL = ("audit/parallel/", "audit/crew.py", "audit/jobs.py", "audit/workers.py")
CACHED = type(lru_cache(lambda: None))


class Road(NamedTuple):
    """Lines that are executed, and lines of the functions that they stand in."""

    executed: int
    to_read: int


def decided() -> World:
    """The assembly with its one decision."""
    world = World().found(question_days="1")
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    vote = ada.puts_to_vote()
    for person, choice in ((ada, "yes"), (bea, "yes"), (cem, "no")):
        person.votes(vote, choice)
    world.pass_days(1)
    ada.asks()
    world.host.marks_time()
    return world


def executed(folder: Path) -> dict[Path, set[int]]:
    """The lines of each file that an audit of what a folder holds executes."""
    lines: dict[Path, set[int]] = {}

    def trace(frame: FrameType, event: str, _arg: Any) -> Any:  # noqa: ANN401
        if not frame.f_code.co_filename.startswith(str(SOURCE)):
            return None
        if event == "line":
            lines.setdefault(Path(frame.f_code.co_filename), set()).add(frame.f_lineno)
        return trace

    forget()
    sys.settrace(trace)
    try:
        (source,) = find(str(folder))
        report = audit(source, cores=1)
    finally:
        sys.settrace(None)
    assert report.ok, report.findings
    return lines


def forget() -> None:
    """Empty what functions remember: the audit shall run as in a process of its own."""
    for one in gc.get_objects():
        if isinstance(one, CACHED) and one.__module__.startswith("esoviet."):
            one.cache_clear()


def to_read(path: Path, lines: set[int]) -> set[int]:
    """The lines of the functions, from `def` to their end, that have one of these lines."""
    rows = set[int]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno is not None
            if lines & {*range(node.body[0].lineno, node.end_lineno + 1)}:
                rows |= {*range(node.lineno, node.end_lineno + 1)}
    return rows


def road() -> dict[str, Road]:
    """What is counted in each file that a sceptic reads."""
    with tempfile.TemporaryDirectory() as folder:
        write(decided(), Path(folder))
        files = executed(Path(folder))
    return {
        name: Road(len(lines), len(to_read(path, lines)))
        for path, lines in sorted(files.items())
        for name in [path.relative_to(SOURCE).as_posix()]
        if name.partition("/")[0] in ROOMS and not name.startswith(PARALLEL)
    }


def total(files: dict[str, Road]) -> str:
    """One line about several files."""
    runs, read = (sum(one[place] for one in files.values()) for place in (0, 1))
    return f"{runs:,} lines executed, {read:,} in their functions, {len(files)} files"


def main() -> None:
    """Count, and say it by room."""
    files = road()
    for room in ROOMS:
        inside = {name: one for name, one in files.items() if name.startswith(f"{room}/")}
        sys.stdout.write(f"{room}: {total(inside)}\n")
        for name, one in inside.items():
            sys.stdout.write(f"    {one.executed:4} {one.to_read:4} {name}\n")
    sys.stdout.write(f"all: {total(files)}\n")


if __name__ == "__main__":
    main()
