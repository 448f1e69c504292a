"""Questions from which something follows: a door, a mandate taken back, a recall."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from esoviet.law.votes import Vote
from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.host import WITNESS
from tests.browser.people import Person
from tests.world import DAY, World, policy

MANDATE, SEAT = 1, 2


@pytest.fixture
def board(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """The same four; Bea leads a mandate, and Cem was elected."""
    world = World().found(**QUICK | {"witnesses": policy(WITNESS)})
    ada, bea, cem, dot = world.members("Ada", "Bea", "Cem", "Dot")
    world.decide(bea)
    election = ada.calls_election(1)
    stood = cem.proposes(election, "I stand")
    vote = world.open_vote(election).number
    for person in (ada, bea, cem, dot):
        person.votes(vote, [[stood]])
    world.turn_to(world.the(Vote, vote).due)
    ada.sets_profile("Ada")
    with meeting(world, tmp_path, contexts, complaints) as hall:
        yield hall


def all_agree(hall: Hall, *people: Person) -> None:
    """The question that was just asked is seconded, and adopted by these."""
    hall.seconds(1, "Dot")
    for person in people:
        person.visits("/questions/1").chooses("Yes").signs("Sign and cast")
    hall.host.turns(days=1.1)


def test_a_door_is_opened_three_come_in_by_a_phone_and_it_is_shut(hall: Hall) -> None:
    ada, bea, cem = hall.enters("Ada", 360), hall.enters("Bea"), hall.enters("Cem")
    ada.visits("/members").page.get_by_role("link", name="Let many in at once").click()
    ada.ready().sees("it takes two thirds").sees("Other members")
    closes = datetime.fromtimestamp((hall.world.now + 20 * DAY) / 1000, UTC)
    ada.fills(for_how_many="4", until_when=closes.strftime("%Y-%m-%dT%H:%M"))
    ada.fills(your_question="A door for the strike\n\nThey want to come in.").signs("Sign and ask")
    ada.sees("a door opens for 4 people until").sees("it takes two thirds")
    all_agree(hall, ada, bea)
    link = bea.invites(3)
    guests = [hall.visitor().named(name).applies(link) for name in ("Eva", "Fay", "Gus")]
    guests[0].sees("By a door these members can let in at once: Ada")
    for guest in guests:
        ada.visits("/questions/1").signs(f"Let {guest.name} in")
    ada.sees("3 of 4 are in.")
    guests[2].visits("/members/7").sees("You are a member, with the same rights as everybody.")
    bea.visits("/members").sees("A door for the strike").signs("Shut it")
    bea.sees("1 of the 2 members that it takes wants it shut")
    cem.visits("/questions/1").signs("Shut it")
    cem.sees("Shut by the members").sees_not("Shut it")


def test_applicants_are_put_to_the_vote_together(hall: Hall) -> None:
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    link = bea.invites(2)
    guests = [hall.visitor().named(name).applies(link) for name in ("Eva", "Fay")]
    ada.visits("/members").folds_open("Put these to the vote together").button(
        "Ask the assembly"
    ).click()
    ada.ready().sees("2 applicants are members at once: Eva, Fay")
    ada.fills(your_question="Eva and Fay at once?").signs("Sign and ask")
    all_agree(hall, ada, bea)
    ada.visits("/questions/1").sees("So it was done. In are: Eva, Fay")
    guests[0].visits("/members/5").sees("You are a member, with the same rights as everybody.")


def test_a_mandate_is_taken_back(board: Hall) -> None:
    ada, bea, cem = (board.enters(name) for name in ("Ada", "Bea", "Cem"))
    ada.visits(f"/mandates/{MANDATE}")
    ada.page.get_by_role("link", name="Ask to take this mandate from who leads it").click()
    ada.ready().sees("this mandate is taken at once from who is named here")
    ada.fills(your_question="Nothing has happened").signs("Sign and ask")
    ada.sees("carries it out, and cannot take it up again")
    all_agree(board, ada, cem)
    ada.visits("/questions/1").sees("So it was done.")
    bea.visits(f"/mandates/{MANDATE}").sees("Vacant").sees_not("Take it up")
    ada.visits(f"/mandates/{MANDATE}").sees("First those can take it up")
    board.host.turns(days=14)
    ada.visits(f"/mandates/{MANDATE}").signs("Take it up").sees("Active")


@pytest.mark.quick
def test_who_was_elected_is_recalled(board: Hall) -> None:
    ada, bea = board.enters("Ada"), board.enters("Bea")
    ada.visits(f"/mandates/{SEAT}")
    ada.page.get_by_role("link", name="Ask to fill all seats of this election anew").click()
    ada.ready().sees("Until then they are held as before")
    ada.fills(your_question="We want to choose again").signs("Sign and ask")
    all_agree(board, ada, bea)
    ada.visits("/questions/1").sees("So it was done. The new election:")
    ada.visits(f"/mandates/{SEAT}").sees("Active")
    ada.visits("/questions/new?recalls=2").sees("An election for these seats is under way")
    ada.visits("/problems/3").sees("Solutions")
