"""Chapter 9 of the law: the plan of a mandate."""

import pytest

from esoviet.law.planning import Plan
from esoviet.law.records import HOST, BlobRecord
from tests.person import Person
from tests.world import World


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada leads mandate 1."""
    cast = world.crowd(4)
    world.decide(cast[0])
    return cast


def test_who_leads_a_mandate_plans_it_and_each_version_stays(
    world: World, cast: list[Person]
) -> None:
    ada, bea, *_ = cast
    bea.is_refused("9.19", "do not lead").plans(1)
    roof, walls = world.text("First the roof"), world.text("First the walls")
    ada.plans(1, roof).plans(1, walls)
    assert [one.number for one in world.view.rows(Plan, 1)] == [1, 2]
    assert world.the(BlobRecord, bytes.fromhex(walls.sha256)).member == HOST
    ada.is_refused("12.4").erases(roof).is_refused("12.4").erases(walls)


def test_a_plan_has_ten_files_which_are_its_authors(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    files = tuple(world.text(f"sketch {n}", "image/png") for n in range(10))
    ada.is_refused("9.19", "no evidence").plans(1, captions=world.text("A sketch"))
    ada.plans(1, evidence=files, captions=world.text("A sketch"))
    [plan] = world.view.rows(Plan, 1)
    assert len(plan.evidence) == 10
    ada.erases(files[0])


def test_a_plan_is_a_text_within_its_size(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    ada.is_refused("9.19").plans(1, world.text("x" * 65_537))
    ada.is_refused("9.19").plans(1, world.text("a picture", "image/png"))
    ada.plans(1, world.text("x" * 65_536))


def test_a_plan_has_fifty_versions(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    for n in range(50):
        ada.plans(1, f"version {n}")
    ada.is_refused("9.19", "at most 50 times").plans(1)


def test_who_has_not_seen_the_last_version_does_not_write_over_it(
    world: World, cast: list[Person]
) -> None:
    ada, bea, *_ = cast
    old = world.seen()
    ada.plans(1).offers_mandate(1, bea)
    bea.accepts_mandate(1)
    with world.looking(*old):
        bea.is_refused("9.19", "written anew").plans(1, "Bea's")
    bea.plans(1, "Bea's")
    assert world.the(Plan, 2, 1).by == bea.number


def test_the_plan_stays_when_the_mandate_passes_on(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    ada.plans(1).resigns(1).is_refused("9.19", "do not lead").plans(1)
    world.pass_days(7)
    bea.takes_up(1).plans(1, "As Ada planned, but sooner")
    assert [one.by for one in world.view.rows(Plan, 1)] == [ada.number, bea.number]
