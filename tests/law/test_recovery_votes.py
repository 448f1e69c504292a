"""Chapter 4 of the law, third part: doubts about a recovery, and the vote on it."""

import pytest

from esoviet.law.recovery import Recovery
from esoviet.law.votes import Ballot, Vote
from tests.law.test_recovery import asking, confirmed_by, state, vouched
from tests.person import Person
from tests.world import DAY, World, signing_key

PAPER = signing_key("paper")


def vote_on(asking: Person) -> int:
    """The vote on a request, once what falls due at this moment has happened."""
    asking.world.pass_ms(0)
    return asking.world.the(Recovery, asking.kid).vote


def decided(new: Person, yes: list[Person], no: list[Person]) -> str:
    """What becomes of a request when they have voted."""
    vote, world = vote_on(new), new.world
    for person in yes:
        person.votes(vote, "yes")
    for person in no:
        person.votes(vote, "no")
    world.close(vote)
    world.pass_ms(0)
    return state(new)


def test_an_act_by_an_old_key_puts_a_recovery_to_the_vote(world: World) -> None:
    ada, new, (bea, cem) = vouched(world)
    ada.asks()
    assert state(new) == "contested"
    assert decided(new, [bea, cem], []) == "done"
    ada.is_refused("1.3", "revoked").asks()


def test_an_act_that_had_not_seen_the_request_says_nothing_about_it(world: World) -> None:
    """It was signed before, and came late."""
    ada, *_ = world.crowd(3)
    seen = world.seen()
    _, new, _ = vouched(world)
    with world.looking(*seen):
        ada.asks()
    assert state(new) == "vouched"
    ada.asks()
    assert state(new) == "contested"


def test_doubts_before_the_vouches_open_the_vote_with_them(world: World) -> None:
    ada, new, others = asking(world)
    ada.asks()
    assert (state(new), vote_on(new)) == ("asked", 0)
    confirmed_by(new, *others)
    assert (state(new), vote_on(new)) == ("contested", 1)


def test_any_member_can_object_with_a_reason(world: World) -> None:
    _, new, (_, _, dot, _) = vouched(world, 5)
    dot.doubts(new)
    assert state(new) == "contested"
    assert vote_on(new) == 1
    dot.is_refused("4.7", "Objections").doubts(new)


def test_each_member_objects_once_and_before_the_vouches_too(world: World) -> None:
    ada, new, (bea, cem, dot, _) = asking(world, 5)
    ada.is_refused("4.7", "your own").doubts(new)
    dot.doubts(new).is_refused("4.7", "already").doubts(new)
    assert state(new) == "asked"
    confirmed_by(new, bea, cem)
    assert state(new) == "contested"


def test_an_old_device_says_no_and_the_assembly_votes(world: World) -> None:
    ada, new, (bea, cem) = vouched(world)
    ada.refuses_recovery_by(new)
    ada.is_refused("4.7", "votes on this").refuses_recovery_by(new)
    assert decided(new, [bea], [cem, ada]) == "refused"
    ada.asks()
    new.is_refused("1.3").asks()


def test_an_old_device_says_no_once_before_the_vouches(world: World) -> None:
    ada, new, others = asking(world)
    ada.refuses_recovery_by(new)
    assert state(new) == "asked"
    ada.is_refused("4.7", "known").refuses_recovery_by(new)
    confirmed_by(new, *others)
    assert state(new) == "contested"


def test_nobody_says_no_for_another(world: World) -> None:
    _, new, (bea, cem) = asking(world)
    bea.is_refused("4.7").refuses_recovery_by(new)
    bea.is_refused("4.7").refuses_recovery_by(cem)


@pytest.mark.parametrize(("against", "ends"), [(1, "done"), (2, "refused")])
def test_two_thirds_must_be_for_it(against: int, ends: str) -> None:
    world = World().found()
    _, new, others = vouched(world, 5)
    others[3].doubts(new)
    assert decided(new, others[against:], others[:against]) == ends


def test_the_support_of_a_decision_must_be_for_it(world: World) -> None:
    _, new, others = vouched(world, 9)
    others[3].doubts(new)
    assert decided(new, others[:2], []) == "refused"


