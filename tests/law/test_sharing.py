"""Chapter 9 of the law: a mandate is shared, with the signatures of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.law.carriers import Partner
from esoviet.law.consequences import Consequence
from esoviet.law.mandates import Mandate, Report, at_cap, carriers
from esoviet.law.sharing import AcceptShare, OfferShare
from tests.person import Person
from tests.world import DAY, World, signing_key


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada leads mandate 1."""
    cast = world.crowd(7)
    world.decide(cast[0])
    return cast


def carry(world: World, mandate: int = 1) -> tuple[int, ...]:
    return carriers(world.view, world.the(Mandate, mandate))


def taken(world: World, by: Person, voters: list[Person], **then: object) -> Consequence:
    """A question takes mandate 1 from who carries it."""
    vote = by.wants(vacates=1, **then)
    for person in voters:
        person.votes(vote, "yes")
    world.close(vote)
    return world.view.rows(Consequence)[-1]


def test_who_accepts_a_share_carries_it_too(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    ada.offers_share(1, bea)
    assert carry(world) == (1,)
    cem.is_refused("9.20", "Nobody offers you").accepts_share(1)
    bea.is_refused("9.3", "do not lead").reports(1)
    bea.accepts_share(1).reports(1)
    assert carry(world) == (1, 2)
    assert [one.kind for one in world.view.rows(Report, 1)] == ["joined", "progress"]


def test_a_partner_does_all_that_carrying_it_out_takes(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    ada.shares(1, bea)
    task = bea.opens_task(1)
    mine = ada.opens_task(1)
    bea.closes_task(mine)
    ada.closes_task(task)
    bea.announces(mandate=1)
    cem.is_refused("14.1").announces(mandate=1)
    bea.completes(1)
    ada.is_refused("9.12", "You lead or share").objects_to_completion(1)
    bea.is_refused("9.12", "You lead or share").objects_to_completion(1)
    cem.objects_to_completion(1)


def test_only_who_leads_it_shares_it_with_another_member(world: World, cast: list[Person]) -> None:
    ada, bea, cem, dot, *_ = cast
    ada.shares(1, bea)
    bea.is_refused("9.20", "do not lead").offers_share(1, cem)
    bea.is_refused("9.18", "do not lead").offers_mandate(1, cem)
    ada.is_refused("9.20", "another member").offers_share(1, ada)
    ada.is_refused("9.20", "another member").offers_share(1, bea)
    ada.is_refused("9.20", "another member").offers_share(1, 99)
    dot.leaves()
    ada.is_refused("9.20", "another member").offers_share(1, 4)
    ada.offers_share(1, cem)


def test_an_offer_is_taken_back_and_falls_with_the_lead(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    ada.is_refused("9.20", "said already").offers_share(1, bea, offers=False)
    ada.offers_share(1, bea).is_refused("9.20", "said already").offers_share(1, bea)
    ada.offers_share(1, bea, offers=False)
    bea.is_refused("9.20", "Nobody offers you").accepts_share(1)
    ada.offers_share(1, bea).offers_mandate(1, cem)
    cem.accepts_mandate(1)
    bea.is_refused("9.20", "Nobody offers you").accepts_share(1)
    cem.shares(1, bea)


def test_five_carry_it_and_who_is_asked_has_a_place(world: World, cast: list[Person]) -> None:
    ada, bea, cem, dot, eva, fay, _gus = cast
    ada.shares(1, bea, cem)
    ada.offers_share(1, dot).offers_share(1, eva)
    ada.is_refused("9.20", "At most 5").offers_share(1, fay)
    eva.leaves()
    ada.offers_share(1, fay)
    dot.accepts_share(1)
    fay.accepts_share(1)
    assert carry(world) == (1, 2, 3, 4, 6)


def test_a_share_counts_for_the_cap_of_each() -> None:
    world = World().found(report_days="100", mandate_cap="1")
    ada, bea, cem, *_ = world.crowd(5)
    world.decide(ada)
    ada.offers_share(1, bea).offers_share(1, cem)
    world.decide(bea)
    bea.is_refused("9.2", "as many mandates").accepts_share(1)
    cem.accepts_share(1)
    assert at_cap(world.view, cem.number)
    bea.resigns(2)
    world.pass_days(8)
    cem.is_refused("9.2").takes_up(2)
    cem.resigns(1).takes_up(2)


def test_what_was_due_stays_due_whoever_joins(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    world.pass_days(15)
    before = world.the(Mandate, 1)
    ada.shares(1, bea, cem)
    after = world.the(Mandate, 1)
    assert (after.state, after.due) == (before.state, before.due) == ("overdue", before.due)
    cem.resigns(1)
    ada.resigns(1)
    assert world.the(Mandate, 1).due == after.due
    world.turn_to(after.due)
    assert (world.the(Mandate, 1).state, carry(world)) == ("vacant", ())
    assert not world.view.by(Partner, "held_by", bea.number)


def test_a_report_of_any_of_them_keeps_it(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    ada.shares(1, bea)
    world.pass_days(15)
    bea.reports(1)
    assert world.the(Mandate, 1).state == "active"


def test_who_shares_it_for_longest_leads_on(world: World, cast: list[Person]) -> None:
    ada, bea, cem, dot, *_ = cast
    ada.shares(1, cem, bea)
    ada.resigns(1)
    assert carry(world) == (3, 2)
    cem.leaves()
    assert carry(world) == (2,)
    bea.shares(1, dot).resigns(1)
    assert carry(world) == (4,)
    dot.resigns(1)
    assert (world.the(Mandate, 1).state, carry(world)) == ("vacant", ())


def test_a_partner_steps_out_and_the_others_go_on(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    ada.shares(1, bea, cem)
    bea.resigns(1)
    assert carry(world) == (1, 3)
    bea.is_refused("9.5", "do not lead").resigns(1)
    cem.leaves()
    assert carry(world) == (1,)
    ada.shares(1, bea)


def test_a_partner_takes_it_over_and_it_counts_once() -> None:
    world = World().found(report_days="100", mandate_cap="1")
    ada, bea, cem, *_ = world.crowd(5)
    world.decide(ada)
    ada.shares(1, bea, cem).offers_mandate(1, bea)
    bea.accepts_mandate(1)
    assert carry(world) == (2, 3)
    bea.shares(1, ada)
    assert carry(world) == (2, 3, 1)


def test_all_are_free_when_it_is_carried_out(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    ada.shares(1, bea).completes(1)
    ada.is_refused("9.20", "declared").offers_share(1, cast[2])
    world.pass_days(4)
    assert (world.the(Mandate, 1).state, carry(world)) == ("done", ())
    assert not world.view.by(Partner, "held_by", bea.number)
    assert world.view.rows(Partner, 1)[0].state == "bound"


def test_what_is_declared_stays_so_while_somebody_carries_it(
    world: World, cast: list[Person]
) -> None:
    ada, bea, *_ = cast
    ada.shares(1, bea).completes(1).resigns(1)
    assert world.the(Mandate, 1).state == "declared"
    bea.resigns(1)
    assert (world.the(Mandate, 1).state, world.the(Mandate, 1).declared) == ("vacant", 0)


def test_of_few_the_others_are_those_who_do_not_carry_it() -> None:
    world = World().found()
    ada, bea, cem = world.crowd(3)
    world.decide(ada)
    ada.shares(1, bea).completes(1)
    cem.objects_to_completion(1)
    assert world.the(Mandate, 1).state == "contested"


def test_a_question_takes_it_from_all_or_from_the_one_it_names(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, dot, eva, *_ = cast
    ada.shares(1, bea, cem)
    dot.is_refused("9.10", "does not carry").wants(vacates=1, member=4)
    dot.is_refused("10.8").wants(member=2)
    assert taken(world, dot, [dot, eva, cem], member=1).carriers == (1,)
    assert (carry(world), world.the(Mandate, 1).dismissed) == ((2, 3), (1,))
    bea.is_refused("9.10").offers_share(1, ada)
    assert taken(world, dot, [dot, eva, ada]).carriers == (2, 3)
    assert (world.the(Mandate, 1).state, world.the(Mandate, 1).dismissed) == ("vacant", (1, 2, 3))
    world.pass_days(8)
    bea.is_refused("9.10").takes_up(1)
    dot.takes_up(1)


def test_who_neglected_it_together_waits_like_who_led_it(world: World, cast: list[Person]) -> None:
    ada, bea, cem, dot, *_ = cast
    for person in (bea, dot):
        person.volunteers_for(1)
    ada.shares(1, bea)
    world.pass_days(22)
    assert world.the(Mandate, 1).state == "vacant"
    bea.is_refused("9.6", "First").takes_up(1)
    cem.is_refused("9.6", "First").takes_up(1)
    dot.takes_up(1)


def test_an_elected_seat_is_not_shared(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    election = cem.calls_election(1)
    seat = cem.proposes(election)
    vote = world.open_vote(election).number
    for person in (ada, bea, cem):
        person.votes(vote, [[seat]])
    world.close(vote)
    cem.is_refused("9.20", "elected seat").offers_share(2, bea)
    ada.offers_share(1, bea)


def test_another_device_offers_only_what_it_has_seen(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    phone = ada.enrols(signing_key("Ada's phone"))
    seen = world.seen()
    ada.offers_share(1, bea)
    with world.looking(*seen):
        phone.is_refused("1.12").offers_share(1, bea, offers=False)
    phone.offers_share(1, bea, offers=False)


def test_an_offer_that_was_held_back_does_not_undo_that_it_was_taken_back(
    world: World, cast: list[Person]
) -> None:
    ada, bea, *_ = cast
    phone = ada.enrols(signing_key("Ada's phone"))
    before = world.seen()
    ada.offers_share(1, bea).offers_share(1, bea, offers=False)
    with world.looking(*before):
        phone.is_refused("1.12").offers_share(1, bea)
    bea.is_refused("9.20", "Nobody offers").accepts_share(1)
    phone.offers_share(1, bea)


def test_nobody_is_bound_by_a_yes_to_an_earlier_offer(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    phone = bea.enrols(signing_key("Bea's phone"))
    ada.offers_share(1, bea)
    before = world.seen()
    bea.accepts_share(1, accepts=False)
    ada.offers_share(1, bea)
    with world.looking(*before):
        phone.is_refused("9.20", "have not seen").accepts_share(1)
        phone.is_refused("9.20", "have not seen").accepts_share(1, accepts=False)
    assert carry(world, 1) == (1,)
    phone.accepts_share(1)
    assert carry(world, 1) == (1, 2)


MOVES = st.lists(st.tuples(st.integers(0, 6), st.integers(1, 7), st.integers(0, 3)), max_size=40)


@given(MOVES)
def test_nobody_is_bound_without_their_signature_and_nobody_beyond_the_cap(
    moves: list[tuple[int, int, int]],
) -> None:
    world = World().found(mandate_cap="1", report_days="50")
    cast = world.crowd(7)
    world.decide(cast[0])
    world.decide(cast[1])
    signed = {(1, 1), (2, 2)}
    due = [world.the(Mandate, number).due for number in (1, 2)]
    for who, other, what in moves:
        person, mandate = cast[who], 1 + what % 2
        if what < 2:
            done = world.seal(person.key, OfferShare, mandate=mandate, member=other)
        else:
            done = world.seal(person.key, AcceptShare, mandate=mandate)
        if world.submit(done).refusal is None and what >= 2:
            signed.add((mandate, person.number))
        bound = {(m, member) for m in (1, 2) for member in carry(world, m)}
        assert bound == signed
        assert len({member for _, member in bound}) == len(bound)
        assert [world.the(Mandate, number).due for number in (1, 2)] == due
        assert all(len(carry(world, number)) <= 5 for number in (1, 2))
    world.turn_to(max(due) + 7 * DAY)
    assert {world.the(Mandate, number).state for number in (1, 2)} == {"vacant"}
    assert not any(at_cap(world.view, person.number) for person in cast)
