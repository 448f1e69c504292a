"""Security events in the log: what, and how many at most."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.keys import EnrolKey, RevokeKey
from esoviet.law.leaving import Leave
from esoviet.law.membership import SetProfile
from esoviet.node.events import MOST_LINES, SECONDS, Events
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.web.desk import Desk, desk
from tests.world import World, signing_key


@pytest.fixture
def world() -> World:
    return World().found()


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path) as served:
        yield served


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name == "esoviet.security"]


def test_a_refusal_is_told_by_its_clause_and_counted(
    at: Desk, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    words = world.text("a secret text")
    assert at.does(world.member("Ada"), SetProfile, profile=words).status_code == 409
    assert at.hand_in(b"nonsense").status_code == 400
    assert told(caplog) == [
        f"act refused: clause {clause} in assembly {world.id[:16]}" for clause in ("1.10", "1.1")
    ]
    assert at.node.events.counts["refused", "1.10"] == 1
    assert "secret" not in caplog.text


def test_a_logged_act_is_counted_and_no_event(
    at: Desk, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert at.does(world.member("Ada"), Leave).status_code == 201
    assert at.node.events.counts["acts", "leave"] == 1
    assert told(caplog) == []


def test_a_revoked_key_is_told_by_its_name(
    at: Desk, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    ada, key = world.member("Ada"), signing_key("phone")
    proof = world.proof("enrol-key", ada.kid, key_name(key.public), key)
    assert at.does(ada, EnrolKey, key=b64u(key.public), proof=proof).status_code == 201
    assert at.does(ada, RevokeKey, kid=key_name(key.public)).status_code == 201
    assert told(caplog) == [f"key revoked: {key_name(key.public)} in assembly {world.id[:16]}"]


def test_sessions_are_told_and_their_tokens_are_not(
    at: Desk, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    at.ask("POST", "session", content=b"nonsense", headers={"content-type": "application/jose"})
    assert told(caplog) == [f"session refused: assembly {world.id[:16]}"]


def test_events_fill_no_disk(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    now = [0.0]
    events = Events(lambda: now[0])
    for _ in range(MOST_LINES + 7):
        events.refused("1.3", "a" * 64)
    assert len(told(caplog)) == MOST_LINES
    now[0] = SECONDS
    events.refused("1.3", "a" * 64)
    assert told(caplog)[-2] == "7 events before this one were left out"
    assert events.counts["refused", "1.3"] == MOST_LINES + 8


def test_what_a_stranger_writes_begins_no_line_of_its_own(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    Events().answered("POST", "/a/x\nERROR forged/session", 404)
    assert "\n" not in told(caplog)[0]
