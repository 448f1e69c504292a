"""Chapter 9 of the law, third part: when "carried out" stands."""

import pytest

from esoviet.law.completion import Doubt, doubts_needed
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.votes import Vote
from tests.person import Person
from tests.world import DAY, World, signing_key


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Twelve, of whom two must object (a twentieth, two at least), and four say yes or no."""
    return world.crowd(12)


@pytest.fixture
def lead(world: World, cast: list[Person]) -> Person:
    world.decide(cast[0])
    return cast[0].completes(1)


def mandate(world: World) -> Mandate:
    return world.the(Mandate, 1)


def contest(world: World, *people: Person) -> int:
    for person in people:
        person.objects_to_completion(1)
    return world.confirm().the(Mandate, 1).vote


def say(vote: int, word: str, *people: Person) -> None:
    for person in people:
        person.votes(vote, word)


def test_declared_is_carried_out_when_nobody_has_objected_in_time(
    world: World, lead: Person
) -> None:
    due = mandate(world).due
    assert (mandate(world).state, due) == ("declared", world.now + 3 * DAY)
    world.turn_before(due)
    assert (mandate(world).state, mandate(world).held_by) == ("declared", lead.number)
    world.turn_to(due)
    assert (mandate(world).state, mandate(world).held_by) == ("done", 0)
    assert (world.the(Problem, 1).phase, world.the(Problem, 1).since) == ("done", due)


def test_one_objection_of_twelve_holds_nothing_up(
    world: World, cast: list[Person], lead: Person
) -> None:
    cast[1].objects_to_completion(1)
    world.turn_to(mandate(world).due)
    assert (lead.number, mandate(world).state) == (1, "done")


def test_the_second_objection_opens_a_vote_by_yes_and_no_at_once(
    world: World, cast: list[Person], lead: Person
) -> None:
    assert doubts_needed(world.view, mandate(world)) == 2
    vote = world.the(Vote, contest(world, *cast[1:3]))
    assert (vote.kind, vote.method, vote.due) == ("completion", "majority", world.now + 2 * DAY)
    assert (mandate(world).state, mandate(world).due) == ("contested", 0)
    assert mandate(world).held_by == lead.number
    cast[3].is_refused("9.13").objects_to_completion(1)
    cast[1].is_refused("9.13").takes_objection_back(1)


@pytest.mark.usefixtures("lead")
def test_more_yes_than_no_and_enough_of_them_carry_it_out(world: World, cast: list[Person]) -> None:
    vote = contest(world, *cast[1:3])
    say(vote, "no", *cast[1:4])
    say(vote, "yes", *cast[4:8])
    world.close(vote)
    assert (mandate(world).state, world.the(Problem, 1).phase) == ("done", "done")


@pytest.mark.usefixtures("lead")
def test_three_of_twelve_do_not_say_yes_for_all(world: World, cast: list[Person]) -> None:
    vote = contest(world, *cast[1:3])
    say(vote, "yes", *cast[4:7])
    world.close(vote)
    assert (mandate(world).state, mandate(world).due) == ("active", world.now + 14 * DAY)


def test_after_a_no_it_is_led_on_and_not_declared_again_for_a_while(
    world: World, cast: list[Person], lead: Person
) -> None:
    vote = contest(world, *cast[1:3])
    say(vote, "no", *cast[1:5])
    world.close(vote)
    assert mandate(world).state == "active"
    world.turn_before(mandate(world).due)
    lead.is_refused("9.14", "not carried out").completes(1)
    world.pass_ms(1)
    lead.completes(1)
    cast[1].objects_to_completion(1)


@pytest.mark.usefixtures("lead")
def test_as_many_no_as_yes_are_a_no(world: World, cast: list[Person]) -> None:
    vote = contest(world, *cast[1:3])
    say(vote, "no", *cast[1:5])
    say(vote, "yes", *cast[5:9])
    world.close(vote)
    assert (mandate(world).state, mandate(world).barred) == ("active", world.now + 14 * DAY)


def test_what_was_measured_is_forgotten_with_what_was_declared(
    world: World, cast: list[Person]
) -> None:
    world.decide(cast[0])
    cast[0].completes(1, measured="7")
    assert mandate(world).measured == "7"
    contest(world, *cast[1:3])
    world.close(mandate(world).vote)
    assert (mandate(world).state, mandate(world).measured) == ("active", "")


@pytest.mark.usefixtures("lead")
def test_late_ballots_that_turn_it_can_be_answered(world: World, cast: list[Person]) -> None:
    vote = contest(world, *cast[1:3])
    say(vote, "no", *cast[1:4])
    due = world.the(Vote, vote).due
    world.turn_before(due)
    say(vote, "yes", *cast[4:8])
    world.turn_to(due)
    assert world.the(Vote, vote).turned
    assert mandate(world).state == "contested"


def test_what_too_few_deny_is_declared_again_at_once_and_others_must_object(
    world: World, cast: list[Person], lead: Person
) -> None:
    vote = contest(world, *cast[1:3])
    say(vote, "no", *cast[1:4])
    world.close(vote)
    assert mandate(world).state == "active"
    world.confirm()
    lead.completes(1)
    cast[1].is_refused("9.14", "too few said no").objects_to_completion(1)
    cast[2].is_refused("9.14", "too few said no").objects_to_completion(1)
    cast[3].objects_to_completion(1)
    cast[4].objects_to_completion(1)
    assert mandate(world).state == "contested"
    world.decide(cast[4])
    cast[4].completes(2)
    cast[1].objects_to_completion(2)


@pytest.mark.parametrize("word", ["yes", "no"])
def test_who_took_an_objection_back_is_not_held_to_it(
    world: World, cast: list[Person], lead: Person, word: str
) -> None:
    """Neither where too few said no, nor where the members said yes."""
    cast[1].objects_to_completion(1).takes_objection_back(1)
    vote = contest(world, *cast[2:4])
    say(vote, word, *cast[7 : 11 if word == "yes" else 10])
    world.close(vote)
    if word == "yes":
        world.decide(lead)
    number = world.confirm().view.count(Mandate)
    lead.completes(number)
    cast[2].is_refused("9.14").objects_to_completion(number)
    cast[1].objects_to_completion(number)


def test_who_objected_to_what_was_carried_out_rests(
    world: World, cast: list[Person], lead: Person
) -> None:
    vote = contest(world, *cast[1:3])
    say(vote, "yes", *cast[4:8])
    world.close(vote)
    over = world.now + 6 * 30 * DAY
    world.decide(cast[4])
    cast[4].completes(2)
    for person in cast[1:3]:
        person.is_refused("9.14", "rest for a while").objects_to_completion(2)
    cast[3].objects_to_completion(2)
    world.turn_to(over)
    lead.marks_time()
    world.decide(cast[5])
    cast[5].completes(3)
    cast[1].objects_to_completion(3)


def test_an_objection_says_why_and_belongs_to_the_assembly(
    world: World, cast: list[Person], lead: Person
) -> None:
    why = world.text("The hoist is stopped")
    cast[1].is_refused("9.12", "text/markdown").objects_to_completion(
        1, world.text("x", "image/png")
    )
    cast[1].objects_to_completion(1, why).is_refused("12.4").erases(why)
    cast[1].is_refused("9.12", "already").objects_to_completion(1)
    lead.is_refused("9.12", "You lead").objects_to_completion(1)
    cast[2].is_refused("9.12", "No mandate").objects_to_completion(2)
    lead.resigns(1)
    cast[2].is_refused("9.12", "No mandate").objects_to_completion(1)


@pytest.mark.usefixtures("lead")
def test_an_objection_can_be_taken_back_and_made_again(world: World, cast: list[Person]) -> None:
    _, bea, cem, *_ = cast
    cem.is_refused("9.12", "not objected").takes_objection_back(1)
    bea.objects_to_completion(1).takes_objection_back(1)
    bea.is_refused("9.12", "not objected").takes_objection_back(1)
    cem.objects_to_completion(1)
    assert mandate(world).state == "declared"
    bea.objects_to_completion(1)
    assert mandate(world).state == "contested"


@pytest.mark.usefixtures("lead")
def test_another_device_does_not_take_back_what_it_has_not_seen(
    world: World, cast: list[Person]
) -> None:
    bea = cast[1]
    phone = bea.enrols(signing_key("Bea's phone"))
    before = world.seen()
    bea.objects_to_completion(1)
    with world.looking(*before):
        phone.is_refused("1.12").takes_objection_back(1)
    between = world.seen()
    phone.takes_objection_back(1)
    with world.looking(*between):
        bea.is_refused("1.12").objects_to_completion(1)
    bea.objects_to_completion(1)


@pytest.mark.usefixtures("lead")
def test_the_objection_of_who_leaves_does_not_count(world: World, cast: list[Person]) -> None:
    cast[1].objects_to_completion(1).leaves()
    cast[2].objects_to_completion(1)
    assert mandate(world).state == "declared"
    cast[3].objects_to_completion(1)
    assert mandate(world).state == "contested"


def test_what_has_enough_objections_at_the_deadline_is_voted_on() -> None:
    """Two of twelve object, where it takes three; then four leave, and two are a quarter."""
    world = World().found(backing="1/4")
    cast = world.crowd(12)
    problem = cast[0].raises_problem()
    solution = cast[0].proposes(problem)
    for person in cast[1:3]:
        person.backs(solution)
    vote = world.open_vote(problem).number
    for person in cast:
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    cast[0].completes(1)
    for person in cast[1:3]:
        person.objects_to_completion(1)
    for person in cast[8:]:
        person.leaves()
    assert mandate(world).state == "declared"
    world.turn_to(mandate(world).due)
    assert mandate(world).state == "contested"


def test_whoever_is_alone_carries_out_what_they_declare() -> None:
    world = World().found()
    (ada,) = world.crowd(1)
    world.decide(ada)
    world.carry_out(ada, 1)
    assert mandate(world).state == "done"


def test_in_a_pair_the_other_one_objects_and_of_three_both() -> None:
    for size, needed in ((2, 1), (3, 2)):
        world = World().found()
        ada, *others = world.crowd(size)
        world.decide(ada)
        ada.completes(1)
        assert doubts_needed(world.view, mandate(world)) == needed
        contest(world, *others)
        assert mandate(world).state == "contested"


def test_what_is_declared_is_still_led_and_reported_on(
    world: World, cast: list[Person], lead: Person
) -> None:
    due = mandate(world).due
    lead.reports(1, "It runs again").is_refused("9.7", "already").completes(1)
    assert (mandate(world).state, mandate(world).due) == ("declared", due)
    contest(world, *cast[1:3])
    lead.reports(1, "Look: it runs")
    assert mandate(world).state == "contested"


def test_what_is_declared_counts_towards_the_cap() -> None:
    world = World().found(mandate_cap="1", report_days="365")
    ada, bea, _ = world.crowd(3)
    world.decide(ada)
    world.decide(bea)
    bea.volunteers_for(1).completes(2)
    ada.resigns(1)
    bea.is_refused("9.2").takes_up(1)
    world.turn_to(world.the(Mandate, 2).due)
    bea.takes_up(1)


def test_what_is_declared_can_be_given_back_and_then_nothing_stands(
    world: World, cast: list[Person], lead: Person
) -> None:
    vote = contest(world, *cast[1:3])
    lead.resigns(1)
    assert (mandate(world).state, mandate(world).declared) == ("vacant", 0)
    say(vote, "yes", *cast[4:10])
    world.close(vote)
    assert mandate(world).state == "vacant"


def test_a_vote_on_one_declaration_decides_nothing_of_the_next(
    world: World, cast: list[Person], lead: Person
) -> None:
    cast[3].volunteers_for(1)
    first = contest(world, *cast[1:3])
    say(first, "yes", *cast[4:10])
    lead.resigns(1)
    world.pass_days(1)
    cast[3].takes_up(1).completes(1)
    second = contest(world, *cast[1:3])
    world.close(first)
    assert (mandate(world).state, mandate(world).vote) == ("contested", second)
    world.close(second)
    assert mandate(world).state == "active"


def test_a_question_takes_what_is_declared(world: World, cast: list[Person], lead: Person) -> None:
    world.the(Mandate, 1)
    vote = cast[1].wants(vacates=1)
    say(vote, "yes", *cast[1:9])
    world.close(vote)
    assert (mandate(world).state, mandate(world).dismissed) == ("vacant", (lead.number,))


def test_when_who_declared_it_leaves_nothing_stands(
    world: World, cast: list[Person], lead: Person
) -> None:
    """Nobody is there who answers for it: another takes it up, and declares it."""
    cast[1].volunteers_for(1)
    lead.leaves()
    assert mandate(world).state == "vacant"
    world.pass_days(4)
    assert mandate(world).state == "vacant"
    cast[1].takes_up(1).completes(1)
    world.turn_to(mandate(world).due)
    assert mandate(world).state == "done"


@pytest.mark.usefixtures("lead")
def test_those_who_came_in_after_the_objections_do_not_vote(
    world: World, cast: list[Person]
) -> None:
    zoe, yan = (world.person(name).applies() for name in ("Zoe", "Yan"))
    listed = cast[0].wants(admits=(yan.number,)), cast[0].wants(admits=(zoe.number,))
    for number in listed:
        say(number, "yes", *cast[:11])
    cast[11].objects_to_completion(1)
    cast[11].votes(listed[1], "yes")
    world.turn_to(world.the(Vote, listed[1]).due)
    vote = contest(world, cast[10])
    cast[11].votes(listed[0], "yes")
    world.turn_to(world.the(Vote, listed[0]).due)
    assert (yan.state, zoe.state) == ("member", "member")
    yan.is_refused("7.3").votes(vote, "yes")
    zoe.votes(vote, "yes")


@pytest.mark.usefixtures("lead")
def test_once_all_have_voted_it_is_soon_known(world: World, cast: list[Person]) -> None:
    vote = contest(world, *cast[1:3])
    say(vote, "yes", *cast)
    assert world.the(Vote, vote).due < world.now + DAY
    world.close(vote)
    assert mandate(world).state == "done"


def test_objections_to_one_declaration_say_nothing_of_the_next(
    world: World, cast: list[Person], lead: Person
) -> None:
    cast[1].volunteers_for(1).objects_to_completion(1)
    first = mandate(world).declared
    lead.resigns(1)
    cast[1].takes_up(1).completes(1)
    assert world.view.count(Doubt, first) == 1
    assert world.view.count(Doubt, mandate(world).declared) == 0
    cast[2].objects_to_completion(1)
    assert mandate(world).state == "declared"


def test_of_three_those_who_objected_in_vain_do_not_object_again() -> None:
    world = World().found()
    ada, bea, cem = world.crowd(3)
    world.decide(ada)
    ada.completes(1)
    vote = contest(world, bea, cem)
    bea.votes(vote, "no")
    world.close(vote)
    world.confirm()
    ada.completes(1)
    bea.is_refused("9.14", "too few said no").objects_to_completion(1)


def test_of_two_the_one_who_objects_can_object_again() -> None:
    """Else the other would decide alone that it stands."""
    world = World().found()
    ada, bea = world.crowd(2)
    world.decide(ada)
    for _ in range(2):
        ada.completes(1)
        bea.objects_to_completion(1)
        vote = world.the(Mandate, 1).vote
        ada.votes(vote, "yes")
        bea.votes(vote, "no")
        world.close(vote)
        assert world.the(Mandate, 1).state == "active"
