"""What came of a mandate is said of each term, in the ledger."""

from esoviet.figures.rotation import Ledger
from tests.person import Person
from tests.world import DAY, World


def ends(world: World) -> list[tuple[int, str]]:
    """Who led, and how that ended, in the order of the ledger."""
    return [(one.lead, one.end) for one in Ledger(world.view).terms]


def elects(world: World, election: int, *candidates: Person) -> None:
    """All vote for these candidates, the first first."""
    found = [[candidate.proposes(election)] for candidate in candidates]
    vote = world.open_vote(election).number
    for person in world.present():
        person.votes(vote, found)
    world.close(vote)


def test_a_mandate_goes_from_hand_to_hand_until_it_is_done(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    world.decide(ada)
    ada.resigns(1)
    world.pass_days(8)
    bea.takes_up(1)
    world.pass_days(22)
    world.pass_days(8)
    cem.takes_up(1)
    cem.reports(1)
    world.carry_out(cem, 1)
    assert ends(world) == [(1, "resigned"), (2, "neglected"), (3, "done")]
    assert [one.reports for one in Ledger(world.view).terms] == [1, 0, 2]
    neglected = Ledger(world.view).terms[1]
    assert neglected.ended - neglected.begun == 21 * DAY


def test_a_mandate_that_is_handed_on_wins_no_time(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    world.decide(ada)
    world.pass_days(10)
    ada.offers_mandate(1, bea)
    bea.accepts_mandate(1)
    world.pass_days(9)
    bea.offers_mandate(1, ada)
    ada.accepts_mandate(1)
    world.pass_days(3)
    cem.asks()
    assert ends(world) == [(1, "handed-on"), (2, "handed-on"), (1, "neglected")]
    first, _, last = Ledger(world.view).terms
    assert last.ended - first.begun == 21 * DAY


def test_who_leads_it_still_has_no_end(world: World) -> None:
    world.crowd(3)
    world.decide(world.person("Ada"))
    assert ends(world) == [(1, "")]


def test_who_left_or_was_dismissed_is_told_so(world: World) -> None:
    ada, bea, *others = world.crowd(5)
    world.decide(ada)
    vote = bea.wants(vacates=1)
    for person in (bea, *others):
        person.votes(vote, "yes")
    world.close(vote)
    world.pass_days(8)
    bea.takes_up(1)
    bea.leaves()
    assert ends(world) == [(1, "dismissed"), (2, "left")]


def test_a_seat_ends_when_others_are_elected() -> None:
    world = World().found(term_days="30", report_days="60")
    ada, bea, cem, *_ = world.crowd(5)
    elects(world, ada.calls_election(1), ada, bea)
    world.pass_days(31)
    elects(world, cem.calls_election(1, renews=1), cem)
    assert ends(world) == [(1, "renewed"), (3, "")]


def test_a_seat_that_is_given_back_goes_to_the_next_at_once() -> None:
    world = World().found()
    ada, bea, *_ = world.crowd(5)
    elects(world, ada.calls_election(1), ada, bea)
    ada.resigns(1)
    world.pass_days(1)
    assert ends(world) == [(1, "resigned"), (2, "")]
