"""Who has no recovery phrase is told so on every page; who comes in, what to do first."""

from pathlib import Path

import pytest

from tests.web.desk import desk
from tests.world import World, signing_key

PATHS = (
    "decisions",
    "problems",
    "problems/new",
    "members",
    "members/2",
    "log",
    "me",
    "constitution",
)
ONE = "If this device is lost, you are locked out until members let you back in."
TWO = "If your 2 devices are lost, you are locked out until members let you back in."
LINE = "No way back in yet:"
WHOLE = ("me",)
WELCOME = "three things to do"


@pytest.fixture
def world() -> World:
    """Four members, none of them with a phrase."""
    world = World().found(readership="public")
    world.members("Ada", "Bea", "Cem", "Dot")
    return world


def page(world: World, folder: Path, path: str, reader: str = "") -> str:
    """A page as somebody sees it now."""
    with desk(world, folder) as served:
        return served.page(path, reader)


def test_who_has_no_phrase_is_reminded_on_every_page(world: World, tmp_path: Path) -> None:
    with desk(world, tmp_path) as served:
        told = [
            (page.count(LINE), page.count(ONE))
            for page in (served.page(path, "Bea") for path in PATHS)
        ]
        assert told == [(path not in WHOLE, path in WHOLE) for path in PATHS]
        assert [served.page(path).count("data-paperless") for path in PATHS] == [0] * len(PATHS)


def test_nothing_ends_the_reminder_but_ones_own_phrase(world: World, tmp_path: Path) -> None:
    bea, cem = world.cast["Bea"], world.cast["Cem"]
    bea.sets_profile()
    cem.sets_recovery(signing_key("the paper of another"))
    assert ONE in page(world, tmp_path / "before", "me", "Bea")
    bea.sets_recovery(signing_key("paper"))
    assert "data-paperless" not in page(world, tmp_path / "after", "me", "Bea")
    assert ONE in page(world, tmp_path / "dot", "me", "Dot")


def test_the_reminder_counts_the_devices_that_stand(world: World, tmp_path: Path) -> None:
    bea = world.cast["Bea"]
    phone = bea.enrols(signing_key("phone"))
    assert TWO in page(world, tmp_path / "two", "me", "Bea")
    bea.revokes(phone.kid)
    assert ONE in page(world, tmp_path / "one", "me", "Bea")


def test_where_nobody_could_help_it_says_so(tmp_path: Path) -> None:
    world = World().found(readership="public")
    world.members("Ada", "Bea")
    said = "with fewer than three members nobody can let you back in"
    assert said in page(world, tmp_path / "two", "me", "Bea")
    world.member("Cem")
    assert said not in page(world, tmp_path / "three", "me", "Bea")


def test_a_new_member_is_told_what_to_do_and_what_is_done_is_ticked(
    world: World, tmp_path: Path
) -> None:
    bea = world.cast["Bea"]
    first = page(world, tmp_path / "first", "members/2", "Bea")
    assert "Welcome, Bea: three things to do" in first
    assert first.count('<li class="did"><b>') == 1  # nothing needs her
    world.cast["Ada"].raises("The crane is unsafe")
    bea.sets_recovery(signing_key("paper"))
    bea.sets_profile("Bea\n\nI drive the crane.")
    then = page(world, tmp_path / "then", "members/2", "Bea")
    assert "1 thing needs you" in then
    assert then.count('<li class="did"><b>') == 2


def test_it_is_told_to_nobody_else_and_for_a_fortnight(world: World, tmp_path: Path) -> None:
    with desk(world, tmp_path / "now") as served:
        assert WELCOME in served.page("members/2", "Bea")
        for path, reader in (("members/2", "Ada"), ("members/2", ""), ("members/1", "Ada")):
            assert WELCOME not in served.page(path, reader)
    world.pass_days(15)
    world.cast["Ada"].sets_profile()
    assert WELCOME not in page(world, tmp_path / "later", "members/2", "Bea")


def test_an_applicant_is_told_what_happens_next(world: World, tmp_path: Path) -> None:
    zoe = world.person("Zoe").applies()
    said = page(world, tmp_path, f"members/{zoe.number}")
    assert "What happens next" in said
    assert "2 members who have been here a while vouch for you." in said
    assert "Then any member can object for 3 days" in said
