"""Chapter 5 of the law: problems, and whether it is necessary to solve them."""

import pytest

from esoviet.law.act import Blob
from esoviet.law.problems import Assessment, Problem, necessary_needed
from tests.world import DAY, World

PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")


def phase(world: World, problem: int) -> str:
    return world.the(Problem, problem).phase


def opened(world: World, problem: int) -> bool:
    """Whether drafting begins once a tenth of the time is over."""
    opens = world.the(Problem, problem).opens
    world.turn_to(max(world.now, opens))
    return phase(world, problem) == "solutions"


def test_nobody_finds_a_problem_necessary_alone(world: World) -> None:
    ada, bea, cem, *_ = world.crowd(10)
    problem = ada.raises()
    bea.finds("necessary", problem)
    assert not opened(world, problem)
    cem.finds("necessary", problem)
    assert phase(world, problem) == "solutions"
    assert world.the(Problem, problem).due == world.now + 7 * DAY


@pytest.mark.parametrize(("size", "enough"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (31, 4)])
def test_three_find_it_necessary_in_a_small_assembly_half_in_a_large_one_a_tenth(
    world: World, size: int, enough: int
) -> None:
    cast = world.crowd(size)
    problem = cast[0].raises()
    for person in cast[1 : enough - 1]:
        person.finds("necessary", problem)
    if enough > 1:
        assert not opened(world, problem)
        cast[enough - 1].finds("necessary", problem)
    assert opened(world, problem)


def test_what_enough_find_necessary_waits_a_tenth_of_the_time_for_others_to_look(
    world: World,
) -> None:
    ada, bea, cem, *others = world.crowd(10)
    problem = ada.raises()
    for person in (bea, cem):
        person.finds("necessary", problem)
    opens = world.the(Problem, problem).opens
    assert (world.the(Problem, problem).due, opens) == (opens, world.now + 14 * DAY // 10)
    world.turn_before(opens)
    for person in others[:3]:
        person.finds("not-necessary", problem)
    world.pass_ms(1)
    assert phase(world, problem) == "necessity"
    others[0].finds("unsure", problem)
    assert phase(world, problem) == "solutions"


def test_a_tie_is_no_majority_and_the_unsure_say_nothing(world: World) -> None:
    ada, bea, cem, dot, eva, fay, *_ = world.crowd(12)
    problem = ada.raises()
    for person in (bea, cem):
        person.finds("necessary", problem)
    for person in (dot, eva, fay):
        person.finds("not-necessary", problem)
    assert not opened(world, problem)
    fay.finds("unsure", problem)
    assert phase(world, problem) == "solutions"


def test_a_member_who_changes_their_mind_is_counted_once(world: World) -> None:
    ada, bea, *_ = world.crowd(31)
    problem = ada.raises()
    for stance in ("necessary", "unsure", "not-necessary", "unsure"):
        bea.finds(stance, problem)
    record = world.the(Problem, problem)
    assert (record.necessary, record.unnecessary, record.unsure) == (1, 0, 1)
    assert world.the(Assessment, bea.number, problem).stance == "unsure"


def test_members_who_sleep_count_a_third(world: World) -> None:
    cast = world.crowd(60)
    world.pass_days(179)
    cast[0].sets_profile()
    world.pass_days(1)
    assert necessary_needed(world.view) == 3  # of 20, where a tenth of 60 were six
    problem = cast[0].raises()
    for person in cast[1:3]:
        person.finds("necessary", problem)
    assert opened(world, problem)


def test_a_problem_that_is_not_found_necessary_in_time_lapses(world: World) -> None:
    ada, bea, cem, *_ = world.crowd(11)
    problem, other = ada.raises(), ada.raises()
    world.turn_before(world.now + 14 * DAY)
    for person in (bea, cem):
        person.finds("necessary", other)
    world.pass_ms(1)
    bea.is_refused("5.2").finds("necessary", problem)
    assert (phase(world, problem), phase(world, other)) == ("lapsed", "solutions")
    assert world.the(Problem, problem).because == "not found necessary in time"


def test_only_a_problem_at_that_phase_is_assessed(world: World) -> None:
    ada, bea, *_ = world.crowd(11)
    problem = ada.raises_problem()
    bea.is_refused("5.2").finds("necessary", problem + 1)
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
    ada.is_refused("5.1", "text/markdown").raises(PICTURE)
    ada.is_refused("5.1", "longer").raises("x" * 65_537)
    ada.raises("x" * 65_536)


def test_the_reason_of_an_assessment_is_a_text(world: World) -> None:
    ada, bea, *_ = world.crowd(11)
    problem = ada.raises()
    bea.is_refused("5.2", "text/markdown").finds("unsure", problem, PICTURE)
    bea.finds("unsure", problem, "I have not seen it")


def test_only_who_raised_it_withdraws_a_problem_and_only_before_it_opens(world: World) -> None:
    ada, bea, *_ = world.crowd(11)
    problem, other = ada.raises(), ada.raises()
    bea.is_refused("5.5", "Only who raised").withdraws_problem(problem)
    ada.is_refused("5.5", "Only who raised").withdraws_problem(99)
    ada.withdraws_problem(problem)
    world.open_problem(other, ada)
    ada.is_refused("5.5", "belongs to the assembly").withdraws_problem(other)
    assert phase(world, problem) == "withdrawn"


def test_a_withdrawn_problem_stays_withdrawn(world: World) -> None:
    ada, bea, *_ = world.crowd(11)
    problem = ada.raises()
    ada.withdraws_problem(problem)
    world.pass_days(30)
    assert phase(world, problem) == "withdrawn"
    bea.is_refused("5.2").finds("necessary", problem)


def test_problems_are_numbered_in_the_order_of_the_log(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    assert [ada.raises(), bea.raises_problem(), ada.raises_problem()] == [1, 2, 3]


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
