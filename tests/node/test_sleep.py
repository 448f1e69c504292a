"""Assemblies sleep: woken by who needs them and by what is due, let go when nobody does."""

import asyncio
import gc
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from esoviet.cli.main import main
from esoviet.law.host import MarkTime
from esoviet.law.leaving import Leave
from esoviet.law.votes import CastBallot, Standing, Vote
from esoviet.node import places
from esoviet.node.answers import CLOSING, Answer
from esoviet.node.hosted import HostedAssembly
from esoviet.node.ledger import Ledger
from esoviet.node.sleeping import CROWDED, NotOpened
from esoviet.node.submission import Submission, prepare
from esoviet.node.turns import Rank
from esoviet.store.errors import NoRoom
from tests.node.damage import change
from tests.node.sleepers import awake, hand_in, hosting, noted, opened, put_to_sleep, worlds
from tests.web.desk import Desk, desk
from tests.web.served import write
from tests.world import DAY, World


@pytest.fixture
def voting() -> World:
    """An assembly in which a vote is open for a day."""
    world = World().found(backing="0", question_days="1")
    world.member("Ada").puts_to_vote()
    return world


def test_a_request_wakes_it_and_when_nobody_needs_it_any_more_it_is_let_go(tmp_path: Path) -> None:
    first, second = worlds(2)
    with hosting(tmp_path, first, second) as at:
        assert awake(at) == set()
        assert at.get(f"/a/{second.id}/members.json").status_code == 200
        assert awake(at) == {second.id}
        put_to_sleep(at)
        assert awake(at) == set()
        assert at.get(f"/a/{second.id}").status_code == 200


def test_it_goes_to_sleep_by_itself(tmp_path: Path) -> None:
    with hosting(tmp_path, World().found(), idle_seconds=1) as at:
        assert at.get(".json").status_code == 200
        at.until(lambda: not awake(at))


def test_nothing_of_it_stays_open(tmp_path: Path) -> None:
    hosted = worlds(5)
    with hosting(tmp_path, *hosted) as at:
        before = open_files()
        for world in hosted:
            assert at.get(f"/a/{world.id}.json").status_code == 200
        put_to_sleep(at)
        assert open_files() <= before


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_what_is_asleep_at_the_end_is_asleep_at_the_start(tmp_path: Path) -> None:
    hosted = worlds(3)
    with hosting(tmp_path, *hosted) as at:
        opened(at, hosted[1])
    with desk(hosted[0], tmp_path) as at:
        assert awake(at) == set()
        assert at.node.sleeping.served == 3
        assert at.node.faults == ()


def test_at_most_so_many_are_awake_and_the_least_needed_makes_room(tmp_path: Path) -> None:
    a, b, c, d = worlds(4)
    with hosting(tmp_path, a, b, c, d, awake=2) as at:
        for world in (a, b, a, c):
            opened(at, world)
        assert awake(at) == {a.id, c.id}
        opened(at, d)
        assert awake(at) == {c.id, d.id}


def test_who_is_in_use_is_not_let_go(tmp_path: Path) -> None:
    a, b, c = worlds(3)
    with hosting(tmp_path, a, b, c, awake=2) as at:

        async def hold() -> None:
            async with at.node.open(a.id):
                for world in (b, c, b):
                    async with at.node.open(world.id):
                        assert a.id in at.node.assemblies

        at.run(hold())


def test_where_all_are_in_use_nobody_more_is_woken(tmp_path: Path) -> None:
    a, b = worlds(2)
    with hosting(tmp_path, a, b, awake=1) as at:

        async def crowd() -> None:
            async with at.node.open(a.id):
                with pytest.raises(NotOpened) as error:
                    async with at.node.open(b.id):
                        pass
                assert error.value.answer == CROWDED
            async with at.node.open(b.id):
                pass

        at.run(crowd())


def test_who_has_been_at_it_for_long_gives_way_and_is_told_to_come_again(tmp_path: Path) -> None:
    a, b = worlds(2)
    with hosting(tmp_path, a, b, awake=1) as at:

        async def crowd() -> Answer:
            act = prepare(a.seal(a.person("Ada").key, Leave))
            assert isinstance(act, Submission)
            async with at.node.open(a.id) as slow:
                slow.touched -= places.STALE_SECONDS + 1
                async with at.node.open(b.id):
                    return await slow.submit(act)

        assert at.run(crowd()) == CLOSING


