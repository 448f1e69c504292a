"""Five assemblies, and those of two and three, in eight chapters or more."""

import pytest

from tests.law.stories.teller import CHAPTERS, STORIES, TOLD, holds


@pytest.mark.parametrize(("story", "chapter"), TOLD, ids=["-".join(one) for one in TOLD])
def test_a_chapter_ends_well(story: str, chapter: str) -> None:
    assert holds(CHAPTERS[chapter], STORIES[story])
