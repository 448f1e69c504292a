"""The side of who invites: what an invitation does is said before; what a chat may show of it."""

import re
from pathlib import Path

import pytest

from tests.web.desk import Desk, desk
from tests.world import World


@pytest.fixture
def world() -> World:
    """Twelve, the founding not over; everybody may read."""
    world = World().found(readership="public")
    world.crowd(12)
    return world


def offer(at: Desk, reader: str) -> str:
    """What the form says of the invitation, as plain words."""
    form = at.page("members", reader).partition('data-flow="invite"')[2].partition("</form>")[0]
    return " ".join(re.sub(r"<[^>]*>", "", form).split())


def test_a_founder_is_told_that_the_link_admits_at_once(world: World, tmp_path: Path) -> None:
    with desk(world, tmp_path) as at:
        said = offer(at, "Ada")
        others = offer(at, "Bea")
    assert "Whoever opens your link is a member at once." in said
    assert "Whoever opens your link applies." in others
    assert "at once" not in others


def test_later_it_is_one_of_the_vouches_that_the_law_asks_for(world: World, tmp_path: Path) -> None:
    world.pass_days(8)
    world.host.marks_time()
    with desk(world, tmp_path) as at:
        said = offer(at, "Ada")
    assert "It takes the vouches of 2 settled members." in said
    assert "Your invitation counts as your vouch." in said
    assert "Then any member can object for 3 days" in said
    assert re.search(r"The link is good for 30.days", said)


def test_who_does_not_vouch_yet_is_told_that_it_is_no_vouch(world: World, tmp_path: Path) -> None:
    world.pass_days(8)
    guest = world.person("Zoe").applies()
    for name in ("Bea", "Cem"):
        world.cast[name].vouches_for(guest)
    world.turn_to(guest.record.due)
    with desk(world, tmp_path) as at:
        said = offer(at, "Zoe")
    assert "Your invitation is no vouch, since you do not vouch yet." in said


def test_message_and_sheet_name_who_invites_into_what_and_carry_no_key(
    world: World, tmp_path: Path
) -> None:
    with desk(world, tmp_path) as at:
        page, stranger = at.page("members", "Bea"), at.page("members")
    message = re.search(r'data-message="([^"]*)"', page)
    assert message
    assert message[1].startswith("Bea invites you to Tenants of 7 Mill Street. ")
    assert "{link}" in message[1]
    sheet = page.partition("data-posting hidden>")[2].partition("</section>")[0]
    assert "Tenants of 7 Mill Street" in sheet
    assert "Warm flats." in sheet
    assert "data-posting" not in stranger


def head(at: Desk, path: str) -> str:
    """What stands in the head of a page, where a preview looks."""
    return at.page(path).partition("</head>")[0]


def test_a_preview_names_the_assembly_only_where_who_invites_chose_so(
    world: World, tmp_path: Path
) -> None:
    with desk(world, tmp_path) as at:
        bare, named, none = (head(at, f"join{q}") for q in ("?invited", "?invited=named", ""))
    assert "Mill Street" not in bare
    assert "Warm flats" not in bare
    assert '<meta property="og:title" content="An invitation">' in bare
    assert 'og:title" content="An invitation to Tenants of 7 Mill Street"' in named
    assert "<title>Join · Tenants of 7 Mill Street" in named
    assert "og:title" not in none


def test_of_a_closed_assembly_no_preview_tells_anything(tmp_path: Path) -> None:
    world = World().found(readership="members")
    world.crowd(3)
    with desk(world, tmp_path) as at:
        said = offer(at, "Ada")
        asked = at.get("join?invited=named")
    assert "only members read it" in said
    assert "What may the preview" not in said
    assert asked.status_code == 404
    assert "Mill Street" not in asked.text
