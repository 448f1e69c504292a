"""What members say for members only: nobody else reads it, though anybody may read the rest."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from esoviet.law.membership import SetProfile
from esoviet.web.app import ROUTES
from esoviet.web.routes import read_routes
from tests.audit.host import AnsweringHost
from tests.web.desk import Desk, desk
from tests.world import World

SECRET = "555 0100"


@pytest.fixture(scope="module")
def world() -> World:
    """Ada says more to members; Dot has left, Eva applies."""
    world = World().found()
    ada, _bea, _cem, dot = world.crowd(4)
    phone = world.text(f"Telephone: {SECRET}")
    ada.does(SetProfile, profile=world.text("Ada"), for_members=phone)
    dot.leaves()
    world.person("Eva").applies()
    return world


@pytest.fixture(scope="module")
def at(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(world, tmp_path_factory.mktemp("inside")) as served:
        yield served


def blob(at: Desk) -> str:
    return at.world.person("Ada").record.for_members.hex()


@pytest.mark.parametrize("reader", ["Ada", "Bea"])
def test_members_read_it_on_the_page_and_by_its_name(at: Desk, reader: str) -> None:
    headers = at.session(reader)
    assert SECRET in at.get("members/1", headers=headers).text
    assert SECRET in at.get(f"blobs/{blob(at)}/content", headers=headers).text


@pytest.mark.parametrize("reader", ["", "Dot", "Eva"])
def test_nobody_else_does_on_any_address(at: Desk, reader: str) -> None:
    headers = at.session(reader)
    assert "Only members read this." in at.get("members/1", headers=headers).text
    for path in ("", "/content"):
        assert at.get(f"blobs/{blob(at)}{path}", headers=headers).status_code == 404
    for route in (*ROUTES, *read_routes()):
        if "GET" not in (route.methods or ()):
            continue
        if "changes" in route.path:  # a stream, which does not end
            continue
        path = route.path.replace("{assembly}", at.world.id).replace("{sha256}", blob(at))
        path = re.sub(r"\{kid[^}]*\}", at.world.person("Ada").kid, path)
        asked = at.get(re.sub(r"\{[^}]+\}", "1", path), headers=headers)
        assert SECRET not in asked.text, route.path


def test_in_json_everybody_is_told_the_same(at: Desk) -> None:
    told = [at.get("members/1.json", headers=at.session(who)).json() for who in ("", "Bea")]
    assert told[0] == told[1]
    text = told[0]["member"]["for_members"]
    assert (text["state"], text["title"], text["content"]) == ("inside", None, None)


def test_the_own_page_begins_with_what_was_said(at: Desk) -> None:
    shown = at.get("me", headers=at.session("Ada")).text
    assert f"Telephone: {SECRET}</textarea>" in shown
    assert ">Ada</textarea>" in shown


def test_an_audit_by_a_stranger_does_not_miss_it(world: World) -> None:
    class Discreet(AnsweringHost):
        def blob(self, sha256: str, size: int) -> Any:
            if sha256 == world.person("Ada").record.for_members.hex():
                return None
            return super().blob(sha256, size)

    report = Discreet(world).audited()
    assert list(report.findings) == []
    assert report.blobs.unchecked == 1