def test_the_vote_cannot_be_rushed() -> None:
    world = World().found(vote_days="1/288", recovery_days="3")
    _, new, (bea, _) = vouched(world)
    bea.doubts(new)
    world.pass_ms(0)
    assert world.the(Vote, vote_on(new)).due == world.now + 3 * DAY


def test_the_vote_lasts_as_long_as_others_at_least() -> None:
    world = World().found(vote_days="20")
    _, new, (bea, _) = vouched(world)
    bea.doubts(new)
    assert world.the(Vote, vote_on(new)).due == world.now + 20 * DAY


def test_the_new_key_does_nothing_before_it_is_over(world: World) -> None:
    _, new, (bea, _) = vouched(world)
    bea.doubts(new)
    vote = vote_on(new)
    world.pass_days(13)
    new.is_refused("1.3", "not enrolled").votes(vote, "yes")


def test_the_recovery_phrase_ends_a_request_at_once(world: World) -> None:
    paper = world.member("Ada").sets_recovery(PAPER)
    _, thief, _ = vouched(world)
    paper.refuses_recovery_by(thief)
    assert state(thief) == "refused"
    world.pass_days(14)
    thief.is_refused("1.3").asks()


def test_the_recovery_phrase_ends_it_while_it_is_voted_on(world: World) -> None:
    paper = world.member("Ada").sets_recovery(PAPER)
    _, thief, (bea, cem) = vouched(world)
    cem.doubts(thief)
    vote = vote_on(thief)
    paper.refuses_recovery_by(thief)
    bea.votes(vote, "yes")
    cem.votes(vote, "yes")
    assert world.close(vote).ending == "adopted"
    world.pass_days(1)
    assert state(thief) == "refused"


def test_whoever_gets_in_by_phrase_needs_no_recovery(world: World) -> None:
    """And those who vouched in good faith do not rest for it."""
    paper = world.member("Ada").sets_recovery(PAPER)
    _, new, (bea, _) = vouched(world)
    phone = paper.enrols(signing_key("phone"))
    assert state(new) == "lapsed"
    phone.asks()
    world.pass_days(30)
    again = paper.with_key(signing_key("again")).asks_to_recover(1)
    bea.confirms(again)


def test_who_vouched_for_what_was_refused_rests(world: World) -> None:
    ada, thief, (bea, cem, dot, eva) = vouched(world, 5)
    ada.asks()
    assert decided(thief, [bea, cem], [ada, dot, eva]) == "refused"
    since = world.the(Recovery, thief.kid).ended
    world.turn_before(since + 180 * DAY)
    again = ada.with_key(signing_key("again")).asks_to_recover(1)
    bea.is_refused("4.8", "refused").confirms(again)
    dot.confirms(again)
    world.pass_ms(1)
    bea.confirms(again)


def test_after_a_refusal_the_member_can_ask_again(world: World) -> None:
    ada, new, (bea, cem, dot, eva) = vouched(world, 5)
    dot.doubts(new)
    assert decided(new, [], [dot, eva, bea]) == "refused"
    again = ada.with_key(signing_key("again")).asks_to_recover(1)
    confirmed_by(again, dot, eva)
    cem.is_refused("4.5").confirms(again)
    world.pass_days(14)
    assert state(again) == "done"


def test_the_new_key_does_not_vote_on_what_stood_still_before(world: World) -> None:
    """A ballot that the member cast before stands."""
    world = World().found(question_days="20")
    ada, *_ = world.crowd(3)
    later = ada.puts_to_vote()
    ada.votes(later, "no")
    _, new, (bea, _) = vouched(world)
    world.pass_days(14)
    new.is_refused("4.10", "stood still").votes(later, "yes")
    bea.votes(later, "yes")
    assert world.the(Ballot, 1, later).ranks == b"\x02"
    new.votes(new.puts_to_vote(), "yes")


def test_the_new_key_does_not_vote_on_what_was_being_read(world: World) -> None:
    world = World().found(reading_days="30")
    ada, bea, _ = world.crowd(3)
    problem, other = world.necessary(ada), world.necessary(bea)
    solution = ada.proposes(problem)
    _, new, _ = vouched(world)
    world.reach(problem, "reading").pass_days(14)
    assert state(new) == "done"
    vote = world.open_vote(problem).number
    new.is_refused("4.10", "stood still").votes(vote, [[solution], [0]])
    bea.votes(vote, [[solution], [0]])
    assert other
