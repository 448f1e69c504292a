"""The card of an invitation: what its link does is said before anything is typed."""

import re
from pathlib import Path

import pytest

from esoviet.store.sessions import Session
from esoviet.wire.keys import key_name
from tests.web.desk import desk
from tests.world import World, signing_key

LINK = signing_key("a link")


@pytest.fixture
def world() -> World:
    """Four members, the founding not over; everybody may read."""
    world = World().found(readership="public")
    world.members("Ada", "Bea", "Cem", "Dot")
    return world


def card(world: World, folder: Path, key: str = "") -> str:
    """What the page says of the invitation, as plain words."""
    with desk(world, folder) as served:
        page = served.page(f"join?invitation={key or key_name(LINK.public)}")
    found = re.search(r'<div id="card".*?<div class="notice wait" data-cut', page)
    assert found
    return " ".join(re.sub(r"<[^>]*>", "", found[0]).split())


def test_a_founders_link_makes_a_member_at_once(world: World, tmp_path: Path) -> None:
    world.cast["Ada"].invites(LINK)
    said = card(world, tmp_path)
    assert "Ada invites you to" in said
    assert "4 members" in said
    assert "This link makes you a member at once." in said
    assert "The link is for 1 person." in said
    assert "Valid until" in said


def test_later_it_is_the_first_of_the_vouches_that_it_takes(world: World, tmp_path: Path) -> None:
    world.pass_days(30)
    world.cast["Bea"].invites(LINK, uses=3)
    said = card(world, tmp_path)
    assert "at once" not in said
    assert "2 members who have been here a while must vouch for you: say that they know" in said
    assert "This invitation is the first." in said
    assert "Then any member can object for 3 days" in said
    assert "The link is for 3 people." in said


def test_the_numbers_are_those_of_the_law_as_it_stands_now(tmp_path: Path) -> None:
    world = World().found(readership="public", vouches="3", objection_days="1/24")
    world.crowd(6)
    world.pass_days(30)
    world.cast["Ada"].invites(LINK)
    said = card(world, tmp_path)
    assert (
        "3 members who have been here a while must vouch for you: say that they know you." in said
    )
    assert re.search("Then any member can object for 1.hour", said)


def test_who_is_not_settled_introduces_without_a_vouch(world: World, tmp_path: Path) -> None:
    world.pass_days(8)
    guest = world.person("Zoe").applies()
    for name in ("Bea", "Cem"):
        world.cast[name].vouches_for(guest)
    world.turn_to(guest.record.due)
    guest.invites(LINK)
    said = card(world, tmp_path)
    assert (
        "2 members who have been here a while must vouch for you: say that they know you." in said
    )
    assert "the first" not in said


@pytest.mark.parametrize("how", ["used", "back", "time", "left", "used, left", "nothing"])
def test_a_dead_link_says_so_and_whom_to_ask(world: World, tmp_path: Path, how: str) -> None:
    bea = world.cast["Bea"]
    if how != "nothing":
        bea.invites(LINK)
    if how.startswith("used"):
        world.person("Zoe").applies(LINK)
    elif how == "back":
        bea.takes_back(LINK)
    elif how == "time":
        world.pass_days(40)
        world.host.marks_time()
    if how.endswith("left"):
        bea.leaves()
    said = card(world, tmp_path)
    head = {
        "used": "This link has been used",
        "back": "This link is over",
        "time": "This link is over",
        "used, left": "Who invited you is no longer a member",
        "left": "Who invited you is no longer a member",
        "nothing": "There is no such invitation here",
    }[how]
    ask = {
        "left": "Ask another member",
        "used, left": "Ask another member",
        "nothing": "Ask who sent it",
    }.get(how, "Ask Bea")
    assert head in said
    assert f"{ask} for a new one." in said
    assert "Apply without an invitation" in said
    assert "Valid until" not in said


def test_a_key_that_is_none_is_no_invitation(world: World, tmp_path: Path) -> None:
    for number, key in enumerate(("x", "é", "9" * 5000)):
        assert "There is no such invitation here" in card(world, tmp_path / str(number), key)


def test_a_closed_assembly_tells_no_numbers(tmp_path: Path) -> None:
    world = World().found(readership="members")
    world.members("Ada", "Bea", "Cem", "Dot")
    world.pass_days(30)
    world.cast["Bea"].invites(LINK)
    with desk(world, tmp_path) as served:
        token = {"authorization": "Bearer a token"}
        served.node.store.open_session(
            "a token", Session(world.id, key_name(LINK.public), world.now + 10**9)
        )
        answer = served.get("join", headers=token)
        stranger = served.get(f"join?invitation={key_name(LINK.public)}")
    assert "Bea invites you to" in answer.text
    assert "Members vouch for you." in answer.text
    for word in ("4 members", "a while must vouch", "3 days"):
        assert word not in answer.text
    assert stranger.status_code == 404
    assert "Bea" not in stranger.text
