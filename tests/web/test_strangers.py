"""What strangers can do to a node is bounded, each address by itself."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from esoviet.law.applications import ApplyToJoin, KeyProof
from esoviet.law.membership import SetProfile
from esoviet.node.config import Config
from esoviet.web.http.rates import Strangers, limits_of
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.web.desk import Desk, desk
from tests.world import World

AWAY = {"x-forwarded-for": "203.0.113.7"}
ELSEWHERE = {"x-forwarded-for": "198.51.100.9"}
RATE = 5


@pytest.fixture
def world() -> World:
    return World().found()


def application(at: Desk, name: str, **headers: str) -> httpx.Response:
    """Somebody applies without an invitation."""
    who, words = at.world.person(name), at.world.text(name)
    at.bring(words)
    act = at.world.seal(who.key, ApplyToJoin, key=who.public, profile=words)
    return at.hand_in(act, **headers)


def near(tmp_path: Path, world: World, trusted: tuple[str, ...] = ("127.0.0.1",)) -> Any:
    """A node behind a web server on the same machine."""
    return desk(world, tmp_path, stranger_rate=RATE, trusted_proxies=trusted)


def test_strangers_of_one_address_are_slowed_down(world: World, tmp_path: Path) -> None:
    with near(tmp_path, world) as at:
        answers = [application(at, f"Stranger {n}", **AWAY) for n in range(RATE + 1)]
        assert [a.status_code for a in answers] == [201] * RATE + [429]
        assert answers[-1].headers["content-type"] == "application/problem+json"
        assert int(answers[-1].headers["retry-after"]) > 0
        assert application(at, "Another", **ELSEWHERE).status_code == 201


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("::ffff:127.0.0.1", None, None),
        ("::ffff:127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "::ffff:203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", None, "203.0.113.7"),
        ("::ffff:203.0.113.7", "198.51.100.9", "203.0.113.7"),
    ],
)
def test_an_ipv4_address_is_one_however_it_is_written(
    peer: str, forwarded: str | None, address: str | None
) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    request = Request({"type": "http", "client": (peer, 1), "headers": headers})
    limits = limits_of(Config(stranger_rate=RATE))
    assert Strangers(limits, ("127.0.0.1",)).address(request) == address


def test_this_machine_itself_is_not(world: World, tmp_path: Path) -> None:
    with near(tmp_path, world) as at:
        answers = [application(at, f"Stranger {n}") for n in range(RATE + 3)]
        assert {answer.status_code for answer in answers} == {201}


def test_members_are_never_slowed_down(world: World, tmp_path: Path) -> None:
    ada = world.member("Ada")
    with near(tmp_path, world) as at:
        for number in range(RATE + 3):
            words = world.text(f"Ada {number}")
            at.bring(words)
            act = world.seal(ada.key, SetProfile, profile=words)
            assert at.hand_in(act, **AWAY).status_code == 201


def test_whom_somebody_invited_is_no_stranger(world: World, tmp_path: Path) -> None:
    link = world.link
    with near(tmp_path, world) as at:
        for number in range(RATE + 3):
            who, words = world.person(f"Guest {number}"), world.text(f"Guest {number}")
            at.bring(words)
            proof = world.proof("invitation", key_name(link.public), who.kid, link)
            shown = KeyProof(key=b64u(link.public), proof=proof)
            act = world.seal(who.key, ApplyToJoin, key=who.public, profile=words, invitation=shown)
            assert at.hand_in(act, **AWAY).status_code == 201


@pytest.mark.parametrize("assembly", ["é", "0" * 64])
def test_an_invitation_elsewhere_is_none_here(world: World, tmp_path: Path, assembly: str) -> None:
    who, shown = world.person("Eve"), KeyProof(key=b64u(world.link.public), proof="A" * 86)
    with near(tmp_path, world) as at:
        answers = []
        for number in range(RATE + 1):
            words = world.text(f"Eve {number}")
            act = world.seal(who.key, ApplyToJoin, key=who.public, profile=words,
                             invitation=shown, assembly=assembly)  # fmt: skip
            answers.append(at.hand_in(act, **AWAY).status_code)
        assert answers == [422] * RATE + [429]


def test_nonsense_and_forgeries_count_too(world: World, tmp_path: Path) -> None:
    ada = world.member("Ada")
    forged = world.seal(ada.key, SetProfile, profile=world.text("Ada")).rpartition(b".")[0]
    with near(tmp_path, world) as at:
        for _ in range(2):
            assert at.hand_in(b"nonsense", **AWAY).status_code == 400
            assert at.hand_in(forged + b"." + b"A" * 86, **AWAY).status_code == 403
        assert at.hand_in(forged + b"." + b"A" * 86, **AWAY).status_code == 403
        assert at.hand_in(forged + b"." + b"A" * 86, **AWAY).status_code == 429
        assert at.hand_in(b"nonsense", **AWAY).status_code == 429
        assert application(at, "Stranger", **AWAY).status_code == 429
        assert at.hand_in(b"nonsense", **ELSEWHERE).status_code == 400


def test_a_request_in_bulk_ends_at_the_first_line_that_is_one_too_many(
    world: World, tmp_path: Path
) -> None:
    with near(tmp_path, world) as at:
        lines = b"nonsense\n" * (RATE + 2)
        headers = {"content-type": "application/jose-seq", **AWAY}
        answer = at.ask("POST", "acts", content=lines, headers=headers)
        assert answer.text.count('"status":400') == RATE
        assert answer.text.count('"status":429') == 1
        assert answer.headers["connection"] == "close"
        assert at.ask("POST", "acts", content=lines, headers=headers).status_code == 429


def test_strangers_bring_texts_alone_and_each_counts(world: World, tmp_path: Path) -> None:
    with near(tmp_path, world) as at:
        assert at.bring(world.text("x" * 65_537), **AWAY).status_code == 413
        for number in range(RATE - 1):
            assert at.bring(world.text(f"small {number}"), **AWAY).status_code == 201
        assert at.bring(world.text("one more"), **AWAY).status_code == 429
        assert at.bring(world.text("one more"), **ELSEWHERE).status_code == 201


def test_only_a_trusted_proxy_says_whose_address_it_is(world: World, tmp_path: Path) -> None:
    with near(tmp_path, world) as at:
        for number in range(RATE):
            forwarded = {"x-forwarded-for": f"10.0.0.{number}, 203.0.113.7"}
            assert application(at, f"Stranger {number}", **forwarded).status_code == 201
        assert application(at, "One more", **AWAY).status_code == 429


def test_without_a_trusted_proxy_the_header_is_anybodys_word(world: World, tmp_path: Path) -> None:
    with near(tmp_path, world, trusted=()) as at:
        for number in range(RATE):
            named = {"x-forwarded-for": f"10.0.0.{number}"}
            assert application(at, f"Stranger {number}", **named).status_code == 201
        assert application(at, "One more", **{"x-forwarded-for": "10.1.1.1"}).status_code == 429


def test_who_applies_is_a_stranger_until_they_are_admitted(world: World, tmp_path: Path) -> None:
    with near(tmp_path, world) as at:
        for number in range(RATE):
            application(at, f"Stranger {number}", **AWAY)
        again = application(at, "Stranger 0", **AWAY)
        assert again.status_code == 429
        assert application(at, "Stranger 0", **ELSEWHERE).status_code == 403
