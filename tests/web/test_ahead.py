"""A page that a browser fetches before its reader asks for it has not been seen."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.store.mail import Outcome
from esoviet.store.wishes import Wanting, Wishes
from esoviet.web.http.assets import AHEAD, address
from tests.web.desk import Desk, desk
from tests.world import World

BEFORE = {"sec-purpose": "prefetch"}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    world = World().found(readership="public")
    ada, *_ = world.members("Ada", "Bea")
    ada.asks()
    with desk(world, tmp_path) as up:
        assert up.node.reach.mail.enter(world.id, 2, "bea@example.net", world.now)
        entered = up.node.reach.mail.address(world.id, 2)
        assert entered is not None
        up.node.reach.mail.confirm(entered.handle, world.now)
        up.node.reach.mail.settle([Outcome(1, "sent")])
        up.node.reach.wishes.put(Wanting(world.id, 2, Wishes(), world.now, 0))
        yield up


def seen(at: Desk) -> set[str]:
    return at.node.reach.wishes.was_told(at.world.id, 2)


def test_what_is_fetched_ahead_is_seen_once_it_is_shown(at: Desk) -> None:
    bea = at.session("Bea")
    page = at.get(at.here, headers={**bea, **BEFORE})
    assert " data-ahead" in page.text
    assert seen(at) == set()
    at.ask("HEAD", at.here, headers=bea)
    assert seen(at) != set()


def test_what_is_asked_for_is_seen_and_is_another_page_by_its_name(at: Desk) -> None:
    bea = at.session("Bea")
    ahead = at.get(at.here, headers={**bea, **BEFORE}).headers["etag"]
    page = at.get(at.here, headers={**bea, "if-none-match": ahead})
    assert page.status_code == 200
    assert " data-ahead" not in page.text
    assert seen(at) != set()


def test_a_page_that_notes_nothing_has_nothing_to_tell(at: Desk) -> None:
    bea = at.session("Bea")
    for path in ("/constitution", "/me"):
        assert " data-ahead" not in at.get(at.here + path, headers={**bea, **BEFORE}).text


def test_a_visitor_has_seen_nothing_either_way(at: Desk) -> None:
    ahead = at.get(at.here, headers=BEFORE)
    assert " data-ahead" not in ahead.text
    assert ahead.headers["etag"] == at.get(at.here).headers["etag"]


def test_every_page_says_by_which_rules_it_may_be_left(at: Desk) -> None:
    for path in ("/", at.here, f"{at.here}/me"):
        assert at.get(path).headers["speculation-rules"] == f'"{address(AHEAD)}"'
    rules = at.get(address(AHEAD))
    assert rules.headers["content-type"] == "application/speculationrules+json"
    [rule] = json.loads(rules.content)["prefetch"]
    assert rule["eagerness"] == "conservative"
