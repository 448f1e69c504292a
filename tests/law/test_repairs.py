"""Clauses 2.10 and 2.11: what two thirds of all sign changes the constitution, whatever it says."""

import pytest

from esoviet.law.amendments import Amending
from esoviet.law.constitution import Amendment, Constitution
from esoviet.law.records import THE, BlobRecord
from esoviet.law.repairs import ProposeRepair, Repair, SignRepair, signatures_needed
from tests.person import Person
from tests.world import DAY, World, signing_key

FIRST = 1


def the(world: World, number: int = FIRST) -> Repair:
    return world.the(Repair, number)


def value(world: World, parameter: str) -> str:
    return world.the(Constitution, THE).values[parameter]


def signed(world: World, size: int, signatures: int, **parameters: str) -> list[Person]:
    """An assembly in which so many have signed the first repair, its proposer among them."""
    cast = world.crowd(size)
    cast[0].proposes_repair(**(parameters or {"vote_days": "1"}))
    for person in cast[1:signatures]:
        person.signs(FIRST)
    return cast


# -- what it takes


@pytest.mark.parametrize(("size", "needed"), [(1, 1), (2, 2), (3, 2), (5, 4), (6, 4), (12, 8)])
def test_two_thirds_of_all_have_to_sign(world: World, size: int, needed: int) -> None:
    signed(world, size, needed)
    assert (the(world).state, the(world).signatures) == ("agreed", needed)
    assert signatures_needed(world.view, the(world)) == needed


