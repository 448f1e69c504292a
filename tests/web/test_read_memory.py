"""What answers remember from one to the next never shows anything old for new."""

from collections.abc import Callable

import pytest

from esoviet.law.votes import Vote
from esoviet.web.api.cache import MAX_TEXTS, AnswerCache, Count
from esoviet.web.api.counted import Reports
from tests.world import World


class Watch:
    """A clock that takes a second for everything that it measures."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def nothing(_sha256: str) -> bytes | None:
    return None


@pytest.fixture
def world() -> World:
    return World().found(vote_quorum="0")


def count(world: World, memory: AnswerCache, vote: int) -> Count:
    counted = memory.count(world.view, world.the(Vote, vote))
    assert counted is not None
    return counted


def ballots(world: World, memory: AnswerCache, vote: int) -> int:
    return count(world, memory, vote).result.ballots


def test_a_report_that_is_quick_is_made_anew_for_each_entry(world: World) -> None:
    ada = world.member("Ada")
    memory = Reports(clock=lambda: 0.0)
    for problems in (1, 2):
        ada.raises()
        (period,) = memory.periods(world.view)
        assert memory.of(world.view, period).raised.problems == problems


def test_a_report_that_takes_long_is_used_again_for_a_while(world: World) -> None:
    ada, watch = world.member("Ada"), Watch()
    memory = Reports(clock=watch)
    (period,) = memory.periods(world.view)
    first = memory.of(world.view, period)
    ada.raises()
    memory.periods(world.view)
    assert memory.of(world.view, period) is first
    assert memory.is_behind(world.view)
    watch.now += 100
    (period,) = memory.periods(world.view)
    assert memory.of(world.view, period).raised.problems == 1


def test_a_count_that_is_quick_is_made_anew_for_each_ballot(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote, memory = ada.puts_to_vote(), AnswerCache(nothing, clock=lambda: 0.0)
    ada.votes(vote, "yes")
    assert ballots(world, memory, vote) == 1
    bea.votes(vote, "no")
    assert ballots(world, memory, vote) == 2


def test_a_count_that_takes_long_is_used_again_for_a_while(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote, watch = ada.puts_to_vote(), Watch()
    memory = AnswerCache(nothing, clock=watch)
    ada.votes(vote, "yes")
    first = count(world, memory, vote)
    bea.votes(vote, "no")
    assert count(world, memory, vote) is first
    watch.now += 60
    assert ballots(world, memory, vote) == 2


def test_the_count_of_a_vote_that_has_closed_is_never_the_one_from_before(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote, memory = ada.puts_to_vote(), AnswerCache(nothing, clock=Watch())
    ada.votes(vote, "yes")
    assert ballots(world, memory, vote) == 1
    bea.votes(vote, "no")
    world.pass_days(3)
    counted = count(world, memory, vote)
    assert (counted.result.ballots, counted.decision.number) == (2, 1)


def test_a_text_is_read_once_and_forgotten_when_it_is_erased() -> None:
    reads: list[str] = []

    def read(sha256: str) -> bytes:
        reads.append(sha256)
        return bytes(32) + b"words"

    memory = AnswerCache(read)
    assert (memory.text("a"), memory.text("a"), reads) == ("words", "words", ["a"])
    memory.forget("a")
    assert (memory.text("a"), reads) == ("words", ["a", "a"])


def test_old_texts_make_room_for_new_ones() -> None:
    reads: list[str] = []

    def read(sha256: str) -> bytes:
        reads.append(sha256)
        return bytes(32) + b"x" * (MAX_TEXTS // 4 - 200)

    memory: AnswerCache = AnswerCache(read)
    ask: Callable[[str], str | None] = memory.text
    for name in ("a", "b", "c", "d", "a", "e", "a", "b"):
        ask(name)
    assert reads == ["a", "b", "c", "d", "e", "b"]
