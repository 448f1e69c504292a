"""Signing in: a challenge, signed by a member's key, for reading what members only may read."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from esoviet.law.keys import EnrolKey, RevokeKey
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.web.desk import ONE, Desk, desk
from tests.world import World, signing_key

HERE = "node.example"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    world = World().found(readership="members")
    world.members("Ada", "Bea")
    with desk(world, tmp_path) as served:
        yield served


def name_of(at: Desk) -> str:
    """The blob that holds the assembly's name."""
    return at.world.assembly.name.hex()


def read(at: Desk, token: str = "") -> httpx.Response:
    at.forget_cookies()
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return at.get(f"blobs/{name_of(at)}", headers=headers)


def test_who_signs_in_may_read(at: Desk) -> None:
    assert read(at).status_code == 404
    answer = sign_in(at, at.world.member("Ada").key)
    assert answer.status_code == 201
    found = read(at, answer.json()["token"])
    assert (found.status_code, found.content) == (200, at.world.blobs[name_of(at)])


def test_the_same_session_travels_as_a_cookie(at: Desk) -> None:
    answer = sign_in(at, at.world.member("Ada").key)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert at.get(f"blobs/{name_of(at)}").status_code == 200
    assert at.ask("DELETE", "session").status_code == 204
    assert read(at, answer.json()["token"]).status_code == 404


def test_a_stranger_does_not_sign_in(at: Desk) -> None:
    assert sign_in(at, signing_key("nobody")).status_code == 403
    assert sign_in(at, at.world.member("Bea").key).status_code == 201


def test_a_challenge_serves_once_and_here_only(at: Desk) -> None:
    ada = at.world.member("Ada").key
    nonce = at.get("session").json()["nonce"]
    assert proof(at, ada, nonce, assembly="0" * 64).status_code == 403
    assert proof(at, ada, nonce).status_code == 201
    assert proof(at, ada, nonce).status_code == 403
    assert proof(at, ada, nonce[:-4] + "AAAA").status_code == 403


def test_what_was_signed_for_another_address_serves_nobody_here(at: Desk) -> None:
    ada = at.world.member("Ada").key
    nonce = at.get("session").json()["nonce"]
    for origin in ("relay.example", "", "node.example:81"):
        assert proof(at, ada, nonce, origin=origin).status_code == 403
    assert proof(at, ada, nonce).status_code == 201


@pytest.mark.parametrize(
    ("url", "good", "bad"),
    [
        ("https://Soviet.example:443", "soviet.example", "node.example"),
        ("https://soviet.example:8443", "soviet.example:8443", "soviet.example"),
        ("http://soviet.example", "SOVIET.example", "soviet.example:8000"),
    ],
)
def test_a_server_with_an_address_is_spoken_to_there_and_nowhere_else(
    tmp_path: Path, url: str, good: str, bad: str
) -> None:
    world = World().found(readership="members")
    ada = world.member("Ada").key
    with desk(world, tmp_path, url=url) as at:
        for origin, status in ((bad, 403), (good, 201)):
            nonce = at.get("session").json()["nonce"]
            assert proof(at, ada, nonce, origin=origin).status_code == status


def test_a_challenge_is_over_in_time(at: Desk) -> None:
    ada = at.world.member("Ada").key
    nonce = at.get("session").json()["nonce"]
    at.world.now += 300_000
    assert proof(at, ada, nonce).status_code == 403
    assert sign_in(at, ada).status_code == 201


def test_a_session_ends_in_time(at: Desk) -> None:
    token = sign_in(at, at.world.member("Ada").key).json()["token"]
    assert read(at, token).status_code == 200
    at.world.now += 30 * 86_400_000
    assert read(at, token).status_code == 404


def test_a_session_ends_with_its_key(at: Desk) -> None:
    ada, phone = at.world.member("Ada"), signing_key("Ada's telephone")
    at.world.now += 1
    token = sign_in(at, ada.key).json()["token"]
    assert at.hand_in(enrolment(at, ada.key, phone)).status_code == 201
    assert read(at, token).status_code == 200
    other = ada.with_key(phone)
    assert at.does(other, RevokeKey, kid=ada.kid).status_code == 201
    assert read(at, token).status_code == 404


