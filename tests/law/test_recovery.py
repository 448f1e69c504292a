"""Chapter 4 of the law, second part: recovery by vouchers."""

from esoviet.law.leaving import Leave
from esoviet.law.records import Key
from esoviet.law.recovery import Recovery
from tests.person import Person
from tests.world import DAY, World, signing_key

NEW = signing_key("Ada's new phone")


def asking(world: World) -> tuple[Person, Person, Person, Person]:
    """Ada has lost her keys and asks with a new one; Bea and Cem know her."""
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    return ada, ada.with_key(NEW).asks_to_recover(1), bea, cem


def recovered(world: World) -> tuple[Person, Person]:
    """The same, vouched for."""
    ada, new, bea, cem = asking(world)
    bea.confirms(new)
    cem.confirms(new)
    return ada, new


def test_vouchers_and_a_waiting_time_give_a_member_back_their_place(world: World) -> None:
    ada, new, bea, cem = asking(world)
    bea.confirms(new)
    assert world.the(Recovery, new.kid).state == "asked"
    cem.confirms(new)
    world.turn_before(world.now + 3 * DAY)
    new.is_refused("1.3", "not enrolled").asks()
    world.pass_ms(1)
    new.asks()
    assert new.number == ada.number


def test_a_recovery_revokes_every_older_key(world: World) -> None:
    ada, phone = world.member("Ada"), signing_key("stolen phone")
    ada.enrols(phone)
    ada.sets_recovery(signing_key("burnt paper"))
    _, new = recovered(world)
    world.pass_days(3)
    keys = {key.kid: key.revoked for key in world.view.by(Key, "member", 1)}
    assert (keys.pop(new.kid), set(keys.values()), len(keys)) == (False, {True}, 3)
    ada.is_refused("1.3", "revoked").asks()


def test_the_old_key_can_stop_a_recovery_that_its_owner_did_not_ask_for(world: World) -> None:
    ada, thief = recovered(world)
    world.turn_before(world.now + 3 * DAY)
    ada.refuses_recovery_by(thief)
    world.pass_days(9)
    assert world.the(Recovery, thief.kid).state == "refused"
    thief.is_refused("1.3").asks()
    ada.asks()


def test_the_recovery_phrase_can_stop_it_too(world: World) -> None:
    paper = world.member("Ada").sets_recovery(signing_key("paper"))
    _, thief = recovered(world)
    paper.refuses_recovery_by(thief)
    assert world.the(Recovery, thief.kid).state == "refused"


def test_the_old_key_can_refuse_before_anybody_vouched(world: World) -> None:
    ada, thief, bea, _ = asking(world)
    ada.refuses_recovery_by(thief)
    bea.is_refused("4.5", "waiting").confirms(thief)
    ada.is_refused("4.6").refuses_recovery_by(thief)


def test_nobody_stops_the_recovery_of_another(world: World) -> None:
    ada, new, bea, _ = asking(world)
    bea.is_refused("4.6").refuses_recovery_by(new)
    bea.is_refused("4.6").refuses_recovery_by(bea)
    ada.refuses_recovery_by(new)


def test_when_the_waiting_time_is_over_the_old_key_comes_too_late(world: World) -> None:
    ada, new = recovered(world)
    world.pass_days(3)
    ada.is_refused("1.3", "revoked").refuses_recovery_by(new)
    new.asks()


def test_a_recovery_is_for_a_member(world: World) -> None:
    world.person("Zoe").applies()
    new = world.member("Ada").with_key(NEW)
    for number in (2, 99):
        new.is_refused("4.4", "no member").asks_to_recover(number)
    new.asks_to_recover(1)


def test_a_key_asks_once(world: World) -> None:
    _, new, *_ = asking(world)
    new.is_refused("1.8", "asked to recover").asks_to_recover(1, seq=1)
    new.is_refused("1.8", "asked to recover").asks_to_recover(2)


def test_each_member_vouches_once_and_never_for_themselves(world: World) -> None:
    ada, new, bea, _ = asking(world)
    bea.is_refused("4.5", "No recovery").confirms(ada)
    ada.is_refused("4.5", "their own").confirms(new)
    bea.confirms(new).is_refused("4.5", "already").confirms(new)


def test_without_vouches_a_recovery_lapses(world: World) -> None:
    _, new, bea, cem = asking(world)
    bea.confirms(new)
    world.pass_days(30)
    cem.is_refused("4.5").confirms(new)
    assert world.the(Recovery, new.kid).state == "lapsed"


def test_of_two_members_the_other_vouches_alone(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    new = ada.with_key(NEW).asks_to_recover(1)
    bea.confirms(new)
    assert world.the(Recovery, new.kid).state == "vouched"


def test_sleeping_members_still_count_as_people_who_could_vouch(world: World) -> None:
    """Else whoever stays awake alone could take the places of all who sleep."""
    _, bea, cem = world.members("Ada", "Bea", "Cem")
    world.pass_days(180)
    thief = bea.with_key(NEW).asks_to_recover(1)
    bea.confirms(thief)
    assert world.the(Recovery, thief.kid).state == "asked"
    cem.confirms(thief)
    assert world.the(Recovery, thief.kid).state == "vouched"


def test_a_member_who_leaves_meanwhile_is_not_brought_back(world: World) -> None:
    ada, new = recovered(world)
    ada.leaves()
    world.pass_days(3)
    assert world.the(Recovery, new.kid).state == "lapsed"
    new.is_refused("1.3").asks()


def test_the_new_phone_can_be_enrolled_when_the_old_one_turns_up(world: World) -> None:
    ada, new = recovered(world)
    phone = ada.enrols(NEW)
    phone.is_refused("1.4", "does not follow").does(Leave, seq=1)
    phone.asks()
    world.pass_days(3)
    assert world.the(Recovery, new.kid).state == "lapsed"
    assert not world.the(Key, ada.kid).revoked


def test_a_key_that_asked_in_vain_does_not_apply_and_a_new_one_does(world: World) -> None:
    ada, new, *_ = asking(world)
    ada.refuses_recovery_by(new)
    zoe = world.person("Zoe")
    zoe.with_key(NEW).is_refused("1.8", "asked to recover").applies(world.link, seq=1)
    zoe.applies(world.link).asks()
    assert world.the(Key, zoe.kid).seq == 2


def test_the_waiting_time_is_the_constitutions() -> None:
    world = World().found(objection_days="1/24")
    _, new, bea, cem = asking(world)
    bea.confirms(new)
    cem.confirms(new)
    assert world.the(Recovery, new.kid).due == world.now + DAY // 24


def test_strangers_do_not_fill_an_assembly_with_requests(world: World) -> None:
    ada = world.member("Ada")
    most = world.view.limits.recoveries
    for number in range(most):
        ada.with_key(signing_key(f"stranger {number}")).asks_to_recover(1)
    late = ada.with_key(NEW)
    late.is_refused("4.4", "Too many recoveries").asks_to_recover(1)
    world.pass_days(31)
    late.asks_to_recover(1)
