"""Clauses 9.10, 9.11 and 10.8: what follows from a question by yes and no."""

import pytest

from esoviet.law.consequences import Consequence, DoorTerms, Then
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.votes import Vote
from tests.person import Person
from tests.world import DAY, World

SEAT, MANDATE, ELECTION = 1, 1, 1


@pytest.fixture
def cast(world: World) -> list[Person]:
    return world.crowd(5)


def agree(world: World, cast: list[Person], vote: int, yes: int = 5) -> str:
    for number, person in enumerate(cast):
        person.votes(vote, "yes" if number < yes else "no")
    return world.close(vote).ending


def outcome(world: World) -> str:
    return world.the(Consequence, world.view.count(Question)).outcome


def elect(world: World, cast: list[Person], seats: int = 2, renews: int | None = None) -> int:
    """An election of the first who stand; answers its number."""
    election = cast[0].calls_election(seats, renews=renews)
    fill(world, cast, election)
    return election


def fill(world: World, cast: list[Person], election: int) -> None:
    """The first of these stand, as many as there are seats, and all vote for them."""
    seats = world.the(Problem, election).seats
    stood = [person.proposes(election) for person in cast[:seats]]
    vote = world.open_vote(election).number
    for person in cast:
        person.votes(vote, [[one] for one in stood])
    world.close(vote)


def sitting(world: World) -> list[int]:
    return [one.held_by for one in world.view.rows(Mandate) if one.until and one.held_by]


# -- any consequence


def test_a_question_has_one_consequence_and_only_by_yes_and_no(
    world: World, cast: list[Person]
) -> None:
    world.decide(cast[1])
    ada = cast[0]
    terms = DoorTerms(places=1, until=world.now + 30 * DAY, keepers=(1,))
    ada.is_refused("10.8", "one consequence").asks(then=Then())
    ada.is_refused("10.8", "one consequence").asks(then=Then(vacates=MANDATE, door=terms))
    ada.is_refused("10.8", "yes and no").asks("A", "B", then=Then(vacates=MANDATE))
    ada.asks(then=Then(vacates=MANDATE))


@pytest.mark.parametrize(("yes", "state"), [(2, "active"), (3, "vacant")])
def test_nothing_follows_but_from_a_yes(
    world: World, cast: list[Person], yes: int, state: str
) -> None:
    world.decide(cast[1])
    vote = cast[0].wants(vacates=MANDATE)
    assert world.the(Vote, vote).needs == ("1/2",)
    assert world.the(Vote, vote).support == ("decision",)
    assert world.the(Vote, vote).due == world.now + 2 * DAY
    agree(world, cast, vote, yes)
    assert world.the(Mandate, MANDATE).state == state


# -- a mandate


def test_a_mandate_taken_by_a_question_is_vacant_at_once(world: World, cast: list[Person]) -> None:
    world.decide(cast[1])
    assert agree(world, cast, cast[0].wants(vacates=MANDATE)) == "adopted"
    mandate = world.the(Mandate, MANDATE)
    assert (mandate.state, mandate.held_by, mandate.lead) == ("vacant", 0, cast[1].number)
    assert outcome(world) == "followed"


def test_who_lost_a_mandate_so_does_not_take_it_up_again(world: World, cast: list[Person]) -> None:
    world.decide(cast[1])
    cast[2].volunteers_for(1)
    agree(world, cast, cast[0].wants(vacates=MANDATE))
    cast[1].is_refused("9.10", "took this mandate from you").takes_up(MANDATE)
    cast[2].takes_up(MANDATE)
    assert world.the(Mandate, MANDATE).held_by == cast[2].number


def test_to_give_a_mandate_back_during_the_vote_saves_nothing(
    world: World, cast: list[Person]
) -> None:
    world.decide(cast[1])
    cast[2].volunteers_for(1)
    vote = cast[0].wants(vacates=MANDATE)
    cast[1].resigns(MANDATE)
    cast[2].takes_up(MANDATE)
    agree(world, cast, vote)
    assert world.the(Mandate, MANDATE).held_by == cast[2].number
    cast[2].resigns(MANDATE)
    cast[1].is_refused("9.10", "took this").takes_up(MANDATE)


