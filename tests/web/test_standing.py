"""Four pages: an application is in, a key was replaced, who has left, who is no member."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.recovery import Recovery
from tests.person import Person
from tests.web.desk import Desk, desk
from tests.web.test_closed import session
from tests.world import World, signing_key


@pytest.fixture(scope="module")
def world() -> World:
    """Fay applies with one vouch, Dot has left, Eva was let back in with a new key."""
    world = World().found(readership="public")
    _ada, bea, cem, dot, eva = world.crowd(5)
    world.pass_days(8)
    recovered(world, eva, bea, cem)
    dot.leaves()
    bea.vouches_for(world.person("Fay").applies())
    gus = world.person("Gus").applies()
    gus.withdraws_application()
    return world


def recovered(world: World, who: Person, *by: Person) -> Person:
    """A new key of somebody, which members confirm, and which takes the place of the old ones."""
    anew = world.person(f"{who.name}, again").asks_to_recover(who)
    for one in by:
        one.confirms(anew)
    world.turn_to(world.view.must(Recovery, anew.kid).due)
    world.host.marks_time()
    return anew


@pytest.fixture(scope="module")
def at(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(world, tmp_path_factory.mktemp("standing")) as served:
        yield served


def said(at: Desk, kid: str) -> str:
    """What the page says to who holds a key, as plain words."""
    page = at.page(f"join?key={kid}").partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_an_application_tells_how_many_vouches_of_how_many_and_when_it_lapses(at: Desk) -> None:
    fay = at.world.person("Fay")
    page = at.page(f"join?key={fay.kid}")
    assert "Your application is in" in page
    assert "1 of 2 vouches" in page
    assert "Bea" in page
    assert "Without them the application ends on" in page
    assert f'data-ms="{fay.record.due}"' in page
    assert 'data-act="withdraw-application"' in page
    assert 'data-flow="join"' not in page


def test_a_key_that_was_replaced_is_told_when_by_whom_and_what_to_do(at: Desk) -> None:
    eva = at.world.person("Eva")
    page, words = at.page(f"join?key={eva.kid}"), said(at, eva.kid)
    assert "The key of this browser was replaced" in words
    assert f'data-ms="{eva.record.recovered}"' in page
    assert "It was confirmed by Bea, Cem." in words
    assert "If that was not you" in words
    assert f'{at.here}/recover?member={eva.number}#lost"' in page
    assert 'data-flow="join"' not in page
    assert f'{at.here}/pair"' in page


def test_the_new_key_in_its_place_is_told_nothing(at: Desk) -> None:
    assert "data-standing" not in at.page(f"join?key={at.world.person('Eva, again').kid}")


def test_a_key_that_another_of_the_member_revoked_is_not_said_to_be_replaced(
    tmp_path: Path,
) -> None:
    world = World().found(readership="public")
    ada, _bea = world.members("Ada", "Bea")
    telephone = ada.enrols(signing_key("a telephone"))
    ada.revokes(telephone.kid)
    with desk(world, tmp_path) as at:
        words = said(at, telephone.kid)
        assert "The key of this browser was revoked" in words
        assert "replaced" not in words
        assert "data-standing" not in at.page(f"join?key={ada.kid}")


def test_who_has_left_is_told_since_when_what_remains_and_how_to_come_back(at: Desk) -> None:
    dot = at.world.person("Dot")
    page, words = at.page(f"join?key={dot.kid}"), said(at, dot.kid)
    assert "You have left" in words
    assert "You left Tenants of 7 Mill Street on" in words
    assert f'data-ms="{dot.record.ended}"' in page
    assert f'{at.here}/members/{dot.number}/leave"' in page
    assert "Ask to join again" in words
    assert 'data-flow="join"' in page


def test_who_withdrew_is_told_so_and_can_apply_again(at: Desk) -> None:
    words = said(at, at.world.person("Gus").kid)
    assert "You withdrew your application" in words
    assert "Apply again" in words
    assert "You have left" not in words


@pytest.mark.parametrize("key", ["", "x", "nobody's"])
def test_who_is_no_member_is_shown_the_ways_in(at: Desk, key: str) -> None:
    page = at.page(f"join?key={key}")
    assert "This device does not know you yet" in page
    for way in (f"{at.here}/recover", f"{at.here}/pair", "/invitation", "#profile"):
        assert f'href="{way}"' in page
    assert "data-standing" not in page


def test_a_member_is_told_of_no_other_ones_key(at: Desk) -> None:
    page = at.page(f"join?key={at.world.person('Dot').kid}", "Ada")
    assert "You are a member here." in page
    assert "data-standing" not in page


def test_a_guest_of_a_closed_assembly_is_told_of_their_own_key_and_of_no_name(
    tmp_path: Path,
) -> None:
    world = World().found(readership="members")
    _ada, bea, cem, dot, eva = world.crowd(5)
    world.pass_days(8)
    recovered(world, eva, bea, cem)
    dot.leaves()
    bea.vouches_for(world.person("Fay").applies())
    with desk(world, tmp_path) as at:
        guests = {name: session(at, world.person(name).kid) for name in ("Fay", "Dot", "Eva")}
        fay = at.get(f"join?key={dot.kid}", headers=guests["Fay"].headers).text
        left = at.get("join", headers=guests["Dot"].headers).text
        replaced = at.get(f"join?key={eva.kid}", headers=guests["Eva"].headers)
        stranger = at.get(f"join?key={dot.kid}")
    assert "1 of 2 vouches" in fay
    assert "Bea" not in fay
    assert "You have left" in left
    assert "You have left" not in fay
    assert (replaced.status_code, stranger.status_code) == (404, 404)
    assert "Mill Street" not in replaced.text + stranger.text
