"""Clauses 5.7 to 5.9: the text of a problem is revised while it is assessed, and judged anew."""

import pytest

from esoviet.law.act import Blob
from esoviet.law.limits import EDITION_1
from esoviet.law.problems import Assessment, Problem, ProblemVersion, versions_of
from esoviet.law.records import HOST, BlobRecord
from esoviet.law.rewordings import Rewording, SuggestRewording, contributors, of_problem
from tests.person import Person
from tests.world import DAY, World, signing_key

TENTH = 14 * DAY // 10


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada raises problems; the others judge and reword them."""
    return world.crowd(10)


@pytest.fixture
def problem(cast: list[Person]) -> int:
    return cast[0].raises()


def said(world: World, problem: int) -> tuple[int, int, int]:
    one = world.the(Problem, problem)
    return one.necessary, one.unnecessary, one.unsure


def phase(world: World, problem: int) -> str:
    return world.the(Problem, problem).phase


def owner(world: World, blob: Blob) -> int:
    return world.the(BlobRecord, bytes.fromhex(blob.sha256)).member


def test_only_who_raised_it_revises_it(cast: list[Person], problem: int) -> None:
    cast[1].is_refused("5.7", "Only who raised").revises_problem(problem)
    cast[0].revises_problem(problem)
    cast[0].is_refused("5.7", "only while").revises_problem(problem + 1)


def test_its_text_stands_for_good_once_it_was_found_necessary(
    world: World, cast: list[Person], problem: int
) -> None:
    cast[0].revises_problem(problem)
    world.open_problem(problem, cast[0])
    cast[0].is_refused("5.7", "only while").revises_problem(problem)
    cast[1].is_refused("5.9", "only while").rewords(problem)


def test_every_version_stays(world: World, cast: list[Person], problem: int) -> None:
    first = versions_of(world.view, world.the(Problem, problem))
    cast[0].revises_problem(problem).revises_problem(problem)
    now = versions_of(world.view, world.the(Problem, problem))
    assert now[:1] == first
    assert [one.number for one in now] == [1, 2, 3]
    assert now[-1].text == world.the(Problem, problem).text


def test_a_problem_has_so_many_versions(cast: list[Person], problem: int) -> None:
    for _ in range(EDITION_1.problem_versions - 1):
        cast[0].revises_problem(problem)
    cast[0].is_refused("5.7", "at most 10 versions").revises_problem(problem)


def test_a_new_text_is_a_text(world: World, cast: list[Person], problem: int) -> None:
    cast[0].is_refused("5.7").revises_problem(problem, world.text("x" * 65_537))
    cast[0].revises_problem(problem, world.text("x" * 65_536))


def test_what_others_said_counts_no_more_and_what_its_author_says_goes_on(
    world: World, cast: list[Person], problem: int
) -> None:
    ada, bea, cem, dot, *_ = cast
    bea.finds("necessary", problem)
    cem.finds("not-necessary", problem)
    ada.finds("unsure", problem).revises_problem(problem)
    assert said(world, problem) == (0, 0, 1)
    assert world.the(Assessment, ada.number, problem).version == 2
    assert world.the(Assessment, bea.number, problem).version == 1
    dot.finds("necessary", problem)
    bea.finds("necessary", problem).finds("unsure", problem)
    assert said(world, problem) == (1, 0, 2)


def test_who_leaves_takes_away_only_what_counts(
    world: World, cast: list[Person], problem: int
) -> None:
    ada, bea, cem, *_ = cast
    bea.finds("necessary", problem)
    ada.revises_problem(problem)
    cem.finds("necessary", problem)
    bea.leaves()
    assert said(world, problem) == (2, 0, 0)
    cem.leaves()
    assert said(world, problem) == (1, 0, 0)


def test_whoever_judges_names_the_newest_text(cast: list[Person], problem: int) -> None:
    cast[0].revises_problem(problem)
    cast[1].is_refused("5.8", "revised since you read it").finds("necessary", problem, version=1)
    cast[1].is_refused("5.8").finds("necessary", problem, version=3)
    cast[1].finds("necessary", problem, version=2)


def test_the_end_does_not_move(world: World, cast: list[Person], problem: int) -> None:
    due = world.the(Problem, problem).due
    world.pass_days(2)
    cast[0].revises_problem(problem)
    assert world.the(Problem, problem).due == due
    assert world.the(Problem, problem).ends == due


def test_harmless_words_gather_nothing_for_others_in_the_last_second(
    world: World, cast: list[Person], problem: int
) -> None:
    for person in cast[1:3]:
        person.finds("necessary", problem)
    world.turn_before(world.the(Problem, problem).opens)
    cast[0].revises_problem(problem, "Something else altogether")
    world.pass_ms(1)
    assert phase(world, problem) == "necessity"
    world.turn_to(world.the(Problem, problem).ends)
    assert phase(world, problem) == "lapsed"


def test_nobody_shakes_off_who_is_against_it_by_another_comma(
    world: World, cast: list[Person], problem: int
) -> None:
    """Its friends are quick; whoever was against it has a tenth of the time to say so again."""
    for person in cast[3:8]:
        person.finds("not-necessary", problem)
    world.pass_days(5)
    cast[0].revises_problem(problem)
    for person in cast[1:3]:
        person.finds("necessary", problem)
    opens = world.the(Problem, problem).opens
    assert (phase(world, problem), opens) == ("necessity", world.now + TENTH)
    for person in cast[3:8]:
        person.finds("not-necessary", problem)
    world.turn_to(opens)
    assert phase(world, problem) == "necessity"


def test_nobody_revises_when_too_little_time_is_left_to_judge_it(
    world: World, cast: list[Person], problem: int
) -> None:
    one = cast[1].rewords(problem)
    until = world.the(Problem, problem).ends - TENTH
    world.turn_to(until)
    cast[0].revises_problem(problem)
    for person in cast[1:3]:
        person.finds("necessary", problem)
    world.pass_ms(1)
    cast[0].is_refused("5.7", "Too little time").revises_problem(problem)
    cast[0].is_refused("5.9", "Too little time").declines(one)
    cast[1].is_refused("5.9", "Too little time").rewords(problem)
    world.turn_to(until + TENTH)
    assert phase(world, problem) == "solutions"


def test_alone_one_waits_a_tenth_of_the_time_too(world: World) -> None:
    ada, _ = world.crowd(2)
    problem = ada.raises()
    world.pass_days(1)
    ada.revises_problem(problem)
    opens = world.now + TENTH
    world.turn_before(opens)
    assert phase(world, problem) == "necessity"
    world.pass_ms(1)
    assert phase(world, problem) == "solutions"


def test_a_revision_from_another_device_has_seen_the_one_before(world: World) -> None:
    ada, _ = world.crowd(2)
    problem = ada.raises()
    other = ada.enrols(signing_key("Ada, telephone"))
    before = world.seen()
    ada.revises_problem(problem)
    with world.looking(*before):
        other.is_refused("1.12").revises_problem(problem)
    other.revises_problem(problem)


def test_others_suggest_and_its_author_revises(cast: list[Person], problem: int) -> None:
    cast[0].is_refused("6.14", "of your own").rewords(problem)
    assert cast[1].rewords(problem) == 1


def test_the_newest_text_is_reworded(cast: list[Person], problem: int) -> None:
    cast[0].revises_problem(problem)
    cast[1].is_refused("6.14", "The newest version").rewords(problem, version=1)
    cast[1].rewords(problem, version=2)


def test_a_rewording_is_of_one_text(world: World, cast: list[Person], problem: int) -> None:
    solution = cast[0].proposes(cast[0].raises_problem())
    cast[1].is_refused("6.14", "Name one").rewords(problem, solution=solution)
    said = {"version": 1, "place": 0, "length": 1, "reason": world.text("So")}
    cast[1].is_refused("6.14", "Name one").does(SuggestRewording, **said)
    cast[1].rewords(problem)


def test_the_call_of_an_election_is_reworded(cast: list[Person]) -> None:
    election = cast[0].raises("Who speaks for us?", 1)
    one = cast[1].rewords(election)
    cast[0].revises_problem(election, takes=(one,))


def test_nobody_rewords_what_stands_without_its_author(cast: list[Person], problem: int) -> None:
    cast[2].rewords(problem)
    cast[0].leaves()
    cast[1].is_refused("6.14", "nobody revises it").rewords(problem)


def test_its_author_takes_rewordings_up_and_declines_others(
    world: World, cast: list[Person], problem: int
) -> None:
    ada, bea, cem, dot, *_ = cast
    words = world.text("by May")
    one, two, three = bea.rewords(problem, words), cem.rewords(problem), dot.rewords(problem)
    cem.is_refused("6.15", "Only who can revise").declines(one)
    ada.declines(two).revises_problem(problem, takes=(one,))
    ada.is_refused("6.15", "No rewording").revises_problem(problem, takes=(two,))
    dot.withdraws_rewording(three)
    assert world.the(Rewording, one).into == 2
    version = world.the(ProblemVersion, 2, problem)
    assert contributors(of_problem(world.view, problem), version) == [bea.number]
    assert owner(world, words) == HOST


def test_no_version_takes_up_what_is_of_another_text(cast: list[Person], problem: int) -> None:
    ada, bea, *_ = cast
    other = ada.raises()
    elsewhere, here = bea.rewords(other), bea.rewords(problem)
    ada.is_refused("6.15", "of another").revises_problem(problem, takes=(elsewhere,))
    ada.revises_problem(problem, takes=(here,))
    solution = ada.proposes(ada.raises_problem())
    ada.is_refused("6.15", "of another").revises(solution, takes=(elsewhere,))


def test_what_others_reword_is_not_mended(cast: list[Person], problem: int) -> None:
    one = cast[1].rewords(problem)
    cast[0].is_refused("12.6", "said something").mends("The heating is cold", problem=problem)
    cast[1].withdraws_rewording(one)
    cast[0].mends("The heating is cold", problem=problem)


def test_a_slip_in_the_newest_version_is_mended(
    world: World, cast: list[Person], problem: int
) -> None:
    cast[0].revises_problem(problem).mends("The heating is off", problem=problem)
    versions = versions_of(world.view, world.the(Problem, problem))
    assert versions[1].text == world.the(Problem, problem).text != versions[0].text


def test_a_problem_whose_newest_text_is_erased_lapses(
    world: World, cast: list[Person], problem: int
) -> None:
    ada, words, other = cast[0], world.text("It drips"), world.text("It pours")
    ada.revises_problem(problem, words).revises_problem(problem, other).erases(words)
    assert phase(world, problem) == "necessity"
    ada.erases(other)
    assert phase(world, problem) == "lapsed"
