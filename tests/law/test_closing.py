"""Clauses 7.8 to 7.10: votes that end early, that their last ballots turn, that take a day."""

import pytest

from esoviet.law.closing import AskToClose, wishes, wishes_needed
from esoviet.law.decisions import Decision
from esoviet.law.votes import Standing, Vote
from tests.person import Person
from tests.world import DAY, World, signing_key


def question(world: World, size: int, **fields: object) -> tuple[list[Person], Vote]:
    """So many members, and the open vote on a question of the first of them."""
    cast = world.crowd(size)
    return cast, world.the(Vote, cast[0].puts_to_vote(**fields))


def amendment(world: World, size: int, **figures: str) -> tuple[list[Person], Vote, int]:
    """So many members, the open vote on an amendment, and the number of its only option."""
    cast = world.crowd(size)
    problem = world.necessary(cast[0])
    option = cast[0].amends(problem, **figures)
    return cast, world.open_vote(problem), option


def test_when_all_have_voted_a_vote_ends_as_soon_as_a_slip_can_be_mended(world: World) -> None:
    (ada, bea, cem), vote = question(world, 3)
    ada.votes(vote.number, "yes")
    bea.votes(vote.number, "yes")
    assert world.the(Vote, vote.number).due == vote.due
    cem.votes(vote.number, "yes")
    assert world.the(Vote, vote.number).due == world.now + vote.window.part + 1 < vote.due
    cem.votes(vote.number, "no")
    assert world.close(vote.number).counts == (2, 1, 0)
    assert world.now < vote.due


def test_the_order_in_which_all_vote_makes_no_difference(world: World) -> None:
    (ada, bea, cem), vote = question(world, 3)
    for person in (cem, ada, bea):
        assert world.the(Vote, vote.number).due == vote.due
        person.votes(vote.number, "yes")
    assert world.the(Vote, vote.number).due < vote.due


def test_nobody_waits_for_who_came_later(world: World) -> None:
    cast, vote = question(world, 3)
    world.member("Eve")
    for person in cast:
        assert world.the(Vote, vote.number).due == vote.due
        person.votes(vote.number, "yes")
    assert world.the(Vote, vote.number).due < vote.due


def test_nobody_waits_for_who_recovered_since() -> None:
    world = World().found(question_days="30")
    cast, vote = question(world, 4)
    phone = cast[3].with_key(signing_key("a new phone")).asks_to_recover(cast[3])
    for person in cast[:2]:
        person.confirms(phone)
    world.pass_days(14)
    phone.is_refused("4.10").votes(vote.number, "yes")
    for person in cast[:3]:
        person.votes(vote.number, "yes")
    assert world.the(Vote, vote.number).due < vote.due


def test_who_votes_and_leaves_is_not_counted_for_another(world: World) -> None:
    cast, vote = question(world, 4)
    cast[0].votes(vote.number, "yes").leaves()
    for person in cast[1:3]:
        person.votes(vote.number, "yes")
    assert world.the(Vote, vote.number).due == vote.due
    cast[3].votes(vote.number, "yes")
    assert world.the(Vote, vote.number).due < vote.due


def test_nobody_waits_for_who_left_or_is_at_rest(world: World) -> None:
    ada, bea, cem, dan = world.members("Ada", "Bea", "Cem", "Dan")
    while not dan.record.resting:
        world.pass_days(30)
        for person in (ada, bea, cem):
            person.marks_time()
    vote = world.the(Vote, ada.puts_to_vote())
    ada.votes(vote.number, "yes")
    cem.leaves()
    assert world.the(Vote, vote.number).due == vote.due
    bea.votes(vote.number, "yes")
    assert world.the(Vote, vote.number).due < vote.due


def test_whoever_sleeps_is_waited_for(world: World) -> None:
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    while not cem.record.dormant:
        world.pass_days(30)
        ada.marks_time()
        bea.marks_time()
    assert not cem.record.resting
    vote = world.the(Vote, ada.puts_to_vote())
    ada.votes(vote.number, "yes")
    bea.votes(vote.number, "yes")
    assert world.the(Vote, vote.number).due == vote.due


def test_more_than_half_of_the_members_end_a_vote(world: World) -> None:
    (ada, bea, cem, dan), vote = question(world, 4)
    ada.votes(vote.number, "yes").asks_to_close(vote.number)
    bea.asks_to_close(vote.number)
    assert (wishes(world.view, vote), wishes_needed(vote)) == (2, 3)
    ada.is_refused("7.8", "already").asks_to_close(vote.number)
    assert world.the(Vote, vote.number).due == vote.due
    cem.asks_to_close(vote.number)
    assert world.the(Vote, vote.number).due == world.now + vote.window.part + 1
    cem.is_refused("7.8", "already").asks_to_close(vote.number)
    dan.votes(vote.number, "yes")
    assert world.close(vote.number).counts == (2, 0, 0)
    assert (world.get(Standing, vote.number), wishes(world.view, vote)) == (None, 0)
    dan.is_refused("7.8", "No vote").asks_to_close(vote.number)


