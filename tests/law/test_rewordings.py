"""Clauses 6.14 and 6.15: members suggest other words, and a proposer takes them up or declines."""

import pytest

from esoviet.law.act import Blob
from esoviet.law.limits import EDITION_1
from esoviet.law.records import HOST, BlobRecord
from esoviet.law.rewordings import Rewording, contributors, of_solution
from esoviet.law.solutions import Version
from tests.person import Person
from tests.world import World


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada proposes; Bea, Cem and Dot would word it otherwise."""
    return world.crowd(4)


@pytest.fixture
def problem(cast: list[Person]) -> int:
    return cast[0].raises_problem()


@pytest.fixture
def solution(cast: list[Person], problem: int) -> int:
    return cast[0].proposes(problem)


def owner(world: World, blob: Blob) -> int:
    return world.the(BlobRecord, bytes.fromhex(blob.sha256)).member


def named(world: World, solution: int, version: int) -> list[int]:
    found = of_solution(world.view, solution)
    return contributors(found, world.the(Version, version, solution))


def test_others_suggest_and_its_proposer_revises(cast: list[Person], solution: int) -> None:
    cast[0].is_refused("6.14", "You revise a solution of your own").suggests(solution)
    assert cast[1].suggests(solution) == 1


def test_the_newest_version_is_reworded(cast: list[Person], solution: int) -> None:
    cast[0].revises(solution)
    cast[1].is_refused("6.14", "The newest version").suggests(solution, version=1)
    cast[1].suggests(solution, version=2)


def test_a_rewording_changes_something(cast: list[Person], solution: int) -> None:
    cast[1].is_refused("6.14", "puts words in").suggests(solution, None, length=0)
    cast[1].suggests(solution, None, length=1)
    cast[1].suggests(solution, "soon", length=0)


def test_a_passage_lies_within_the_longest_text(cast: list[Person], solution: int) -> None:
    most = EDITION_1.text_bytes
    cast[1].is_refused("6.14", "No text is as long").suggests(solution, place=most, length=1)
    cast[1].suggests(solution, place=most, length=0)


def test_a_reason_is_short(world: World, cast: list[Person], solution: int) -> None:
    cast[1].is_refused("6.14").suggests(solution, reason=world.text("x" * 2001))
    cast[1].suggests(solution, reason=world.text("x" * 2000))


def test_words_that_are_gone_are_not_reworded(
    world: World, cast: list[Person], problem: int
) -> None:
    text = world.text("Repair it")
    solution = cast[0].proposes(problem, text)
    cast[0].erases(text)
    cast[1].is_refused("6.14", "was erased").suggests(solution)
    cast[0].revises(solution)
    cast[1].suggests(solution)


def test_nobody_rewords_why_another_stands(cast: list[Person], solution: int) -> None:
    election = cast[0].calls_election(1)
    cast[1].is_refused("6.14", "why another stands").suggests(cast[0].proposes(election))
    cast[1].suggests(solution)


def test_what_stands_without_its_proposer_is_not_reworded(
    cast: list[Person], solution: int
) -> None:
    cast[2].backs(solution)
    one = cast[1].suggests(solution)
    cast[0].withdraws_solution(solution)
    cast[1].is_refused("6.14", "nobody revises it").suggests(solution)
    cast[0].is_refused("6.15", "Only who can revise").declines(one)


def test_its_proposer_takes_it_up_in_a_new_version(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, _ = cast
    one, two = bea.suggests(solution), cem.suggests(solution)
    ada.revises(solution, takes=(two,))
    ada.revises(solution, takes=(one,))
    assert world.the(Rewording, one).into == 3
    assert [named(world, solution, number) for number in (1, 2, 3)] == [
        [], [cem.number], [cem.number, bea.number],
    ]  # fmt: skip


def test_nobody_is_named_for_what_they_did_not_suggest(
    cast: list[Person], problem: int, solution: int
) -> None:
    ada, bea, cem, _ = cast
    other = cem.proposes(problem)
    elsewhere, here = bea.suggests(other), bea.suggests(solution)
    ada.is_refused("6.15", "of another").revises(solution, takes=(elsewhere,))
    ada.is_refused("6.15", "No rewording").revises(solution, takes=(99,))
    ada.is_refused("6.15", "twice").revises(solution, takes=(here, here))
    ada.revises(solution, takes=(here,))
    ada.is_refused("6.15", "No rewording").revises(solution, takes=(here,))


def test_only_its_proposer_declines(cast: list[Person], solution: int) -> None:
    one = cast[1].suggests(solution)
    cast[2].is_refused("6.15", "Only who can revise").declines(one)
    cast[0].declines(one)
    cast[0].is_refused("6.15", "No rewording").declines(one)


def test_who_suggested_withdraws_until_there_is_an_answer(
    cast: list[Person], solution: int
) -> None:
    one, two = cast[1].suggests(solution), cast[1].suggests(solution)
    cast[2].is_refused("6.15").withdraws_rewording(one)
    cast[1].withdraws_rewording(one)
    cast[0].is_refused("6.15").declines(one)
    cast[0].declines(two)
    cast[1].is_refused("6.15").withdraws_rewording(two)


def test_what_was_answered_belongs_to_the_assembly_with_the_answer(
    world: World, cast: list[Person], solution: int
) -> None:
    words, other, answer = (world.text(one) for one in ("by May", "soon", "It is not"))
    one, two = cast[1].suggests(solution, words), cast[1].suggests(solution, other)
    assert owner(world, words) == cast[1].number
    cast[0].revises(solution, takes=(one,)).declines(two, answer)
    assert {owner(world, blob) for blob in (words, other, answer)} == {HOST}
    cast[1].is_refused("12.4").erases(words)


def test_what_its_author_erased_is_neither_taken_up_nor_declined(
    world: World, cast: list[Person], solution: int
) -> None:
    words = world.text("by May")
    gone, kept = cast[1].suggests(solution, words), cast[1].suggests(solution)
    cast[1].erases(words)
    cast[0].is_refused("6.15").declines(gone)
    cast[0].is_refused("6.15").revises(solution, takes=(gone,))
    cast[0].revises(solution, takes=(kept,))


def test_the_texts_are_frozen_at_the_reading(
    world: World, cast: list[Person], problem: int, solution: int
) -> None:
    cast[2].backs(solution)
    one, two = cast[1].suggests(solution), cast[3].suggests(solution)
    cast[0].declines(one)
    world.reach(problem, "reading")
    cast[0].is_refused("6.15", "frozen").declines(two)
    cast[1].is_refused("6.14", "frozen").suggests(solution)


def test_nobody_buries_a_proposer_under_rewordings(cast: list[Person], solution: int) -> None:
    for _ in range(EDITION_1.own_rewordings):
        cast[1].withdraws_rewording(cast[1].suggests(solution))
    cast[1].is_refused("6.14", "You have suggested 20").suggests(solution)
    cast[2].suggests(solution)


def test_what_waits_is_limited_and_what_was_answered_or_erased_makes_room(
    world: World, solution: int, cast: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = EDITION_1._replace(rewordings=2)
    monkeypatch.setattr("esoviet.law.view.BY_EDITION", {"1": small})
    words = world.text("by May")
    one, _ = cast[1].suggests(solution), cast[2].suggests(solution, words)
    cast[3].is_refused("6.14", "At most 2").suggests(solution)
    cast[0].declines(one)
    cast[3].suggests(solution)
    cast[2].erases(words)
    cast[2].suggests(solution)
