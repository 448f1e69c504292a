"""What members say of themselves for the work, as it is stored and as it is forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.store.reach import Reach
from esoviet.store.skills import Skills, SkillStore
from tests.store.test_actions import found

HERE, ELSEWHERE = "a" * 64, "b" * 64
BAKES = Skills(skills=("baking",), learn=("welding",), lead=True)
WORDS = ("Zwetschge", "Quittenhof", "Holunderwacht", "Mispelbrot")


@pytest.fixture
def reach(tmp_path: Path) -> Iterator[Reach]:
    opened = Reach(tmp_path / "node.db")
    yield opened
    opened.close()


@pytest.fixture
def store(reach: Reach) -> SkillStore:
    return reach.skills


def test_what_a_member_says_takes_the_place_of_what_they_said(store: SkillStore) -> None:
    assert store.of(HERE, 1) is None
    store.put(HERE, 1, BAKES)
    assert store.of(HERE, 1) == BAKES
    store.put(HERE, 1, Skills(hours=frozenset({0, 20}), zone="Europe/Madrid"))
    known = store.of(HERE, 1)
    assert known is not None
    assert (known.skills, sorted(known.hours)) == ((), [0, 20])
    assert store.of(ELSEWHERE, 1) is None


def test_who_says_nothing_any_more_has_said_nothing(store: SkillStore) -> None:
    store.put(HERE, 1, BAKES)
    store.put(HERE, 1, Skills(zone="Europe/Madrid"))
    assert store.of(HERE, 1) is None
    assert store.members(HERE) == []


def test_who_would_lead_or_learn_is_found_by_their_own_word_alone(store: SkillStore) -> None:
    store.put(HERE, 1, BAKES)
    store.put(HERE, 2, Skills(skills=("welding",)))
    store.put(HERE, 3, Skills(lead=True))
    assert store.would_lead(HERE, 9) == [1, 3]
    assert store.would_lead(HERE, 1) == [1]
    assert store.would_learn(HERE, 9) == [(1, BAKES)]
    assert store.would_lead(ELSEWHERE, 9) == []


def test_what_cannot_be_read_any_more_says_nothing(reach: Reach, store: SkillStore) -> None:
    store.put(HERE, 1, BAKES)
    with reach.whole():
        reach._db.execute("UPDATE skills SET said = '{}}'")
    assert store.of(HERE, 1) is None
    assert store.would_learn(HERE, 9) == []


def test_of_who_leaves_nothing_is_kept(reach: Reach, store: SkillStore) -> None:
    for member in (1, 2):
        store.put(HERE, member, BAKES)
    assert reach.members(HERE) == {1, 2}
    reach.forget(HERE, 1)
    assert store.members(HERE) == [2]


def test_no_word_of_it_is_left_in_any_file(reach: Reach, store: SkillStore, tmp_path: Path) -> None:
    """Neither in the freed pages nor in the journal, after much was said and said anew."""
    for turn in range(30):
        for member in range(40):
            lines = tuple(f"{word} {turn} {member}" for word in WORDS)
            store.put(HERE, member, Skills(skills=lines, learn=lines[: turn % 4]))
    assert found(tmp_path, WORDS) == set(WORDS)
    for member in range(40):
        store.put(HERE, member, Skills() if member % 2 else BAKES)
    reach.journal.empty()
    assert found(tmp_path, WORDS) == set()
