"""What may take long is done by workers: counts of votes, texts to be set, differences of texts."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law import counting
from esoviet.law.counting import Counting
from esoviet.law.decisions import Decision
from esoviet.law.votes import CastBallot, Standing, Vote
from esoviet.tally.result import Result
from esoviet.web.api import cache
from esoviet.web.http import chores
from esoviet.web.pages import prose, solutions
from tests.web.desk import Desk, desk
from tests.world import World

HERE = os.getpid()
HARD = "> * [a](b) `c`\n" * 300


@pytest.fixture
def world() -> World:
    return World().found(backing="0", necessity_quorum="0", election_method="stv-meek")


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path) as served:
        yield served


@pytest.fixture(autouse=True)
def all_counts_are_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every count took long, and as if nothing had been counted before."""
    monkeypatch.setattr(counting, "LONG", 0)
    monkeypatch.setattr(counting, "LONG_STV", 0)
    counting._known.clear()


@pytest.fixture
def counted_here(monkeypatch: pytest.MonkeyPatch) -> list[Counting]:
    """What this process has counted by itself."""
    seen: list[Counting] = []
    real = Counting.result

    def result(self: Counting) -> Result:
        if os.getpid() == HERE:
            seen.append(self)
        return real(self)

    result.__module__, result.__qualname__ = real.__module__, real.__qualname__  # to be pickled
    monkeypatch.setattr(Counting, "result", result)
    return seen


def election(world: World) -> Vote:
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    called = ada.calls_election(1)
    candidates = [person.proposes(called) for person in (ada, bea, cem)]
    vote = world.open_vote(called)
    ada.votes(vote.number, [[one] for one in candidates])
    bea.votes(vote.number, [candidates[1:]])
    return vote


def ends(at: Desk, vote: Vote) -> Decision:
    """Let the time of a vote pass, and the host find out."""
    at.world.now = vote.due + 1
    at.run(at.hosted.timekeeper.mark_time())
    return at.hosted.ledger.replica.state.rows(Decision)[1]


def test_the_page_and_the_json_of_a_vote_are_counted_by_a_worker(
    world: World, tmp_path: Path, counted_here: list[Counting]
) -> None:
    vote = election(world)
    with desk(world, tmp_path) as at:
        assert at.get(f"votes/{vote.number}.json").json()["tally"]["ballots"] == 2
        assert "being counted" not in at.get(f"votes/{vote.number}").text
    assert not counted_here


def test_who_asks_is_told_that_the_ballots_are_being_counted_and_can_vote(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = election(world)
    monkeypatch.setattr(chores, "PATIENCE", 0.0)
    with desk(world, tmp_path) as at:
        page = at.get(f"votes/{vote.number}")
        assert "The ballots are being counted" in page.text
        assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
        assert 'id="ballot"' in page.text
        answer = at.get(f"votes/{vote.number}.json")
        assert (answer.json()["tally"], answer.headers["cache-control"]) == (None, "no-store")
        at.until(lambda: at.get(f"votes/{vote.number}.json").json()["tally"])
        assert "being counted" not in at.get(f"votes/{vote.number}").text


def test_what_takes_too_long_is_not_tried_at_once_again(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = election(world)
    monkeypatch.setattr(cache, "COUNT_SECONDS", 0.0)
    asked, real = list[str](), chores.ask

    def ask(job: chores.Job[object], effort: int = 0) -> bool:
        asked.append(str(job.name))
        return real(job, effort)

    monkeypatch.setattr(chores, "ask", ask)
    with desk(world, tmp_path) as at:
        for _ in range(3):
            assert at.get(f"votes/{vote.number}.json").json()["tally"] is None
    assert len(asked) == 1


def test_a_vote_that_ends_is_counted_by_a_worker_and_remembered_for_the_law(
    world: World, tmp_path: Path, counted_here: list[Counting]
) -> None:
    vote = election(world)
    world.turn_to(vote.due - 60_000)
    _, ahead = world.the(Standing, vote.number).outcome
    world.member("Cem").votes(vote.number, [[ahead]])
    counted_here.clear()
    with desk(world, tmp_path) as at:
        decided = ends(at, vote)
        assert not counted_here
        at.sync()
    assert world.the(Decision, 1) == decided
    assert decided.ending == "elected"


def test_without_workers_the_law_counts_by_itself(world: World, tmp_path: Path) -> None:
    vote = election(world)
    world.turn_to(vote.due - 60_000)
    _, ahead = world.the(Standing, vote.number).outcome
    world.member("Cem").votes(vote.number, [[ahead]])
    with desk(world, tmp_path) as at:
        at.run(at.node.workers.close())
        assert ends(at, vote).ending == "elected"
        at.sync()


def test_a_ballot_is_taken_while_a_count_is_under_way(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = election(world)
    cem = world.member("Cem")
    monkeypatch.setattr(chores, "PATIENCE", 0.0)
    with desk(world, tmp_path) as at:
        assert at.get(f"votes/{vote.number}.json").json()["tally"] is None
        assert at.does(cem, CastBallot, vote=vote.number, ranking=()).status_code == 201


def set_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    real = prose._cleaned

    def cleaned(html: str) -> object:
        seen.append(html)
        return real(html)

    monkeypatch.setattr(prose, "_cleaned", cleaned)
    return seen


def test_a_text_with_many_marks_is_set_by_a_worker(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = world.member("Ada").raises_problem("A hard text\n" + HARD)
    here = set_here(monkeypatch)
    with desk(world, tmp_path) as at:
        page = at.get(f"problems/{problem}")
        assert "<blockquote>" in page.text
        assert page.headers["cache-control"] == "no-cache"
    assert not any("<blockquote>" in one for one in here)


def test_a_text_that_takes_too_long_is_shown_as_it_was_typed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = world.member("Ada").raises_problem("Another hard text\n" + HARD + "end")
    monkeypatch.setattr(prose, "SECONDS", 0.0)
    with desk(world, tmp_path) as at:
        page = at.get(f"problems/{problem}")
        assert "&gt; * [a](b) `c`<br>" in page.text
        assert page.headers["cache-control"] == "no-cache"


def test_a_short_text_is_set_at_once_but_not_any_number_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    class Noted:
        def begin(self, job: chores.Job[object], stranger: bool) -> None:
            asked.append(str(job.name))

    desk_ = chores._Desk(Noted(), stranger=True)  # type: ignore[arg-type]
    token = chores._desk.set(desk_)
    try:
        for number in range(100):
            job = chores.Job(number, str, ("",), 1.0, asked.append)
            chores.ask(job, 30)
    finally:
        chores._desk.reset(token)
    assert len(asked) == 100 - chores.EFFORT // 30


def test_versions_of_many_lines_are_compared_by_a_worker(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = world.member("Ada")
    problem = world.necessary(ada)
    solution = ada.proposes(problem, "\n".join(f"line {n}" for n in range(300)))
    ada.revises(solution, "\n".join(f"line {n}" for n in range(1, 301)))
    with desk(world, tmp_path) as at:
        monkeypatch.setattr(solutions, "compare", solutions.compare)
        page = at.get(f"solutions/{solution}/versions")
        assert "<ins>line 300</ins>" in page.text
        assert "<del>line 0</del>" in page.text
