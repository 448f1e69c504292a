"""Five assemblies, and those of two and three, in eight chapters each."""

from collections.abc import Iterator

import pytest

from tests.law.stories.teller import CHAPTERS, STORIES, TOLD, holds

MONTHLY = "7 days of drafting and 5 of voting pass between two monthly looks (law-design 1.9)"
FEW = "a fifth of 5,000 must vote, and 4 % do (law-design 5)"
LATE = "founding ends after half an hour, while people still come (law-design 1.10)"
TODAY = {
    ("branch", "decides"): MONTHLY,
    ("branch", "amends"): MONTHLY,
    ("branch", "elects"): MONTHLY,
    ("branch", "loses_a_summer"): MONTHLY,
    ("evening", "founds"): LATE,
    ("congress", "decides"): FEW,
    ("congress", "amends"): FEW,
    ("congress", "elects"): FEW,
    ("congress", "loses_a_summer"): FEW,
}
"""The chapters that end badly today, and why."""


def told() -> Iterator[object]:
    """Every chapter that comes up; one that ends badly today says so."""
    for one in TOLD:
        because = TODAY.get(one)
        marks = [pytest.mark.xfail(reason=because, strict=True)] if because else []
        yield pytest.param(*one, id="-".join(one), marks=marks)


@pytest.mark.parametrize(("story", "chapter"), list(told()))
def test_a_chapter_ends_well(story: str, chapter: str) -> None:
    assert holds(CHAPTERS[chapter], STORIES[story])
