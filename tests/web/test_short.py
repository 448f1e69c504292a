"""Short addresses: /to/k7f2m-9xqm4, and what a stranger learns by them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from esoviet.web.http.short import code_of, named_by, read_code, short_of
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from tests.web.desk import ONE, Desk, desk
from tests.web.test_closed import told
from tests.world import World, signing_key

NOBODY = "00000-00000"


def served(folder: Path, readership: str, **settings: Any) -> Any:
    world = World().found(readership=readership)
    world.members("Ada", "Bea")
    return desk(world, folder, **settings)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with served(tmp_path, "members") as closed:
        yield closed


def to(at: Desk, short: str, **sent: Any) -> httpx.Response:
    at.forget_cookies()
    return at.ask("GET", f"/to/{short}", **sent)


def proof(at: Desk, short: str, key: SigningKey, **said: str) -> httpx.Response:
    """Sign a challenge of a short address."""
    nonce = at.ask("GET", f"/to/{short}/session").json()["nonce"]
    payload = {"assembly": short, "nonce": nonce, "origin": "node.example", **said}
    jws = envelope.seal(msgspec.json.encode(payload), key, "session")
    return at.ask("POST", f"/to/{short}/session", content=jws, headers=ONE)


def test_it_is_read_however_it_was_typed() -> None:
    identity = "0c" + "f" * 62
    code, short = code_of(identity), short_of(identity)
    assert short == "1kzzz-zzzzz"
    for typed in (short, short.upper(), " 1kzzz zzzzz ", "ikzzz–zzzzz", "LKZZZZZZZZ"):
        assert read_code(typed) == code
    assert read_code("ooooo-ooooo") == "0000000000"
    for no_code in ("", "1kzzz-zzzz", "1kzzz-zzzzzz", "1kzzz-zzzz!", "é" * 10):
        assert read_code(no_code) == ""


def test_an_id_has_the_code_of_its_first_fifty_bits() -> None:
    ids = ["8" * 64, "8" * 12 + "b" + "0" * 51, "8" * 12 + "c" + "0" * 51, "9" * 64]
    assert named_by(code_of(ids[0]), ids) == sorted(ids[:2])


def test_it_leads_to_an_assembly_that_anybody_may_read(tmp_path: Path) -> None:
    with served(tmp_path, "public") as at:
        short = short_of(at.world.id)
        for typed in (short, short.upper(), short.replace("-", "")):
            answer = to(at, typed)
            assert (answer.status_code, answer.headers["location"]) == (303, f"/a/{at.world.id}")
        form = at.ask("GET", f"/to?code={short.upper()}")
        assert (form.status_code, form.headers["location"]) == (303, f"/to/{short}")
        assert "That is no short address" in at.ask("GET", "/to?code=abc").text


def test_several_with_one_address_are_listed_with_name_age_and_members(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path, "public") as at:
        sleeping, identity = at.node.sleeping, at.world.id
        twin = identity[:13] + "0" * 51
        sleeping.known[twin] = sleeping.known[identity]._replace(
            assembly=twin, name="Twins", members=7
        )
        page = to(at, short_of(identity))
        assert page.status_code == 200
        for said in (f"/a/{identity}", f"/a/{twin}", "Twins", "7 members", "founded on"):
            assert said in page.text
        del sleeping.known[twin]


def test_a_closed_assembly_is_answered_as_one_that_is_nowhere(at: Desk) -> None:
    short = short_of(at.world.id)
    for accept in ("text/html", "application/json"):
        sent = {"headers": {"accept": accept, "accept-encoding": "identity"}}
        ours, nobodys = to(at, short, **sent), to(at, NOBODY, **sent)
        assert told(ours, short) == told(nobodys, NOBODY)
        assert ours.status_code == 404
    stranger = signing_key("nobody")
    answers = [told(proof(at, one, stranger), one) for one in (short, NOBODY)]
    assert answers[0] == answers[1]
    assert at.world.id not in str(answers)


def test_the_phrase_of_a_member_finds_the_way_to_it(at: Desk) -> None:
    short, ada = short_of(at.world.id), at.world.member("Ada")
    for key in (ada.key, at.world.member("Bea").key):
        answer = proof(at, short, key)
        assert (answer.status_code, answer.json()) == (200, {"assembly": at.world.id})
    assert proof(at, NOBODY, ada.key).status_code == 403
    assert proof(at, short, ada.key, origin="relay.example").status_code == 403
    assert proof(at, short, ada.key, assembly=at.world.id).status_code == 403
    assert at.ask("GET", "/to/nothing/session").status_code == 404


def test_what_opens_a_short_address_opens_no_session(at: Desk) -> None:
    """The same signature, handed in at the assembly itself, is refused; and the other way round."""
    short, ada = short_of(at.world.id), at.world.member("Ada").key
    nonce = at.ask("GET", f"/to/{short}/session").json()["nonce"]
    said = {"assembly": short, "nonce": nonce, "origin": "node.example"}
    jws = envelope.seal(msgspec.json.encode(said), ada, "session")
    assert at.ask("POST", "session", content=jws, headers=ONE).status_code == 403
    assert at.ask("POST", f"/to/{short}/session", content=jws, headers=ONE).status_code == 200
    assert at.ask("POST", f"/to/{short}/session", content=jws, headers=ONE).status_code == 403


def test_who_tries_one_after_the_other_is_slowed_down(tmp_path: Path) -> None:
    with served(tmp_path, "members", stranger_rate=5, trusted_proxies=("127.0.0.1",)) as at:
        far = {"headers": {"x-forwarded-for": "203.0.113.9"}}
        answers = [to(at, f"{n:05d}-00000", **far).status_code for n in range(9)]
        assert answers == [404] * 5 + [429] * 4
        near = to(at, NOBODY, headers={"x-forwarded-for": "198.51.100.7"})
        assert near.status_code == 404
