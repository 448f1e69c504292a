"""What the made parts of the documents should say; `python -m tests.docs.made` writes it."""

from functools import cache

from tests.docs import acts
from tests.docs.blocks import DOCS, filled
from tests.docs.examples import examples
from tests.docs.tables import tables
from tests.docs.tour import tour

DOCUMENTS = ("protocol.md", "api.md")


@cache
def made() -> dict[str, str]:
    """Every part by its name."""
    own = {"values": acts.values(), "shapes": acts.shapes(), "acts": acts.acts()}
    return {**own, **examples(), **tables(), **tour()}


if __name__ == "__main__":
    for name in DOCUMENTS:
        path = DOCS / name
        path.write_text(filled(path.read_text("utf-8"), made()), "utf-8")
