"""Clauses 3.14 to 3.16: applicants admitted by name, and doors that members keep."""

import pytest

from esoviet.law.consequences import Consequence, DoorTerms, Then
from esoviet.law.doors import Arrival, Doorway, LetIn, Shutting, shutting_needed
from esoviet.law.growth import room
from esoviet.law.questions import Question
from esoviet.law.votes import Vote
from tests.person import Person
from tests.world import DAY, World

VOTE, QUESTION = 1, 1


def opened(world: World, size: int = 12, places: int = 3, keepers: int = 2) -> list[Person]:
    """An assembly past its founding, with a door that its first members keep; the members."""
    cast = world.crowd(size)
    world.pass_days(8)
    vote = cast[0].wants_door(places, 30, *cast[:keepers])
    agree(world, cast, vote)
    return cast


def agree(world: World, cast: list[Person], vote: int, *, yes: int | None = None) -> str:
    """Let so many vote yes, all if not said; answers how the vote ended."""
    for person in cast[:yes]:
        person.votes(vote, "yes")
    return world.close(vote).ending


def guests(world: World, count: int) -> list[Person]:
    return [world.person(f"Guest {number}").applies() for number in range(count)]


def door(world: World) -> Doorway:
    return world.the(Doorway, QUESTION)


def then(world: World, question: int = QUESTION) -> Consequence:
    return world.the(Consequence, question)


# -- what it takes


def test_a_door_needs_two_thirds_and_the_support_of_an_amendment(world: World) -> None:
    cast = world.crowd(12)
    vote = world.the(Vote, cast[0].wants_door(3, 30, cast[0]))
    assert (vote.needs, vote.support, vote.method) == (("2/3",), ("amendment",), "majority")
    assert world.the(Question, QUESTION).majority == "2/3"
    for person in cast[:5]:
        person.votes(vote.number, "yes")
    assert world.close(vote.number).ending == "unsupported"
    assert agree(world, cast, cast[0].wants_door(3, 30, cast[0]), yes=6) == "adopted"


def test_two_thirds_are_more_than_most(world: World) -> None:
    cast = world.crowd(12)
    vote = cast[0].wants_door(3, 30, cast[0])
    for person in cast[7:11]:
        person.votes(vote, "no")
    assert agree(world, cast, vote, yes=7) == "rejected"
    assert world.get(Doorway, QUESTION) is None
    assert then(world).outcome == ""


def test_who_raised_the_hurdle_for_amendments_raised_it_for_doors() -> None:
    world = World().found(amendment_majority="3/4")
    cast = world.crowd(4)
    assert world.the(Vote, cast[0].wants_door(3, 30, cast[0])).needs == ("3/4",)
    assert world.the(Vote, cast[0].puts_to_vote()).needs == ("1/2",)


@pytest.mark.parametrize(("vote_days", "lasts"), [("5", 5 * DAY), ("1/24", DAY)])
def test_the_vote_lasts_as_long_as_one_on_a_solution_and_a_day_at_least(
    vote_days: str, lasts: int
) -> None:
    world = World().found(vote_days=vote_days)
    cast = world.crowd(4)
    assert world.the(Vote, cast[0].wants_door(3, 30, cast[0])).due == world.now + lasts


def test_a_door_lets_in_as_many_as_there_are_members_at_most(world: World) -> None:
    cast = world.crowd(4)
    cast[0].is_refused("3.14", "4 people at most").wants_door(5, 30, cast[0])
    cast[0].wants_door(4, 30, cast[0])


def test_a_door_closes_after_the_vote_and_within_ninety_days(world: World) -> None:
    cast = world.crowd(4)
    for days in (5, 90.01, -1):
        cast[0].is_refused("3.14", "within ninety days").wants_door(3, days, cast[0])
    cast[0].wants_door(3, 5.01, cast[0])
    cast[0].wants_door(3, 90, cast[0])


def test_only_members_keep_a_door_each_once(world: World) -> None:
    cast, (guest,) = world.crowd(4), guests(world, 1)
    cast[0].is_refused("3.14", "Only members").wants_door(3, 30, cast[0], guest)
    cast[0].is_refused("10.8", "twice").wants_door(3, 30, cast[0], cast[0])
    with pytest.raises(ValueError, match="not an act"):
        cast[0].wants_door(3, 30)


# -- who comes in


def test_who_is_let_in_is_a_member_at_once_settled_later_and_not_counted(world: World) -> None:
    ada, *_ = opened(world)
    guest, other = guests(world, 2)
    free = room(world.view)
    ada.lets_in(guest, QUESTION)
    assert (guest.state, guest.record.door) == ("member", "door")
    assert guest.record.settles == world.now + 30 * DAY
    assert room(world.view) == free
    assert world.the(Arrival, guest.number, QUESTION).by == ada.number
    guest.is_refused("3.6", "settled").vouches_for(other)
    guest.puts_to_vote()


