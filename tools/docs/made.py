"""What the made parts of the documents should say."""

from functools import cache
from pathlib import Path

from tools.docs import acts
from tools.docs.attacks import attacks
from tools.docs.blocks import DOCS, filled
from tools.docs.examples import examples
from tools.docs.tables import tables
from tools.docs.tour import tour

DOCUMENTS = (
    "docs/protocol/log.md",
    "docs/protocol/acts.md",
    "docs/protocol/http.md",
    "docs/api.md",
    "SECURITY.md",
)


@cache
def made() -> dict[str, str]:
    """Every part by its name."""
    own = {"values": acts.values(), "shapes": acts.shapes(), "acts": acts.acts()}
    return {**own, **examples(), **tables(), **tour(), "attacks": attacks()}


def files() -> dict[Path, bytes]:
    """The documents with their parts made anew."""
    paths = [DOCS.parent / name for name in DOCUMENTS]
    return {path: filled(path.read_text("utf-8"), made()).encode() for path in paths}
