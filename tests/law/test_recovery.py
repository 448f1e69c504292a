"""Chapter 4 of the law, second part: asking, vouching, taking effect."""

from esoviet.law.leaving import Leave
from esoviet.law.membership import is_settled
from esoviet.law.records import Key
from esoviet.law.recovery import Recovery, vouches_needed
from tests.person import Person
from tests.world import DAY, World, signing_key

NEW = signing_key("Ada's new phone")


def asking(world: World, size: int = 3) -> tuple[Person, Person, list[Person]]:
    """Ada has lost her keys and asks with a new one; the others know her."""
    ada, *others = world.crowd(size)
    return ada, ada.with_key(NEW).asks_to_recover(1), others


def vouched(world: World, size: int = 3) -> tuple[Person, Person, list[Person]]:
    """The same, vouched for."""
    ada, new, others = asking(world, size)
    confirmed_by(new, *others[: vouches_needed(world.view)])
    return ada, new, others


def confirmed_by(new: Person, *others: Person) -> None:
    """They all vouch for a new key."""
    for person in others:
        person.confirms(new)


def state(asking: Person) -> str:
    """How a request stands."""
    return asking.world.the(Recovery, asking.kid).state


def test_vouchers_and_a_waiting_time_give_a_member_back_their_place(world: World) -> None:
    ada, new, (bea, cem) = asking(world)
    bea.confirms(new)
    assert state(new) == "asked"
    cem.confirms(new)
    world.turn_before(world.now + 14 * DAY)
    new.is_refused("1.3", "not enrolled").asks()
    world.pass_ms(1)
    new.asks()
    assert new.number == ada.number


def test_a_recovery_revokes_every_older_key(world: World) -> None:
    ada, phone = world.member("Ada"), signing_key("stolen phone")
    ada.enrols(phone)
    ada.sets_recovery(signing_key("burnt paper"))
    _, new, _ = vouched(world)
    world.pass_days(14)
    keys = {key.kid: key.revoked for key in world.view.by(Key, "member", 1)}
    assert (keys.pop(new.kid), set(keys.values()), len(keys)) == (False, {True}, 3)
    ada.is_refused("1.3", "revoked").asks()


def test_a_recovery_is_for_a_member(world: World) -> None:
    world.crowd(3)
    world.person("Zoe").applies()
    new = world.member("Ada").with_key(NEW)
    for number in (4, 99):
        new.is_refused("4.4", "no member").asks_to_recover(number)
    new.asks_to_recover(1)


def test_a_key_asks_once(world: World) -> None:
    _, new, _ = asking(world)
    new.is_refused("1.8", "asked to recover").asks_to_recover(1, seq=1)
    new.is_refused("1.8", "asked to recover").asks_to_recover(2)


def test_each_member_vouches_once_and_never_for_themselves(world: World) -> None:
    ada, new, (bea, _) = asking(world)
    bea.is_refused("4.5", "No recovery").confirms(ada)
    ada.is_refused("4.5", "their own").confirms(new)
    bea.confirms(new).is_refused("4.5", "already").confirms(new)


def test_without_vouches_a_recovery_lapses(world: World) -> None:
    _, new, (bea, cem) = asking(world)
    bea.confirms(new)
    world.pass_days(30)
    cem.is_refused("4.5").confirms(new)
    assert state(new) == "lapsed"


def test_in_an_assembly_of_two_only_the_phrase_serves(world: World) -> None:
    ada, _ = world.members("Ada", "Bea")
    ada.with_key(NEW).is_refused("4.4", "phrase").asks_to_recover(1)
    world.member("Cem")
    ada.with_key(NEW).asks_to_recover(1)


def test_a_third_of_the_members_vouch(world: World) -> None:
    _, new, others = asking(world, 10)
    confirmed_by(new, *others[:3])
    assert state(new) == "asked"
    others[3].confirms(new)
    assert state(new) == "vouched"


def test_never_more_than_five_vouch(world: World) -> None:
    _, new, others = asking(world, 31)
    confirmed_by(new, *others[:4])
    assert state(new) == "asked"
    others[4].confirms(new)
    assert state(new) == "vouched"


def test_sleeping_members_still_count_as_people_who_could_vouch(world: World) -> None:
    """Else whoever stays awake could take the places of all who sleep."""
    _, *others = world.crowd(10)
    world.pass_days(180)
    thief = others[0].with_key(NEW).asks_to_recover(1)
    confirmed_by(thief, *others[:3])
    assert state(thief) == "asked"
    others[3].confirms(thief)
    assert state(thief) == "vouched"