def test_nobody_but_its_keepers_lets_in_by_a_door(world: World) -> None:
    ada, bea, cem, *_ = opened(world)
    guest, other = guests(world, 2)
    cem.is_refused("3.16", "whom the vote named").lets_in(guest, QUESTION)
    bea.lets_in(guest, QUESTION)
    guest.is_refused("3.16", "whom the vote named").lets_in(other, QUESTION)
    ada.is_refused("3.16", "No door").lets_in(other, 2)


def test_keepers_let_in_as_many_as_the_vote_said_and_no_more(world: World) -> None:
    ada, bea, *_ = opened(world)
    brought = guests(world, 4)
    for person in brought[:3]:
        ada.lets_in(person, QUESTION)
    assert (door(world).state, door(world).due) == ("full", 0)
    bea.is_refused("3.16", "No door").lets_in(brought[3], QUESTION)
    assert brought[3].state == "applicant"


def test_nobody_comes_in_twice(world: World) -> None:
    ada, *_ = opened(world)
    (guest,) = guests(world, 1)
    ada.lets_in(guest, QUESTION)
    ada.is_refused("3.16", "no applicant").lets_in(guest, QUESTION)
    ada.is_refused("3.16", "no applicant").lets_in(99, QUESTION)
    guest.leaves()
    ada.is_refused("3.16", "no applicant").lets_in(guest, QUESTION)
    assert world.view.count(Arrival, QUESTION) == 1


def test_whom_the_assembly_votes_on_no_keeper_lets_in(world: World) -> None:
    ada, bea, cem, *_ = opened(world)
    (guest,) = guests(world, 1)
    cem.objects_to(guest)
    for person in (ada, bea):
        person.vouches_for(guest)
    assert guest.state == "contested"
    ada.is_refused("3.16", "no applicant").lets_in(guest, QUESTION)


def test_a_keeper_who_leaves_keeps_no_door_and_the_others_do(world: World) -> None:
    ada, bea, *_ = opened(world)
    (guest,) = guests(world, 1)
    bea.leaves()
    bea.is_refused("1.7").lets_in(guest, QUESTION)
    ada.lets_in(guest, QUESTION)


# -- how it closes


def test_a_door_closes_by_itself_at_its_time(world: World) -> None:
    ada, *_ = opened(world)
    late, early = guests(world, 2)
    due = door(world).due
    world.turn_before(due)
    ada.lets_in(early, QUESTION)
    world.turn_to(due)
    assert door(world).state == "over"
    ada.is_refused("3.16", "No door").lets_in(late, QUESTION)


def test_a_door_whose_end_is_not_sure_yet_lets_nobody_in(world: World) -> None:
    ada, *_ = opened(world)
    (guest,) = guests(world, 1)
    before = door(world).due - 11 * 60_000
    world.turn_before(before)
    jws = world.seal(ada.key, LetIn, question=QUESTION, member=guest.number)
    world.sleep_until(before + 12 * 3_600_000)
    ada.is_refused("3.16", "over").sends(jws)


@pytest.mark.parametrize(("size", "needed"), [(2, 2), (12, 2), (30, 3), (31, 4)])
def test_a_tenth_of_those_awake_shut_a_door_two_at_least(size: int, needed: int) -> None:
    world = World().found()
    cast = opened(world, size, 2, 1)
    assert shutting_needed(world.view) == needed
    (guest,) = guests(world, 1)
    for person in cast[-needed:][:-1]:
        person.shuts(QUESTION)
    assert door(world).state == "open"
    cast[-1].shuts(QUESTION)
    assert (door(world).state, door(world).due) == ("shut", 0)
    cast[0].is_refused("3.16", "No door").lets_in(guest, QUESTION)
    cast[0].is_refused("3.16", "No door").shuts(QUESTION)


def test_nobody_shuts_a_door_alone_by_saying_it_twice(world: World) -> None:
    _, bea, cem, *_ = opened(world)
    bea.shuts(QUESTION)
    bea.is_refused("3.16", "said so already").shuts(QUESTION)
    bea.leaves()
    assert world.get(Shutting, bea.number, QUESTION) is None
    cem.shuts(QUESTION)
    assert door(world).state == "open"


def test_who_sleeps_counts_for_nothing_where_a_door_is_shut() -> None:
    world = World().found(dormancy_days="90")
    cast = world.crowd(30)
    world.pass_days(89)
    vote = cast[0].wants_door(2, 60, cast[0])
    agree(world, cast[:15], vote)
    assert (shutting_needed(world.view), world.assembly.active) == (2, 15)


def test_with_the_last_member_every_door_is_over(world: World) -> None:
    cast = opened(world, 2, 2)
    (guest,) = guests(world, 1)
    for person in cast:
        person.leaves()
    assert (door(world).state, guest.state) == ("over", "lapsed")


# -- what no longer fits


