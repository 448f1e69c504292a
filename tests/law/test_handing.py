"""Chapter 9 of the law: a mandate is handed on, with the signatures of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.law.handing import AcceptMandate, OfferMandate
from esoviet.law.mandates import Mandate, Report
from tests.person import Person
from tests.world import DAY, World, signing_key


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada leads mandate 1."""
    cast = world.crowd(5)
    world.decide(cast[0])
    return cast


def lead(world: World) -> int:
    return world.the(Mandate, 1).held_by


def test_who_accepts_an_offer_leads_it(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    ada.offers_mandate(1, bea)
    assert lead(world) == ada.number
    cem.is_refused("9.18", "Nobody offers you").accepts_mandate(1)
    bea.accepts_mandate(1)
    assert lead(world) == bea.number
    ada.is_refused("9.3").reports(1)
    assert world.the(Report, 1, 1).kind == "handed-over"


def test_only_who_leads_it_offers_it_to_another_member(world: World, cast: list[Person]) -> None:
    ada, bea, cem, dot, _ = cast
    bea.is_refused("9.18", "do not lead").offers_mandate(1, cem)
    ada.is_refused("9.18", "another member").offers_mandate(1, ada)
    ada.is_refused("9.18", "another member").offers_mandate(1, 99)
    dot.leaves()
    ada.is_refused("9.18", "another member").offers_mandate(1, 4)
    ada.offers_mandate(1, cem)


def test_an_offer_is_taken_back_or_made_to_another(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    ada.is_refused("9.18", "said already").offers_mandate(1, bea, offers=False)
    ada.offers_mandate(1, bea).is_refused("9.18", "said already").offers_mandate(1, bea)
    ada.offers_mandate(1, bea, offers=False)
    bea.is_refused("9.18", "Nobody offers you").accepts_mandate(1)
    ada.offers_mandate(1, bea).offers_mandate(1, cem)
    bea.is_refused("9.18", "Nobody offers you").accepts_mandate(1)
    cem.accepts_mandate(1)


def test_what_was_due_stays_due(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    world.pass_days(15)
    before = world.the(Mandate, 1)
    ada.offers_mandate(1, bea)
    bea.accepts_mandate(1)
    after = world.the(Mandate, 1)
    assert (after.state, after.due) == (before.state, before.due) == ("overdue", before.due)
    world.turn_to(after.due)
    assert world.the(Mandate, 1).state == "vacant"


def test_an_offer_falls_with_the_lead_of_who_made_it(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    ada.offers_mandate(1, bea).resigns(1)
    bea.is_refused("9.18", "Nobody offers you").accepts_mandate(1)
    world.pass_days(8)
    cem.takes_up(1).resigns(1)
    world.pass_days(8)
    ada.takes_up(1)
    bea.is_refused("9.18", "Nobody offers you").accepts_mandate(1)
    ada.offers_mandate(1, bea)
    bea.accepts_mandate(1)


def test_nobody_takes_over_more_than_the_cap() -> None:
    world = World().found(report_days="100")
    ada, bea, *_ = world.crowd(5)
    world.decide(ada)
    for _ in range(2):
        world.decide(bea)
    ada.offers_mandate(1, bea)
    bea.is_refused("9.2", "as many mandates").accepts_mandate(1)
    bea.resigns(2).accepts_mandate(1)


def test_what_the_assembly_took_does_not_come_back_by_a_friend(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, dot, eva = cast
    vote = bea.wants(vacates=1)
    for person in (bea, cem, dot, eva):
        person.votes(vote, "yes")
    world.close(vote)
    world.pass_days(8)
    bea.takes_up(1).is_refused("9.10").offers_mandate(1, ada)
    bea.offers_mandate(1, cem)


def test_what_is_declared_carried_out_and_a_seat_are_not_handed_on(world: World) -> None:
    ada, bea, cem, dot, _ = world.crowd(5)
    world.decide(ada)
    ada.completes(1).is_refused("9.18", "declared carried out").offers_mandate(1, bea)
    election = cem.calls_election(1)
    seat = cem.proposes(election)
    vote = world.open_vote(election).number
    for person in (ada, bea, cem, dot):
        person.votes(vote, [[seat]])
    world.close(vote)
    cem.is_refused("9.18", "elected seat").offers_mandate(2, bea)
    world.decide(dot)
    dot.offers_mandate(3, bea)


def test_another_device_offers_only_what_it_has_seen(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    phone = ada.enrols(signing_key("Ada's phone"))
    seen = world.seen()
    ada.offers_mandate(1, bea)
    with world.looking(*seen):
        phone.is_refused("1.12").offers_mandate(1, cem)
    phone.offers_mandate(1, cem)


def test_nobody_leads_it_by_a_yes_to_an_earlier_offer(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    ada.offers_mandate(1, bea)
    before = world.seen()
    ada.offers_mandate(1, bea, offers=False)
    ada.offers_mandate(1, cem).offers_mandate(1, bea)
    with world.looking(*before):
        bea.is_refused("9.18", "have not seen").accepts_mandate(1)
    bea.accepts_mandate(1)
    assert world.the(Mandate, 1).lead == 2


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 5), st.booleans()), max_size=30))
def test_however_it_goes_round_it_is_led_by_who_signed_and_falls_vacant_in_time(
    moves: list[tuple[int, int, bool]],
) -> None:
    world = World().found()
    cast = world.crowd(5)
    world.decide(cast[0])
    due, led = world.the(Mandate, 1).due, cast[0].number
    for who, other, offers in moves:
        person = cast[who]
        if offers:
            done = world.seal(person.key, OfferMandate, mandate=1, member=other)
        else:
            done = world.seal(person.key, AcceptMandate, mandate=1)
        if world.submit(done).refusal is None and not offers:
            led = person.number
        assert lead(world) == led
        assert world.the(Mandate, 1).due == due
    world.turn_to(due + 7 * DAY)
    assert world.the(Mandate, 1).state == "vacant"