def test_a_forged_signature_does_not_sign_in(at: Desk) -> None:
    ada = at.world.member("Ada").key
    nonce = at.get("session").json()["nonce"]
    payload = msgspec.json.encode({"assembly": at.world.id, "nonce": nonce, "origin": HERE})
    signed = envelope.seal(payload, ada, "session")
    forged = signed.rpartition(b".")[0] + b"." + b"A" * 86
    assert at.ask("POST", "session", content=forged, headers=ONE).status_code == 403
    assert at.ask("POST", "session", content=signed, headers=ONE).status_code == 201


def test_an_act_is_no_sign_in_and_a_sign_in_no_act(at: Desk) -> None:
    ada = at.world.member("Ada").key
    nonce = at.get("session").json()["nonce"]
    payload = msgspec.json.encode({"assembly": at.world.id, "nonce": nonce, "origin": HERE})
    as_act = envelope.seal(payload, ada)
    assert at.ask("POST", "session", content=as_act, headers=ONE).status_code == 400
    as_session = envelope.seal(payload, ada, "session")
    assert at.hand_in(as_session).json()["type"] == "urn:esoviet:closed"
    assert sign_in(at, ada).status_code == 201
    assert at.hand_in(as_session).json()["clause"] == "1.1"


def test_an_assembly_whose_texts_are_public_asks_nobody_to_sign_in(tmp_path: Path) -> None:
    world = World().found(readership="public")
    with desk(world, tmp_path) as at:
        assert read(at).status_code == 200


def sign_in(at: Desk, key: SigningKey) -> httpx.Response:
    return proof(at, key, at.get("session").json()["nonce"])


def proof(
    at: Desk, key: SigningKey, nonce: str, assembly: str = "", origin: str = HERE
) -> httpx.Response:
    payload = {"assembly": assembly or at.world.id, "nonce": nonce, "origin": origin}
    jws = envelope.seal(msgspec.json.encode(payload), key, "session")
    return at.ask("POST", "session", content=jws, headers=ONE)


def test_who_holds_a_revoked_key_is_told_that_and_nothing_else(at: Desk) -> None:
    ada, phone = at.world.member("Ada"), signing_key("a phone of Ada's")
    assert at.hand_in(enrolment(at, ada.key, phone)).status_code == 201
    assert at.does(ada, RevokeKey, kid=key_name(phone.public)).status_code == 201
    answer = sign_in(at, phone)
    assert (answer.status_code, answer.json()["replaced"]) == (403, {})
    assert "set-cookie" not in answer.headers
    assert not [
        said for said in ("Ada", "Bea", at.world.id, "1") if said in answer.json()["detail"]
    ]
    assert read(at).status_code == 404
    assert "replaced" not in sign_in(at, signing_key("nobody")).json()


def test_who_only_names_a_revoked_key_is_told_nothing(at: Desk) -> None:
    ada, phone = at.world.member("Ada"), signing_key("a phone of Ada's")
    at.hand_in(enrolment(at, ada.key, phone))
    at.does(ada, RevokeKey, kid=key_name(phone.public))
    nonce = at.get("session").json()["nonce"]
    said = {"assembly": at.world.id, "nonce": nonce, "origin": HERE}
    good = envelope.seal(msgspec.json.encode(said), phone, "session")
    forged = good.rpartition(b".")[0] + b"." + b"A" * 86
    answers = [at.ask("POST", "session", content=one, headers=ONE) for one in (forged, good)]
    assert ["replaced" in answer.json() for answer in answers] == [False, True]


def enrolment(at: Desk, key: SigningKey, device: SigningKey) -> bytes:
    shown = at.world.proof("enrol-key", key_name(key.public), key_name(device.public), device)
    return at.world.seal(key, EnrolKey, key=b64u(device.public), proof=shown)
