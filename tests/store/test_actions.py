"""Who comes to an action: places, the line of those who wait, and that all of it is erased."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.node.actions import erase_due
from esoviet.store.actions import COME, MOST_PARTS, ActionStore, Came, Part
from esoviet.store.reach import Reach

HERE, ACTION, END = "a" * 64, 7, 1_800_000_000_000
STEWARD = Part(0, "role", "steward", 3)
WORDS = ("Zwetschgenhandle", "Quittenplatz", "Mispelrolle", "Holundernotiz", "Schlehenschicht")


@pytest.fixture
def reach(tmp_path: Path) -> Iterator[Reach]:
    with closing(Reach(tmp_path / "node.db")) as reach:
        yield reach


@pytest.fixture
def store(reach: Reach) -> ActionStore:
    reach.actions.begin(HERE, ACTION, END)
    return reach.actions


def in_line(store: ActionStore, part: int) -> tuple[list[int], list[int]]:
    """Who has a place, and who waits, each in their order."""
    line = [one for one in store.comers(HERE, ACTION) if one.part == part]
    return [o.member for o in line if not o.waits], [o.member for o in line if o.waits]


def test_a_plan_is_kept_as_it_was_written(store: ActionStore) -> None:
    store.write(HERE, ACTION, "at the mill", "bring tea")
    plan = store.plan(HERE, ACTION, END - 1)
    assert plan is not None
    assert (plan.place, plan.words, plan.erased, plan.off) == ("at the mill", "bring tea", END, 0)
    assert store.parts(HERE, ACTION) == [Part(COME, "come", "", 0)]
    assert store.plan("b" * 64, ACTION, 0) is store.plan(HERE, ACTION, END) is None


def test_of_a_thousand_for_three_places_three_have_one_and_the_rest_wait_in_order(
    store: ActionStore,
) -> None:
    part = store.add(HERE, ACTION, STEWARD)
    for member in range(1, 1001):
        store.come(HERE, ACTION, part, member, "")
    assert in_line(store, part) == ([1, 2, 3], list(range(4, 1001)))


def test_who_goes_makes_room_for_the_next(store: ActionStore) -> None:
    part = store.add(HERE, ACTION, STEWARD)
    for member in range(1, 7):
        store.come(HERE, ACTION, part, member, "")
    store.go(HERE, ACTION, part, 2)
    assert in_line(store, part) == ([1, 3, 4], [5, 6])
    store.come(HERE, ACTION, part, 2, "")
    assert in_line(store, part) == ([1, 3, 4], [5, 6, 2])


def test_who_signs_up_twice_only_changes_the_handle(store: ActionStore) -> None:
    part = store.add(HERE, ACTION, STEWARD)
    for handle in ("Fox", "Owl"):
        store.come(HERE, ACTION, part, 1, handle)
    assert [(one.member, one.handle) for one in store.comers(HERE, ACTION)] == [(1, "Owl")]


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 6)), max_size=40), st.integers(1, 4))
def test_places_go_in_the_order_of_signing_up(moves: list[tuple[bool, int]], places: int) -> None:
    line: list[int] = []
    with TemporaryDirectory() as folder, closing(Reach(Path(folder) / "node.db")) as reach:
        store = reach.actions
        store.begin(HERE, ACTION, END)
        part = store.add(HERE, ACTION, STEWARD._replace(places=places))
        for comes, member in moves:
            if comes:
                store.come(HERE, ACTION, part, member, "")
                line += [] if member in line else [member]
            else:
                store.go(HERE, ACTION, part, member)
                line = [one for one in line if one != member]
        assert in_line(store, part) == (line[:places], line[places:])


def test_a_part_that_is_taken_away_takes_who_signed_up_along(store: ActionStore) -> None:
    part = store.add(HERE, ACTION, STEWARD)
    store.come(HERE, ACTION, part, 1, "Fox")
    store.drop(HERE, ACTION, part)
    assert store.comers(HERE, ACTION) == []


def test_an_action_has_so_many_parts_and_no_more(store: ActionStore) -> None:
    numbers = [store.add(HERE, ACTION, STEWARD) for _ in range(MOST_PARTS)]
    assert numbers == [*range(2, MOST_PARTS + 1), 0]


def test_who_leaves_has_signed_up_for_nothing(reach: Reach, store: ActionStore) -> None:
    for member in (1, 2):
        store.come(HERE, ACTION, COME, member, "")
    assert reach.members(HERE) == {1, 2}
    reach.forget(HERE, 1)
    assert store.members(HERE) == [2]
    assert store.of(HERE, 1, 0) == []


@pytest.mark.parametrize(("said", "came"), [(None, Came(2, said=False)), (38, Came(38, said=True))])
def test_after_its_time_only_that_so_many_came_is_left(
    reach: Reach, store: ActionStore, said: int | None, came: Came
) -> None:
    part = store.add(HERE, ACTION, STEWARD._replace(places=1))
    for member, at in ((1, COME), (1, part), (2, COME), (3, part)):
        store.come(HERE, ACTION, at, member, "Fox")
    if said is not None:
        store.say(HERE, ACTION, said)
    erase_due(reach, END - 1)
    assert store.came(HERE, ACTION) == (came if said else None)
    erase_due(reach, END)
    assert store.came(HERE, ACTION) == came
    assert (store.comers(HERE, ACTION), store.parts(HERE, ACTION)) == ([], [])


def test_of_what_does_not_take_place_nothing_is_left(reach: Reach, store: ActionStore) -> None:
    store.come(HERE, ACTION, COME, 1, "Fox")
    for erased in (END - 50, END - 40):
        store.end(HERE, ACTION, erased)
    plan = store.plan(HERE, ACTION, 0)
    assert plan is not None
    assert (plan.erased, plan.off) == (END - 50, True)
    erase_due(reach, END - 50)
    assert (store.plans(HERE), store.came(HERE, ACTION)) == ([], None)


def test_no_word_of_it_is_left_in_any_file(
    reach: Reach, store: ActionStore, tmp_path: Path
) -> None:
    """Neither in the freed pages nor in the journal, after much was written and taken back."""
    store.write(HERE, ACTION, WORDS[1] * 20, WORDS[3] * 90)
    for turn in range(20):
        part = store.add(HERE, ACTION, Part(0, "role", WORDS[2] * (turn + 1), 3))
        shift = store.add(HERE, ACTION, Part(0, "shift", WORDS[4], 3, 1, 2))
        for member in range(60):
            store.come(HERE, ACTION, (part, shift)[member % 2], member, f"{WORDS[0]} {member}")
        if turn % 3 == 0:
            store.drop(HERE, ACTION, shift)
            store.go(HERE, ACTION, part, 7)
        store.write(HERE, ACTION, WORDS[1] * turn, WORDS[3])
    assert found(tmp_path) == set(WORDS)
    erase_due(reach, END)
    assert found(tmp_path) == set()


def found(folder: Path, words: Iterable[str] = WORDS) -> set[str]:
    """Which of the words stand in any file there."""
    files = [one.read_bytes() for one in folder.rglob("*") if one.is_file()]
    return {word for word in words if any(word.encode() in one for one in files)}
