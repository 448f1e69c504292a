"""The documents that are made from the code say what the code does."""

from tools.docs.blocks import DOCS, parts
from tools.docs.made import DOCUMENTS, made


def test_every_made_part_stands_in_a_document() -> None:
    texts = [(DOCS.parent / document).read_text("utf-8") for document in DOCUMENTS]
    names = [name for text in texts for name in parts(text)]
    assert sorted(names) == sorted(made())
