"""Clause 3.9: what goes with who leaves, and the end of an assembly."""

import pytest

from esoviet.law.growth import Vouch
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.solutions import Solution
from tests.person import Person
from tests.world import World


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Five settled members, the founding being over."""
    members = world.crowd(5)
    world.pass_days(7)
    return members


def test_the_vouch_of_who_leaves_counts_no_more(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    zoe, yan = world.person("Zoe").applies(), world.person("Yan").applies()
    for one in (zoe, yan):
        ada.vouches_for(one)
        bea.vouches_for(one)
    yan_due = yan.record.due
    cem.objects_to(yan)
    bea.leaves()
    assert (zoe.state, yan.state) == ("applicant", "contested")
    assert world.view.count(Vouch, zoe.number) == 1
    world.turn_to(yan_due)
    assert zoe.state == "applicant"
    cem.vouches_for(zoe)
    assert zoe.state == "vouched"


def test_the_objection_of_who_leaves_counts_no_more(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    zoe = world.person("Zoe").applies()
    cem.objects_to(zoe).leaves()
    ada.vouches_for(zoe)
    bea.vouches_for(zoe)
    assert zoe.state == "vouched"


def test_what_who_leaves_said_of_a_problem_counts_no_more(world: World) -> None:
    ada, bea, *_ = world.crowd(8)
    problem = ada.raises()
    bea.finds("necessary", problem).leaves()
    assert world.the(Problem, problem).necessary == 1


def test_backings_and_seconds_of_who_leaves_count_no_more() -> None:
    world = World().found(backing="1/4")
    ada, bea, *_ = world.crowd(12)
    solution, question = ada.proposes(world.necessary(ada)), ada.asks()
    bea.backs(solution).seconds(question)
    assert world.the(Solution, solution).backers == world.the(Question, question).seconds == 2
    bea.leaves()
    assert world.the(Solution, solution).backers == world.the(Question, question).seconds == 1


def test_when_the_last_member_leaves_the_assembly_has_ended(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    waits, almost = world.person("Zoe").applies(), world.person("Yan").applies()
    ada.vouches_for(almost)
    bea.vouches_for(almost)
    ada.leaves()
    assert not world.assembly.ended
    bea.leaves()
    assert world.assembly.ended == world.now
    assert (waits.state, almost.state) == ("lapsed", "lapsed")
    world.person("Xie").is_refused("3.9", "ended").applies()
    bea.is_refused("1.7").asks()
    world.pass_days(30)
    assert not world.present()


def test_nobody_is_voted_into_an_assembly_that_has_ended(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    zoe = world.person("Zoe").applies()
    ada.vouches_for(zoe)
    bea.vouches_for(zoe)
    bea.objects_to(zoe)
    for person in (ada, bea):
        person.leaves()
    world.close(zoe.record.vote)
    assert zoe.state == "lapsed"
