"""Members say what they can do and what they would like to learn, and take it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.host import WITNESS
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit
from tests.world import World, policy


def shown_by_ada(world: World) -> None:
    """Ada leads a mandate about a boiler."""
    ada, bea = world.members("Ada", "Bea")
    problem = world.necessary(ada)
    solution = ada.proposes(problem, "Mend the boiler\n\nTogether with the fitters.")
    vote = world.open_vote(problem).number
    for person in (ada, bea):
        person.votes(vote, [[solution], [0]])
    world.close(vote)


@pytest.fixture
def hall(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """Ada and Bea, in an assembly that everybody reads."""
    world = World().found(**(QUICK | {"witnesses": policy(WITNESS), "readership": "public"}))
    shown_by_ada(world)
    with meeting(world, tmp_path, contexts, complaints) as opened:
        yield opened


def looks_well(member: Person, name: str) -> None:
    """Nothing is wrong with the page, and it is kept in pictures."""
    assert breaches(member.page) + unfit(member.page) == []
    for width in (360, 1280):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"skills-{name}-{width}")
    member.page.set_viewport_size({"width": 360, "height": 800})


def keeps(member: Person) -> None:
    """Keep what was filled in."""
    member.button("Keep").click()
    expect(member.page.locator("#say [data-say]")).to_contain_text("Kept.")


def test_what_one_can_do_is_said_seen_by_members_and_taken_back(hall: Hall) -> None:
    ada, bea = hall.enters("Ada"), hall.enters("Bea", 360)
    bea.visits("/me")
    bea.page.get_by_role("link", name="What I can do").first.click()
    bea.ready().page.get_by_label("Cooking").check()
    bea.page.get_by_label("Other things I can do").fill("Cargo bike\nTurkish")
    bea.page.get_by_label("What I would like to learn").fill("Speaking in public")
    bea.page.get_by_label("I would like to lead something").check()
    bea.page.get_by_label("Tuesday, evening").check()
    keeps(bea)
    looks_well(bea, "form")
    ada.visits("/members/2").sees("Cooking").sees("Cargo bike").sees("Speaking in public")
    ada.sees("would like to lead something").sees("Tuesday: evening")
    looks_well(ada, "seen")
    bea.visits("/me/skills")
    assert bea.page.get_by_label("Cooking").is_checked()
    with bea.page.expect_event("load"):
        bea.button("Take all of it back").click()
    ada.visits("/members/2")
    expect(ada.page.locator("#skills")).to_have_count(0)


def test_two_find_each_other_teach_each_other_and_part(hall: Hall) -> None:
    ada, bea = hall.enters("Ada", 360), hall.enters("Bea", 360)
    bea.visits("/me/skills").page.get_by_label("What I would like to learn").fill("Boiler")
    keeps(bea)
    ada.visits("/mandates/1").page.get_by_role("link", name="Who would like to learn").click()
    ada.ready().sees("would like to learn")
    looks_well(ada, "learners")
    presses(ada, "Offer to show it")
    ada.sees("You have offered it to")
    bea.visits("").sees("Somebody offers to show you")
    bea.page.get_by_role("link", name="Mend the boiler").first.click()
    bea.ready()
    looks_well(bea, "offered")
    presses(bea, "Yes, gladly")
    bea.sees("It is shown to you by")
    ada.visits("").sees("You show")
    presses(ada.visits("/mandates/1/teach"), "End this")
    bea.visits("").sees_not("You are shown")


def presses(member: Person, name: str) -> None:
    """Press a button, and wait until the page is there anew."""
    with member.page.expect_event("load"):
        member.button(name).first.click()
    member.ready()


def test_work_that_fits_is_shown_to_who_said_so_and_to_nobody_else(hall: Hall) -> None:
    ada, bea = hall.enters("Ada", 360), hall.enters("Bea", 360)
    ada.visits("/mandates/1").folds_open("Say what there is to do")
    ada.fills(what_there_is_to_do="Weld the flue of the boiler", how_many_hands="1")
    ada.signs("Open the task").sees("1 hand wanted")
    bea.visits().sees_not("Weld the flue")
    bea.visits("/me/skills").page.get_by_label("Other things I can do").fill("Weld")
    keeps(bea)
    bea.visits().sees("Weld the flue of the boiler").sees("Hands wanted")
    looks_well(bea, "fits")