@pytest.mark.parametrize("size", [2, 3, 6, 12])
def test_one_fewer_are_not_enough_and_it_lapses_after_thirty_days(world: World, size: int) -> None:
    signed(world, size, -(-2 * size // 3) - 1)
    assert (the(world).state, the(world).due) == ("open", the(world).since + 30 * DAY)
    world.pass_days(30)
    assert (the(world).state, the(world).due) == ("lapsed", 0)
    assert value(world, "vote_days") == "5"


def test_it_is_in_force_seven_days_later(world: World) -> None:
    signed(world, 6, 4)
    due = the(world).due
    assert due == world.now + 7 * DAY
    world.turn_before(due)
    assert value(world, "vote_days") == "5"
    world.turn_to(due)
    assert (the(world).state, the(world).due) == ("done", 0)
    assert value(world, "vote_days") == "1"
    written = world.the(Amendment, 2)
    assert (written.changes, written.decision, written.repair) == ({"vote_days": "1"}, 0, FIRST)


def test_a_further_signature_does_not_begin_the_week_anew(world: World) -> None:
    cast = signed(world, 6, 4)
    due = the(world).due
    world.pass_days(2)
    cast[4].signs(FIRST)
    assert (the(world).state, the(world).due) == ("agreed", due)


def test_it_goes_further_than_an_amendment_but_not_beyond_the_bounds(world: World) -> None:
    (ada,) = world.crowd(1)
    ada.is_refused("2.11").proposes_repair(vote_days="91")
    ada.is_refused("2.11").proposes_repair(votes="1")
    ada.proposes_repair(vote_days="1/288")
    world.pass_days(7)
    assert value(world, "vote_days") == "1/288"


def test_it_can_give_another_name_and_purpose(world: World) -> None:
    (ada,) = world.crowd(1)
    change = Amending(name=world.text("Mill Street"), purpose=world.text("Dry flats."))
    ada.does(ProposeRepair, text=world.text("We moved."), amending=change)
    world.pass_days(7)
    names = the(world).new_name, the(world).new_purpose
    assert (world.assembly.name, world.assembly.purpose) == names
    assert world.the(BlobRecord, names[0]).member == 0


def test_it_has_a_reason_and_changes_something(world: World) -> None:
    (ada,) = world.crowd(1)
    ada.is_refused("2.11").proposes_repair()
    ada.is_refused("2.10").proposes_repair("", vote_days="1")
    ada.proposes_repair("Nobody has that much time.", vote_days="1")


def test_whoever_raises_a_majority_above_two_thirds_needs_that_share(world: World) -> None:
    signed(world, 12, 8, amendment_majority="3/4")
    assert the(world).state == "open"
    world.cast["Ida"].signs(FIRST)
    assert the(world).state == "agreed"


@pytest.mark.parametrize(("size", "needed"), [(12, 10), (3, 3)])
def test_whoever_raises_the_number_of_vouches_needs_so_many_if_there_are(
    world: World, size: int, needed: int
) -> None:
    cast = signed(world, size, needed - 1, vouches="10")
    assert the(world).state == "open"
    cast[needed - 1].signs(FIRST)
    assert the(world).state == "agreed"


def test_whatever_the_constitution_says_of_majorities(world: World) -> None:
    hard = {"amendment_majority": "3/4", "amendment_quorum": "1/4", "vote_days": "90"}
    signed(World().found(**hard), 12, 8)
    locked = World().found(**hard)
    signed(locked, 12, 8, vote_days="7")
    locked.pass_days(7)
    assert value(locked, "vote_days") == "7"


# -- signing, and taking it back


def test_a_signature_can_be_taken_back_and_given_again(world: World) -> None:
    *_, last = signed(world, 6, 4)[:4]
    last.is_refused("2.10").signs(FIRST)
    last.signs(FIRST, signs=False)
    assert (the(world).state, the(world).due) == ("open", the(world).since + 30 * DAY)
    last.is_refused("2.10").signs(FIRST, signs=False)
    world.pass_days(1)
    last.signs(FIRST)
    assert (the(world).state, the(world).due) == ("agreed", world.now + 7 * DAY)


def test_what_was_taken_back_after_the_thirty_days_lapses(world: World) -> None:
    cast = signed(world, 6, 3)
    world.pass_days(28)
    cast[3].signs(FIRST)
    world.pass_days(3)
    assert the(world).state == "agreed"
    cast[3].signs(FIRST, signs=False)
    assert the(world).state == "lapsed"
    cast[3].is_refused("2.10").signs(FIRST)


def test_when_nobody_stands_by_it_any_more_it_lapses(world: World) -> None:
    ada, bea, *_ = signed(world, 6, 2)
    ada.is_refused("2.10").proposes_repair(vote_days="2")
    ada.signs(FIRST, signs=False)
    assert the(world).state == "open"
    bea.signs(FIRST, signs=False)
    assert the(world).state == "lapsed"
    ada.proposes_repair(vote_days="2")


def test_who_leaves_signs_no_more(world: World) -> None:
    cast = signed(world, 6, 4)
    cast[3].leaves()
    assert (the(world).state, the(world).signatures) == ("open", 3)
    assert signatures_needed(world.view, the(world)) == 4
    cast[4].signs(FIRST)
    assert the(world).state == "agreed"


def test_who_took_it_back_and_leaves_takes_nothing_away(world: World) -> None:
    cast = signed(world, 6, 3)
    cast[2].signs(FIRST, signs=False).leaves()
    assert (the(world).state, the(world).signatures) == ("open", 2)


def test_who_leaves_is_not_asked_any_more(world: World) -> None:
    cast = signed(world, 7, 4)
    assert the(world).state == "open"
    cast[6].leaves()
    assert (the(world).state, the(world).due) == ("agreed", world.now + 7 * DAY)
    cast[5].leaves()
    assert signatures_needed(world.view, the(world)) == 4


def test_what_nobody_is_left_to_sign_lapses(world: World) -> None:
    (ada,) = signed(world, 1, 1)
    world.member("Newcomer")
    ada.leaves()
    assert (the(world).state, signatures_needed(world.view, the(world))) == ("lapsed", 0)


def test_when_the_proposer_leaves_the_others_go_on(world: World) -> None:
    cast = signed(world, 6, 2)
    cast[0].leaves()
    assert (the(world).state, the(world).signatures) == ("open", 1)
    cast[1].leaves()
    assert the(world).state == "lapsed"


def test_after_its_deadline_nobody_signs_although_it_is_not_sure_yet(world: World) -> None:
    cast = signed(world, 6, 3)
    due = the(world).due
    world.sleep_until(due - 1000)
    world.host.marks_time()
    early = (due - 11 * 60_000) // 1000 * 1000
    world.sleep_until(due)
    world.host.marks_time()
    assert the(world).state == "open"
    cast[3].is_refused("2.10", "time of this repair is over")
    cast[3].does(SignRepair, repair=FIRST, signs=True, at=early)
    assert the(world).state == "open"
    cast[3].is_refused("2.10", "No repair").signs(FIRST)
    cast[3].is_refused("2.10", "No repair").signs(FIRST + 1)


def test_where_the_host_was_silent_others_can_sign_and_it_waits_on(world: World) -> None:
    cast = signed(world, 6, 2)
    world.sleep_until(the(world).due + DAY)
    cast[2].signs(FIRST)
    due = world.now + DAY
    assert (the(world).state, the(world).due, the(world).signatures) == ("open", due, 3)
    cast[3].signs(FIRST)
    assert the(world).state == "agreed"


def test_a_silent_host_gives_a_tenth_of_the_week_or_of_the_thirty_days_a_day_at_most(
    world: World,
) -> None:
    cast = signed(world, 6, 4)
    cast[3].signs(FIRST, signs=False)
    world.sleep_until(the(world).due)
    cast[4].sets_profile()
    assert (the(world).state, the(world).due) == ("open", world.now + DAY)
    cast[4].signs(FIRST)
    world.sleep_until(the(world).due)
    cast[5].sets_profile()
    assert (the(world).state, the(world).due) == ("agreed", world.now + 7 * DAY // 10)


def test_a_signature_held_back_on_another_device_changes_nothing(world: World) -> None:
    cast = signed(world, 6, 3)
    phone = cast[3].enrols(signing_key("phone"))
    with world.looking(*world.seen()):
        cast[3].signs(FIRST)
        phone.is_refused("1.12").signs(FIRST, signs=False)
    phone.signs(FIRST, signs=False)


# -- who


def test_who_came_later_does_not_sign(world: World) -> None:
    signed(world, 6, 3)
    world.member("Newcomer").is_refused("7.3").signs(FIRST)
    assert signatures_needed(world.view, the(world)) == 4
    world.cast["Dot"].signs(FIRST)


def test_guests_who_come_and_go_do_not_move_the_hurdle(world: World) -> None:
    signed(world, 6, 3)
    guests = [world.member(f"Guest {number}") for number in range(4)]
    assert signatures_needed(world.view, the(world)) == 4
    for guest in guests:
        guest.leaves()
    assert signatures_needed(world.view, the(world)) == 4


def test_who_is_at_rest_is_not_asked_but_counts_once_they_act(world: World) -> None:
    cast = world.crowd(6)
    for _ in range(9):
        world.sleep_until(world.now + 90 * DAY)
        for person in cast[:3]:
            person.marks_time()
    assert world.assembly.counted == 3
    cast[0].proposes_repair(vote_days="1")
    assert signatures_needed(world.view, the(world)) == 2
    cast[3].signs(FIRST)
    assert (world.assembly.counted, signatures_needed(world.view, the(world))) == (4, 3)
    assert the(world).state == "open"
    cast[1].signs(FIRST)
    assert the(world).state == "agreed"


def test_what_has_enough_signatures_by_the_thirtieth_day_is_agreed_then() -> None:
    """Two of six come to rest meanwhile: three of four are enough, and have a week."""
    world = World().found(dormancy_days="90")
    cast = world.crowd(6)
    world.pass_days(340)
    for person in cast[:4]:
        person.sets_profile()
    cast[0].proposes_repair(vote_days="1")
    for person in cast[1:3]:
        person.signs(FIRST)
    assert signatures_needed(world.view, the(world)) == 4
    due = the(world).due
    world.turn_before(due)
    assert (the(world).state, signatures_needed(world.view, the(world))) == ("open", 3)
    world.turn_to(due)
    assert (the(world).state, the(world).due) == ("agreed", due + 7 * DAY)
    assert value(world, "vote_days") == "5"


# -- its words


def test_its_words_belong_to_the_assembly_once_another_signs(world: World) -> None:
    ada, bea = world.crowd(6)[:2]
    why = world.text("It stands in our way.")
    ada.proposes_repair(why, vote_days="1")
    bea.signs(FIRST)
    ada.is_refused("12.4").erases(why)


def test_a_repair_that_lost_its_words_lapses(world: World) -> None:
    ada = world.crowd(6)[0]
    why = world.text("It stands in our way.")
    ada.proposes_repair(why, vote_days="1")
    ada.erases(why)
    assert (the(world).state, the(world).due) == ("lapsed", 0)


def test_a_repair_does_not_lapse_with_other_words(world: World) -> None:
    ada, bea, *_ = world.crowd(6)
    why, other = world.text("It stands in our way."), world.text("So it does.")
    ada.proposes_repair(why, vote_days="1")
    bea.is_refused("12.1").proposes_repair(why, vote_days="2")
    bea.proposes_repair(other, vote_days="2")
    bea.erases(other)
    assert (the(world).state, the(world, 2).state) == ("open", "lapsed")


def test_a_founding_period_ends_with_a_repair_that_shortens_it(world: World) -> None:
    signed(world, 1, 1, founding_days="1")
    world.pass_days(7)
    assert world.assembly.founding_until == world.assembly.founded + 7 * DAY
