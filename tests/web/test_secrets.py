"""A member's secret address: it shows what is theirs, says no more than it may, and it ends."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from esoviet.law.keys import RevokeKey
from esoviet.law.leaving import Leave
from esoviet.law.problems import RaiseProblem
from esoviet.law.questions import Question
from esoviet.law.votes import CastBallot
from esoviet.store.secrets import DAY
from esoviet.web.endpoints.secrets import MOST
from tests.node.sleepers import put_to_sleep
from tests.web.desk import Desk, desk
from tests.web.story import tell
from tests.web.test_closed import NOBODY
from tests.web.test_devices import PHONE, does, enrols_phone, items, token
from tests.web.test_followed import ATOM, OURS, words_of
from tests.world import World


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    world = World().found(readership=request.param)
    ada, _ = world.members("Ada", "Bea")
    ada.puts_to_vote()
    with desk(world, tmp_path) as served:
        yield served


def made(at: Desk, bearer: str) -> dict[str, str]:
    answer = does(at, "POST", "secrets", bearer)
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    paths: dict[str, str] = answer.json()
    return paths


def is_public(at: Desk) -> bool:
    return bool(at.hosted.ledger.is_public)


def events(at: Desk, path: str) -> list[Any]:
    answer = at.get(path)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_it_shows_what_needs_its_member_without_signing_in(at: Desk) -> None:
    path = made(at, token(at, "Bea"))["calendar"]
    (event,) = events(at, path)
    vote = at.world.view.must(Question, 1).vote
    assert event["uid"] == f"votes-{vote}@{at.world.id}"
    assert ("Vote: " in event["summary"]) == is_public(at)
    bea = at.world.member("Bea")
    assert at.does(bea, CastBallot, vote=vote, choice="yes").status_code == 201
    assert events(at, path) == []


def test_its_feed_tells_what_was_raised(at: Desk) -> None:
    path = made(at, token(at, "Bea"))["feed"]
    text = at.world.text("Cold stairs")
    assert at.bring(text, **at.session("Ada")).status_code == 201
    assert at.does(at.world.member("Ada"), RaiseProblem, text=text).status_code == 201
    (entry,) = ElementTree.fromstring(at.get(path).content).iter(f"{ATOM}entry")
    said = "Cold stairs" if is_public(at) else "Something new in an assembly of yours"
    assert entry.findtext(f"{ATOM}title") == said


def test_the_owner_sees_when_it_was_made_and_the_day_it_was_fetched(at: Desk) -> None:
    bea = token(at, "Bea")
    path = made(at, bea)["calendar"]
    (one,) = items(at, "secrets", bea)
    assert (one["since"], one["fetched"]) == (at.world.now, 0)
    at.get(path)
    (one,) = items(at, "secrets", bea)
    assert one["fetched"] == at.world.now - at.world.now % DAY
    assert items(at, "secrets", token(at, "Ada")) == []
    page = " ".join(does(at, "GET", "me", bea).text.split())
    assert f'data-secret="{one["id"]}"' in page
    assert path.rpartition("/")[2].partition(".")[0] not in page


def is_gone(at: Desk, path: str) -> bool:
    """Whether the address is answered exactly as one of an assembly that is nowhere."""
    ours, nobodys = at.get(path), at.get(path.replace(at.world.id, NOBODY))
    assert ours.status_code in (200, 404)
    if ours.status_code == 404:
        assert ours.content == nobodys.content
        assert ours.headers == nobodys.headers
    return ours.status_code == 404


def test_what_is_taken_back_is_gone_and_only_its_owner_can(at: Desk) -> None:
    ada, bea = token(at, "Ada"), token(at, "Bea")
    one = made(at, bea)
    assert does(at, "DELETE", f"secrets/{one['id']}", ada).status_code == 404
    assert does(at, "DELETE", f"secrets/{one['id']}", "").status_code in (403, 404)
    assert not is_gone(at, one["calendar"])
    assert does(at, "DELETE", f"secrets/{one['id']}", bea).status_code == 204
    assert is_gone(at, one["calendar"])
    assert is_gone(at, one["feed"])
    assert is_gone(at, one["feed"].replace("secret/", "secret/x"))


def test_who_left_has_none_and_nothing_of_it_is_kept(at: Desk) -> None:
    one = made(at, token(at, "Bea"))
    kept = made(at, token(at, "Ada"))
    assert at.does(at.world.member("Bea"), Leave).status_code == 201
    assert at.node.reach.secrets.members(at.world.id) == [at.world.member("Ada").number]
    assert is_gone(at, one["calendar"])
    assert not is_gone(at, kept["calendar"])


def test_it_ends_with_the_key_that_made_it(at: Desk) -> None:
    """A thief's address ends when the stolen telephone is revoked."""
    enrols_phone(at)
    one, other = made(at, token(at, "Ada", PHONE)), made(at, token(at, "Ada"))
    ada = at.world.member("Ada")
    kid = next(key["kid"] for key in items(at, "devices", token(at, "Ada")) if not key["here"])
    assert at.does(ada, RevokeKey, kid=kid).status_code == 201
    assert [line["id"] for line in items(at, "secrets", token(at, "Ada"))] == [other["id"]]
    assert is_gone(at, one["calendar"])
    assert not is_gone(at, other["calendar"])


