"""Clauses 1.4 and 1.12: the acts of a key are a chain, and devices do not undo each other."""

from collections.abc import Callable

import pytest

from esoviet.law.leaving import Leave
from esoviet.law.membership import SetProfile
from esoviet.law.votes import CastBallot
from tests.person import Person
from tests.world import World, signing_key

Says = Callable[[Person, int], object]


def devices(world: World) -> tuple[Person, Person, Person]:
    """Ada's laptop, her phone, and Bea."""
    ada, bea, _ = world.members("Ada", "Bea", "Cem")
    return ada, ada.enrols(signing_key("Ada's phone")), bea


def test_an_act_names_the_one_before_it(world: World) -> None:
    ada = world.member("Ada")
    first = world.last_of(ada.key)[1]
    ada.sets_profile()
    for wrong in (first, "0" * 64, ""):
        ada.is_refused("1.4", "does not follow").does(Leave, prev=wrong)
    ada.does(Leave)


def test_the_founding_is_the_founders_first_act(world: World) -> None:
    other = World().found("Ada")
    assert other.last_of(signing_key("Ada"))[0] == 2
    world.person("Zoe").is_refused("1.4").applies(prev="0" * 64)
    world.person("Zoe").applies()


def test_a_ballot_that_was_held_back_fits_nowhere_after_another_one(world: World) -> None:
    """The host answers nothing, the member signs anew, and the first one turns up later."""
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    held_back = world.seal(ada.key, CastBallot, vote=vote, choice="yes")
    ada.votes(vote, "no")
    ada.is_refused("1.4").sends(held_back)


def test_of_two_acts_with_one_place_either_can_be_logged_but_only_one(world: World) -> None:
    for first in (0, 1):
        world = World().found()
        ada = world.member("Ada")
        acts = [world.seal(ada.key, SetProfile, profile=world.text(word)) for word in "xy"]
        ada.sends(acts[first]).is_refused("1.4").sends(acts[1 - first])


SAYINGS: dict[str, Says] = {
    "a ballot": lambda who, n: who.votes(1, ("yes", "no")[n]),
    "a profile": lambda who, n: who.sets_profile(f"I, {n}"),
    "an assessment of necessity": lambda who, n: who.finds(("necessary", "unsure")[n], 2),
    "backing, and taking it back": lambda who, n: who.backs(1, bool(n)),
    "an offer to help": lambda who, n: who.volunteers_for(1, hours=n),
    "an assessment of practicality": lambda who, n: who.assesses(1, 10 + n, 2, 3, 4),
    "the weighing of an argument": lambda who, n: who.weighs(1, founded=bool(n)),
    "a version of a solution": lambda who, n: who.revises(1, f"version {n}"),
    "a recovery key": lambda who, n: who.sets_recovery(signing_key(f"paper {n}")),
}


def busy(world: World) -> tuple[Person, Person]:
    """Ada's devices, and everything about which something can be said."""
    ada, phone, bea = devices(world)
    ada.puts_to_vote()
    problem = world.necessary(bea)
    ada.proposes(problem)
    bea.argues(problem)
    world.crowd(9)
    bea.raises()
    return ada, phone


@pytest.mark.parametrize("what", SAYINGS)
def test_a_device_replaces_what_another_said_only_after_seeing_it(what: str) -> None:
    world = World().found(necessity_quorum="1/4")
    says = SAYINGS[what]
    laptop, phone = busy(world)
    seen = world.seen()
    says(laptop, 0)
    with world.looking(*seen):
        says(phone.is_refused("1.12", "another device"), 1)
    assert world.refusals[-1].entry == len(world.entries) - 1
    says(phone, 1)


@pytest.mark.parametrize("what", SAYINGS)
def test_the_same_device_changes_its_word_without_having_seen_it(what: str) -> None:
    """It signs several acts while it has no network."""
    world = World().found(necessity_quorum="1/4")
    says = SAYINGS[what]
    laptop, _ = busy(world)
    with world.looking(*world.seen()):
        says(laptop, 0)
        says(laptop, 1)


@pytest.mark.parametrize("what", ["backing, and taking it back", "an offer to help"])
def test_what_was_taken_back_is_a_word_too(what: str) -> None:
    world = World().found(necessity_quorum="1/4")
    laptop, phone = busy(world)
    says = Person.volunteers_for if what == "an offer to help" else Person.backs
    laptop.volunteers_for(1)
    seen = world.seen()
    (
        laptop.volunteers_for(1, offers=False)
        if says is Person.volunteers_for
        else laptop.backs(1, False)
    )
    with world.looking(*seen):
        says(phone.is_refused("1.12"), 1)
    says(phone, 1)
