"""A host keeps an honest log, and publishes something else than what follows from it."""

from collections.abc import Callable
from typing import Any

import pytest

from esoviet.audit.audit import audit
from esoviet.audit.report import AssemblyReport
from esoviet.law.votes import CastBallot
from tests.audit.host import AnsweringHost
from tests.audit.story import story
from tests.world import World

Bend = Callable[[Any], object]


def answering() -> AnsweringHost:
    return AnsweringHost(story())


def found(host: AnsweringHost) -> list[str]:
    """What an audit says is wrong."""
    report = host.audited()
    assert {one.clause for one in report.findings} <= {"published"}
    return [one.reason for one in report.findings]


def test_an_honest_host_passes_and_the_report_says_what_was_compared() -> None:
    report = answering().audited()
    assert (report.ok, report.findings, report.not_compared) == (True, [], [])
    assert "8 rolls with 160 ballots" in report.compared
    assert report.conclusion[1].startswith("Compared with what is published: the assembly, ")


def item(place: int, **fields: object) -> Bend:
    return lambda said: said["items"][place].update(fields)


def dated(size: int) -> Bend:
    return lambda said: said.update(log_size=size)


def ballot(place: int, **fields: object) -> Bend:
    return lambda said: said["items"][place]["ballot"].update(fields)


@pytest.mark.parametrize(
    ("address", "bend", "reason"),
    [
        ("/decisions.json", item(0, ending="adopted"), 'says "adopted" in items[1].ending'),
        ("/decisions.json", lambda said: said["items"].pop(), "has 6 in items, where 7 belong"),
        ("/votes.json", item(3, turnout=31), "says 31 in items[4].turnout, where 30"),
        ("/votes.json", item(5, title="Who leads"), 'says "Who leads" in items[6].title'),
        ("/votes/4/roll.json", ballot(0, choice="no"), "items[1].ballot.choice"),
        ("/votes/1/roll.json", ballot(2, ranking=[[1], [2]]), "items[3].ballot.ranking"),
        (
            "/votes/1/roll.json",
            lambda said: said["items"][0]["member"].update(name="Mallory"),
            'says "Mallory" in items[1].member.name, where "Ada" follows from the log',
        ),
        ("/votes/1/roll.json", lambda said: said["items"].clear(), "has 0 in items, where 30"),
        ("/votes/2.json", lambda said: said["tally"]["counts"].update(yes=12), "counts.yes"),
        ("/votes/8.json", lambda said: said["tally"].update(ending="adopted"), "says"),
        ("/members.json", item(30, state="member"), 'says "member" in items[31].state'),
        ("/constitution.json", lambda said: said["parameters"][0].update(value="9"), "value"),
        (".json", lambda said: said["log"].update(root="AAAA"), "log.root"),
        ("/mandates.json", item(0, lead=None), "items[1].lead"),
        ("/questions.json", item(0, seconds=True), "items[1].seconds"),
        ("/problems.json", lambda said: said.update(items=None), "says null in items"),
        ("/problems.json", lambda said: said.update(next="/more"), "in next"),
        ("/members.json", lambda said: said.pop("log_size"), "does not say from how many"),
    ],
)
def test_whatever_is_said_otherwise_is_found_and_named(
    address: str, bend: Bend, reason: str
) -> None:
    (said,) = found(answering().bend(address, bend))
    assert said.startswith(address)
    assert reason in said


def test_a_lie_is_found_whatever_size_of_the_log_it_is_dated_to() -> None:
    for size in (1, 30, 200, len(story().entries)):
        host = answering().bend("/decisions.json", item(0, ending="adopted"))
        host.bend("/members.json", dated(size))
        assert len(found(host)) == (1 if size == len(story().entries) else 2)


def test_an_answer_of_a_log_that_nobody_is_shown_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esoviet.audit.published.PAUSE", 0)
    host = answering().bend("/votes.json", lambda said: said.update(log_size=10**9))
    (reason,) = found(host)
    size = len(story().entries)
    assert f"follows from 1000000000 entries, and the log shown has {size}" in reason


