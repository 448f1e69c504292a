"""Chapter 1 of the law: what holds for every act."""

import msgspec
import pytest

from esoviet.law.applications import ApplyToJoin
from esoviet.law.judge import new_state, read_act
from esoviet.law.leaving import Leave
from esoviet.law.membership import SetProfile
from esoviet.law.records import Assembly
from esoviet.law.recovery import AskToRecover
from esoviet.wire import envelope
from esoviet.wire.encoding import b64u
from esoviet.wire.errors import Malformed
from tests.world import World, signing_key

SMALL_ORDER = b64u(bytes.fromhex("01" + "00" * 31))


def test_an_act_for_another_assembly_is_refused(world: World) -> None:
    ada = world.member("Ada")
    ada.is_refused("1.2").does(Leave, assembly="f" * 64)
    ada.does(Leave, assembly=world.id)


def test_only_a_founding_act_begins_a_log(world: World) -> None:
    act = world.seal(world.member("Ada").key, Leave)
    empty = World()
    assert not empty.state.rows(Assembly)
    empty.person("Ada").is_refused("2.1").sends(act)
    assert empty.found().state.rows(Assembly)


def test_a_key_that_nobody_enrolled_is_refused(world: World) -> None:
    zoe = world.person("Zoe")
    zoe.is_refused("1.3", "not enrolled").does(Leave)
    world.member("Zoe").leaves()


def test_a_revoked_key_is_refused(world: World) -> None:
    ada = world.member("Ada")
    phone = ada.enrols(signing_key("Ada's phone"))
    phone.sets_profile()
    ada.revokes(phone.kid)
    phone.is_refused("1.3", "revoked").sets_profile()
    ada.sets_profile()


