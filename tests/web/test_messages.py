"""What a member wants to be told: said on one page, kept for them alone, and forgotten."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from esoviet.store.wishes import Wishes
from tests.web.desk import Desk, desk
from tests.world import World

USUAL: dict[str, Any] = {
    "language": "es", "zone": "Europe/Madrid", "needs": "daily", "deadlines": "never",
    "mandates": "never", "answers": "at once", "decisions": "weekly", "days": [1, 4], "hour": 7,
    "quiet_from": 22, "quiet_until": 6, "away_until": "2026-02-01", "says": "number",
}  # fmt: skip


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    world = World().found(readership=request.param)
    world.members("Ada", "Bea")
    with desk(world, tmp_path) as served:
        yield served


def says(at: Desk, who: str, **wishes: Any) -> httpx.Response:
    sent = {**USUAL, **wishes}
    return at.ask("PUT", "messages", json=sent, headers=at.session(who))


def test_what_a_member_chooses_is_on_their_page_and_on_nobody_elses(at: Desk) -> None:
    assert says(at, "Ada").status_code == 204
    page = at.page("me/messages", "Ada")
    assert '<option value="7" selected>07:00' in page
    assert "<option selected>Europe/Madrid" in page
    assert 'value="2026-02-01"' in page
    other = at.page("me/messages", "Bea")
    assert "2026-02-01" not in other
    assert "data-own-zone" in other
    known = at.node.reach.wishes.of(at.world.id, 1)
    assert known is not None
    assert known.wishes == Wishes(**{**USUAL, "days": frozenset({1, 4})})
    assert at.size() == len(at.world.entries)


def test_nobody_says_it_for_a_member_or_without_being_one(at: Desk) -> None:
    for who in ("", "A stranger"):
        assert says(at, who).status_code in (403, 404)
    assert at.node.reach.wishes.of(at.world.id, 1) is None


@pytest.mark.parametrize(
    "bad",
    [
        {"zone": "Mars/Olympus"}, {"zone": "../../etc/passwd"}, {"language": "xx"}, {"hour": 24},
        {"hour": -1}, {"hour": 7.5}, {"needs": "hourly"}, {"deadlines": "weekly"}, {"days": [7]},
        {"days": []}, {"away_until": "2026-02-30"}, {"away_until": "soon"}, {"more": 1},
        {"away_until": "2026-02-01\n"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_wanted_is_refused_and_nothing_of_it_kept(
    at: Desk, bad: dict[str, Any]
) -> None:
    assert says(at, "Ada", **bad).status_code == 400
    assert says(at, "Ada").status_code == 204


def test_a_body_that_is_no_json_or_too_long_is_refused(at: Desk) -> None:
    for body, status in ((b"", 400), (b"\xff", 400), (b"[]", 400), (b" " * 5000, 413)):
        answer = at.ask("PUT", "messages", content=body, headers=at.session("Ada"))
        assert answer.status_code == status


def test_the_floor_and_the_page_of_oneself_lead_there(at: Desk) -> None:
    for path in (at.here, "me"):
        assert "/me/messages" in at.page(path, "Ada")


def test_what_a_closed_assembly_tells_is_said_on_the_page(at: Desk) -> None:
    closed = not at.hosted.ledger.is_public
    assert ("name of this assembly" in at.page("me/messages", "Ada")) == closed