def test_a_member_has_so_many(at: Desk) -> None:
    bea = token(at, "Bea")
    for _ in range(MOST):
        made(at, bea)
    assert does(at, "POST", "secrets", bea).status_code == 409
    assert does(at, "POST", "secrets", token(at, "Ada")).status_code == 201


def test_it_wakes_an_assembly_that_sleeps(at: Desk) -> None:
    one = made(at, token(at, "Bea"))
    put_to_sleep(at)
    assert at.node.assemblies == {}
    assert not is_gone(at, one["calendar"])


def test_who_has_it_already_is_told_so(at: Desk) -> None:
    one = made(at, token(at, "Bea"))
    for path in (one["calendar"], one["feed"]):
        answer = at.get(path)
        keep = "private, no-cache" if is_public(at) else "no-store"
        assert answer.headers["cache-control"] == keep
        same = at.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert same.status_code == 304


def test_it_speaks_the_language_in_which_it_was_made(at: Desk) -> None:
    bearer = token(at, "Bea")
    headers = {"authorization": f"Bearer {bearer}", "accept-language": "es"}
    path = at.ask("POST", "secrets", headers=headers).json()["calendar"]
    (event,) = events(at, path)
    said = "Votación: " if is_public(at) else "Un plazo en una asamblea tuya"
    assert str(event["summary"]).startswith(said)


def test_of_a_closed_assembly_it_says_when_and_where_and_nothing_else(tmp_path: Path) -> None:
    world = tell(readership="members").world
    with desk(world, tmp_path) as at:
        for reader in ("Ada", "Bea", "Cem"):
            one = made(at, token(at, reader))
            for path in (one["calendar"], one["feed"]):
                body = at.get(path).text.replace("\r\n ", "")
                assert f"/a/{world.id}/" in body
                assert [word for word in words_of(world) - OURS if word in body] == []


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["C", "Z", "M"]), min_size=8, max_size=60))
def test_whatever_a_thing_is_called_a_closed_assembly_does_not_say_it(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    world = World().found(readership="members")
    ada, _ = world.members("Ada", "Bea")
    title = f"Zq{title}qZ"
    ada.raises(title)
    ada.puts_to_vote(title, f"{title} too")
    with desk(world, tmp_path_factory.mktemp("titles")) as at:
        one = made(at, token(at, "Bea"))
        for path in (one["calendar"], one["feed"]):
            body = at.get(path).text.replace("\r\n ", "")
            assert "/a/" in body
            body = body.replace(path.rpartition("/")[2], "")  # a random name may say it too
            assert title not in body
            assert "Zq" not in body
