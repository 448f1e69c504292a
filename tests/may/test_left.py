"""How many acts a member has left today: as many as the law then takes."""

from collections.abc import Callable

import pytest

from esoviet.law.constitution import DAY
from esoviet.may.left import left, left_of_all
from tests.person import Person
from tests.world import World

DOES: dict[str, Callable[[Person], object]] = {
    "open-topic": lambda ada: ada.opens_topic(),
    "bring-exhibit": lambda ada: ada.brings(),
    "criticise": lambda ada: ada.criticises(),
    "post": lambda ada: ada.posts(1),
}
CLAUSES = {"open-topic": "19.1", "bring-exhibit": "17.1", "criticise": "15.5", "post": "19.2"}


@pytest.fixture
def ada() -> Person:
    world = World().found(daily_acts="1000")
    ada, bea, *_ = world.members("Ada", "Bea")
    world.turn_to((world.now // DAY + 1) * DAY)
    bea.opens_topic()
    return ada


@pytest.mark.parametrize("act", DOES)
def test_what_is_left_is_what_is_taken(ada: Person, act: str) -> None:
    world, most = ada.world, left(ada.world.view, ada.number, act, ada.world.now)
    assert most
    for done in range(most):
        assert left(world.view, ada.number, act, world.now) == most - done
        DOES[act](ada)
    assert left(world.view, ada.number, act, world.now) == 0
    DOES[act](ada.is_refused(CLAUSES[act]))
    tomorrow = world.now + DAY + 1
    assert left(world.view, ada.number, act, tomorrow) == most


def test_of_all_acts_so_many_are_left() -> None:
    world = World().found(daily_acts="100")
    ada, *_ = world.members("Ada", "Bea")
    world.turn_to((world.now // DAY + 1) * DAY)
    for done in range(100):
        assert left_of_all(world.view, ada.number, world.now) == 100 - done
        ada.sets_profile()
    assert left_of_all(world.view, ada.number, world.now) == 0
    ada.is_refused("1.13").sets_profile()
    assert left_of_all(world.view, ada.number, world.now + DAY) == 100


def test_what_the_law_does_not_count_has_no_end(ada: Person) -> None:
    assert left(ada.world.view, ada.number, "argue", ada.world.now) is None
