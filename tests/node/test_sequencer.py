"""The one writer: order, groups, and the two ways in which a commit can fail."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from esoviet.law.membership import SetProfile
from esoviet.law.questions import Ask, Question
from esoviet.law.votes import CastBallot, Vote
from esoviet.log import receipt
from esoviet.node.answers import Answer, Logged, Refused, Unavailable
from esoviet.node.checked import CheckedLog
from esoviet.node.submission import Submission, prepare
from esoviet.store.errors import StoreError
from esoviet.wire import envelope
from tests.web.desk import Desk, desk
from tests.web.served import verifier
from tests.world import DAY, World


class FaultyLog(CheckedLog):
    """A log on a disk that fails when it is told to: before or after the bytes are safe."""

    fault = ""
    commits = 0
    is_gone = False
    failing_proofs = 0

    def reopen(self) -> None:
        if self.is_gone:
            raise StoreError("disk I/O error")
        super().reopen()

    def prove(self) -> None:
        if self.failing_proofs:
            self.failing_proofs -= 1
            raise StoreError("disk I/O error")
        super().prove()

    def commit(self) -> None:
        fault, self.fault = self.fault, ""
        if fault == "lost":
            raise StoreError("disk I/O error")
        super().commit()
        self.commits += 1
        if fault == "stored but reported lost":
            raise StoreError("disk I/O error")


@pytest.fixture
def world() -> World:
    return World().found(backing="0", question_days="1")


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path) as served:
        ledger = served.hosted.ledger
        ledger.log.close()
        ledger.log = FaultyLog(ledger.log.path)
        yield served


def faulty(at: Desk) -> FaultyLog:
    log = at.hosted.ledger.log
    assert isinstance(log, FaultyLog)
    return log


def hand_in(at: Desk, *acts: bytes) -> list[Answer]:
    """Hand in acts all at once."""

    async def all_of_them() -> list[Answer]:
        ready = [prepare(act) for act in acts]
        assert all(isinstance(act, Submission) for act in ready)
        return list(
            await asyncio.gather(
                *(at.hosted.submit(act) for act in ready if isinstance(act, Submission))
            )
        )

    answers: list[Answer] = at.run(all_of_them())
    at.sync()
    return answers


def prepared(world: World, people: int) -> list[bytes]:
    """As many ballots, by as many members."""
    crowd = world.crowd(people)
    vote = crowd[0].puts_to_vote()
    return [world.seal(who.key, CastBallot, vote=vote, choice="yes") for who in crowd]


@pytest.mark.parametrize("people", [1, 2, 40])
def test_acts_that_come_together_are_committed_together(tmp_path: Path, people: int) -> None:
    world = World().found(backing="0", question_days="1")
    acts = prepared(world, people)
    with desk(world, tmp_path) as at:
        at.hosted.ledger.log.close()
        at.hosted.ledger.log = FaultyLog(at.hosted.ledger.log.path)
        answers = hand_in(at, *acts)
        assert [type(answer) for answer in answers] == [Logged] * people
        assert faulty(at).commits == 1
        for answer in answers:
            assert isinstance(answer, Logged)
            given = receipt.parse(answer.receipt.encode())
            assert receipt.verify(given, world.entries[answer.index], verifier(world))


def test_a_batch_may_hold_the_same_act_twice(at: Desk, world: World) -> None:
    jws = world.seal(world.member("Ada").key, SetProfile, profile=_brought(at, "Ada"))
    first, second = hand_in(at, jws, jws)
    assert isinstance(first, Logged)
    assert first == second


def test_a_refused_act_spoils_no_batch(at: Desk, world: World) -> None:
    ada = world.member("Ada")
    good = world.seal(ada.key, SetProfile, profile=_brought(at, "Ada"))
    bad = world.seal(ada.key, CastBallot, vote=9, choice="yes")
    refused, logged = hand_in(at, bad, good)
    assert isinstance(refused, Refused)
    assert isinstance(logged, Logged)


@pytest.mark.parametrize("fault", ["lost", "stored but reported lost"])
def test_after_a_failed_commit_the_store_is_believed(at: Desk, world: World, fault: str) -> None:
    ada = world.member("Ada")
    before = at.hosted.ledger.replica.state.digest()
    jws = world.seal(ada.key, SetProfile, profile=_brought(at, "Ada"))
    faulty(at).fault = fault
    (answer,) = hand_in(at, jws)
    assert isinstance(answer, Unavailable)
    stored = fault != "lost"
    assert at.size() == len(world.entries)
    assert (at.hosted.ledger.replica.state.digest() != before) == stored
    assert at.hosted.ledger.replica.state.digest() == world.state.digest()
    (again,) = hand_in(at, jws)
    assert isinstance(again, Logged)
    assert at.hosted.ledger.replica.state.digest() == world.state.digest()
    assert again.index == len(world.entries) - 1


def test_whoever_waits_while_the_store_is_read_again_is_told_to_come_back(
    at: Desk, world: World
) -> None:
    ada = world.member("Ada")
    first = world.seal(ada.key, SetProfile, profile=_brought(at, "Ada"))
    faulty(at).fault = "lost"

    async def two() -> tuple[Answer, Answer]:
        one, other = prepare(first), prepare(first)
        assert isinstance(one, Submission)
        assert isinstance(other, Submission)
        at.hosted.sequencer.submit(one)
        await asyncio.sleep(0.001)
        at.hosted.sequencer.submit(other)
        return await one.answer, await other.answer

    one, other = at.run(two())
    assert isinstance(one, Unavailable)
    assert isinstance(other, Unavailable | Logged)
    (answer,) = hand_in(at, first)
    assert isinstance(answer, Logged)


def test_while_the_disk_is_gone_nothing_is_taken_and_nothing_is_lost(
    at: Desk, world: World
) -> None:
    ada = world.member("Ada")
    jws = world.seal(ada.key, SetProfile, profile=_brought(at, "Ada"))
    log = faulty(at)
    log.fault, log.is_gone = "lost", True
    for _ in range(3):
        assert isinstance(hand_in(at, jws)[0], Unavailable)
    log.is_gone = False
    at.until(lambda: isinstance(hand_in(at, jws)[0], Logged))


def test_an_act_that_can_be_read_is_not_acknowledged_before_it_is_proved_to_be_on_the_disk(
    at: Desk, world: World
) -> None:
    jws = world.seal(world.member("Ada").key, SetProfile, profile=_brought(at, "Ada"))
    log = faulty(at)
    log.fault, log.failing_proofs = "stored but reported lost", 2
    act, size = envelope.parse(jws), at.size()
    for _ in range(2):
        assert isinstance(hand_in(at, jws)[0], Unavailable)
        assert log.index_of(bytes.fromhex(act.id)) == size
        assert at.get(f"receipts/{act.id}").status_code == 404
        assert at.size() == size
    at.until(lambda: log.failing_proofs == 0)
    at.until(lambda: isinstance(hand_in(at, jws)[0], Logged))
    assert at.get(f"receipts/{act.id}").status_code == 200


def test_a_mistake_in_what_falls_due_stops_the_host_and_not_the_reading(
    at: Desk, world: World
) -> None:
    """The state is bent here so that a timer stumbles: a vote without its question."""
    at.run(at.hosted.timekeeper.close())  # the host's own mark would come among the counted
    ada = world.member("Ada")
    words = _brought(at, "Shall we?")
    assert at.does(ada, Ask, text=words, form="yes-no").status_code == 201
    del at.hosted.ledger.replica.state.tables[Question].parents[0]
    vote = world.the(Vote, 1)
    often = replace(vote, window=replace(vote.window, prolonged=3))
    at.hosted.ledger.replica.state.tables[Vote].parents[0][1] = often
    world.now += 2 * DAY
    act = world.seal(ada.key, SetProfile, profile=_brought(at, "Ada"))
    size = at.size()
    assert isinstance(hand_in(at, act)[0], Unavailable)
    assert isinstance(hand_in(at, act)[0], Unavailable)
    assert at.size() == size
    assert at.get("log/checkpoint").status_code == 200


def test_a_failed_commit_in_a_row_of_many_loses_no_acknowledged_act(tmp_path: Path) -> None:
    world = World().found(backing="0", question_days="1")
    acts = prepared(world, 60)
    with desk(world, tmp_path) as at:
        at.hosted.ledger.log.close()
        at.hosted.ledger.log = FaultyLog(at.hosted.ledger.log.path)
        waiting, kept = list(acts), {}
        for step in range(0, 60, 10):
            faulty(at).fault = ("", "lost", "stored but reported lost")[step // 10 % 3]
            for act, answer in zip(acts[step : step + 10], hand_in(at, *acts[step : step + 10]),
                                   strict=True):  # fmt: skip
                if isinstance(answer, Logged):
                    kept[act] = answer
                    waiting.remove(act)
        assert len(waiting) == 40
        for act, answer in zip(waiting, hand_in(at, *waiting), strict=True):
            assert isinstance(answer, Logged)
            kept[act] = answer
        assert sorted(a.index for a in kept.values()) == list(range(at.size() - 60, at.size()))
        assert at.hosted.ledger.replica.state.digest() == world.state.digest()


def test_time_never_runs_backwards_even_if_the_clock_does(at: Desk, world: World) -> None:
    ada = world.member("Ada")
    later = world.now
    world.now -= 5000
    act = world.seal(ada.key, SetProfile, profile=_brought(at, "Ada"))
    (answer,) = hand_in(at, act)
    assert isinstance(answer, Logged)
    assert answer.time == later


def test_a_host_that_is_going_down_says_so(at: Desk, world: World) -> None:
    jws = world.seal(world.member("Ada").key, SetProfile, profile=_brought(at, "Ada"))
    at.run(at.hosted.timekeeper.close())
    at.run(at.hosted.sequencer.close())
    (answer,) = hand_in(at, jws)
    assert isinstance(answer, Unavailable)


def _brought(at: Desk, words: str) -> object:
    blob = at.world.text(words)
    assert at.bring(blob).status_code == 201
    return blob
