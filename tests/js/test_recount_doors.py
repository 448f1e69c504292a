"""js/recount: a vote on an applicant opens with the yes of those who vouched; who can come in."""

from pathlib import Path

import pytest

from esoviet.law.applications import ApplyToJoin, VouchFor
from esoviet.law.doors import LetIn
from esoviet.law.growth import Vouch
from esoviet.wire.encoding import b64u
from tests.js.liar import Liar
from tests.js.modules import Modules
from tests.person import Person
from tests.world import World, signing_key

LINK = signing_key("a link")


def contested(*, leaves: bool = False) -> tuple[World, list[Person], int]:
    """Somebody vouched for by an invitation and by an act, objected to, and voted on."""
    world = World().found(readership="public", objection_days="1/24", vouches="2")
    ada, bea, cem, dot = world.crowd(4)
    world.pass_days(7)
    ada.invites(LINK)
    zoe = world.person("Zoe").applies(LINK)
    cem.objects_to(zoe)
    if leaves:
        dot.vouches_for(world.person("Yan").applies())
    bea.vouches_for(zoe)
    if leaves:
        bea.leaves()
    cem.votes(zoe.record.vote, "no")
    world.pass_ms(1000)
    return world, [ada, bea, cem, dot, zoe], zoe.record.vote


@pytest.mark.parametrize("leaves", [False, True])
def test_an_honest_vote_on_an_applicant_has_nothing_wrong(
    tmp_path: Path, js: Modules, leaves: bool
) -> None:
    world, _, vote = contested(leaves=leaves)
    found = Liar(world, vote, tmp_path).recounted(js)
    assert (found["wrong"], found["ballots"]) == ([], 2 if leaves else 3)


def test_so_does_one_whose_voucher_votes_otherwise_and_that_has_closed(
    tmp_path: Path, js: Modules
) -> None:
    world, (ada, bea, *_), vote = contested()
    for person in (ada, bea):
        person.votes(vote, "no")
    world.close(vote)
    ada.sets_profile()
    assert Liar(world, vote, tmp_path).recounted(js)["wrong"] == []


def test_a_vouch_that_is_left_out_of_the_roll_is_missed(tmp_path: Path, js: Modules) -> None:
    world, (_, bea, *_, zoe), vote = contested()
    given = world.the(Vouch, bea.number, zoe.number).entry
    liar = Liar(world, vote, tmp_path)
    liar.roll["items"] = [one for one in liar.roll["items"] if one["member"]["member"] != 2]
    assert liar.wrong(js) == [f"roll-missing {given}"]


def test_who_did_not_vouch_has_not_said_yes(tmp_path: Path, js: Modules) -> None:
    world, (_, _, _, dot, zoe), vote = contested()
    liar = Liar(world, vote, tmp_path)
    liar.shows(dot.number, zoe.record.applied)
    assert liar.wrong(js) == [f"roll-extra {zoe.record.applied}", "tally-ballots", "tally-counts"]


def test_the_founders_link_brings_in_nobody_once_two_others_have_ended_the_founding(
    tmp_path: Path, js: Modules
) -> None:
    world = World().found(readership="public", backing="0")
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    for person in (bea, cem):
        person.ends_founding()
    late = world.person("Late").applies(world.link)
    vote = ada.puts_to_vote()
    liar = Liar(world, vote, tmp_path)
    liar.shows(late.number, ballot := liar.votes(late.key, 2))
    assert liar.wrong(js)[:2] == [f"not-member {ballot}", f"roll-extra {ballot}"]


def test_guests_do_not_vouch_a_crowd_in_among_themselves(tmp_path: Path, js: Modules) -> None:
    """Two vouches and the waiting time make nobody a member before they are over."""
    world = World().found(readership="public", backing="0")
    ada, bea, *_ = world.crowd(4)
    world.pass_days(7)
    vote = ada.puts_to_vote()
    liar = Liar(world, vote, tmp_path)
    puppet = signing_key("Puppet")
    fields = {"key": b64u(puppet.public), "profile": world.text("A puppet")}
    liar.logs(liar.signs(puppet, ApplyToJoin, 1, **fields))
    for person in (ada, bea):
        seq = world.last_of(person.key)[0] + 1
        liar.logs(liar.signs(person.key, VouchFor, seq, member=5))
    liar.shows(5, ballot := liar.votes(puppet, 2))
    assert liar.wrong(js)[:2] == [f"not-member {ballot}", f"roll-extra {ballot}"]


def with_a_door(places: int = 1) -> tuple[World, list[Person], Person, Person, int]:
    """Ada keeps a door by which Zoe came in; Yan waits. A question on which Zoe can vote."""
    world = World().found(readership="public", backing="0")
    cast = world.crowd(4)
    world.pass_days(8)
    door = cast[0].wants_door(places, 30, cast[0])
    for person in cast:
        person.votes(door, "yes")
    world.close(door)
    zoe, yan = (world.person(name).applies() for name in ("Zoe", "Yan"))
    cast[0].lets_in(zoe, 1)
    vote = cast[0].puts_to_vote()
    zoe.votes(vote, "yes")
    world.pass_ms(1000)
    return world, cast, zoe, yan, vote


def test_who_was_let_in_by_a_door_votes_with_nothing_wrong(tmp_path: Path, js: Modules) -> None:
    world, _, _, _, vote = with_a_door()
    found = Liar(world, vote, tmp_path).recounted(js)
    assert (found["wrong"], found["ballots"]) == ([], 1)


def test_the_vote_on_a_door_itself_has_nothing_wrong(tmp_path: Path, js: Modules) -> None:
    world, *_ = with_a_door()
    assert Liar(world, 1, tmp_path).recounted(js)["wrong"] == []


@pytest.mark.parametrize("keeper", ["Ada", "Bea"])
def test_nobody_is_let_in_by_a_full_door_or_by_who_does_not_keep_it(
    tmp_path: Path, js: Modules, keeper: str
) -> None:
    places = 1 if keeper == "Ada" else 4
    world, _, _, yan, vote = with_a_door(places)
    liar, key = Liar(world, vote, tmp_path), world.person(keeper).key
    seq = world.last_of(key)[0] + 1
    entry = liar.logs(liar.signs(key, LetIn, seq, question=1, member=yan.number))
    assert liar.wrong(js) == [f"door {entry}"]


def test_who_was_admitted_by_name_votes_with_nothing_wrong(tmp_path: Path, js: Modules) -> None:
    world = World().found(readership="public", backing="0")
    cast = world.crowd(4)
    world.pass_days(8)
    zoe = world.person("Zoe").applies()
    listed = cast[0].wants(admits=(zoe.number,))
    for person in cast:
        person.votes(listed, "yes")
    world.close(listed)
    vote = cast[0].puts_to_vote()
    zoe.votes(vote, "yes")
    world.pass_ms(1000)
    assert Liar(world, vote, tmp_path).recounted(js)["wrong"] == []