def test_only_settled_members_vouch(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    world.pass_days(7)
    zoe = world.person("Zoe").applies(world.link)
    bea.vouches_for(zoe)
    world.turn_to(zoe.record.due)
    new = ada.with_key(NEW).asks_to_recover(1)
    zoe.is_refused("4.5", "settled").confirms(new)
    cem.confirms(new)
    world.turn_to(zoe.record.since + 30 * DAY)
    again = ada.with_key(signing_key("again")).asks_to_recover(1)
    zoe.confirms(again)


def test_each_vouches_for_one_recovery_in_a_while(world: World) -> None:
    _, new, (bea, cem, dot) = asking(world, 4)
    bea.confirms(new)
    other = cem.with_key(signing_key("Cem's new phone")).asks_to_recover(3)
    bea.is_refused("4.5", "a short while ago").confirms(other)
    dot.confirms(other)
    world.pass_days(29)
    again = cem.with_key(signing_key("Cem's newer phone")).asks_to_recover(3)
    bea.is_refused("4.5", "a short while ago").confirms(again)
    world.pass_days(1)
    bea.confirms(again)


def test_the_first_request_that_is_vouched_for_counts(world: World) -> None:
    ada, thief, (bea, cem, dot, eva) = asking(world, 5)
    bea.confirms(thief)
    new = ada.with_key(signing_key("Ada's own")).asks_to_recover(1)
    confirmed_by(new, cem, dot)
    assert (state(thief), state(new)) == ("lapsed", "vouched")
    eva.is_refused("4.5", "No recovery").confirms(thief)
    ada.with_key(signing_key("late")).is_refused("4.4", "has its vouches").asks_to_recover(1)
    cem.with_key(signing_key("Cem's own")).asks_to_recover(3)


def test_a_vouch_counts_while_who_gave_it_is_a_member(world: World) -> None:
    _, new, (bea, cem, dot) = vouched(world, 4)
    cem.leaves()
    world.pass_days(14)
    assert state(new) == "asked"
    dot.confirms(new)
    assert state(new) == "vouched"
    bea.asks()
    world.pass_days(14)
    assert state(new) == "done"


def test_a_member_who_leaves_meanwhile_is_not_brought_back(world: World) -> None:
    ada, new, _ = vouched(world)
    ada.leaves()
    world.pass_days(14)
    assert state(new) == "lapsed"
    new.is_refused("1.3").asks()


def test_nobody_vouches_for_who_has_left(world: World) -> None:
    ada, new, (bea, *_) = asking(world, 4)
    ada.leaves()
    bea.is_refused("4.5", "not a member any more").confirms(new)


def test_the_new_phone_can_be_enrolled_when_the_old_one_turns_up(world: World) -> None:
    ada, new, _ = vouched(world)
    phone = ada.enrols(NEW)
    assert state(new) == "lapsed"
    phone.is_refused("1.4", "does not follow").does(Leave, seq=1)
    phone.asks()
    world.pass_days(14)
    assert not world.the(Key, ada.kid).revoked


def test_a_key_that_asked_in_vain_does_not_apply_and_a_new_one_does(world: World) -> None:
    _, _, _ = asking(world)
    world.pass_days(30)
    zoe = world.person("Zoe")
    zoe.with_key(NEW).is_refused("1.8", "asked to recover").applies(world.link, seq=1)
    zoe.applies()
    assert world.the(Key, zoe.kid).seq == 1


def test_the_waiting_time_is_the_constitutions() -> None:
    world = World().found(recovery_days="3")
    _, new, _ = vouched(world)
    assert world.the(Recovery, new.kid).due == world.now + 3 * DAY


def test_who_has_recovered_settles_anew(world: World) -> None:
    ada, new, _ = vouched(world)
    assert is_settled(world.view, ada.record)
    world.pass_days(14)
    assert not is_settled(world.view, new.record)
    world.pass_days(30)
    assert is_settled(world.view, new.record)


def both_asking(world: World, size: int) -> tuple[Person, Person]:
    """Two members have lost their keys, and have the vouches one after the other."""
    ada, bea, *others = world.crowd(size)
    first = ada.with_key(signing_key("first")).asks_to_recover(1)
    second = bea.with_key(signing_key("second")).asks_to_recover(2)
    half = len(others) // 2
    confirmed_by(second, *others[half : half + 5])
    world.pass_days(1)
    confirmed_by(first, *others[:5])
    return first, second


def test_others_wait_their_turn_in_order() -> None:
    """One of twenty in a time: here one at least, and of thirty-nine no more."""
    world = World().found()
    first, second = both_asking(world, 39)
    world.pass_days(14)
    assert (state(first), state(second)) == ("vouched", "done")
    world.turn_before(world.the(Recovery, second.kid).ended + 14 * DAY)
    assert state(first) == "vouched"
    world.pass_ms(1)
    assert state(first) == "done"


def test_of_forty_two_recover_in_one_time() -> None:
    world = World().found()
    first, second = both_asking(world, 40)
    world.pass_days(14)
    assert (state(first), state(second)) == ("done", "done")


def test_who_waits_longest_is_next_whatever_their_key_is_called() -> None:
    """Three at once, and the deadlines of the two that wait fall together."""
    world = World().found()
    people = world.crowd(20)
    new = [who.with_key(signing_key(f"new {who.name}")) for who in people[:3]]
    for number, one in enumerate(new, 1):
        one.asks_to_recover(number)
    new = sorted(new, key=lambda one: one.kid, reverse=True)
    for place, one in enumerate(new):
        confirmed_by(one, *people[3 + 5 * place : 8 + 5 * place])
        world.pass_days(1)
    for done in range(3):
        world.pass_days(14)
        assert [state(one) for one in new] == ["done"] * (done + 1) + ["vouched"] * (2 - done)


def test_strangers_keep_nobody_from_asking(world: World) -> None:
    ada, *others = world.crowd(3)
    first = ada.with_key(signing_key("known to Bea")).asks_to_recover(1)
    others[0].confirms(first)
    most = world.view.limits.recoveries
    strangers = [ada.with_key(signing_key(f"stranger {number}")) for number in range(most)]
    for stranger in strangers:
        stranger.asks_to_recover(1)
    assert (state(first), state(strangers[0])) == ("asked", "lapsed")
    new = ada.with_key(NEW).asks_to_recover(1)
    assert (state(first), state(strangers[1]), state(new)) == ("asked", "lapsed", "asked")
    assert world.view.count_by(Recovery, "pending", 1) == most
