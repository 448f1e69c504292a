"""The queue: what a relay says, a relay that is down, a node that stops in between."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.notify.mail import Mail
from esoviet.notify.queue import AT_ONCE as TOGETHER
from esoviet.notify.queue import GIVEN_UP, MINUTE
from esoviet.notify.sending import Answer, Down, Unsure
from tests.notify.office import OK, Office, office
from tests.world import World

HOUR = 60 * MINUTE
NOT_NOW, NEVER = Answer(451, "later"), Answer(550, "no such user")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Office]:
    world = World().found(question_days="30", vote_days="30")
    world.members("Ada", "Bea", "Cem")
    with office(world, tmp_path) as up:
        yield up


def asked(at: Office, *who: str) -> None:
    for name in who:
        at.has_address(at.world.member(name))
    at.asks("Shall we paint the stairs?")


def test_a_mail_that_is_not_taken_for_now_comes_later_and_once(at: Office) -> None:
    asked(at, "Bea")
    at.relay.says = lambda _: NOT_NOW
    assert at.turns() == []
    at.relay.says = lambda _: OK
    assert at.turns() == []  # not before its time
    at.passes(3 * MINUTE)
    assert len(at.turns()) == 1
    at.passes(HOUR)
    assert at.turns() == []


def test_each_time_it_is_not_taken_it_waits_longer(at: Office) -> None:
    asked(at, "Bea")
    at.relay.says = lambda _: NOT_NOW
    for _ in range(24 * 60):
        at.turns()
        at.passes(MINUTE)
    assert 8 <= at.relay.offered <= 12


def test_a_relay_that_is_down_for_a_day_loses_nothing_and_doubles_nothing(at: Office) -> None:
    asked(at, "Bea", "Cem")
    at.relay.says = lambda _: Down("connection refused")
    for _ in range(24 * 4):
        assert at.turns() == []
        at.passes(15 * MINUTE)
    assert at.relay.offered <= 24 * 4 + 8
    at.relay.says = lambda _: OK
    at.passes(15 * MINUTE)
    assert {one["To"] for one in at.turns()} == {"bea@example.net", "cem@example.net"}
    at.passes(HOUR)
    assert at.turns() == []


def test_an_address_that_is_refused_twice_gets_nothing_more_and_its_page_says_so(
    at: Office,
) -> None:
    asked(at, "Bea")
    at.relay.says = lambda _: NEVER
    at.turns()
    assert "550 no such user" in at.page("me/messages", "Bea")
    at.asks("And the door?")
    at.turns()
    assert at.relay.offered == 2
    assert "came back" in at.page("me/messages", "Bea")
    assert "no such user" not in at.page("me/messages", "Cem")
    at.relay.says = lambda _: OK
    at.asks("And the roof?")
    at.passes(HOUR)
    assert at.turns() == []


def test_a_mail_that_arrives_makes_good_for_one_that_did_not(at: Office) -> None:
    asked(at, "Bea")
    at.relay.says = lambda _: NEVER
    at.turns()
    at.relay.says = lambda _: OK
    at.asks("And the door?")
    assert len(at.turns()) == 1
    assert "550" not in at.page("me/messages", "Bea")


def test_where_nobody_can_know_whether_it_went_out_it_is_not_sent_again(at: Office) -> None:
    asked(at, "Bea")
    at.relay.says = lambda _: Unsure("the relay ended the connection")
    at.turns()
    at.relay.says = lambda _: OK
    at.passes(HOUR)
    assert at.turns() == []
    assert at.turns(at.begins()) == []


def test_a_node_that_stops_between_sending_and_noting_does_not_send_again(at: Office) -> None:
    asked(at, "Bea")

    def dies(_: Mail) -> Answer:
        raise KeyError("as if the power went")

    at.relay.says = dies
    settle = at.node.reach.mail.settle
    at.node.reach.mail.settle = lambda outcomes: None  # type: ignore[method-assign]
    with pytest.raises(KeyError):
        at.turns()
    at.node.reach.mail.settle = settle  # type: ignore[method-assign]
    at.relay.says = lambda _: OK
    assert at.node.reach.mail.counts()["sending"] == 1
    assert at.turns(at.begins()) == []
    assert at.node.reach.mail.counts()["unsure"] == 1


def test_a_mail_that_was_not_taken_for_days_is_given_up(at: Office) -> None:
    asked(at, "Bea")
    at.relay.says = lambda _: NOT_NOW
    at.turns()
    at.passes(GIVEN_UP + HOUR)
    at.turns()
    assert at.node.reach.mail.counts().get("waiting", 0) == 0


def test_what_was_done_while_the_relay_was_down_is_not_told(at: Office) -> None:
    asked(at, "Bea")
    at.relay.says = lambda _: Down("connection refused")
    at.turns()
    at.votes(at.world.member("Bea"), 1)
    at.relay.says = lambda _: OK
    at.passes(HOUR)
    assert at.turns() == []


def test_one_address_that_is_refused_stands_in_nobodys_way(at: Office) -> None:
    asked(at, "Bea", "Cem")
    at.relay.says = lambda mail: NEVER if mail.recipient.startswith("bea@") else OK
    assert [one["To"] for one in at.turns()] == ["cem@example.net"]


def test_more_than_are_sent_together_are_sent_all_the_same(tmp_path: Path) -> None:
    world = World().found(question_days="30")
    crowd = world.crowd(TOGETHER + 7)
    with office(world, tmp_path) as at:
        for person in crowd:
            at.has_address(person)
        at.asks("Shall we?")
        told = [one["To"] for one in at.turns()]
        assert len(set(told)) == len(told)
        assert len(told) >= len(crowd) - 3  # who asked or seconded is told too, if they can vote
