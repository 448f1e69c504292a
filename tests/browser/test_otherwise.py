"""An amendment, seen through the rules replay before it is voted on, during the vote, and after."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.people import Person
from tests.world import World

LINK = "What would have come out differently"


@pytest.fixture
def decided(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """Six, who decided one question by three to two and another by all."""
    world = World().found(**QUICK)
    cast = world.crowd(6)
    for said in (("yes", "yes", "yes", "no", "no"), ("yes",) * 5):
        vote = cast[0].puts_to_vote()
        for person, word in zip(cast, said, strict=False):
            person.votes(vote, word)
        world.close(vote)
    cast[0].raises_problem("We decide by too few")
    cast[0].sets_profile("Ada")
    with meeting(world, tmp_path, contexts, complaints) as hall:
        yield hall


def looks(person: Person) -> Person:
    person.visits("/problems/1").page.get_by_role("link", name=LINK).click()
    return person.ready().sees(LINK)


def test_who_weighs_an_amendment_sees_what_it_had_done(decided: Hall) -> None:
    hall = decided
    ada, bea = hall.enters("Ada"), hall.enters("Bea", 360)
    ada.visits("/problems/1").folds_open("Propose a solution")
    ada.fills(title="Two thirds", your_text="So that more of us are for it.")
    ada.folds_open("This amends the constitution, the name or the purpose")
    ada.fills(majority="2/3").signs("Sign and propose")
    looks(ada).sees("Of 2 decisions 1 would have come out differently")
    ada.sees("3 for it, 2 against it. It would take 2/3 of them instead of 1/2.")
    ada.sees("What this cannot know").pictured("otherwise-wide")
    looks(bea).sees("Decided: yes.").sees("Not adopted.").pictured("otherwise")
    hall.host.turns(days=0.2)
    bea.visits("/problems/1").sees("Vote")
    looks(bea).sees("Of 2 decisions 1 would have come out differently")
    bea.page.get_by_role("link", name="Decided: yes.").click()
    bea.ready().sees("Decided: yes.")
