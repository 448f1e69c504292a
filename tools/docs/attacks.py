"""The table of SECURITY.md: what is tried against the software, as the tests say it.

An attack is a module of tests: its first sentence is the attack, and the names of its tests say
what comes of it. Most are in tests/attacks; some stand with the room that they attack.
"""

import ast
from pathlib import Path

from tools.docs.blocks import table

ROOT = Path(__file__).resolve().parents[2]
ATTACKS = ROOT / "tests" / "attacks"
ELSEWHERE = {
    "tests/web/test_closed.py": "Somebody who is no member looks for a closed assembly.",
    "tests/web/test_strangers.py": "Strangers hand in more than they may.",
    "tests/web/test_uploads.py": "Somebody brings files that no act needs, or that are too large.",
    "tests/web/test_hostile.py": "Requests are malformed, forged, or from a page of somebody else.",
    "tests/web/test_workers.py": "Counting or setting a text takes long.",
    "tests/node/test_workers.py": "A job never ends, or takes all memory.",
    "tests/web/test_prose.py": "A text carries scripts, pictures of others, or headings that lie.",
    "tests/cli/test_backup.py": "A backup that is put back has been tampered with.",
    "tests/cli/test_withhold.py": "Bytes that must not be shown are brought again.",
    "tests/node/test_full_disk.py": "The disk is full.",
    "tests/node/test_damage.py": "Entries, tiles, texts or indexes are damaged on the disk.",
    "tests/node/test_foreign_folders.py": "A folder that is none stands among the assemblies.",
    "tests/node/test_crash.py": "The server is killed at any moment.",
    "tests/audit/test_bad_lines.py": "The line to a server breaks, drips or lies during an audit.",
    "tests/audit/test_turned_bits.py": "Bits of a copy of a log are turned.",
    "tests/audit/test_storms.py": "Members act at random, validly or not, and all is audited then.",
    "tests/browser/test_devices.py": "A device is enrolled that is not the member's.",
}


def attacks() -> str:
    """The table."""
    rows = [_row(path, _sentence(path)) for path in sorted(ATTACKS.rglob("test_*.py"))]
    rows += [_row(ROOT / path, sentence) for path, sentence in ELSEWHERE.items()]
    return table(("what is tried", "what comes of it", "where"), rows)


def _sentence(path: Path) -> str:
    said = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert said, f"{path} does not say what is attacked"
    return said.partition("\n\n")[0].replace("\n", " ")


def _row(path: Path, sentence: str) -> tuple[str, str, str]:
    found = [
        node.name.removeprefix("test_").replace("_s_", "'s ").replace("_", " ")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    ]
    assert found, f"{path} has no test"
    where = str(path.relative_to(ROOT))
    return sentence, "; ".join(found), f"[{path.stem.removeprefix('test_')}]({where})"