def test_streams_give_way_to_who_needs_the_place(tmp_path: Path) -> None:
    a, b = worlds(2)
    with hosting(tmp_path, a, b, awake=1) as at:

        async def crowd() -> None:
            async with at.node.open(a.id) as heard:
                listener = heard.ledger.feed.listen()
                async with at.node.open(b.id):
                    assert await listener.take() is None

        at.run(crowd())


def test_strangers_take_at_most_half_and_not_from_members(tmp_path: Path) -> None:
    a, b, c, d, e = worlds(5)
    with hosting(tmp_path, a, b, c, d, e, awake=4) as at:
        opened(at, a)
        opened(at, b)
        for world in (c, d, e):
            opened(at, world, Rank.STRANGER)
        assert awake(at) == {a.id, b.id, d.id, e.id}
        opened(at, c)
        assert awake(at) == {a.id, b.id, e.id, c.id}


def test_strangers_have_to_wait_where_members_have_all_places(tmp_path: Path) -> None:
    a, b, c = worlds(3)
    with hosting(tmp_path, a, b, c, awake=2) as at:
        opened(at, a)
        opened(at, b)
        with pytest.raises(NotOpened):
            opened(at, c, Rank.STRANGER)
        at.node.assemblies[a.id].touched -= places.ALONE_SECONDS + 1
        opened(at, c, Rank.STRANGER)
        assert awake(at) == {b.id, c.id}


