"""Nobody is told what they may not read, whatever they want, and whatever has happened.

The story has all kinds of things in it; each of its people, of whatever state, is told their week.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.law.records import BlobRecord, Member
from esoviet.node.week import Week
from esoviet.notify import letters
from esoviet.notify.letters import Addresses, Told
from esoviet.notify.queue import called, once_each
from esoviet.store.blobs import SALT
from esoviet.store.wishes import Wishes
from esoviet.web.http.language import catalogue
from esoviet.web.pages.weeks import Weeks
from tests.web.desk import Desk, desk
from tests.web.story import Story, tell
from tests.world import World

Says = Literal["number", "name", "titles"]
ASSEMBLIES: dict[str, dict[str, str]] = {
    "numbers": {"readership": "members"},
    "titles": {"readership": "members", "messages": "titles"},
    "public": {"readership": "public"},
}
SAYS: tuple[Says, ...] = ("number", "name", "titles")
NAME = "Tenants of 7 Mill Street"
HERE = "https://here.example/a/1"
TO = Addresses(HERE, f"{HERE}/less", f"{HERE}/stop")
SHORTEST = 6
"""Shorter words stand in any message by chance."""


class Telling:
    """A node with the story; lines that members wrote: all, and those that nobody is ever told."""

    def __init__(self, at: Desk, story: Story) -> None:
        world = story.world
        self.at, self.weeks = at, Weeks()
        self.lines = lines_of(world.blobs.values()) - {NAME}
        apart = [blob for blob in world.blobs if is_inside(world, blob)] + [story.erased.sha256]
        self.never = lines_of(world.blobs.values(), 1) | lines_of(world.blobs[n] for n in apart)


def lines_of(contents: Iterable[bytes], first: int = 0) -> set[str]:
    """The lines of texts, from this one on."""
    texts = [one[SALT:].decode("utf-8", "ignore").splitlines()[first:] for one in contents]
    bare = (line.strip("# ") for text in texts for line in text)
    return {line for line in bare if len(line) >= SHORTEST}


def is_inside(world: World, blob: str) -> bool:
    record = world.view.get(BlobRecord, blob)
    return record is not None and record.inside


@pytest.fixture(scope="module")
def all_of_them(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Telling]]:
    with ExitStack() as end:
        made = {}
        for name, rules in ASSEMBLIES.items():
            story = tell(**rules)
            up = end.enter_context(desk(story.world, tmp_path_factory.mktemp(name)))
            made[name] = Telling(up, story)
        yield made


def message(week: Week, wishes: Wishes) -> str:
    """All that leaves the house for this member: by mail, and to a device."""
    texts, name = catalogue(wishes.language), called(week, wishes)
    told = Told(name, week.opens, once_each(week.lines))
    letter = letters.weekly(texts, told, wishes, TO)
    notice = letters.notice(texts, told, wishes.language, HERE, len(week.lines))
    return "\n".join([*letter, notice.message().decode()])


@given(
    assembly=st.sampled_from(sorted(ASSEMBLIES)),
    number=st.integers(1, 20),
    says=st.sampled_from(SAYS),
    language=st.sampled_from(["en", "es"]),
)
def test_nobody_is_told_what_they_may_not_read(
    all_of_them: dict[str, Telling], assembly: str, number: int, says: Says, language: str
) -> None:
    told = all_of_them[assembly]
    at = told.at
    wishes = Wishes(language=language, says=says)
    member = at.world.view.get(Member, number)
    week = told.weeks.week(at.hosted, number, language, titles=says == "titles")
    assert (week is not None) == (member is not None and member.state == "member")
    if week is None or not week.lines:
        return
    said = message(week, wishes)
    opens = assembly == "public" or (assembly, says) == ("titles", "titles")
    assert [one for one in (told.never if opens else told.lines) if one in said] == []
    assert (NAME in said) == (assembly == "public" or says != "number")
    assert any(one in said for one in told.lines) == opens
