"""Other rooms are told what happens: once, in order, by what their member ticked, and no more."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from esoviet.law.keys import RevokeKey
from esoviet.law.leaving import Leave
from esoviet.node import outside
from esoviet.node.happening import Event
from esoviet.node.hooks import PAUSES, REFUSALS
from esoviet.notify import hooking as telling
from esoviet.notify.rooms import Asked, request
from esoviet.store.errors import StoreError
from esoviet.store.rooms import Kind, Room
from esoviet.wire.keys import key_name
from tests.node.sleepers import put_to_sleep
from tests.node.test_hooks import MINUTE
from tests.notify.lobby import Lobby, lobby
from tests.notify.office import URL
from tests.notify.receiver import Came, Says
from tests.web.test_devices import PHONE, enrols_phone
from tests.world import DAY, World

TITLE = "Shall we paint the stairs?"
TWICE: tuple[Kind, ...] = ("webhook", "matrix")
ONCE: tuple[Kind, ...] = ("mattermost", "slack", "discord", "telegram")


def world(readership: str = "public") -> World:
    made = World().found(readership=readership, question_days="3")
    made.members("Ada", "Bea", "Cem")
    return made


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Lobby]:
    with lobby(world(), tmp_path) as up:
        yield up


def data(came: Came) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(came.body)
    return {**whole["data"], "type": whole["type"]}


def types(came: list[Came]) -> list[str]:
    return [data(one)["type"] for one in came]


def names(came: list[Came]) -> set[str]:
    return {one.headers["webhook-id"] for one in came}


def test_what_happens_is_told_once_with_its_title_and_a_link(at: Lobby) -> None:
    at.raises("Before it was added")
    at.adds()
    assert at.tells() == []
    vote = at.asks(TITLE)
    (opened,) = at.tells()
    assert data(opened) == {
        "assembly": at.world.id, "kind": "votes", "number": vote, "title": TITLE,
        "link": f"{URL}/a/{at.world.id}/votes/{vote}", "type": "vote.opened",
    }  # fmt: skip
    at.raises("Cold stairs")
    assert types(at.tells()) == ["problem.raised"]
    assert at.tells() == []


def test_what_was_decided_is_told_with_how_it_ended_and_not_that_the_vote_is_open(
    tmp_path: Path,
) -> None:
    made = World().found(question_days="1", readership="public")
    ada, bea, cem = made.members("Ada", "Bea", "Cem")
    vote = ada.puts_to_vote(text=made.text(TITLE))
    for one in (ada, bea, cem):
        one.votes(vote, "yes")
    made.pass_days(3)
    with lobby(made, tmp_path) as at:
        numbers = [at.adds(kind="webhook"), at.adds("Bea", "slack")]
        for number in numbers:
            at.node.reach.rooms.queue(number, [], {"decisions": 0, "votes": 0}, made.now)
        shown, signed = sorted(at.tells(), key=lambda one: one.path)
    assert data(signed)["type"] == "decision.taken"
    assert f"{TITLE}: Decided: yes." in json.loads(shown.body)["text"]


def test_only_what_its_member_ticked_is_told(at: Lobby) -> None:
    at.adds(tells=["problems"])
    at.asks(TITLE)
    at.raises("Cold stairs")
    assert types(at.tells()) == ["problem.raised"]


@pytest.mark.parametrize("kind", [*TWICE, *ONCE])
def test_every_kind_of_room_is_told_in_its_own_way(at: Lobby, kind: Kind) -> None:
    number = at.adds(kind=kind)
    at.raises("Cold @everyone")
    (came,) = at.tells()
    assert came.method == ("PUT" if kind == "matrix" else "POST")
    assert came.path.startswith(f"/{kind}")
    assert b"/problems/1" in came.body
    assert at.room(number).answer == "taken"


def test_of_an_assembly_that_members_read_no_word_goes_out(tmp_path: Path) -> None:
    with lobby(world("members"), tmp_path) as at:
        for kind, who in (("webhook", "Ada"), ("slack", "Bea")):
            at.adds(who, kind)  # type: ignore[arg-type]
        at.asks(TITLE)
        at.raises("Cold stairs")
        came = at.tells()
    assert len(came) == 4
    for one in came:
        assert not any(word in one.body for word in (b"paint", b"Cold", b"Tenants", b"Ada"))
        assert f"/a/{at.world.id}/".encode() in one.body


def test_what_fails_comes_again_under_the_same_id_and_what_follows_waits(at: Lobby) -> None:
    number = at.adds()
    at.receiver.says(500, 200)
    at.raises("First")
    at.raises("Second")
    (failed,) = at.tells()
    assert at.room(number).answer == "later"
    at.passes(PAUSES[0] - 1)
    assert at.tells() == []
    at.passes(1)
    again, second = at.tells()
    assert names([failed]) == names([again]) != names([second])
    assert int(again.headers["webhook-timestamp"]) > int(failed.headers["webhook-timestamp"])
    assert [data(one)["title"] for one in (again, second)] == ["First", "Second"]


def test_who_asks_to_be_left_alone_is(at: Lobby) -> None:
    number = at.adds()
    at.receiver.says(Says(429, (("Retry-After", "600"),)), 200)
    at.raises("Cold stairs")
    assert len(at.tells()) == 1
    assert at.room(number).answer == "limited"
    at.passes(10 * MINUTE - 1)
    assert at.tells() == []
    at.passes(1)
    assert len(at.tells()) == 1


def test_an_address_that_is_gone_is_not_asked_again_until_its_member_mends_it(at: Lobby) -> None:
    number = at.adds()
    at.receiver.says(410, 410, 200)
    at.raises("First")
    assert len(at.tells()) == 1
    assert at.room(number).stopped
    at.passes(9 * DAY)
    at.raises("Second")
    assert at.tells() == []
    assert at.tries(number) == 204
    assert len(at.tells()) == 1
    assert at.room(number).stopped
    at.tries(number)
    assert types(at.tells()) == ["test", "problem.raised", "problem.raised"]
    assert not at.room(number).stopped


@pytest.mark.parametrize("status", [302, 401, 404])
def test_what_is_set_up_wrong_is_stopped_and_nothing_is_lost(at: Lobby, status: int) -> None:
    number = at.adds()
    at.receiver.says(Says(status, (("Location", f"{at.receiver.address}/elsewhere"),)))
    at.raises("Cold stairs")
    for _ in range(REFUSALS + 2):
        at.tells()
        at.passes(DAY)
    assert len(at.receiver.came) == REFUSALS
    assert {one.path for one in at.receiver.came} == {"/webhook"}
    assert (at.room(number).stopped, at.room(number).status) == (True, status)
    at.receiver.says(200)
    at.tries(number)
    assert types(at.tells()) == ["test", "problem.raised"]


def test_one_message_that_a_room_does_not_understand_is_left_out(at: Lobby) -> None:
    number = at.adds()
    at.receiver.says(*[400] * REFUSALS, 200)
    at.raises("First")
    at.raises("Second")
    for _ in range(REFUSALS):
        at.tells()
        at.passes(DAY)
    assert at.room(number).stopped
    at.tries(number)
    _, told = at.tells()
    assert data(told)["title"] == "Second"


def test_a_receiver_that_has_trouble_for_days_is_stopped(at: Lobby) -> None:
    number = at.adds()
    at.receiver.says(503)
    at.raises("Cold stairs")
    for _ in range(len(PAUSES) + 3):
        at.tells()
        at.passes(DAY)
    assert len(names(at.receiver.came)) == 1
    assert len(at.receiver.came) == len(PAUSES) + 1
    assert at.room(number).stopped


@pytest.mark.parametrize("kind", [*TWICE, *ONCE])
def test_who_never_answers_is_told_again_only_where_that_shows_once(
    at: Lobby, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "SECONDS", 0.3)
    number = at.adds(kind=kind)
    at.receiver.says(0)
    at.raises("Cold stairs")
    assert len(at.tells()) == 1
    assert at.room(number).answer == ("silent" if kind in TWICE else "unsure")
    at.passes(DAY)
    assert len(at.tells()) == (1 if kind in TWICE else 0)


@pytest.mark.parametrize("kind", [*TWICE, *ONCE])
def test_who_is_not_there_is_told_later_in_every_kind(at: Lobby, kind: Kind) -> None:
    number = at.adds(kind=kind, address="http://127.0.0.1:9/")
    at.raises("Cold stairs")
    at.tells()
    assert at.room(number).answer == "silent"
    assert at.node.reach.rooms.waits(number).many == 1


def test_a_large_answer_is_not_read_to_its_end(at: Lobby) -> None:
    number = at.adds()
    at.receiver.says(Says(200, (), b"x" * 20_000_000))
    at.raises("Cold stairs")
    assert len(at.tells()) == 1
    assert at.room(number).answer == "taken"


def test_an_address_of_the_server_s_own_network_is_never_asked(tmp_path: Path) -> None:
    with lobby(world(), tmp_path, ask_private=False) as at:
        number = at.adds(address=at.receiver.address.replace("http:", "https:"))
        at.raises("Cold stairs")
        assert at.tells() == []
        assert at.room(number).answer == "forbidden"
        assert at.room(number).stopped


def test_who_leaves_has_no_room_any_more(at: Lobby) -> None:
    number = at.adds("Bea")
    at.raises("Cold stairs")
    assert at.does(at.world.member("Bea"), Leave).status_code == 201
    assert at.node.reach.rooms.get(number) is None
    assert at.tells() == []


def test_what_was_added_with_a_key_ends_with_it(at: Lobby) -> None:
    ada, phone = at.world.member("Ada"), key_name(PHONE.public)
    enrols_phone(at)
    number, kept = at.adds("Ada"), at.adds("Bea")
    room = at.room(number)._replace(kid=phone)
    at.node.reach.rooms.drop(number)
    number = at.node.reach.rooms.add(room, {"problems": 0})
    assert at.does(ada, RevokeKey, kid=phone).status_code == 201
    at.raises("Cold stairs")
    assert len(at.tells()) == 1
    assert at.node.reach.rooms.get(number) is None
    assert at.room(kept).answer == "taken"


def test_after_a_restart_what_happened_meanwhile_is_told_once(at: Lobby) -> None:
    at.adds()
    at.raises("First")
    assert len(at.tells()) == 1
    at.raises("Second")
    again = at.starts()
    (told,) = at.tells(again)
    assert data(told)["title"] == "Second"
    put_to_sleep(at)
    third = at.starts()
    assert at.tells(third) == []
    at.run(again.close())
    at.run(third.close())


def test_what_was_being_sent_when_the_node_ended_is_not_sent_twice_to_a_chat(at: Lobby) -> None:
    number, rooms = at.adds(kind="slack"), at.node.reach.rooms
    at.raises("Cold stairs")
    at.run(at.hooking._look_through(at.world.id))
    rooms.claim(rooms.due(at.world.now, 9)[0])
    again = at.starts()
    assert at.tells(again) == []
    assert at.room(number).answer == "unsure"
    at.run(again.close())


def test_a_full_queue_loses_nothing(at: Lobby, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "MOST_WAITING", 2)
    at.adds()
    for number in range(7):
        at.raises(f"Problem {number}")
    told = [data(one)["number"] for one in at.tells()]
    assert told == [1, 2, 3, 4, 5, 6, 7]


def test_one_room_that_fails_delays_no_other_member_s(at: Lobby) -> None:
    at.adds("Ada", address="http://127.0.0.1:9/")
    at.adds("Bea")
    at.raises("Cold stairs")
    assert len(at.tells()) == 1


def test_a_mistake_of_ours_with_one_room_ends_no_other(
    at: Lobby, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(room: Room, *rest: Any) -> Asked:
        if room.kind == "slack":
            raise RuntimeError("a mistake")
        return request(room, *rest)

    monkeypatch.setattr(telling, "request", mistaken)
    at.adds("Ada", "slack")
    at.adds("Bea")
    at.raises("Cold stairs")
    assert [one.path for one in at.tells()] == ["/webhook"]


def test_a_room_that_was_removed_is_not_told_what_waited(at: Lobby) -> None:
    number = at.adds()
    at.raises("Cold stairs")
    gone = at.ask("DELETE", f"rooms/{number}", headers=at.session("Ada"))
    assert gone.status_code == 204
    assert at.tells() == []


@pytest.mark.parametrize("kind", [*TWICE, *ONCE])
def test_after_a_full_disk_a_room_is_told_on_and_a_chat_nothing_twice(
    at: Lobby, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    number = at.adds(kind=kind)
    at.raises("Cold stairs")
    with monkeypatch.context() as patched:
        patched.setattr(at.node.reach.rooms, "note", full)
        assert len(at.tells()) == 1
        assert at.tells() == []
    at.hooking._flights._rests.clear()
    assert len(at.tells()) == (1 if kind in TWICE else 0)
    assert at.room(number).answer == ("taken" if kind in TWICE else "unsure")
    at.raises("Loose stairs")
    assert len(at.tells()) == 1


def test_an_assembly_that_cannot_be_looked_through_keeps_nobody_from_being_told(
    at: Lobby, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> list[Event]:
        raise RuntimeError("a mistake")

    number = at.adds()
    monkeypatch.setattr(telling, "since", mistaken)
    at.raises("Cold stairs")
    at.tries(number)
    assert types(at.tells()) == ["test"]


def test_a_room_that_is_removed_while_its_message_is_put_together_is_not_told(
    at: Lobby, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def removed(_hosted: object) -> None:
        at.node.reach.rooms.drop(number)

    number = at.adds()
    at.raises("Cold stairs")
    at.run(at.hooking._look_through(at.world.id))
    monkeypatch.setattr(telling, "settled", removed)
    assert at.tells() == []