@pytest.mark.parametrize("bit", [0, 255, 256, 511])
def test_a_signature_with_a_flipped_bit_is_refused(world: World, bit: int) -> None:
    jws = world.seal(world.member("Ada").key, Leave)
    sealed = envelope.parse(jws)
    bent = bytearray(sealed.signature)
    bent[bit // 8] ^= 1 << bit % 8
    ada = world.member("Ada")
    ada.is_refused("1.3").sends(sealed.signing_input + b"." + b64u(bytes(bent)).encode())
    ada.sends(jws)


def test_a_strangers_signature_is_checked_too(world: World) -> None:
    zoe = world.person("Zoe")
    jws = world.seal(zoe.key, ApplyToJoin, key=zoe.public, profile=world.text("Zoe"))
    forged = jws[:-86] + b64u(bytes(64)).encode()
    zoe.is_refused("1.3", "not valid").sends(forged)
    zoe.sends(jws)


@pytest.mark.parametrize("seq", [1, 2, 4, 2**53 - 1])
def test_the_acts_of_a_key_are_numbered_without_holes(world: World, seq: int) -> None:
    ada = world.member("Ada")
    assert len(world.entries) == 2
    ada.is_refused("1.4", "does not follow").does(Leave, seq=seq)
    ada.does(Leave, seq=3)


def test_a_strangers_first_act_has_the_number_one(world: World) -> None:
    zoe = world.person("Zoe")
    zoe.is_refused("1.4", "does not follow").applies(seq=2)
    zoe.applies(seq=1)


def test_each_device_counts_for_itself(world: World) -> None:
    ada = world.member("Ada")
    phone = ada.enrols(signing_key("Ada's phone"))
    phone.is_refused("1.4").does(SetProfile, profile=world.text("x"), seq=4)
    phone.does(SetProfile, profile=world.text("y"), seq=1)


def test_an_act_that_was_handed_in_twice_counts_once(world: World) -> None:
    ada = world.member("Ada")
    jws = world.seal(ada.key, SetProfile, profile=world.text("New"))
    ada.sends(jws).is_refused("1.4").sends(jws)


@pytest.mark.parametrize("size", [0, 3, 2**53 - 1])
def test_nobody_has_seen_a_log_of_a_size_that_it_has_not_had(world: World, size: int) -> None:
    ada = world.member("Ada")
    ada.is_refused("1.5", "a size").does(Leave, seen=(size, world.seen()[1]))
    ada.does(Leave, seen=world.seen())


def test_whoever_saw_another_history_is_refused_here(world: World) -> None:
    other = World().found("Bea")
    ada = world.member("Ada")
    ada.is_refused("1.5", "not this log's").does(Leave, seen=other.seen())
    ada.does(Leave, seen=world.seen(1))


def test_the_root_in_seen_has_one_spelling(world: World) -> None:
    ada = world.member("Ada")
    size, root = world.seen()
    for bent in (root.rstrip("="), root + "\n", root[:-2] + "B=", "", root[:40]):
        ada.is_refused("1.5", "base64").does(Leave, seen=(size, bent))
    ada.does(Leave, seen=(size, root))


def test_members_do_not_do_what_the_host_does(world: World) -> None:
    words = world.text("Me")
    ada = world.member("Ada").sets_profile(words)
    ada.is_refused("1.7", "The host").withholds(words)
    world.host.withholds(words)


def test_the_host_does_not_do_what_members_do(world: World) -> None:
    world.host.is_refused("1.7", "The host").leaves()
    world.host.is_refused("1.7", "The host").applies()
    world.member("Ada").leaves()


def test_whoever_has_left_acts_no_more(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    bea.leaves().is_refused("1.7", "Only members").asks()
    ada.asks()


def test_an_applicant_is_not_a_member_yet(world: World) -> None:
    zoe = world.person("Zoe").applies()
    zoe.is_refused("1.7", "Only members").asks()
    zoe.withdraws_application()


@pytest.mark.parametrize("key", [SMALL_ORDER, "A" * 43, b64u(b"\xff" * 32), "_" * 43])
def test_a_key_that_could_never_sign_is_refused(world: World, key: str) -> None:
    zoe = world.person("Zoe")
    zoe.is_refused("1.8", "cannot be used").applies(key=key)
    zoe.applies(key=zoe.public)


def test_a_stranger_signs_with_the_key_in_the_act(world: World) -> None:
    zoe = world.person("Zoe")
    zoe.is_refused("1.8", "signed by the key").applies(key=world.person("Eve").public)
    zoe.applies(key=zoe.public)


def test_a_key_that_belongs_to_somebody_cannot_apply_again(world: World) -> None:
    ada = world.member("Ada")
    ada.is_refused("1.8", "already").applies()
    ada.is_refused("1.8", "already").does(AskToRecover, key=ada.public, member=1)
    world.person("Zoe").applies()


def test_a_recovery_key_only_enrols_and_revokes(world: World) -> None:
    ada = world.member("Ada")
    paper = ada.sets_recovery(signing_key("twelve words"))
    paper.is_refused("1.9").asks()
    paper.enrols(signing_key("Ada's new phone")).asks()


def test_a_refused_act_changes_nothing(world: World) -> None:
    ada = world.member("Ada")
    before = world.state.digest(), world.seen()
    ada.is_refused("7.2").votes(9, "yes")
    ada.is_refused("1.4").does(Leave, seq=9)
    assert (world.state.digest(), world.seen()) == before


GOOD = b'{"type":"leave","assembly":"a","seq":1,"at":1000,"seen":[1,"r"]}'
BAD = {
    "an unknown type": GOOD.replace(b"leave", b"lead"),
    "no type": GOOD.replace(b'"type":"leave",', b""),
    "an unknown field": GOOD.replace(b'"seq"', b'"why":0,"seq"'),
    "a field too few": GOOD.replace(b'"seq":1,', b""),
    "a field twice": GOOD.replace(b'"seq":1', b'"seq":2,"seq":1'),
    "a number as a text": GOOD.replace(b":1,", b':"1",'),
    "a moment that is no whole second": GOOD.replace(b"1000", b"1001"),
    "no moment": GOOD.replace(b'"at":1000,', b""),
    "a moment before 1970": GOOD.replace(b"1000", b"-1000"),
    "an empty name of the act before": GOOD.replace(b'"at"', b'"prev":"","at"'),
    "null for the act before": GOOD.replace(b'"at"', b'"prev":null,"at"'),
    "capitals in the name of the act before": GOOD.replace(
        b'"at"', b'"prev":"' + b"A" * 64 + b'","at"'
    ),
    "a fraction": GOOD.replace(b'"seq":1', b'"seq":1.0'),
    "an exponent": GOOD.replace(b'"seq":1', b'"seq":1e0'),
    "not a number": GOOD.replace(b'"seq":1', b'"seq":NaN'),
    "a huge number": GOOD.replace(b'"seq":1', b'"seq":' + b"9" * 400),
    "a number beyond 53 bits": GOOD.replace(b'"seq":1', b'"seq":9007199254740992'),
    "the number 0": GOOD.replace(b'"seq":1', b'"seq":0'),
    "a lone surrogate": GOOD.replace(b'"r"', b'"\\ud800"'),
    "bytes that are not UTF-8": GOOD.replace(b'"r"', b'"\xff"'),
    "something after it": GOOD + b"{}",
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "nesting": b"[" * 5000 + GOOD + b"]" * 5000,
    "no object": b"[]",
    "nothing": b"",
}


@pytest.mark.parametrize("payload", BAD.values(), ids=BAD.keys())
def test_a_payload_is_exactly_an_act_or_malformed(payload: bytes) -> None:
    with pytest.raises(Malformed):
        read_act(payload)
    assert read_act(GOOD).type == "leave"


def test_white_space_and_order_are_free(world: World) -> None:
    (size, root), ada = world.seen(), world.member("Ada")
    prev, at = world.last_of(ada.key)[1], world.second
    payload = f'{{ "seq": 3, "seen": [{size}, "{root}"],\n"assembly":"{world.id}","type":"leave"'
    payload += f', "at":{at}, "prev" : "{prev}"}}'
    ada.sends(envelope.seal(payload.encode(), ada.key))
    assert ada.state == "left"


@pytest.mark.parametrize(
    "bent",
    [
        {"sha256": "0" * 64 + "\n"}, {"sha256": "A" * 64}, {"size": 31}, {"size": 2**30 + 1},
        {"media_type": "text/plain\n"}, {"media_type": "text"}, {"media_type": "Text/plain"},
        {"name": "../passwd"}, {"name": "a\nb"}, {"name": "a\n"}, {"name": ""}, {"name": "x" * 201},
        {"lang": "de\n"}, {"lang": "d"}, {"colour": "red"},
    ],
    ids=str,
)  # fmt: skip
def test_a_reference_to_a_text_is_exact(bent: dict[str, object]) -> None:
    good = {
        "sha256": "0" * 64,
        "size": 40,
        "media_type": "text/plain",
        "name": "a.txt",
        "lang": "de",
    }
    act = {"type": "set-profile", "assembly": "a", "seq": 1, "at": 1000, "seen": [1, "r"]}
    assert read_act(msgspec.json.encode(act | {"profile": good})).type == "set-profile"
    with pytest.raises(Malformed):
        read_act(msgspec.json.encode(act | {"profile": good | bent}))


def test_the_empty_state_is_always_the_same() -> None:
    assert new_state().digest() == new_state().digest()