def test_only_a_mandate_that_somebody_leads_is_vacated_and_no_elected_seat(
    world: World, cast: list[Person]
) -> None:
    ada = cast[0]
    ada.is_refused("9.10", "Nobody leads").asks(then=Then(vacates=9))
    elect(world, cast)
    ada.is_refused("9.10", "elected seat").asks(then=Then(vacates=SEAT))
    world.decide(cast[3])
    mandate = world.view.count(Mandate)
    world.carry_out(cast[3], mandate).confirm()
    ada.is_refused("9.10", "Nobody leads").asks(then=Then(vacates=mandate))
    world.decide(cast[4])
    ada.asks(then=Then(vacates=mandate + 1))


def test_where_the_mandate_was_carried_out_meanwhile_nothing_follows(
    world: World, cast: list[Person]
) -> None:
    world.decide(cast[1])
    cast[1].completes(MANDATE)
    world.turn_before(world.the(Mandate, MANDATE).due)
    vote = cast[0].wants(vacates=MANDATE)
    assert agree(world, cast, vote) == "adopted"
    assert (world.the(Mandate, MANDATE).state, outcome(world)) == ("done", "unfit")


# -- the seats of an election


def test_a_recall_calls_an_election_of_all_its_seats_at_once(
    world: World, cast: list[Person]
) -> None:
    elect(world, cast)
    assert agree(world, cast, cast[2].wants(recalls=ELECTION)) == "adopted"
    anew = world.the(Problem, 2)
    assert (anew.phase, anew.seats, anew.renews, anew.by) == ("solutions", 2, 1, cast[2].number)
    assert (anew.due, world.the(Consequence, 1).made) == (world.now + 7 * DAY, (2,))


def test_who_was_recalled_sits_until_successors_are_elected(
    world: World, cast: list[Person]
) -> None:
    elect(world, cast)
    agree(world, cast, cast[2].wants(recalls=ELECTION))
    assert sitting(world) == [cast[0].number, cast[1].number]
    fill(world, cast[2:], 2)
    assert sitting(world) == [cast[2].number, cast[3].number]
    assert world.the(Problem, ELECTION).phase == "done"


def test_a_recall_is_not_asked_again_while_the_new_election_runs(
    world: World, cast: list[Person]
) -> None:
    elect(world, cast)
    agree(world, cast, cast[2].wants(recalls=ELECTION))
    cast[3].is_refused("9.11", "under way already").asks(then=Then(recalls=ELECTION))
    fill(world, cast, 2)
    cast[3].is_refused("9.11", "whose seats are held").asks(then=Then(recalls=ELECTION))
    cast[3].asks(then=Then(recalls=2))


def test_of_two_recalls_at_once_one_calls_an_election(world: World, cast: list[Person]) -> None:
    elect(world, cast)
    votes = [person.wants(recalls=ELECTION) for person in cast[2:4]]
    for person in cast:
        for vote in votes:
            person.votes(vote, "yes")
    world.close(votes[0])
    world.pass_ms(1)
    outcomes = [world.the(Consequence, number).outcome for number in (1, 2)]
    assert outcomes == ["followed", "unfit"]
    assert world.view.count(Problem) == 2


def test_where_nobody_stands_the_recalled_stay_and_an_election_can_be_called(
    world: World, cast: list[Person]
) -> None:
    elect(world, cast)
    cast[2].is_refused("5.6", "not over").calls_election(2, renews=ELECTION)
    agree(world, cast, cast[2].wants(recalls=ELECTION))
    world.pass_days(8)
    assert world.the(Problem, 2).phase == "lapsed"
    assert len(sitting(world)) == 2
    elect(world, cast[2:], renews=ELECTION)
    assert sitting(world) == [cast[2].number, cast[3].number]


def test_only_an_election_whose_seats_are_held_is_recalled(
    world: World, cast: list[Person]
) -> None:
    world.decide(cast[0])
    for wrong in (1, 9):
        cast[1].is_refused("9.11", "whose seats are held").asks(then=Then(recalls=wrong))
    election = elect(world, cast)
    cast[1].asks(then=Then(recalls=election))