def test_a_door_of_more_than_there_are_by_then_lets_in_as_many_as_there_are(world: World) -> None:
    cast = world.crowd(12)
    vote = cast[0].wants_door(12, 30, cast[0], cast[11])
    for person in cast[:8]:
        person.votes(vote, "yes")
    for person in cast[8:]:
        person.leaves()
    assert world.close(vote).ending == "adopted"
    assert (door(world).places, door(world).keepers) == (8, (cast[0].number,))


def test_where_all_keepers_have_left_nothing_follows(world: World) -> None:
    cast = world.crowd(12)
    vote = cast[0].wants_door(3, 30, cast[11])
    cast[11].leaves()
    assert agree(world, cast[:11], vote) == "adopted"
    assert (world.get(Doorway, QUESTION), then(world).outcome) == (None, "unfit")


def test_where_the_time_of_a_door_passed_before_it_was_seconded_nothing_follows() -> None:
    world = World().found(backing="1/4")
    cast = world.crowd(12)
    terms = DoorTerms(places=3, until=world.now + 6 * DAY, keepers=(1,))
    question = cast[0].asks(then=Then(door=terms))
    world.pass_days(3)
    for person in cast[1:3]:
        person.seconds(question)
    assert agree(world, cast, VOTE, yes=8) == "adopted"
    assert then(world).outcome == "unfit"


# -- applicants by name


def listed(world: World, *people: Person) -> int:
    return world.member("Ada").wants(admits=tuple(one.number for one in people))


def test_applicants_named_by_a_question_are_members_at_once(world: World) -> None:
    cast = world.crowd(12)
    world.pass_days(8)
    first, second, third = guests(world, 3)
    vote = listed(world, second, first)
    assert world.the(Vote, vote).support == ("amendment",)
    assert agree(world, cast, vote) == "adopted"
    assert (first.state, second.state, third.state) == ("member", "member", "applicant")
    assert (first.record.door, first.record.settles) == ("list", world.now + 30 * DAY)
    assert second.record.admission < first.record.admission
    assert (then(world).outcome, then(world).made) == ("followed", (second.number, first.number))


def test_only_applicants_who_wait_stand_on_a_list_each_once(world: World) -> None:
    ada, bea, *_ = world.crowd(4)
    (guest,) = guests(world, 1)
    for wrong in ((bea.number,), (guest.number, 99)):
        ada.is_refused("3.14", "applicants who wait").asks(then=Then(admits=wrong))
    number = guest.number
    ada.is_refused("10.8", "twice").asks(then=Then(admits=(number, number)))
    ada.asks(then=Then(admits=(number,)))


def test_who_withdrew_meanwhile_does_not_come_in_and_the_others_do(world: World) -> None:
    cast, (first, second) = world.crowd(12), guests(world, 2)
    vote = listed(world, first, second)
    first.withdraws_application()
    assert agree(world, cast, vote) == "adopted"
    assert (first.state, second.state) == ("withdrawn", "member")
    assert then(world).made == (second.number,)


def test_where_all_have_withdrawn_nothing_follows(world: World) -> None:
    cast, (guest,) = world.crowd(12), guests(world, 1)
    vote = listed(world, guest)
    guest.withdraws_application()
    assert agree(world, cast, vote) == "adopted"
    assert (guest.state, then(world).outcome) == ("withdrawn", "unfit")


def test_an_objection_does_not_take_anybody_off_the_list(world: World) -> None:
    cast, (guest,) = world.crowd(12), guests(world, 1)
    vote = listed(world, guest)
    cast[2].objects_to(guest)
    for person in cast[3:5]:
        person.vouches_for(guest)
    assert guest.state == "contested"
    assert agree(world, cast, vote) == "adopted"
    assert guest.state == "member"
    world.pass_days(6)
    assert world.the(Vote, guest.record.vote).state == "closed"
    assert guest.state == "member"


def test_an_application_does_not_lapse_while_the_assembly_votes_on_it() -> None:
    world = World().found(application_days="2")
    cast, (named, other) = world.crowd(12), guests(world, 2)
    vote = listed(world, named)
    world.pass_days(3)
    assert (named.state, other.state) == ("applicant", "lapsed")
    assert agree(world, cast, vote) == "adopted"
    assert named.state == "member"


def test_it_lapses_then_if_the_list_falls_or_nobody_seconds_it() -> None:
    world = World().found(application_days="2")
    cast, (named, waiting) = world.crowd(12), guests(world, 2)
    vote = listed(world, named)
    cast[0].asks(then=Then(admits=(waiting.number,)))
    world.pass_days(3)
    assert (named.state, waiting.state) == ("applicant", "lapsed")
    assert agree(world, cast, vote, yes=0) == "rejected"
    world.pass_ms(1)
    assert named.state == "lapsed"


def test_strangers_push_nobody_out_whom_the_assembly_votes_on(world: World) -> None:
    cast, (named, other) = world.crowd(4), guests(world, 2)
    listed(world, named)
    for number in range(199):
        world.person(f"Stranger {number}").applies()
    assert (named.state, other.state) == ("applicant", "lapsed")
    assert cast[0].state == "member"