def counted(at: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of those that are opened from now on."""
    made, make = list[str](), at.node.sleeping._make

    def count(identity: str) -> HostedAssembly:
        made.append(identity)
        return make(identity)

    monkeypatch.setattr(at.node.sleeping, "_make", count)
    return made


def test_all_who_want_it_wait_for_one_waking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World().found()
    with hosting(tmp_path, world) as at:
        made = counted(at, monkeypatch)
        paths = ("members.json", "log/checkpoint", "problems.json")
        answers = at.at_once(*(("GET", path, {}) for path in paths))
        assert [answer.status_code for answer in answers] == [200, 200, 200]

        async def many() -> set[HostedAssembly]:
            async def one() -> HostedAssembly:
                async with at.node.open(world.id) as assembly:
                    return assembly

            return set(await asyncio.gather(*(one() for _ in range(50))))

        put_to_sleep(at)
        made.clear()
        assert len(at.run(many())) == 1
        assert made == [world.id]


def test_who_comes_while_it_is_let_go_wakes_it_anew(tmp_path: Path) -> None:
    world = World().found()
    with hosting(tmp_path, world) as at:
        before = opened(at, world)

        async def race() -> HostedAssembly:
            at.node.sleeping.rest(float("inf"))
            assert at.node.assemblies == {}
            async with at.node.open(world.id) as assembly:
                return assembly

        after = at.run(race())
        assert after is not before
        assert after.ledger.published == before.ledger.published


def test_a_deadline_wakes_who_sleeps(tmp_path: Path, voting: World) -> None:
    with hosting(tmp_path, voting, *worlds(2)[1:]) as at:
        vote = voting.the(Vote, 1)
        voting.now = voting.the(Standing, 1).due
        at.until(lambda: awake(at) == {voting.id} and marks(at) == 1)
        put_to_sleep_when_done(at)
        voting.now = vote.due - vote.window.part // 2
        at.until(lambda: awake(at) == {voting.id} and marks(at) == 2)


def put_to_sleep_when_done(at: Desk) -> None:
    def sleeps() -> bool:
        put_to_sleep(at)
        return not awake(at)

    at.until(sleeps)


def marks(at: Desk) -> int:
    at.sync()
    return sum(isinstance(act, MarkTime) for _, act in at.world.acts())


def test_a_deadline_that_passed_while_the_host_was_down_is_carried_out(
    tmp_path: Path, voting: World
) -> None:
    with hosting(tmp_path, voting):
        pass
    voting.now = voting.the(Vote, 1).due + 1
    with desk(voting, tmp_path) as at:
        assert awake(at) == set()
        at.until(lambda: awake(at) == {voting.id} and marks(at) == 1)


def test_while_the_clock_is_in_doubt_nobody_is_woken_and_then_whoever_is_overdue(
    tmp_path: Path, voting: World
) -> None:
    with hosting(tmp_path, voting) as at:
        at.turn_clock(voting.the(Vote, 1).due + 1 - voting.now)
        assert at.node.guard.time() is None
        for _ in range(20):
            at.run(asyncio.sleep(0.01))
        assert awake(at) == set()
        at.clock.synchronised = True
        at.until(lambda: awake(at) == {voting.id} and marks(at) == 1)


def test_a_clock_that_was_wrong_for_a_while_puts_off_no_deadline(
    tmp_path: Path, voting: World
) -> None:
    with hosting(tmp_path, voting) as at:
        opened(at, voting)
        at.turn_clock(50 * DAY)
        assert at.node.guard.time() is None
        at.node.assemblies[voting.id].touched = 0
        put_to_sleep_when_done(at)
        at.turn_clock(-50 * DAY)
        assert at.node.guard.time() is not None
        voting.now = voting.the(Vote, 1).due
        at.until(lambda: marks(at) >= 1)


def test_after_a_crash_what_was_awake_is_opened_and_what_is_due_is_done(
    tmp_path: Path, voting: World
) -> None:
    _, other = worlds(2)
    alive, left = tmp_path / "alive", tmp_path / "left"
    with hosting(alive, voting, other) as at:
        ballot = {"vote": 1, "choice": "yes"}
        assert hand_in(at, voting, voting.member("Ada"), CastBallot, **ballot).status_code == 201
        shutil.copytree(alive, left)  # as a power cut leaves it
    assert noted(left)[voting.id][0] == 1
    with desk(voting, left) as at:
        assert awake(at) == {voting.id}
        voting.now += DAY
        at.hosted.timekeeper._moved.set()
        at.until(lambda: marks(at) >= 1)


@pytest.mark.parametrize("gone", ["node.db*", "[nh]*[bt]*"], ids=["rows", "rows and heartbeat"])
def test_without_what_was_noted_all_of_it_is_found_out_anew(
    tmp_path: Path, voting: World, gone: str
) -> None:
    with hosting(tmp_path, voting, *worlds(3)[1:]):
        pass
    for file in tmp_path.glob(gone):
        file.unlink()
    assert (tmp_path / "heartbeat").exists() == gone.startswith("node")
    voting.now = voting.the(Vote, 1).due + 1
    with desk(voting, tmp_path, awake=1) as at:
        at.until(lambda: not at.node.sleeping.unread)
        at.until(lambda: marks(at) >= 1)
        assert at.node.sleeping.served == 3


ALTERED: dict[str, Callable[[Path, str], object]] = {
    "the log was put there anew": lambda folder, one: os.utime(folder / f"assemblies/{one}/log.db"),
    "the watermark is gone": lambda folder, one: (folder / f"assemblies/{one}/watermark").unlink(),
    "the row is damaged": lambda folder, _: alter(folder, "UPDATE register SET due = 0"),
    "the row is another's": lambda folder, _: alter(folder, "UPDATE register SET assembly = 'ab'"),
    "the row is gone": lambda folder, _: alter(folder, "DELETE FROM register"),
}  # fmt: skip


def alter(folder: Path, statement: str) -> None:
    (folder / "node.db").rename(folder / "log.db")
    change(folder, statement)
    (folder / "log.db").rename(folder / "node.db")


@pytest.mark.parametrize("altered", ALTERED.values(), ids=ALTERED)
def test_what_is_not_as_it_was_noted_is_opened_at_the_start(
    tmp_path: Path, voting: World, altered: Callable[[Path, str], object]
) -> None:
    with hosting(tmp_path, voting):
        pass
    with desk(voting, tmp_path) as at:
        assert awake(at) == set()
    altered(tmp_path, voting.id)
    with desk(voting, tmp_path) as at:
        assert awake(at) == {voting.id}
    assert noted(tmp_path)[voting.id][1] > 0


def test_one_that_has_gone_is_forgotten(tmp_path: Path) -> None:
    first, second = worlds(2)
    with hosting(tmp_path, first, second):
        pass
    shutil.rmtree(tmp_path / "assemblies" / second.id)
    with desk(first, tmp_path) as at:
        assert at.get(f"/a/{second.id}").status_code == 404
        assert at.get("/").text.count("Tenants of 7 Mill Street") == 1
    assert set(noted(tmp_path)) == {first.id}


def damaged_at_rest(folder: Path) -> bytes:
    """Damage a log so that nobody sees it from outside; answers what was there."""
    log = folder / "log.db"
    about, whole = log.stat(), log.read_bytes()
    log.write_bytes(bytes(len(whole)))
    os.utime(log, ns=(about.st_atime_ns, about.st_mtime_ns))
    return whole


def test_one_that_cannot_be_woken_is_told_of_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, bad = worlds(2)
    home = tmp_path / "assemblies" / bad.id
    with hosting(tmp_path, first, bad):
        pass
    whole = damaged_at_rest(home)
    with desk(first, tmp_path) as at:
        assert at.node.faults == ()
        for _ in range(2):
            answer = at.get(f"/a/{bad.id}.json")
            assert (answer.status_code, "mended" in answer.json()["detail"]) == (503, True)
        faults: tuple[str, ...] = at.get("/node").json()["faults"]
        assert [bad.id in fault for fault in faults] == [True]
        assert [r.levelno for r in caplog.records if bad.id in r.getMessage()] == [logging.ERROR]
        assert at.get(".json").status_code == 200
        (home / "log.db").write_bytes(whole)
        assert at.get(f"/a/{bad.id}.json").status_code == 503
        at.node.sleeping._again[bad.id] = 0
        assert at.get(f"/a/{bad.id}.json").status_code == 200
        assert at.node.faults == ()


def test_a_backup_and_an_audit_of_those_that_sleep_wake_nobody(tmp_path: Path) -> None:
    hosted, data = worlds(2), tmp_path / "data"
    with hosting(data, *hosted) as at:
        assert main(["backup", "--data", str(data), str(tmp_path / "copy")]) == 0
        assert main(["audit", str(data)]) == 0
        assert awake(at) == set()
        for world in hosted:
            assert at.get(f"/a/{world.id}.json").status_code == 200
    assert main(["audit", str(tmp_path / "copy")]) == 0


def test_who_reads_the_file_meanwhile_keeps_nobody_from_waking_for_long(
    tmp_path: Path, voting: World
) -> None:
    with hosting(tmp_path, voting) as at:
        ballot = {"vote": 1, "choice": "yes"}
        assert hand_in(at, voting, voting.member("Ada"), CastBallot, **ballot).status_code == 201
        path = tmp_path / "assemblies" / voting.id / "log.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            assert reader.execute("SELECT count(*) FROM entries").fetchone()
            put_to_sleep(at)
            answer = at.get(".json")
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
            assert at.node.faults == ()
            reader.execute("COMMIT")
            assert at.get(".json").status_code == 200
            put_to_sleep(at)
            reader.execute("BEGIN")
            assert reader.execute("SELECT count(*) FROM entries").fetchone()
            assert at.get(".json").status_code == 200


def test_where_there_is_no_room_to_open_one_it_is_not_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> HostedAssembly:
        raise NoRoom("database or disk is full")

    first, second = worlds(2)
    with hosting(tmp_path, first, second) as at:
        with monkeypatch.context() as full:
            full.setattr(at.node.sleeping, "_make", no_room)
            answer = at.get(f"/a/{second.id}.json")
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert at.get(f"/a/{second.id}.json").status_code == 200
        assert at.node.faults == ()


def test_a_log_that_became_shorter_while_it_slept_is_not_gone_on_with(
    tmp_path: Path, voting: World
) -> None:
    old = tmp_path / "old"
    write(voting, old)
    with hosting(tmp_path / "data", voting) as at:
        ballot = {"vote": 1, "choice": "yes"}
        assert hand_in(at, voting, voting.member("Ada"), CastBallot, **ballot).status_code == 201
        put_to_sleep(at)
        for place in (old, tmp_path / "data"):
            assert not (place / "assemblies" / voting.id / "log.db-wal").exists()
        shutil.copyfile(
            *(p / "assemblies" / voting.id / "log.db" for p in (old, tmp_path / "data"))
        )
        assert at.get(".json").status_code == 503
        assert "acknowledged" in at.node.left_out[voting.id]


def test_faults_of_one_that_sleeps_are_still_told(tmp_path: Path) -> None:
    world = World().found()
    with hosting(tmp_path, world) as at:
        opened(at, world).ledger.blobs.damaged.add("ab" * 32)
        put_to_sleep(at)
        assert "Damaged texts" in " ".join(at.get("/node").json()["faults"])
        assert awake(at) == set()
    with desk(world, tmp_path) as at:
        assert "Damaged texts" in " ".join(at.node.faults)
        opened(at, world)
        assert at.node.faults == ()


def test_one_that_is_damaged_and_can_be_mended_is_not_let_go_before(tmp_path: Path) -> None:
    world = World().found()
    with hosting(tmp_path, world) as at:
        opened(at, world).ledger.log.damaged.add("the hash tiles")
        put_to_sleep(at)
        assert awake(at) == {world.id}
        at.until(lambda: not at.hosted.ledger.log.damaged)
        put_to_sleep(at)
        assert awake(at) == set()


def test_texts_that_wait_in_one_that_sleeps_are_swept_away(tmp_path: Path) -> None:
    world = World().found()
    with hosting(tmp_path, world, *worlds(2)[1:]) as at:
        blob = world.text("Nobody ever signs for this.")
        assert at.bring(blob).status_code == 201
        put_to_sleep(at)
        assert at.node.sleeping.known[world.id].pending == blob.size
        path = tmp_path / "assemblies" / world.id / "pending" / blob.sha256
        at.run(at.node._sweep_assemblies(world.now / 1000 - 1))
        assert path.exists()
        assert awake(at) == set()
        at.run(at.node._sweep_assemblies(4e9))
        assert not path.exists()


def test_all_that_sleep_are_scrubbed_too(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    hosted = worlds(3)
    with hosting(tmp_path, *hosted, awake=1) as at:
        at.run(at.node.scrub.round())
        well = [r.getMessage() for r in caplog.records if "was read: well" in r.getMessage()]
        assert {world.id for world in hosted if any(world.id in line for line in well)} == {
            world.id for world in hosted
        }
        assert len(awake(at)) == 1


def test_a_node_that_ends_while_one_is_waking_ends_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosted = worlds(6)
    with hosting(tmp_path, *hosted) as at:

        async def end_meanwhile() -> list[object]:
            async def one(world: World) -> str:
                async with at.node.open(world.id) as assembly:
                    return assembly.ledger.id

            wanted = [asyncio.create_task(one(world)) for world in hosted]
            await asyncio.sleep(0)
            await at.node.sleeping.close()
            return list(await asyncio.gather(*wanted, return_exceptions=True))

        monkeypatch.setattr(at.node.sleeping._register, "close", lambda: None)
        for answer in at.run(end_meanwhile()):
            assert isinstance(answer, str) or (
                isinstance(answer, NotOpened) and answer.answer == CLOSING
            )
        assert awake(at) == set()


def test_one_that_cannot_be_let_go_well_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(_: HostedAssembly) -> None:
        raise OSError("a disk that is gone")

    world = World().found()
    with hosting(tmp_path, world) as at:
        first = opened(at, world)
        with monkeypatch.context() as gone:
            gone.setattr(HostedAssembly, "close", fails)
            put_to_sleep(at)
        assert "letting go" in caplog.text
        at.until(lambda: awake(at) == {world.id})
        assert at.node.assemblies[world.id] is not first
        at.run(first.close())


def test_a_row_that_cannot_be_written_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world = World().found()
    with hosting(tmp_path, world) as at:
        at.node.sleeping._register.close()
        assert at.get(".json").status_code == 200
        put_to_sleep(at)
        assert at.get(".json").status_code == 200
        assert "not noted" in caplog.text


def ledgers() -> list[object]:
    return [one for one in gc.get_objects() if isinstance(one, Ledger)]


def test_what_is_let_go_is_freed_without_looking_for_circles(tmp_path: Path) -> None:
    world = World().found()
    with hosting(tmp_path, world) as at:
        gc.collect()
        gc.disable()
        try:
            for _ in range(5):
                assert at.get(".json").status_code == 200
                put_to_sleep(at)
            at.until(lambda: not ledgers())  # a thread may hold on to one for a moment
        finally:
            gc.enable()
