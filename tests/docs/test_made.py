"""The documents that are made from the code say what the code does."""

import pytest

from tests.docs.blocks import DOCS, found
from tests.docs.made import DOCUMENTS, made


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_made_part_of_a_document_is_as_it_would_be_made_now(document: str) -> None:
    """If this fails: `python -m tests.docs.made`, and read what changed."""
    text = (DOCS / document).read_text("utf-8")
    for name, body in found(text).items():
        assert body == made()[name].strip("\n"), f"{name} in {document} is out of date"


def test_every_made_part_stands_in_a_document() -> None:
    texts = [(DOCS / document).read_text("utf-8") for document in DOCUMENTS]
    names = [name for text in texts for name in found(text)]
    assert sorted(names) == sorted(made())
