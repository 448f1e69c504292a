"""Chapter 8 of the law: arguments and evidence."""

import pytest

from esoviet.law.act import Blob
from esoviet.law.arguments import Argument, Weighing
from tests.world import World

PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")


def test_members_argue_about_a_problem_a_solution_or_an_argument(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    first = bea.argues(problem, "asks")
    second = bea.argues(problem, "refutes", solution=solution)
    third = ada.argues(problem, "supports", argument=second)
    made = [world.the(Argument, number) for number in (first, second, third)]
    assert [(a.solution, a.argument) for a in made] == [(0, 0), (solution, 0), (0, second)]


def test_an_argument_brings_evidence_of_any_kind(world: World) -> None:
    ada = world.member("Ada")
    picture = world.text("a photograph", media_type="image/png")
    number = ada.argues(ada.raises_problem(), evidence=(picture,))
    assert world.the(Argument, number).evidence == (bytes.fromhex(picture.sha256),)


def test_lines_of_a_text_say_what_the_evidence_shows(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    problem, shows = ada.raises_problem(), world.text("A wet floor")
    ada.is_refused("8.2", "no evidence").argues(problem, captions=shows)
    number = ada.argues(problem, evidence=(world.text("x", "image/png"),), captions=shows)
    assert world.the(Argument, number).captions == bytes.fromhex(shows.sha256)
    bea.is_refused("12.3").erases(shows)
    ada.erases(shows)


def test_captions_are_a_text_of_8_kib_at_most(world: World) -> None:
    ada = world.member("Ada")
    problem, photo = ada.raises_problem(), (world.text("x", "image/png"),)
    ada.is_refused("8.2", "longer").argues(
        problem, evidence=photo, captions=world.text("x" * 8_193)
    )
    ada.is_refused("8.2", "text/markdown").argues(problem, evidence=photo, captions=PICTURE)
    ada.is_refused("8.2", "empty").argues(problem, evidence=photo, captions=world.text(""))
    ada.argues(problem, evidence=photo, captions=world.text("x" * 8_192))


def test_captions_of_what_is_answered_belong_to_the_assembly(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    problem, shows = ada.raises_problem(), world.text("A wet floor")
    photo = (world.text("x", "image/png"),)
    claim = ada.argues(problem, evidence=photo, captions=shows)
    bea.argues(problem, argument=claim)
    ada.is_refused("12.4").erases(shows)


def test_a_problem_is_debated_until_its_vote_closes(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    problem = ada.raises_problem()
    ada.is_refused("8.1", "until its vote closes").argues(99)
    ada.proposes(problem)
    world.turn_before(world.open_vote(problem).due)
    argument = ada.argues(problem)
    bea.weighs(argument, founded=True)
    world.pass_ms(1)
    ada.is_refused("8.1", "until its vote closes").argues(problem)
    bea.is_refused("8.4", "debate is over").weighs(argument, founded=False)


def test_an_argument_keeps_to_its_problem(world: World) -> None:
    ada = world.member("Ada")
    here, there = ada.raises_problem(), ada.raises_problem()
    solution, argument = ada.proposes(there), ada.argues(there)
    ada.is_refused("8.1", "not both").argues(there, solution=solution, argument=argument)
    ada.is_refused("8.1", "This solution").argues(here, solution=solution)
    ada.is_refused("8.1", "This solution").argues(here, solution=99)
    ada.is_refused("8.1", "That argument").argues(here, argument=argument)
    ada.is_refused("8.1", "That argument").argues(here, argument=99)
    ada.argues(there, solution=solution)
    ada.argues(there, argument=argument)


def test_the_text_of_an_argument_is_a_text(world: World) -> None:
    ada = world.member("Ada")
    problem = ada.raises_problem()
    ada.is_refused("8.2", "text/markdown").argues(problem, "asks", PICTURE)
    ada.is_refused("8.2", "longer").argues(problem, "asks", "x" * 65_537)
    ada.argues(problem, "asks", "x" * 65_536)


def test_only_its_author_retracts_an_argument_and_once(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    argument = ada.argues(ada.raises_problem())
    bea.is_refused("8.3").retracts(argument)
    ada.is_refused("8.3").retracts(99)
    ada.retracts(argument).is_refused("8.3").retracts(argument)
    assert world.the(Argument, argument).retracted


def test_each_member_weighs_an_argument_once_and_may_change_their_mind(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    argument = ada.argues(ada.raises_problem())
    bea.weighs(argument, founded=True).weighs(argument, founded=False)
    cem.weighs(argument, founded=False).weighs(argument, founded=False)
    record = world.the(Argument, argument)
    assert (record.founded, record.unfounded) == (0, 2)
    assert world.the(Weighing, bea.number, argument).finds == "unfounded"


def test_who_has_seen_an_argument_and_cannot_judge_it_counts_for_neither(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    argument = ada.argues(ada.raises_problem())
    bea.weighs(argument, founded=None).weighs(argument, founded=None)
    cem.weighs(argument, founded=True).weighs(argument, founded=None)
    record = world.the(Argument, argument)
    assert (record.founded, record.unfounded, record.unsure) == (0, 0, 2)
    bea.weighs(argument, founded=False)
    record = world.the(Argument, argument)
    assert (record.founded, record.unfounded, record.unsure) == (0, 1, 1)


@pytest.mark.parametrize("founded", [True, False, None])
def test_nobody_weighs_their_own_or_a_retracted_argument(
    world: World, founded: bool | None
) -> None:
    ada, bea = world.members("Ada", "Bea")
    argument = ada.argues(ada.raises_problem())
    ada.is_refused("8.4", "their own").weighs(argument, founded)
    bea.is_refused("8.4", "No argument").weighs(99, founded)
    bea.weighs(argument, founded)
    ada.retracts(argument)
    bea.is_refused("8.4", "No argument").weighs(argument, founded)
