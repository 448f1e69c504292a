"""Chapter 4 of the law, first part: devices and recovery keys."""

import pytest

from esoviet.law.host import MarkTime
from esoviet.law.keys import EnrolKey, PhraseChange, SetRecoveryKey
from esoviet.law.records import Key
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.world import DAY, World, signing_key

PHONE, PAPER, NEWER = signing_key("phone"), signing_key("paper"), signing_key("newer paper")
SMALL_ORDER = b64u(bytes.fromhex("01" + "00" * 31))


def test_a_second_device_acts_for_the_same_member(world: World) -> None:
    ada = world.member("Ada")
    phone = ada.enrols(PHONE)
    assert phone.number == ada.number
    phone.asks()


def test_a_new_key_must_show_that_it_is_there(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    name = key_name(PHONE.public)
    for proof in (
        world.proof("enrol-key", ada.kid, name, ada.key),
        world.proof("enrol-key", bea.kid, name, PHONE),
        world.proof("enrol-key", "1", name, PHONE),
        world.proof("recovery-key", ada.kid, name, PHONE),
        World().found("Bea").proof("enrol-key", ada.kid, name, PHONE),
        "A" * 86,
        "A" * 85 + "B",
    ):
        ada.is_refused("4.1", "proof").enrols(PHONE, proof)
    ada.enrols(PHONE)


def test_a_device_is_enrolled_by_the_key_that_it_names_alone(world: World) -> None:
    ada, mallory = world.members("Ada", "Mallory")
    paper = ada.sets_recovery(PAPER)
    proof = world.proof("enrol-key", paper.kid, key_name(PHONE.public), PHONE)
    mallory.is_refused("4.1", "proof").enrols(PHONE, proof)
    ada.is_refused("4.1", "proof").enrols(PHONE, proof)
    assert paper.enrols(PHONE, proof).number == ada.number


@pytest.mark.parametrize(("kind", "clause"), [(EnrolKey, "4.1"), (SetRecoveryKey, "4.2")])
def test_a_key_that_could_never_sign_is_not_enrolled(
    world: World, kind: type[EnrolKey] | type[SetRecoveryKey], clause: str
) -> None:
    ada = world.member("Ada")
    ada.is_refused(clause, "cannot be used").does(kind, key=SMALL_ORDER, proof="A" * 86)
    ada.enrols(PHONE)


def test_a_key_is_enrolled_once(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    ada.enrols(PHONE)
    bea.is_refused("4.1", "already").enrols(PHONE)
    ada.is_refused("4.2", "already").sets_recovery(PHONE)
    ada.is_refused("4.1", "already").enrols(world.host.key)
    bea.enrols(PAPER)


def test_a_member_has_at_most_twenty_keys(world: World) -> None:
    ada = world.member("Ada")
    devices = [ada.enrols(signing_key(f"device {n}")) for n in range(19)]
    ada.is_refused("4.1", "at most 20").enrols(PHONE)
    ada.revokes(devices[0].kid).enrols(PHONE)


def test_a_member_enrols_at_most_five_hundred_keys_in_all(world: World) -> None:
    ada = world.member("Ada")
    for n in range(499):
        ada.revokes(ada.enrols(signing_key(f"device {n}")).kid)
    ada.is_refused("4.1", "500").enrols(PHONE)
    ada.is_refused("4.2", "500").sets_recovery(PAPER)
    world.member("Bea").enrols(PHONE)


def test_the_first_recovery_key_is_set_at_once(world: World) -> None:
    world.member("Ada").sets_recovery(PAPER).enrols(PHONE)


def test_a_recovery_key_that_a_device_sets_takes_the_place_of_the_old_one_later(
    world: World,
) -> None:
    ada = world.member("Ada")
    paper = ada.sets_recovery(PAPER)
    newer = ada.sets_recovery(NEWER)
    world.turn_before(world.now + 14 * DAY)
    newer.is_refused("1.3", "not enrolled").enrols(PHONE)
    phone = paper.enrols(PHONE)
    phone.does(MarkTime)
    world.pass_ms(1)
    paper.is_refused("1.3", "revoked").enrols(signing_key("tablet"))
    newer.enrols(signing_key("tablet"))


def test_the_recovery_key_calls_an_announced_one_off(world: World) -> None:
    ada = world.member("Ada")
    paper = ada.sets_recovery(PAPER)
    newer = ada.sets_recovery(NEWER)
    paper.revokes(newer.kid)
    world.pass_days(14)
    newer.is_refused("1.3").enrols(PHONE)
    paper.enrols(PHONE)


def test_an_announced_recovery_key_falls_with_the_device_that_announced_it(world: World) -> None:
    ada = world.member("Ada")
    paper = ada.sets_recovery(PAPER)
    stolen, phone = ada.enrols(signing_key("stolen")), ada.enrols(PHONE)
    newer = stolen.sets_recovery(NEWER)
    paper.revokes(phone.kid)
    assert world.get(PhraseChange, ada.number)
    paper.revokes(stolen.kid)
    world.pass_days(14)
    newer.is_refused("1.3").enrols(PHONE)


def test_the_recovery_key_can_replace_itself(world: World) -> None:
    ada = world.member("Ada")
    paper = ada.sets_recovery(PAPER)
    announced = ada.sets_recovery(signing_key("announced"))
    newer = paper.sets_recovery(NEWER)
    assert world.the(Key, paper.kid).seq == 1
    paper.is_refused("1.3").enrols(PHONE)
    newer.enrols(PHONE)
    world.pass_days(14)
    announced.is_refused("1.3").enrols(signing_key("tablet"))


def test_a_device_announces_another_key_anew(world: World) -> None:
    """The time begins anew, and the one before is forgotten."""
    ada = world.member("Ada")
    ada.sets_recovery(PAPER)
    first = ada.sets_recovery(NEWER)
    world.pass_days(10)
    second = ada.sets_recovery(signing_key("newest"))
    world.pass_days(13)
    first.is_refused("1.3").enrols(PHONE)
    second.is_refused("1.3").enrols(PHONE)
    world.pass_days(1)
    second.enrols(PHONE)


def test_no_device_revokes_the_recovery_key(world: World) -> None:
    ada = world.member("Ada")
    paper = ada.sets_recovery(PAPER)
    ada.is_refused("4.3", "No device").revokes(paper.kid)
    paper.revokes(paper.kid)
    ada.sets_recovery(NEWER).enrols(PHONE)


def test_an_announced_key_that_was_enrolled_meanwhile_stays_what_it_is(world: World) -> None:
    ada = world.member("Ada")
    paper = ada.sets_recovery(PAPER)
    ada.sets_recovery(PHONE)
    paper.enrols(PHONE)
    world.pass_days(14)
    assert world.the(Key, key_name(PHONE.public)).kind == "device"
    paper.enrols(signing_key("tablet"))


def test_who_has_left_and_lost_the_phone_gets_back_to_what_is_theirs_by_the_phrase(
    world: World,
) -> None:
    ada, *_ = world.crowd(3)
    phrase = ada.sets_recovery(signing_key("twelve words"))
    words = world.text("Ada herself")
    ada.sets_profile(words).leaves()
    ada.is_refused("1.7").raises("The roof leaks")
    phrase.is_refused("1.9").erases(words)
    phone = phrase.enrols(signing_key("another phone"))
    phone.is_refused("1.7").sets_profile("I am still here")
    phone.erases(words)


def test_who_has_left_gets_no_new_recovery_key(world: World) -> None:
    ada = world.member("Ada")
    world.member("Bea")
    paper = ada.sets_recovery(PAPER)
    newer = ada.sets_recovery(NEWER)
    ada.leaves()
    world.pass_days(14)
    assert world.get(Key, newer.kid) is None
    assert not world.the(Key, paper.kid).revoked


def test_a_lost_device_is_revoked_with_the_recovery_key(world: World) -> None:
    ada = world.member("Ada")
    paper = ada.sets_recovery(PAPER)
    phone = paper.enrols(PHONE)
    paper.revokes(ada.kid)
    ada.is_refused("1.3", "revoked").asks()
    phone.asks()


def test_a_key_can_revoke_itself_but_never_the_last_one(world: World) -> None:
    ada = world.member("Ada")
    ada.is_refused("4.3", "last key").revokes(ada.kid)
    phone = ada.enrols(PHONE)
    ada.revokes(ada.kid)
    assert world.the(Key, ada.kid).revoked
    phone.is_refused("4.3", "last key").revokes(phone.kid)


def test_only_standing_keys_of_ones_own_are_revoked(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    phone = ada.enrols(PHONE)
    ada.is_refused("4.3", "not a key of yours").revokes(bea.kid)
    ada.is_refused("4.3", "not a key of yours").revokes("A" * 43)
    ada.is_refused("4.3", "not a key of yours").revokes(world.host.kid)
    ada.revokes(phone.kid).is_refused("4.3", "already").revokes(phone.kid)


def test_a_revoked_key_is_never_enrolled_again(world: World) -> None:
    ada = world.member("Ada")
    ada.revokes(ada.enrols(PHONE).kid)
    ada.is_refused("4.1", "already").enrols(PHONE)
    ada.enrols(PAPER)
