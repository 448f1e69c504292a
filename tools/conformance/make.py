"""Writes `docs/conformance`: a file a chapter."""

from pathlib import Path

from tools.conformance.chapters import CHAPTERS
from tools.conformance.recorder import Recorder

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "conformance"


def files() -> dict[Path, bytes]:
    """The logs, by their chapter."""
    made = {}
    for name, chapter in CHAPTERS.items():
        world = Recorder()
        chapter(world)
        made[FOLDER / f"{name}.jsonl"] = world.file()
    return made
