"""Chapter 16 of the law: what came of a decision, and whether it is kept."""

import pytest

from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.reviews import Review, judgements
from esoviet.law.solutions import Effect
from tests.person import Person
from tests.world import DAY, World, signing_key


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada has carried out what was decided; it is under review."""
    cast = world.crowd(7)
    world.decide(cast[0])
    world.carry_out(cast[0], 1)
    return cast


def close(world: World) -> Review:
    """Let the time of the review pass."""
    world.turn_to(world.the(Review, 1).due)
    return world.the(Review, 1)


def test_a_review_opens_when_the_work_is_carried_out(world: World) -> None:
    ada, bea, *_ = world.crowd(4)
    world.decide(ada)
    assert world.the(Review, 1).state == "ahead"
    bea.is_refused("16.2", "not under review").judges(1)
    world.carry_out(ada, 1)
    review = world.the(Review, 1)
    assert (review.state, review.due - review.opened) == ("open", 14 * DAY)
    bea.judges(1)


def test_it_opens_at_the_date_of_the_effect_if_that_comes_first(world: World) -> None:
    ada, bea, *_ = world.crowd(4)
    effect = Effect(
        indicator=world.text("Accidents"), baseline="3", target="0", by=world.now + 40 * DAY
    )
    world.decide(ada, effect=effect)
    ada.reports(1)
    world.turn_to(effect.by - 1)
    bea.is_refused("16.2").judges(1)
    world.turn_to(effect.by)
    bea.judges(1, "not", "keep")
    close(world)
    assert world.the(Mandate, 1).state != "done"


def test_it_opens_when_nobody_has_carried_the_work_for_as_long_as_a_report_takes(
    world: World,
) -> None:
    ada, bea, *_ = world.crowd(4)
    world.decide(ada)
    ada.resigns(1)
    assert world.the(Review, 1).due == world.now + 14 * DAY
    world.pass_days(7)
    bea.takes_up(1)
    assert world.the(Review, 1).due == 0
    bea.resigns(1)
    world.pass_ms(14 * DAY - 1)
    assert world.the(Review, 1).state == "ahead"
    world.pass_ms(1)
    assert world.the(Review, 1).state == "open"
    ada.judges(1)
    close(world)
    ada.takes_up(1).is_refused("16.2").judges(1)


def test_what_is_done_after_its_review_is_reviewed_once_more(world: World) -> None:
    ada, bea, cem, *_ = world.crowd(6)
    world.decide(ada)
    ada.resigns(1)
    world.pass_days(14)
    bea.judges(1, "not")
    cem.judges(1, "not")
    closed = close(world)
    assert (closed.state, closed.reached) == ("closed", (0, 0, 2))
    bea.takes_up(1)
    world.pass_days(3)
    cem.is_refused("16.2", "not under review").judges(1)
    world.carry_out(bea, 1)
    again = world.the(Review, 1)
    assert (again.state, again.due - again.opened, again.reached) == ("open", 14 * DAY, ())
    assert not judgements(world.view, again), "what was said of nobody's work is not said of Bea's"
    cem.judges(1, "achieved")
    assert close(world).reached == (1, 0, 0)
    assert world.the(Review, 1).state == "closed"


def test_what_is_done_after_the_problem_was_put_anew_is_not(world: World) -> None:
    ada, bea, cem, *rest = world.crowd(6)
    world.decide(ada)
    ada.resigns(1)
    world.pass_days(14)
    for person in (cem, *rest):
        person.judges(1, "not", "repeal")
    closed = close(world)
    assert closed.anew
    bea.takes_up(1)
    world.carry_out(bea, 1)
    assert world.the(Review, 1) == closed


def test_who_takes_it_up_does_not_put_off_the_date(world: World) -> None:
    ada, bea, *_ = world.crowd(4)
    effect = Effect(
        indicator=world.text("Accidents"), baseline="3", target="0", by=world.now + 20 * DAY
    )
    world.decide(ada, effect=effect)
    ada.resigns(1)
    assert world.the(Review, 1).due == min(effect.by, world.now + 14 * DAY)
    world.pass_days(7)
    bea.takes_up(1)
    assert world.the(Review, 1).due == effect.by


def test_what_nobody_carries_from_the_beginning_is_reviewed_too(world: World) -> None:
    ada, bea, *_ = world.crowd(4)
    for _ in range(2):
        world.decide(ada)
    problem = world.necessary(ada)
    third = ada.reports(1).reports(2).proposes(problem)  # one more than she may hold
    bea.backs(third)
    vote = world.open_vote(problem).number
    ada.reports(1).reports(2)
    for person in (ada, bea):
        person.votes(vote, [[third], [0]])
    world.close(vote)
    vacant = world.the(Mandate, 3)
    assert (vacant.state, vacant.vacated) == ("vacant", vacant.since)
    assert world.the(Review, vacant.decision).due == vacant.since + 14 * DAY


def test_elections_and_amendments_are_not_reviewed_so(world: World) -> None:
    ada, bea, cem, *_ = world.crowd(4)
    election = ada.calls_election(1)
    seat = ada.proposes(election)
    vote = world.open_vote(election).number
    for person in (ada, bea, cem):
        person.votes(vote, [[seat]])
    world.close(vote)
    world.amend(ada, vote_days="6")
    assert world.view.count(Review) == 0


def test_what_is_kept_stays(world: World, cast: list[Person]) -> None:
    for person in cast[:3]:
        person.judges(1, "partly", "keep")
    for person in cast[3:6]:
        person.judges(1, "not", "repeal")
    closed = close(world)
    assert (closed.state, closed.reached, closed.wanted) == ("closed", (0, 3, 3), (3, 0, 3))
    assert closed.anew == 0
    cast[0].is_refused("16.2").judges(1)


def test_what_more_want_otherwise_is_put_anew(world: World, cast: list[Person]) -> None:
    before = world.view.count(Problem)
    for person in cast[:3]:
        person.judges(1)
    cast[4].judges(1, "partly", "amend")
    for person in (cast[3], cast[5], cast[6]):
        person.judges(1, "not", "repeal")
    closed = close(world)
    again = world.the(Problem, closed.anew)
    assert (closed.anew, again.phase, again.by) == (before + 1, "solutions", cast[4].number)
    assert again.text == world.the(Problem, 1).text
    cast[1].proposes(again.number)


def test_one_alone_puts_nothing_anew(world: World, cast: list[Person]) -> None:
    cast[1].judges(1, "not", "repeal")
    assert close(world).anew == 0


def test_one_changes_what_one_says_and_with_another_device_only_what_it_has_seen(
    world: World, cast: list[Person]
) -> None:
    bea = cast[1]
    phone = bea.enrols(signing_key("Bea's phone"))
    seen = world.seen()
    bea.judges(1, "not", "repeal").judges(1, "partly", "amend")
    with world.looking(*seen):
        phone.is_refused("1.12").judges(1)
    phone.judges(1)
    assert [one.wants for one in judgements(world.view, world.the(Review, 1))] == ["keep"]


def test_what_is_said_by_who_leaves_does_not_count(world: World, cast: list[Person]) -> None:
    for person in cast[1:4]:
        person.judges(1, "not", "repeal")
    for person in cast[1:3]:
        person.leaves()
    closed = close(world)
    assert (closed.wanted, closed.anew) == ((0, 0, 1), 0)
