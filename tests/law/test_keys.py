"""Chapter 4 of the law, first part: devices and recovery keys."""

import pytest

from esoviet.law.keys import EnrolKey, SetRecoveryKey
from esoviet.law.records import Key
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.world import World, signing_key

PHONE, PAPER = signing_key("phone"), signing_key("paper")
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


def test_a_new_recovery_key_takes_the_place_of_the_old_one(world: World) -> None:
    ada = world.member("Ada")
    paper = ada.sets_recovery(PAPER)
    newer = ada.sets_recovery(signing_key("newer paper"))
    paper.is_refused("1.3", "revoked").enrols(PHONE)
    newer.enrols(PHONE)


def test_the_recovery_key_can_replace_itself(world: World) -> None:
    paper = world.member("Ada").sets_recovery(PAPER)
    newer = paper.sets_recovery(signing_key("newer paper"))
    assert world.the(Key, paper.kid).seq == 1
    paper.is_refused("1.3").enrols(PHONE)
    newer.enrols(PHONE)


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
