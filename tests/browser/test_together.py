"""Two join a solution before the vote, its proposer agrees to one, and both carry it out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.host import WITNESS
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit
from tests.world import World, policy


@pytest.fixture
def hall(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """Ada, Bea and Cem; Ada has proposed a solution."""
    world = World().found(**(QUICK | {"witnesses": policy(WITNESS)}))
    ada, _bea, _cem = world.members("Ada", "Bea", "Cem")
    ada.proposes(ada.raises_problem(), "Mend the hoist")
    with meeting(world, tmp_path, contexts, complaints) as opened:
        yield opened


def looks_well(member: Person, name: str) -> None:
    """Nothing is wrong with the page, and it is kept in pictures."""
    assert breaches(member.page) + unfit(member.page) == []
    for width in (1280, 360):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"together-{name}-{width}")


def test_two_join_one_is_welcome_and_both_carry_it_out(hall: Hall) -> None:
    ada, bea, cem = (hall.enters(name, 360) for name in ("Ada", "Bea", "Cem"))
    for one in (bea, cem):
        one.visits("/problems/1").signs_here("Carry it out together with Ada")
        one.sees("You would carry it out with Ada, who has not answered yet.")
    looks_well(cem, "asked")
    ada.visits().sees("Answer who would join you")
    ada.visits("/problems/1").sees("Bea would carry this out together with you.")
    looks_well(ada, "answers")
    ada.signs_here("Agree Bea").sees("You agreed that Bea carries it out with you.")
    ada.signs_here("No, thank you Cem").sees("with Bea")
    bea.visits("/problems/1").sees("You and Ada carry it out together, if it is decided.")
    cem.visits("/problems/1").sees("Ada carries it out without you.")
    looks_well(bea, "agreed")
    hall.host.turns(days=1.1)
    hall.host.turns(days=1.1)
    for name in ("Ada", "Bea", "Cem"):
        hall.host.signs(hall.world.cast[name].key, "cast-ballot", vote=1, ranking=[[1], [0]])
    hall.host.turns(days=1.1)
    bea.visits("/mandates/1").sees("Carries it too")
    looks_well(bea, "carried")
    ada.visits("/votes/1").sees("Ada, Bea carry it out.")


def test_who_is_away_says_so_and_the_others_are_asked_first(hall: Hall) -> None:
    ada, bea, cem = (hall.past[name] for name in ("Ada", "Bea", "Cem"))
    ada.teams_up(1, bea)
    vote = hall.world.open_vote(1).number
    for one in (ada, bea, cem):
        one.votes(vote, [[1], [0]])
    hall.world.close(vote)
    lead, partner = hall.enters("Ada", 360), hall.enters("Bea", 360)
    lead.visits("/me")
    lead.page.get_by_role("link", name="I am away").first.click()
    lead.ready()
    day = lead.page.get_by_label("Away until").get_attribute("max") or ""
    lead.page.get_by_label("Away until").fill(day)
    with lead.page.expect_event("load"):
        lead.button("Say so").click()
    lead.ready().sees("You are away until")
    looks_well(lead, "away")
    partner.visits("/mandates/1").sees("Ada is away until")
    partner.sees("The others who carry it are asked for reports first.")
    looks_well(partner, "mandate")
    partner.visits("/members/1").sees("Away until")
    lead.visits("/me/away")
    with lead.page.expect_event("load"):
        lead.button("I am back").click()
    lead.ready().sees_not("You are away until")
    partner.visits("/members/1").sees_not("Away until")
