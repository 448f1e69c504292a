"""Clause 3.10 of the law: members who do nothing for long are dormant until their next act."""

from esoviet.law.decisions import Decision
from esoviet.law.questions import Question
from esoviet.law.records import Key, Member
from tests.world import DAY, World, signing_key


def test_an_idle_member_falls_dormant_to_the_millisecond(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    world.pass_days(1)
    ada.sets_profile()
    world.turn_before(bea.record.since + 180 * DAY)
    assert not bea.record.dormant
    world.pass_ms(1)
    assert (bea.record.dormant, ada.record.dormant) == (True, False)
    assert world.assembly.active == 1


def test_an_act_by_any_device_keeps_a_member_awake(world: World) -> None:
    ada = world.member("Ada")
    phone = ada.enrols(signing_key("Ada's phone"))
    world.pass_days(100)
    phone.sets_profile()
    world.pass_days(179.9)
    assert not ada.record.dormant


def test_the_next_act_wakes_a_dormant_member(world: World) -> None:
    bea = world.member("Bea")
    world.pass_days(180)
    assert world.assembly.active == 0
    bea.sets_profile()
    assert (bea.record.dormant, world.assembly.active) == (False, 1)
    world.turn_before(world.now + 180 * DAY)
    assert not bea.record.dormant
    world.pass_ms(1)
    assert bea.record.dormant


def test_a_refused_act_wakes_nobody(world: World) -> None:
    ada = world.member("Ada")
    world.pass_days(180)
    ada.is_refused("7.2").votes(1, "yes")
    assert ada.record.dormant


def test_nobody_falls_dormant_within_the_time_of_the_longest_vote() -> None:
    world = World().found(dormancy_days="90", vote_days="90")
    ada = world.member("Ada")
    world.turn_before(ada.record.since + 90 * DAY)
    assert not ada.record.dormant
    world.pass_ms(1)
    assert ada.record.dormant


def test_an_assembly_that_slept_awakes(world: World) -> None:
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    world.pass_days(400)
    assert world.assembly.active == 0
    vote = ada.puts_to_vote()
    ada.votes(vote, "yes")
    bea.votes(vote, "yes")
    assert world.close(vote).ending == "adopted"
    assert world.the(Decision, 1).base == 2
    assert [p.record.dormant for p in (ada, bea, cem)] == [False, False, True]


def test_a_sleeper_is_at_rest_after_four_times_as_long(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    world.turn_before(bea.record.since + 4 * 180 * DAY)
    assert (bea.record.resting, world.assembly.counted) == (False, 2)
    world.pass_ms(1)
    assert (bea.record.resting, world.assembly.active, world.assembly.counted) == (True, 0, 0)
    ada.sets_profile()
    assert (ada.record.resting, world.assembly.active, world.assembly.counted) == (False, 1, 1)


def test_who_acts_is_awake_before_the_act_is_judged(world: World) -> None:
    """Else one who comes back alone finds a problem necessary that a tenth must find so."""
    cast = world.crowd(12)
    world.pass_days(179)
    for person in cast[1:]:
        person.sets_profile()
    world.pass_days(1)
    assert (cast[0].record.dormant, world.assembly.active) == (True, 11)
    question = cast[0].asks()
    assert world.the(Question, question).electorate.awake == 12


def test_the_count_of_active_members_is_what_the_records_say(world: World) -> None:
    world.crowd(5)[4].leaves()
    world.pass_days(180)
    world.member("Bea").sets_profile()
    awake = [m for m in world.everybody() if m.state == "member" and not m.dormant]
    assert len(awake) == world.assembly.active == 1
    assert world.the(Member, 5).state == "left"
    assert len(world.view.by(Key, "member", 2)) == 1
