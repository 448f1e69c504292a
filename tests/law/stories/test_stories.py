"""Five assemblies, and those of two and three, in eight or nine chapters."""

from collections.abc import Iterator

import pytest

from tests.law.stories.teller import CHAPTERS, STORIES, TOLD, holds

BY_DOOR = "a union of 400 takes in 300 in a week by a door, not by vouches (law-design 5)"
TODAY = {("union", "grows"): BY_DOOR}
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
