"""Criticism in the browser: said of a mandate, accepted; or not one's doing, and put anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit
from tests.world import World


@pytest.fixture
def critics(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """Ada leads a mandate; Bea and Cem look at how it goes."""
    world = World().found(**QUICK)
    ada, *_ = world.members("Ada", "Bea", "Cem")
    world.decide(ada)
    with meeting(world, tmp_path, contexts, complaints) as hall:
        yield hall


def looks_well(member: Person, name: str) -> None:
    """Nothing is wrong with the page, and it is kept in pictures."""
    assert breaches(member.page) + unfit(member.page) == []
    for width in (1280, 360):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"criticism-{name}-{width}")


def says(member: Person, what: str) -> Person:
    """Criticise the mandate."""
    member.visits("/mandates/1").folds_open("Criticism").folds_open("Criticise this")
    return member.fills(what_did_you_observe=what, what_do_you_suggest="Hang up a note").signs(
        "Sign the criticism"
    )


def answers(member: Person, how: str, words: str = "") -> None:
    """Answer what one is asked to answer, from one's week."""
    member.visits().sees("Answer the criticism")
    member.page.get_by_role("link", name="Answer the criticism").first.click()
    member.ready().page.get_by_label(how).check()
    member.fills(your_words=words).signs("Sign the answer")


def test_a_criticism_is_said_on_the_work_and_accepted(critics: Hall) -> None:
    ada, bea = (critics.enters(name, 360) for name in ("Ada", "Bea"))
    says(bea, "Nobody was told of the repair")
    bea.visits("/mandates/1").folds_open("Criticism (1)").sees("Nobody was told of the repair")
    looks_well(bea, "on-the-work")
    answers(ada, "I accept it")
    ada.sees("Ada accepts it.")
    looks_well(ada, "accepted")
    bea.visits().sees("Ada answered you.")


def test_what_is_not_ones_doing_is_put_anew_to_another_who_answers(critics: Hall) -> None:
    ada, bea, cem = (critics.enters(name, 360) for name in ("Ada", "Bea", "Cem"))
    says(bea, "The stairs are dirty")
    answers(ada, "About me, not my doing")
    bea.visits("/criticisms/1").folds_open("Put it anew, once")
    bea.page.get_by_label("To whom").select_option(label="Cem")
    looks_well(bea, "anew")
    bea.fills(what_did_you_observe="Nobody swept", what_do_you_suggest="Sweep them")
    bea.signs("Sign and put it anew").sees("put anew as criticism 2")
    answers(cem, "I answer it, in the words below", "I sweep on Fridays")
    cem.sees("I sweep on Fridays")
    looks_well(cem, "answered")
