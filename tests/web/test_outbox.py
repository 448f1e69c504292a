"""The example shows what its members would be told, and no other assembly does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.cli.example import MARK, Example
from tests.web.desk import Desk, desk
from tests.world import World

TITLE = "Shall we <b>paint</b> the stairs?"


@pytest.fixture
def world() -> World:
    world = World().found(readership="public")
    ada, *_ = world.members("Ada", "Bea", "Cem")
    ada.asks(text=world.text(TITLE))
    return world


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    """A node whose example this is."""
    with desk(world, tmp_path, the_example=Example()) as up:
        (tmp_path / MARK).write_text(world.id, "ascii")
        yield up


def test_a_visitor_sees_what_a_member_would_get_by_mail_and_on_a_phone(at: Desk) -> None:
    page = at.page("outbox?member=2")
    assert "1 thing needs you" in page
    assert "paint&lt;/b&gt; the stairs?" in page
    assert "nothing is sent" in page
    assert '<option value="2" selected>Bea' in page


def test_the_mail_itself_is_a_page_that_obeys_nothing_but_its_styles(at: Desk) -> None:
    mail = at.get(f"{at.here}/outbox/2.html")
    assert mail.status_code == 200
    assert mail.headers["content-security-policy"].startswith(
        "default-src 'none'; style-src 'unsaf"
    )
    assert "<b>paint" not in mail.text
    assert "paint&lt;/b&gt; the stairs?" in mail.text
    assert f"{at.here}/questions/1" in mail.text


def test_whom_nothing_needs_is_told_nothing(at: Desk) -> None:
    ada = at.page("outbox?member=1")
    assert "nothing would be sent" in ada
    assert at.get(f"{at.here}/outbox/1.html").status_code == 404


@pytest.mark.parametrize("member", ["x", "-1", "1" * 7, "٣", "1.5"])
def test_a_member_has_a_number(at: Desk, member: str) -> None:
    assert at.get(f"{at.here}/outbox?member={member}").status_code == 404
    assert at.get(f"{at.here}/outbox/{member}.html").status_code == 404


def test_nobody_of_this_number_is_told_nothing(at: Desk) -> None:
    assert "nothing would be sent" in at.page("outbox?member=999")


def test_no_other_assembly_shows_what_its_members_are_told(world: World, tmp_path: Path) -> None:
    for example in (None, Example()):
        with desk(world, tmp_path, the_example=example) as up:
            for path in ("outbox", "outbox?member=2", "outbox/2.html"):
                assert up.get(f"{up.here}/{path}").status_code == 404
                assert up.get(f"{up.here}/{path}", headers=up.session("Bea")).status_code == 404


def test_who_looks_around_finds_the_way_there(at: Desk) -> None:
    assert f"{at.here}/outbox" in at.page("me/messages")