def test_what_a_host_leaves_out_is_named_and_convicts_nobody() -> None:
    host = answering().bend("/votes.json", lambda said: said["items"][1].pop("turnout"))
    report = host.audited()
    assert report.ok
    assert report.not_compared == ["/votes.json, items[2].turnout: not in the answer"]


def test_answers_for_members_only_are_no_finding() -> None:
    host = AnsweringHost(World().found(readership="members"))
    host.members_only = True
    report = host.audited()
    assert report.ok
    assert report.not_compared == ["what is published: it is for members only"]
    assert "nothing" in report.conclusion[1]


def test_a_host_cannot_hide_answers_that_anyone_may_read() -> None:
    host = AnsweringHost(World().found(readership="public"))
    assert host.audited().ok
    host.members_only = True
    assert [one.clause for one in host.audited().findings] == ["12.5"]


def test_a_copy_of_a_log_publishes_nothing() -> None:
    host = answering()
    host.keeps_answers = False
    assert host.audited().not_compared == ["what the host publishes: this is a copy of the log"]
    assert host.asked == []


# -- the honest twin goes on while it is audited


def going_on() -> AnsweringHost:
    """A host that logs a ballot of Bea's before each answer."""
    world = World().found()
    ada, bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    host = AnsweringHost(world)

    def log() -> None:
        bea.votes(vote, ("yes", "no")[len(host.asked) % 2])
        host.log.append(world.entries[-1])
        host.forge()

    host.before_answer = log
    return host


def test_a_host_that_goes_on_while_it_is_audited_is_accused_of_nothing() -> None:
    host = going_on()
    before = len(host.log)
    report = host.audited()
    assert (report.findings, report.not_compared) == ([], [])
    assert report.entries == before + len(host.asked)
    assert report.judged == report.entries


def test_a_host_that_goes_on_and_lies_is_found() -> None:
    host = going_on().bend("/votes/1/roll.json", ballot(0, choice="abstain"))
    (reason,) = found(host)
    assert 'says "abstain" in items[1].ballot.choice' in reason


def test_a_host_that_goes_on_with_another_history_is_found() -> None:
    host = going_on()
    honest = host.before_answer

    def forks() -> None:
        honest()
        if len(host.asked) == 3:
            del host.log[4]
            host.forge()

    host.before_answer = forks
    host._built = lambda *_: b'{"log_size":8}'  # type: ignore[method-assign]
    assert "tree" in [one.clause for one in host.audited().findings]


def older(host: AnsweringHost) -> AssemblyReport:
    """An audit in which somebody on the way keeps the first answers for a while."""
    kept: dict[str, bytes | None] = {}
    fresh = host.answer

    def answer(path: str) -> bytes | None:
        return kept.get(path) or fresh(path)

    for path in (".json", "/members.json?limit=1000&after=0", "/votes/1.json"):
        kept[path] = fresh(path)
    host.log.append(story_of(host))
    host.forge()
    host.answer = answer  # type: ignore[method-assign]
    return audit(host, cores=1)


def story_of(host: AnsweringHost) -> bytes:
    """One more entry, by Ada."""
    world = World().found()
    ada, _ = world.members("Ada", "Bea")
    ada.votes(ada.puts_to_vote(), "yes")
    return world.entries[len(host.log)]


def test_answers_that_are_kept_on_the_way_are_compared_with_the_log_of_their_time() -> None:
    def voted() -> AnsweringHost:
        world = World().found()
        ada, _ = world.members("Ada", "Bea")
        ada.puts_to_vote()
        return AnsweringHost(world)

    assert older(voted()).findings == []
    bent = older(voted().bend("/members.json", item(1, state="left")))
    assert ['says "left" in items[2].state' in one.reason for one in bent.findings] == [True]


def test_a_ballot_of_another_hand_is_still_found_in_the_log_first() -> None:
    host = answering()
    host.append(story().seal(story().host.key, CastBallot, vote=8, choice="yes")).forge()
    report = host.audited()
    assert report.findings[0].index == len(story().entries)
    assert report.not_compared == ["what the host publishes: its log does not hold"]
