"""The pages of the door: how an application stands, who can come in, and the end of an assembly."""

from pathlib import Path

import pytest

from esoviet.audit import expected
from esoviet.audit.facts import Facts
from esoviet.audit.recount import Recount
from tests.person import Person
from tests.web.desk import desk
from tests.web.test_closed import session
from tests.web.test_sessions import sign_in
from tests.world import World, signing_key


@pytest.fixture
def world() -> World:
    """Twelve settled members, the founding being over; everybody may read."""
    world = World().found(readership="public")
    world.crowd(12)
    world.pass_days(7)
    return world


def guests(world: World, count: int) -> list[Person]:
    """So many with their vouches, a minute apart; three come in at a time."""
    brought = []
    for number in range(count):
        person = world.person(f"Guest {number}").applies()
        for voucher in world.present()[2 * (number // 3) :][:2]:
            voucher.vouches_for(person)
        world.pass_ms(60_000)
        brought.append(person)
    return brought


def test_who_stands_in_line_is_told_the_place_and_when_the_next_is_free(
    world: World, tmp_path: Path
) -> None:
    *_, fifth = guests(world, 5)
    world.pass_days(10)
    with desk(world, tmp_path) as served:
        page = served.get(f"members/{fifth.number}").text
        said = served.get("growth.json").json()
        line = served.get(f"members/{fifth.number}.json").json()["member"]
    assert "Number 2 in line." in page
    assert "3 people at most come in by vouches in each settling time; 3 did" in page
    assert "The next place is free" in page
    assert (line["state"], line["place"], line["due"]) == ("vouched", 2, None)
    assert (said["allowed"], said["came"], said["waiting"]) == (3, 3, 2)
    assert said["next"] == min(one.since for one in world.everybody() if one.door == "vouches") + (
        30 * 86_400_000
    )


def test_while_there_is_room_no_later_place_is_promised(world: World, tmp_path: Path) -> None:
    (first,) = guests(world, 1)
    with desk(world, tmp_path) as served:
        page = served.get(f"members/{first.number}").text
    assert "Number 1 in line." in page
    assert "The next place is free" not in page


@pytest.mark.parametrize("count", [0, 2, 5])
def test_the_auditors_own_figures_of_the_door_are_the_hosts(
    world: World, tmp_path: Path, count: int
) -> None:
    guests(world, count)
    world.pass_days(10).cast["Ada"].marks_time()
    assert sum(one.door == "vouches" for one in world.everybody()) == min(count, 3)
    with desk(world, tmp_path) as served:
        said = served.get("growth.json").json()
    ours = expected.growth(Facts(world.view, {}, Recount()))
    assert {name: said[name] for name in ours} == ours


def test_the_list_of_the_contested_has_one_form_for_all_ballots(
    world: World, tmp_path: Path
) -> None:
    first, second = guests(world, 2)
    eva = world.cast["Eva"].objects_to(first, second)
    with desk(world, tmp_path) as served:
        sign_in(served, eva.key)
        page = served.get("members?state=contested").text
        others = served.get("members?state=member").text
    for person in (first, second):
        assert f'data-vote="{person.record.vote}"' in page
    assert page.count('data-flow="ballots"') == 1
    assert 'data-flow="ballots"' not in others
    assert 'data-act="object"' not in page


def test_who_waits_can_be_objected_to_in_one_act(world: World, tmp_path: Path) -> None:
    waiting = guests(world, 2)
    with desk(world, tmp_path) as served:
        sign_in(served, world.cast["Eva"].key)
        page = served.get("members?state=vouched").text
    assert page.count('name="members[]"') == len(waiting)


def test_who_is_not_settled_is_told_why_they_do_not_vouch(world: World, tmp_path: Path) -> None:
    (guest,) = guests(world, 1)
    world.turn_to(guest.record.due)
    zoe = world.person("Zoe").applies()
    with desk(world, tmp_path) as served:
        sign_in(served, guest.key)
        newcomers = served.get(f"members/{zoe.number}").text
        sign_in(served, world.cast["Eva"].key)
        settled = served.get(f"members/{zoe.number}").text
    assert "Only settled members vouch." in newcomers
    assert 'data-act="vouch"' not in newcomers
    assert 'data-act="vouch"' in settled


def test_an_assembly_that_has_ended_says_so(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada, bea = world.members("Ada", "Bea")
    with desk(world, tmp_path / "before") as served:
        assert "has ended" not in served.get(served.here).text
        assert not served.get(f"members/{ada.number}/farewell.json").json()["last"]
    bea.leaves()
    with desk(world, tmp_path / "last") as served:
        assert served.get(f"members/{ada.number}/farewell.json").json()["last"]
        assert "You are the last member." in served.get(f"members/{ada.number}/leave").text
    ada.leaves()
    with desk(world, tmp_path / "after") as served:
        assert "This assembly has ended" in served.get(served.here).text
        assert "Nobody can join it any more." in served.get("join").text
        assert served.get(".json").json()["ended"] == world.now


def test_the_form_that_ends_the_founding_is_there_while_it_lasts(tmp_path: Path) -> None:
    world = World().found(readership="public")
    bea = world.member("Bea")
    for place, days, shown in (("during", 0, True), ("after", 7, False)):
        world.pass_days(days)
        world.host.marks_time()
        with desk(world, tmp_path / place) as served:
            sign_in(served, bea.key)
            assert ('data-act="end-founding"' in served.get(served.here).text) is shown


LINK = signing_key("a link")


def test_a_guest_who_waits_behind_the_door_is_told_how_it_stands(tmp_path: Path) -> None:
    world = World().found(readership="members")
    ada, bea, *_ = world.crowd(4)
    world.pass_days(7)
    ada.invites(LINK)
    zoe = world.person("Zoe").applies(LINK)
    bea.vouches_for(zoe)
    with desk(world, tmp_path) as served:
        guest = session(served, zoe.kid)
        page = served.get("join", headers=guest.headers).text
    assert "Number 1 in line." in page