def test_who_asks_and_leaves_counts_no_more(world: World) -> None:
    (ada, bea, cem, _dan), vote = question(world, 4)
    ada.asks_to_close(vote.number)
    bea.asks_to_close(vote.number)
    bea.leaves()
    cem.asks_to_close(vote.number)
    assert world.the(Vote, vote.number).due == vote.due


def test_it_takes_the_share_that_the_vote_needs(world: World) -> None:
    cast, vote = question(world, 12, majority="2/3")
    for person in cast[:7]:
        person.asks_to_close(vote.number)
    assert world.the(Vote, vote.number).due == vote.due
    cast[7].asks_to_close(vote.number)
    assert world.the(Vote, vote.number).due < vote.due


@pytest.mark.parametrize(("days", "before", "after"), [(90, 3, 3), (360, 2, 3)])
def test_who_sleeps_counts_where_a_vote_is_ended_and_who_is_at_rest_once_they_vote(
    days: int, before: int, after: int
) -> None:
    world = World().found(dormancy_days="90", question_days="10")
    cast = world.crowd(4)
    for _ in range(days // 90):
        world.sleep_until(world.now + 90 * DAY)
        for person in cast[:2]:
            person.marks_time()
    vote = world.the(Vote, cast[0].puts_to_vote())
    assert wishes_needed(vote) == before
    for person in cast[2:]:
        person.votes(vote.number, "yes")
    assert wishes_needed(world.the(Vote, vote.number)) == after


def test_a_vote_whose_end_is_not_sure_yet_is_ended_by_nobody(world: World) -> None:
    cast, vote = question(world, 3)
    world.sleep_until(vote.due - vote.window.part // 2)
    world.host.marks_time()
    early = (vote.due - 11 * 60_000) // 1000 * 1000
    world.sleep_until(vote.due)
    cast[0].is_refused("7.8", "No vote").does(AskToClose, vote=vote.number, at=early)
    assert world.the(Vote, vote.number).state == "open"
    cast[0].is_refused("7.8", "No vote").asks_to_close(99)


def test_nobody_ends_a_vote_on_lost_keys(world: World) -> None:
    ada, bea, cem, dot, *_ = world.crowd(6)
    phone = dot.with_key(signing_key("a new phone")).asks_to_recover(dot)
    ada.doubts(phone)
    for person in (bea, cem):
        person.confirms(phone)
    ada.is_refused("7.8", "lost keys").asks_to_close(1)
    ada.votes(1, "yes")


def test_whoever_cannot_vote_cannot_end_it(world: World) -> None:
    _cast, vote = question(world, 3)
    world.member("Eve").is_refused("7.3").asks_to_close(vote.number)


def test_an_election_lasts_until_its_deadline(world: World) -> None:
    cast = world.crowd(3)
    problem = world.necessary(cast[0], seats=1)
    cast[0].proposes(problem)
    vote = world.open_vote(problem)
    cast[0].is_refused("7.8", "deadline").asks_to_close(vote.number)


def test_late_ballots_that_turn_a_vote_are_answered(world: World) -> None:
    cast, vote = question(world, 7)
    for person in cast[:3]:
        person.votes(vote.number, "yes")
    length = vote.due - vote.opened_at
    world.turn_to(vote.due - length // 20)
    assert world.the(Standing, vote.number).outcome == (1,)
    for person in cast[3:6]:
        person.votes(vote.number, "no")
    cast[2].votes(vote.number, "no")
    world.turn_to(vote.due)
    longer = world.the(Vote, vote.number)
    assert (longer.state, longer.turned, longer.due) == ("open", True, vote.due + length // 2)
    for person in cast[3:6]:
        person.votes(vote.number, "yes")
    assert world.close(vote.number).counts == (5, 1, 0)
    assert world.now == longer.due


def test_a_vote_is_made_longer_once(world: World) -> None:
    cast, vote = question(world, 7)
    cast[0].votes(vote.number, "yes")
    cast[1].votes(vote.number, "yes")
    cast[2].votes(vote.number, "yes")
    world.turn_before(vote.due)
    cast[2].votes(vote.number, "no")
    cast[3].votes(vote.number, "no")
    cast[4].votes(vote.number, "no")
    world.turn_to(vote.due)
    again = world.the(Vote, vote.number)
    world.turn_before(again.due)
    cast[2].votes(vote.number, "yes")
    cast[3].votes(vote.number, "yes")
    assert world.close(vote.number).counts == (4, 1, 0)
    assert world.now < again.due + DAY


def test_what_nobody_turns_back_closes_as_it_is_then(world: World) -> None:
    cast, vote = question(world, 7)
    for person in cast[:3]:
        person.votes(vote.number, "yes")
    world.turn_before(vote.due)
    for person in cast[3:6]:
        person.votes(vote.number, "no")
    world.turn_to(vote.due).confirm()
    again = world.the(Vote, vote.number)
    assert again.turned
    world.turn_to(again.due)
    assert world.the(Vote, vote.number).state == "closed"


def test_late_ballots_that_turn_an_amendment_of_a_day_are_answered() -> None:
    world = World().found(vote_days="1/288")
    cast, vote, option = amendment(world, 12, vote_days="1/144")
    for person in cast[:6]:
        person.votes(vote.number, [[option]])
    world.turn_before(vote.due)
    assert world.the(Standing, vote.number).taken
    cast[5].votes(vote.number, [])
    world.turn_to(vote.due)
    assert world.the(Vote, vote.number).turned


def test_the_last_ballot_of_all_can_be_answered_too(world: World) -> None:
    cast, vote = question(world, 5)
    cast[0].votes(vote.number, "yes")
    cast[1].votes(vote.number, "yes")
    world.turn_before(vote.due)
    for person in cast[2:]:
        person.votes(vote.number, "no")
    world.turn_to(vote.due)
    assert world.the(Vote, vote.number).turned


@pytest.mark.parametrize("last", ["yes", "no"])
def test_late_ballots_that_change_nothing_make_nothing_longer(world: World, last: str) -> None:
    cast, vote = question(world, 6)
    for person in cast[:4]:
        person.votes(vote.number, "yes")
    world.turn_before(vote.due)
    cast[5].votes(vote.number, last)
    world.turn_to(vote.due)
    assert world.the(Vote, vote.number).state == "closed"


def test_a_late_ballot_that_makes_another_solution_win_is_answered(world: World) -> None:
    cast = world.crowd(6)
    problem = world.necessary(cast[0])
    one, other = cast[0].proposes(problem), cast[1].proposes(problem)
    vote = world.open_vote(problem)
    for person in cast[:2]:
        person.votes(vote.number, [[one], [other], [0]])
    world.turn_before(vote.due)
    for person in cast[2:5]:
        person.votes(vote.number, [[other], [one], [0]])
    world.turn_to(vote.due)
    assert world.the(Vote, vote.number).turned


def test_an_amendment_takes_a_day_where_votes_take_minutes() -> None:
    world = World().found(vote_days="1/288")
    cast, vote, option = amendment(world, 7, vote_days="1/144")
    assert vote.due == vote.opened_at + DAY
    for person in cast[:3]:
        person.votes(vote.number, [[option]])
    world.turn_before(vote.due)
    assert world.the(Vote, vote.number).state == "open"
    assert world.close(vote.number).ending == "unsupported"
    assert world.now == vote.due


def test_more_than_half_carry_an_amendment_at_once() -> None:
    world = World().found(vote_days="1/288")
    cast, vote, option = amendment(world, 7, vote_days="1/144")
    for person in cast[:4]:
        person.votes(vote.number, [[option]])
    world.turn_to(vote.opened_at + DAY // 288)
    assert world.the(Decision, 1).ending == "adopted"


def test_two_thirds_do_not_rush_an_amendment_that_half_are_not_for() -> None:
    world = World().found(vote_days="1/288")
    cast, vote, option = amendment(world, 7, vote_days="1/144")
    for person in cast[:3]:
        person.votes(vote.number, [[option]])
    for person in cast[:6]:
        person.asks_to_close(vote.number)
    assert world.the(Vote, vote.number).due == vote.due
    cast[6].votes(vote.number, [[option]]).asks_to_close(vote.number)
    assert world.the(Vote, vote.number).due < vote.due


def test_who_wants_an_amendment_decided_sooner_waits_until_it_is_a_day_old(world: World) -> None:
    cast, vote, option = amendment(world, 6, vote_days="6")
    assert vote.due == vote.opened_at + 5 * DAY
    for person in cast[:3]:
        person.votes(vote.number, [[option]])
    for person in cast[:4]:
        person.asks_to_close(vote.number)
    assert world.the(Vote, vote.number).due == vote.opened_at + DAY
    cast[4].asks_to_close(vote.number)
    assert world.the(Vote, vote.number).due == vote.opened_at + DAY
    assert world.close(vote.number).ending == "adopted"
    assert world.now == vote.opened_at + DAY


def test_all_have_voted_on_an_amendment_and_half_are_not_for_it(world: World) -> None:
    cast, vote, option = amendment(world, 6, vote_days="6")
    for n, person in enumerate(cast):
        person.votes(vote.number, [[option]] if n < 3 else [])
    assert world.the(Vote, vote.number).due == vote.opened_at + DAY
    cast[3].votes(vote.number, [[option]])
    assert world.the(Vote, vote.number).due == vote.opened_at + DAY


def test_all_have_voted_on_an_amendment_that_half_are_for(world: World) -> None:
    cast, vote, option = amendment(world, 6, vote_days="6")
    for person in cast:
        person.votes(vote.number, [[option]])
    assert world.the(Vote, vote.number).due == world.now + vote.window.part + 1


def test_a_host_that_is_silent_once_all_have_voted_ends_nothing(world: World) -> None:
    cast, vote = question(world, 3)
    for person in cast:
        person.votes(vote.number, "yes")
    world.sleep_until(world.now + vote.window.part + 1)
    cast[0].votes(vote.number, "no")
    longer = world.the(Vote, vote.number)
    assert (longer.state, longer.window.prolonged) == ("open", 1)
