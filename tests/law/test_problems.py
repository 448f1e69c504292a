"""Chapter 5 of the law: problems, and whether it is necessary to solve them."""

import pytest

from esoviet.law.act import Blob
from esoviet.law.problems import Assessment, Problem
from tests.world import DAY, World

PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")


def phase(world: World, problem: int) -> str:
    return world.the(Problem, problem).phase


def test_in_a_small_assembly_a_problem_opens_when_it_is_raised(world: World) -> None:
    world.crowd(10)
    problem = world.member("Ada").raises_problem()
    assert phase(world, problem) == "solutions"
    assert world.the(Problem, problem).due == world.now + 7 * DAY


def test_a_problem_opens_when_a_tenth_have_assessed_it_and_most_find_it_necessary(
    world: World,
) -> None:
    ada, bea, cem, *_ = world.crowd(21)
    problem = ada.raises_problem()
    bea.finds("not-necessary", problem)
    cem.finds("unsure", problem)
    assert phase(world, problem) == "necessity"
    bea.finds("necessary", problem)
    assert phase(world, problem) == "solutions"


def test_a_tie_is_not_a_majority_and_the_unsure_count_towards_the_quorum(world: World) -> None:
    ada, bea, cem, dot, *_ = world.crowd(31)
    problem = ada.raises_problem()
    bea.finds("not-necessary", problem)
    cem.finds("unsure", problem)
    dot.finds("unsure", problem)
    assert phase(world, problem) == "necessity"
    dot.finds("necessary", problem)
    assert phase(world, problem) == "solutions"


def test_a_member_who_changes_their_mind_is_counted_once(world: World) -> None:
    ada, bea, *_ = world.crowd(31)
    problem = ada.raises_problem()
    for stance in ("necessary", "unsure", "not-necessary", "unsure"):
        bea.finds(stance, problem)
    record = world.the(Problem, problem)
    assert (record.necessary, record.unnecessary, record.unsure) == (1, 0, 1)
    assert world.the(Assessment, bea.number, problem).stance == "unsure"


def test_members_who_sleep_do_not_count_towards_the_quorum(world: World) -> None:
    ada, *_ = world.crowd(30)
    world.pass_days(179)
    ada.sets_profile()
    world.pass_days(1)
    assert phase(world, ada.raises_problem()) == "solutions"


def test_a_problem_that_is_not_found_necessary_in_time_lapses(world: World) -> None:
    ada, bea, *_ = world.crowd(11)
    problem, other = ada.raises_problem(), ada.raises_problem()
    world.turn_before(world.now + 14 * DAY)
    bea.finds("necessary", other)
    world.pass_ms(1)
    bea.is_refused("5.2").finds("necessary", problem)
    assert (phase(world, problem), phase(world, other)) == ("lapsed", "solutions")
    assert world.the(Problem, problem).because == "not found necessary in time"


def test_only_a_problem_at_that_phase_is_assessed(world: World) -> None:
    ada, bea, *_ = world.crowd(11)
    problem = ada.raises_problem()
    bea.is_refused("5.2").finds("necessary", problem + 1)
    bea.finds("necessary", problem)
    ada.is_refused("5.2").finds("unsure", problem)


@pytest.mark.parametrize("phase_", ["solutions", "reading", "vote", "closed"])
def test_a_problem_found_necessary_is_not_assessed_again(world: World, phase_: str) -> None:
    ada, bea = world.members("Ada", "Bea")
    problem = ada.raises_problem()
    ada.proposes(problem)
    world.reach(problem, "vote") if phase_ == "closed" else None
    if phase_ == "closed":
        world.close(1)
    else:
        world.reach(problem, phase_)  # type: ignore[arg-type]
    bea.is_refused("5.2").finds("unsure", problem)


def test_the_text_of_a_problem_is_a_text(world: World) -> None:
    ada = world.member("Ada")
    ada.is_refused("5.1", "text/markdown").raises_problem(PICTURE)
    ada.is_refused("5.1", "longer").raises_problem("x" * 65_537)
    ada.raises_problem("x" * 65_536)


def test_the_reason_of_an_assessment_is_a_text(world: World) -> None:
    ada, bea, *_ = world.crowd(11)
    problem = ada.raises_problem()
    bea.is_refused("5.2", "text/markdown").finds("unsure", problem, PICTURE)
    bea.finds("unsure", problem, "I have not seen it")


def test_only_who_raised_it_withdraws_a_problem_and_only_before_it_opens(world: World) -> None:
    ada, bea, *_ = world.crowd(11)
    problem, other = ada.raises_problem(), ada.raises_problem()
    bea.is_refused("5.5", "Only who raised").withdraws_problem(problem)
    ada.is_refused("5.5", "Only who raised").withdraws_problem(99)
    ada.withdraws_problem(problem)
    bea.finds("necessary", other)
    ada.is_refused("5.5", "belongs to the assembly").withdraws_problem(other)
    assert phase(world, problem) == "withdrawn"


def test_a_withdrawn_problem_stays_withdrawn(world: World) -> None:
    ada, bea, *_ = world.crowd(11)
    problem = ada.raises_problem()
    ada.withdraws_problem(problem)
    world.pass_days(30)
    assert phase(world, problem) == "withdrawn"
    bea.is_refused("5.2").finds("necessary", problem)


def test_problems_are_numbered_in_the_order_of_the_log(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    assert [ada.raises_problem(), bea.raises_problem(), ada.raises_problem()] == [1, 2, 3]


def test_a_period_that_has_begun_runs_to_its_end(world: World) -> None:
    ada, *_ = world.crowd(3)
    before = world.necessary(ada)
    due = world.the(Problem, before).due
    world.pass_days(1)
    ada.sets_profile()
    world.amend(ada, solution_days="20")
    assert world.the(Problem, before).due != due + 13 * DAY
    after = ada.raises_problem()
    assert world.the(Problem, after).due == world.now + 20 * DAY
