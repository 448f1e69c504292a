"""Somebody gives the server work that takes long, so that all others wait."""

import asyncio
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from esoviet.law import closing, decisions
from esoviet.law.membership import SetProfile
from esoviet.law.view import View
from esoviet.law.votes import CastBallot, Vote
from esoviet.node.answers import Logged, Refused
from esoviet.node.submission import Submission, prepare
from esoviet.web.http.rounds import Rounds
from esoviet.web.pages.prose import MOST_MARKS, html_of
from tests.web.desk import Desk, desk
from tests.world import World

AWAY = {"x-forwarded-for": "203.0.113.7"}
BULK = {"content-type": "application/jose-seq"}


@pytest.fixture
def world() -> World:
    return World().found(backing="0", question_days="1")


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path, trusted_proxies=("127.0.0.1",)) as served:
        yield served


@pytest.fixture
def closings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the law has closed a vote, whether that came to stand or not."""
    seen, real = list[int](), decisions.decide

    def decide(view: View, vote: Vote, number: int) -> decisions.Decision:
        seen.append(vote.number)
        return real(view, vote, number)

    monkeypatch.setattr(closing, "decide", decide)
    return seen


def all_at_once(at: Desk, acts: list[bytes]) -> list[object]:
    async def handed_in() -> list[object]:
        ready = [act for act in map(prepare, acts) if isinstance(act, Submission)]
        return list(await asyncio.gather(*map(at.hosted.submit, ready)))

    answers: list[object] = at.run(handed_in())
    return answers


def test_acts_that_are_refused_after_a_deadline_count_no_vote_again(
    world: World, tmp_path: Path, closings: list[int]
) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote = world.the(Vote, ada.puts_to_vote())
    world.turn_to(vote.due - 60_000)
    bea.votes(vote.number, "yes")
    with desk(world, tmp_path) as at:
        world.now = vote.due + 1
        late = [
            world.seal(ada.key, CastBallot, vote=vote.number, choice=choice)
            for choice in ("yes", "no", "abstain")
            for _ in range(20)
        ]
        forged = [act.rpartition(b".")[0] + b"." + b"A" * 86 for act in late]
        closings.clear()
        answers = all_at_once(at, [*forged, *late])
        assert {type(answer) for answer in answers} == {Refused}
        assert closings == [vote.number]
        at.sync()
        assert world.the(Vote, vote.number).state == "closed"


def test_forged_acts_after_a_deadline_count_nothing_at_all(
    world: World, tmp_path: Path, closings: list[int]
) -> None:
    ada = world.member("Ada")
    vote = world.the(Vote, ada.puts_to_vote())
    with desk(world, tmp_path) as at:
        at.run(at.hosted.timekeeper.close())
        at.hosted.sequencer.due = lambda _: None
        world.now = vote.due + 1
        act = world.seal(ada.key, CastBallot, vote=vote.number, choice="yes")
        closings.clear()
        all_at_once(at, [act.rpartition(b".")[0] + b"." + b"A" * 86] * 100)
        assert closings == []


@pytest.mark.parametrize(
    "hostile", ["https://", "https:// ", "www.", "[](", "](https://", "<https:"]
)
def test_addresses_are_found_in_a_time_that_grows_with_the_text(hostile: str) -> None:
    """The finder of the library looks over the rest of the text again at each: minutes for this."""
    marks = max(1, sum(mark in ":/[]()<" for mark in hostile))
    most = MOST_MARKS // marks
    for _ in range(15):
        assert html_of(hostile * most).count("<a ") <= most
    assert "<a " not in html_of(hostile * (65_000 // len(hostile)))


def test_a_member_s_act_does_not_wait_behind_strangers(at: Desk, world: World) -> None:
    ada = world.member("Ada")
    strangers = [world.person(f"Stranger {n}") for n in range(900)]
    forged = [
        world.seal(ada.key, SetProfile, profile=world.text(who.name)).rpartition(b".")[0]
        + b"." + b"A" * 86
        for who in strangers
    ]  # fmt: skip
    words = world.text("Ada, third floor")
    at.bring(words)
    mine = world.seal(ada.key, SetProfile, profile=words)
    order: list[str] = []

    async def hand_in(name: str, jws: bytes) -> None:
        act = prepare(jws)
        assert isinstance(act, Submission)
        answer = await at.hosted.submit(act)
        order.append(name if isinstance(answer, Logged) else "forged")

    async def all_of_them() -> None:
        waiting = [hand_in("forged", jws) for jws in forged]
        await asyncio.gather(*waiting, hand_in("Ada", mine))

    at.run(all_of_them())
    at.sync()
    assert order.index("Ada") < 600


def test_strangers_take_turns_and_members_do_not_wait_for_them() -> None:
    async def watched() -> list[int]:
        rounds, began, done = Rounds(), list[int](), 0

        async def stranger() -> None:
            nonlocal done
            await rounds.next()
            done += 1

        waiting = [asyncio.create_task(stranger()) for _ in range(50)]
        for _ in range(10):
            await asyncio.sleep(0)  # what a member does in one round
            began.append(done)
        await asyncio.gather(*waiting)
        return began

    began = asyncio.run(watched())
    assert all(later - earlier <= 1 for earlier, later in pairwise(began))


def test_a_request_in_bulk_is_looked_at_no_further_than_it_is_paid_for(at: Desk) -> None:
    lines = b"nonsense\n" * 50_000
    answer = at.ask("POST", "acts", content=lines, headers={**BULK, **AWAY})
    assert len(answer.content.splitlines()) == 61
    assert at.ask("POST", "acts", content=lines, headers={**BULK, **AWAY}).status_code == 429
    forged = bytes(world_line(at)) * 2_000
    elsewhere = {**BULK, "x-forwarded-for": "198.51.100.9"}
    answer = at.ask("POST", "acts", content=forged, headers=elsewhere)
    statuses = [httpx.Response(200, content=one).json()["status"] for one in answer.iter_lines()]
    assert statuses == [403] * 60 + [429]


def world_line(at: Desk) -> bytes:
    ada = at.world.member("Ada")
    act = at.world.seal(ada.key, SetProfile, profile=at.world.text("Ada"))
    return act.rpartition(b".")[0] + b"." + b"A" * 86 + b"\n"
