"""Entries have one spelling: our frozen vectors, which the browser runs too (entry.json)."""

import json
from typing import Any

import pytest

from esoviet.wire import entry
from esoviet.wire.errors import Malformed
from tools.vectors import make
from tools.vectors.of_entry import filled

ENTRIES: Any = json.loads((make.FOLDER / "entry.json").read_text("utf-8"))["entries"]


@pytest.mark.parametrize("case", ENTRIES, ids=lambda case: case["title"])
def test_an_entry_is_read_or_refused(case: Any) -> None:
    raw = filled(case, "entry")
    if case["refused"]:
        with pytest.raises(Malformed):
            entry.read(raw)
    else:
        assert entry.read(raw) == (case["time"], filled(case, "act"))
        assert entry.spell(case["time"], filled(case, "act")) == raw


def test_the_longest_entry_is_among_the_vectors() -> None:
    lengths = [len(filled(case, "entry")) for case in ENTRIES if "fill" in case]
    assert lengths == [entry.MAX_ENTRY, entry.MAX_ENTRY + 1]
