"""Members are told what they want, once, when they want it, and what they may read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from esoviet.law.leaving import Leave
from esoviet.law.votes import Vote
from esoviet.notify.service import Service
from esoviet.store.mail import Address
from esoviet.store.rooms import Room
from esoviet.store.secrets import Secret
from esoviet.store.wishes import KINDS, Kind, Wishes
from tests.notify.office import AT_ONCE, URL, Office, html_of, links, office, text_of
from tests.world import DAY, World

HOUR = 3_600_000
DAILY = Wishes(
    needs="daily", mandates="daily", answers="daily", decisions="daily", deadlines="never",
    quiet_from=0, quiet_until=0,
)  # fmt: skip
TITLE = "Shall we paint the stairs?"


def begun(folder: Path, readership: str, **rules: str) -> Any:
    world = World().found(readership=readership, question_days="3", **rules)
    world.members("Ada", "Bea", "Cem")
    return office(world, folder)


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    with begun(tmp_path, request.param) as up:
        yield up


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Office]:
    with begun(tmp_path, "public") as up:
        yield up


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Office]:
    with begun(tmp_path, "members") as up:
        yield up


def test_who_wants_it_at_once_is_told_of_a_vote_and_led_to_the_ballot(
    public: Office,
) -> None:
    bea = public.world.member("Bea")
    public.has_address(bea)
    vote = public.asks(TITLE)
    [message] = public.turns()
    assert message["To"] == "bea@example.net"
    assert TITLE in str(message["Subject"])
    assert links(message, "/votes/") == [f"{URL}/a/{public.world.id}/votes/{vote}"]
    assert TITLE in html_of(message)
    assert "You get this because" in text_of(message)


def test_nobody_is_told_a_thing_twice(at: Office) -> None:
    at.has_address(at.world.member("Bea"))
    at.asks(TITLE)
    assert len(at.turns()) == 1
    assert at.turns() == []
    assert at.turns(at.begins()) == []
    at.asks("And the door?")
    assert len(at.turns()) == 1


def test_who_has_acted_is_not_told(at: Office) -> None:
    bea, cem = at.world.members("Bea", "Cem")
    at.has_address(bea)
    at.has_address(cem)
    vote = at.asks(TITLE)
    at.votes(bea, vote)
    assert [one["To"] for one in at.turns()] == ["cem@example.net"]


def test_what_was_seen_on_the_page_is_not_told(at: Office) -> None:
    at.has_address(at.world.member("Bea"))
    at.asks(TITLE)
    at.page(at.here, "Bea")
    assert at.turns() == []


def test_what_somebody_else_saw_is_told(at: Office) -> None:
    at.has_address(at.world.member("Bea"))
    at.asks(TITLE)
    at.page(at.here, "Cem")
    at.get(at.here)
    assert len(at.turns()) == 1


def test_a_vote_that_ends_within_a_day_is_told_to_who_has_not_voted_though_they_saw_it_before(
    at: Office,
) -> None:
    bea, cem = at.world.members("Bea", "Cem")
    for one in (bea, cem):
        at.has_address(one, Wishes(quiet_from=0, quiet_until=0, days=frozenset({0})))
    vote = at.asks(TITLE)
    at.page(at.here, "Bea")
    at.votes(cem, vote)
    assert at.turns() == []
    due = at.world.the(Vote, vote).due
    at.passes(due - DAY - at.world.now - 1000)
    assert [m for m in at.turns() if "/votes/" in text_of(m)] == []
    at.passes(2000)
    told = [m for m in at.turns() if "you have not voted" in text_of(m)]
    assert [one["To"] for one in told] == ["bea@example.net"]
    assert at.turns() == []


def test_a_summary_comes_once_a_day_with_what_is_new(at: Office) -> None:
    at.has_address(at.world.member("Bea"), DAILY)
    at.asks(TITLE)
    assert at.turns() == []
    at.passes(DAY)
    assert len(at.turns()) == 1
    at.passes(DAY)
    assert at.turns() == []
    at.asks("And the door?")
    at.passes(DAY)
    [message] = at.turns()
    assert "1 thing needs you" in str(message["Subject"]) or "door" in str(message["Subject"])


def test_quiet_hours_are_kept_also_by_what_is_told_at_once(at: Office) -> None:
    quiet = replace(AT_ONCE, quiet_from=0, quiet_until=23)
    at.has_address(at.world.member("Bea"), quiet)
    at.asks(TITLE)
    assert at.turns() == []
    at.passes(23 * HOUR)
    assert len(at.turns()) == 1


@pytest.mark.parametrize("how", ["stop", "page", "delete", "leave"])
def test_after_never_nothing_comes_and_the_address_is_gone(at: Office, how: str) -> None:
    bea = at.world.member("Bea")
    address = at.has_address(bea)
    at.asks(TITLE)
    if how == "stop":
        assert at.presses(at.node.links.token(address.handle, "stop")) == 200
    elif how == "page":
        said: dict[str, Any] = {"language": "en", "zone": "UTC", "days": []}
        said |= dict.fromkeys(KINDS, "never")
        assert at.ask("PUT", "messages", json=said, headers=at.session("Bea")).status_code == 204
    elif how == "delete":
        gone = at.ask("DELETE", "messages/address", headers=at.session("Bea"))
        assert gone.status_code == 204
    else:
        assert at.does(bea, Leave).status_code == 201
    assert at.turns() == []
    at.passes(9 * DAY)
    assert at.turns() == []
    assert at.node.reach.mail.address(at.world.id, bea.number) is None


def test_of_a_member_who_left_nothing_is_kept(at: Office) -> None:
    bea = at.world.member("Bea")
    at.has_address(bea)
    at.asks(TITLE)
    assert at.does(bea, Leave).status_code == 201
    at.turns()
    assert bea.number not in at.node.reach.members(at.world.id)
    assert at.node.reach.mail.queued(at.world.id, bea.number) == set()


def test_members_are_forgotten_although_the_server_sends_no_mail(tmp_path: Path) -> None:
    with begun(tmp_path, "public") as at:
        bea = at.world.member("Bea")
        at.has_address(bea)
        assert at.does(bea, Leave).status_code == 201
        at.service._queue = None
        at.turns()
        assert at.node.reach.members(at.world.id) == set()


def test_a_mistake_with_one_assembly_keeps_no_message_from_being_sent(
    at: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> None:
        raise RuntimeError("a mistake")

    at.has_address(at.world.member("Bea"))
    at.asks(TITLE)
    at.run(at.service._look_through(at.world.id))
    monkeypatch.setattr(Service, "_wants", mistaken)
    at.asks("And the door?")
    assert len(at.turns()) == 1


def test_of_an_assembly_that_is_gone_nothing_is_kept_whatever_it_was(at: Office) -> None:
    reach, gone = at.node.reach, "f" * 64
    with reach.whole():
        reach.rooms.add(
            Room(0, gone, 1, "k", "slack", "https://x", "", "", ("votes",), "en", 0), {}
        )
    reach.secrets.add("t" * 32, Secret(gone, 2, "k", "en", 0, 0))
    at.begins()
    assert reach.members(gone) == set()


def test_a_closed_assembly_says_how_much_needs_somebody_and_nothing_else(closed: Office) -> None:
    closed.has_address(closed.world.member("Bea"))
    closed.asks(TITLE)
    closed.asks("And the door?")
    [message] = closed.turns()
    assert message["Subject"] == "2 things need you"
    for part in (text_of(message), html_of(message), str(message)):
        for secret in (TITLE, "door", "Tenants of 7 Mill Street", "Ada", "Vote"):
            assert secret not in part
    assert len(links(message, "/votes/")) == 2


def test_its_name_is_said_where_the_member_chose_that(closed: Office) -> None:
    closed.has_address(closed.world.member("Bea"), replace(AT_ONCE, says="name"))
    closed.asks(TITLE)
    [message] = closed.turns()
    assert message["Subject"] == "Tenants of 7 Mill Street: 1 thing needs you"
    assert TITLE not in str(message)


@pytest.mark.parametrize("rule", ["numbers", "titles"])
@pytest.mark.parametrize("says", ["number", "name", "titles"])
def test_titles_go_out_where_the_constitution_and_the_member_say_so(
    tmp_path: Path, rule: str, says: Literal["number", "name", "titles"]
) -> None:
    with begun(tmp_path, "members", messages=rule) as closed:
        closed.has_address(closed.world.member("Bea"), replace(AT_ONCE, says=says))
        closed.asks(TITLE)
        [message] = closed.turns()
    told = TITLE in f"{message['Subject']} {text_of(message)}"
    assert told == (rule == "titles" and says == "titles")


def test_a_message_is_in_the_members_language(public: Office) -> None:
    public.has_address(public.world.member("Bea"), replace(AT_ONCE, language="es"))
    public.asks(TITLE)
    [message] = public.turns()
    assert "Recibes esto porque" in text_of(message)
    assert "Votación" in str(message["Subject"])


def test_two_services_at_once_send_one_message(at: Office) -> None:
    at.has_address(at.world.member("Bea"))
    at.asks(TITLE)
    first, second = at.service, at.begins()
    at.run(first.turn())
    at.run(second.turn())
    assert len(at.relay.clear()) + len(at.turns(first)) + len(at.turns(second)) == 1


def test_what_was_decided_is_told_with_its_title(tmp_path: Path) -> None:
    world = World().found(question_days="1")
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    vote = ada.puts_to_vote(text=world.text(TITLE))
    for one in (ada, bea, cem):
        one.votes(vote, "yes")
    world.pass_days(3)
    with office(world, tmp_path) as at:
        at.has_address(bea, replace(DAILY, needs="never", decisions="at once"))
        [message] = at.turns()
        assert f"Decided: {TITLE}" in text_of(message)


def test_a_sleeping_assembly_is_woken_for_what_is_due_in_it(tmp_path: Path) -> None:
    with begun(tmp_path, "public") as at:
        at.has_address(at.world.member("Bea"), DAILY)
        at.asks(TITLE)
    with office(at.world, tmp_path) as again:
        again.passes(DAY)
        assert len(again.turns()) == 1


ACTIONS = st.sampled_from(
    ("ask", "vote", "page", "turn", "restart", "hours", "day", "less", "stop", "never")
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTIONS, max_size=12), st.sampled_from([AT_ONCE, DAILY]))
def test_whatever_happens_nobody_is_told_twice_or_after_never_or_what_they_did(
    tmp_path_factory: pytest.TempPathFactory, actions: list[str], wishes: Wishes
) -> None:
    with begun(tmp_path_factory.mktemp("any"), "public") as at:
        bea = at.world.member("Bea")
        wishes = replace(
            wishes, deadlines="never"
        )  # the end of a vote is told of what was seen too
        address = at.has_address(bea, wishes)
        told, done, votes = list[str](), set[str](), list[int]()
        for action in [*actions, "day", "turn"]:
            silent = _acts(at, action, address, votes, done)
            for message in at.relay.clear():
                found = links(message, "/votes/")
                assert not silent, action
                assert not done & set(found)
                told += found
        assert len(told) == len(set(told))


def _acts(at: Office, action: str, address: Address, votes: list[int], done: set[str]) -> bool:
    """One thing that happens; answers whether nothing may be sent any more."""
    bea = at.world.member("Bea")
    known = at.node.reach.mail.address(at.world.id, bea.number)
    if action == "ask" and len(votes) < 3:
        votes.append(at.asks(f"Shall we, for the {len(votes)}th time?"))
    elif action == "vote" and votes:
        at.sync()
        if at.world.the(Vote, votes[-1]).state == "open":
            at.votes(bea, votes[-1])
            done.add(f"{URL}/a/{at.world.id}/votes/{votes[-1]}")
    elif action == "page":
        at.page(at.here, "Bea")
        done |= {f"{URL}/a/{at.world.id}/votes/{one}" for one in votes}
    elif action in ("hours", "day"):
        at.passes(DAY if action == "day" else 5 * HOUR)
    elif action == "restart":
        at.service = at.begins()
    elif action in ("less", "stop"):
        kind: Kind = "needs"
        at.presses(at.node.links.token(address.handle, kind if action == "less" else action))
    elif action == "never":
        at.ask("DELETE", "messages/address", headers=at.session("Bea"))
    if action in ("turn", "restart"):
        silent = known is None
        for _ in range(50):
            if not at.run(at.service.turn()):
                break
        return silent
    return False
