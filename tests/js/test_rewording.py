"""Which passage of a text became another one by editing it, counted in code points."""

import random
from itertools import pairwise

import pytest

from tests.js.modules import Modules

MODULE = "page/rewording"


@pytest.mark.parametrize(
    ("before", "after", "place", "length", "text"),
    [
        ("We order by May, soon", "We order by June, soon", 12, 3, "June"),
        ("by May", "by Mai", 3, 3, "Mai"),
        ("one two three", "one three", 4, 4, ""),
        ("one three", "one two three", 4, 0, "two "),
        ("𝕏𝕏 is", "𝕏𝕏 was", 3, 2, "was"),
        ("one.two", "one.\n\ntwo", 3, 1, ".\n\n"),
    ],
)
def test_the_passage_has_whole_words(
    js: Modules, before: str, after: str, place: int, length: int, text: str
) -> None:
    found = js.call(MODULE, "passageOf", before, after)
    assert found == {"place": place, "length": length, "text": text}


def test_of_a_text_that_is_the_same_no_passage_changed(js: Modules) -> None:
    assert js.call(MODULE, "passageOf", "one", "one") is None


def test_put_into_its_place_it_makes_the_other_text(js: Modules) -> None:
    seeds = random.Random(7)
    texts = ["".join(seeds.choices("ab 。\n𝕏é.", k=seeds.randrange(12))) for _ in range(400)]
    cases = list(pairwise(texts))
    for (before, after), found in zip(cases, js.each(MODULE, "passageOf", cases), strict=True):
        if found is None:
            assert before == after
            continue
        ends = found["place"] + found["length"]
        assert before[: found["place"]] + found["text"] + before[ends:] == after
