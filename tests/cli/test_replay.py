"""Published votes come out of the law, over HTTP and without it, as they were published."""

import asyncio
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest

from esoviet.cli import replay
from esoviet.cli.main import main
from esoviet.cli.replay import published, rules, seconds_for
from esoviet.cli.replay.compare import compared
from esoviet.cli.replay.perform import Outcome, perform
from esoviet.cli.replay.plan import Plan, Questions, Settings, plan_of, timed
from esoviet.cli.replay.published import Published, passed
from esoviet.cli.replay.stage import LawStage
from esoviet.exchange.ballots import Rolls, Sheet, load, read
from esoviet.law.records import THE, Assembly
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from tests.cli.conftest import Host, Running, esoviet, free_port
from tests.cli.leaping import Leaping, LeapingStage
from tests.effort import of
from tests.exchange.published import cases, ids
from tests.shared_data import SHARED, needs_shared

DEBIAN = ids(lambda case: str(case.get("files", {}).get("ballots", "")).startswith("debian"))
KUBERNETES = ids(lambda case: str(case.get("files", {}).get("ballots", "")).startswith("kubern"))
HELD = (  # over HTTP every day: every road, a majority of three to one, one seat and several
    "debian_2004_gr_editorial", "debian_2016_vote_002", "kubernetes_2023", "kubernetes_coc_2023",
    "kubernetes_gb_2023",
)  # fmt: skip
WARD, SENATE = "glasgow_2007_springburn", "rollcall_us_senate_2005"
LASTING = 1800.0
"""Seconds for proposals and for ballots: nobody waits for them to pass, but each comes in them."""


def ballots(name: str) -> Path:
    return SHARED / str(cases()[name]["files"]["ballots"])


def case(name: str) -> tuple[Plan, Published]:
    """How a case is held again, and what was published: both out of its files."""
    path = ballots(name)
    votes = load(path, titles=published.titles_beside(path))
    if isinstance(votes, Rolls):
        needs = rules.needs(votes.questions, rules.SETS[rules.usual(votes.questions)])
        stated = published.read(_must(published.beside(path)), path, ())
        return plan_of(votes, Settings(), needs), stated
    stated = published.read(SHARED / "EXPECTED.json", path, votes.options)
    settings = Settings(seats=stated.seats, default=stated.default, ratios=stated.ratios)
    return plan_of(votes, settings), stated


def _must(path: Path | None) -> Path:
    assert path is not None
    return path


def in_the_law(plan: Plan, stage: LawStage | None = None) -> list[Outcome]:
    return asyncio.run(perform(timed(plan, 60, 3600), stage or LawStage(), b"seed", print))


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Leaping:
    """A time that the command sets forward."""
    clock = Leaping(tmp_path / "ahead")
    monkeypatch.setattr(replay, "HttpStage", partial(LeapingStage, clock=clock))
    return clock


async def _over_http(url: str, clock: Leaping, names: Sequence[str]) -> dict[str, str]:
    """One after the other at one node; what does not agree, by case."""
    wrong = {}
    for name in names:
        plan, stated = case(name)
        async with LeapingStage(url, clock=clock) as stage:
            outcomes = await perform(timed(plan, LASTING, LASTING), stage, name.encode(), print)
        comparison = compared(plan, outcomes, stated)
        if not (comparison.agrees and stated.winners):
            wrong[name] = comparison.text
    return wrong


@needs_shared
@pytest.mark.e2e
def test_debian_and_kubernetes_come_out_as_published_over_http(
    clock: Leaping, tmp_path: Path
) -> None:
    assert (len(DEBIAN), len(KUBERNETES)) == (13, 6)
    with Running(tmp_path / "data", clock=clock) as url:
        assert asyncio.run(_over_http(url, clock, of(HELD, [*DEBIAN, *KUBERNETES]))) == {}


@needs_shared
@pytest.mark.parametrize("name", [*DEBIAN, *KUBERNETES, "stv_maemo", WARD])
def test_an_election_comes_out_as_published_in_the_law(name: str) -> None:
    plan, stated = case(name)
    assert stated.winners
    assert compared(plan, in_the_law(plan), stated).agrees


@needs_shared
def test_the_senate_votes_in_the_law_as_it_voted() -> None:
    """Every tenth roll call and all that needed more than a majority; the bench has the rest."""
    plan, stated = case(SENATE)
    assert isinstance(plan.road, Questions)
    every = enumerate(plan.road.asked)
    some = tuple(one for place, one in every if one.majority or place % 10 == 0)
    plan = plan._replace(road=Questions(some))
    assert len([one for one in some if one.majority]) == 78
    comparison = compared(plan, in_the_law(plan), stated)
    assert f"{len(some)} of {len(some)} are as published" in comparison.text


@needs_shared
def test_everybody_on_the_sheet_is_a_member_and_some_change_their_ballot() -> None:
    plan, _ = case("kubernetes_coc_2023")
    stage = LawStage()
    (outcome,) = in_the_law(plan, stage)
    assert outcome.decided.ballots == outcome.decided.electorate - 2 == 7
    assert stage.replica.state.rows(Assembly)[THE].active == 9
    assert sum(b'"type":"cast-ballot"' in _payload(entry) for entry in stage.entries) == 8


def _payload(entry: bytes) -> bytes:

    return envelope.parse(entries.read(entry).jws).payload


@needs_shared
@pytest.mark.e2e
def test_the_command_compares_and_audits(
    clock: Leaping, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(ballots("kubernetes_coc_2023"))
    with Running(tmp_path / "data", clock=clock) as url:
        code = main(("replay", path, "--url", url, "--expect", str(SHARED / "EXPECTED.json")))
    said = capsys.readouterr()
    assert code == 0, said.err
    assert "It takes some 17 minutes" in said.err
    assert "The winners agree" in said.out
    assert "The audit holds" in said.out


SHEET = "     Option 1-->: Change\n   /  Option 2->: Status quo\nV: 12 ann\nV: 12 ben\nV: 21 cas\n"


def debian(ratio: int = 1) -> Plan:
    votes = read(SHEET.encode())
    assert isinstance(votes, Sheet)
    return plan_of(votes, Settings(ratios={0: Fraction(ratio)}))


def test_an_option_that_needs_more_is_an_amendment() -> None:
    assert in_the_law(debian())[0].winners == ("Change",)
    assert in_the_law(debian(ratio=2))[0].winners == ("Change",)
    assert in_the_law(debian(ratio=3))[0].winners == ("Status quo",)


def test_a_winner_that_was_not_published_is_said_aloud() -> None:
    plan = debian()
    outcomes = in_the_law(plan)
    assert compared(plan, outcomes, Published(source="x", winners=(0,))).agrees
    other = compared(plan, outcomes, Published(source="x", winners=(1,)))
    assert not other.agrees
    assert "DIFFER" in other.text


ROLL = "question,member,vote\n1,ann,yes\n1,ben,yes\n1,cas,no\n2,ann,yes\n2,ben,no\n2,cas,absent\n"


def test_roll_calls_are_questions_with_the_shares_that_they_need() -> None:
    votes = read(ROLL.encode())
    assert isinstance(votes, Rolls)
    usual = in_the_law(plan_of(votes, Settings()))
    assert [one.decided.ending for one in usual] == ["adopted", "rejected"]
    grave = in_the_law(plan_of(votes, Settings(), {"1": ("3/4", False)}))
    assert [one.decided.ending for one in grave] == ["rejected", "rejected"]
    of_all = in_the_law(plan_of(votes, Settings(), {"1": ("2/3", True)}))
    assert [one.decided.ending for one in of_all] == ["adopted", "rejected"]


COME_AND_GO = ROLL + "3,ann,yes\n3,ben,yes\n3,dot,no\n3,eve,no\n"


def test_a_share_of_all_is_one_of_those_who_sat_just_then() -> None:
    votes = read(COME_AND_GO.encode())
    assert isinstance(votes, Rolls)
    whole = in_the_law(plan_of(votes, Settings()))
    assert [one.decided.electorate for one in whole] == [5, 5, 5]
    of_all = in_the_law(plan_of(votes, Settings(), {"3": ("1/2", True), "1": ("2/3", True)}))
    assert [one.decided.electorate for one in of_all] == [3, 3, 4]
    assert [one.decided.ending for one in of_all] == ["adopted", "rejected", "rejected"]


def test_a_tie_that_somebody_outside_the_file_broke_is_told_apart() -> None:
    votes = read(ROLL.encode())
    plan = plan_of(votes, Settings())
    outcomes = in_the_law(plan)
    tied = compared(plan, outcomes, Published(source="x", results={"1": "Passed", "2": "Passed"}))
    assert tied.agrees
    assert "2  1 to 1, rejected; published: Passed (a tie" in tied.text
    wrong = compared(plan, outcomes, Published(source="x", results={"1": "Rejected"}))
    assert not wrong.agrees


@pytest.mark.parametrize(
    ("word", "meant"),
    [("Agreed to", True), ("Not Sustained", False), ("Held Nongermane", False), ("Tabled", None)],
)
def test_the_words_of_a_parliament_are_understood(word: str, meant: bool | None) -> None:
    assert passed(word) is meant


@needs_shared
def test_results_are_read_from_the_pages_that_published_them() -> None:
    for name in [*DEBIAN, *KUBERNETES]:
        path = ballots(name)
        votes = load(path)
        assert isinstance(votes, Sheet)
        stated = published.read(_must(published.beside(path)), path, votes.options)
        whole = published.read(SHARED / "EXPECTED.json", path, votes.options)
        assert set(stated.winners) | set(stated.unknown) != set()
        assert stated.unknown or set(stated.winners) == set(whole.winners), name
        if name in DEBIAN:
            assert (stated.default, stated.ratios) == (whole.default, whole.ratios), name


@needs_shared
@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("debian_2017_vote_001", "debian_2017_vote_001_results.txt"),
        ("kubernetes_2023", "kubernetes_2023_results.md"),
        ("kubernetes_coc_2023", "EXPECTED.json"),  # its page has names, its ballots have logins
        ("stv_maemo", "EXPECTED.json"),
        (WARD, "EXPECTED.json"),
    ],
)
def test_the_published_result_is_found_near_the_ballots(name: str, source: str) -> None:
    votes = load(ballots(name))
    assert isinstance(votes, Sheet)
    stated = published.near(ballots(name), votes.options)
    assert (stated.source, stated.unknown) == (source, ())
    assert {votes.options[n] for n in stated.winners} == set(cases()[name]["expected"]["winners"])


def test_ballots_without_a_published_result_have_none(tmp_path: Path) -> None:
    path = tmp_path / "sheet_tally.txt"
    path.write_text(SHEET)
    assert published.near(path, ("Change", "Status quo")) == Published()
    (tmp_path / "EXPECTED.json").write_text('{"cases": {}}')
    assert published.near(path, ("Change", "Status quo")) == Published()


@pytest.mark.e2e
def test_a_replay_says_what_is_wrong_with_an_address(host: Host, tmp_path: Path) -> None:
    path = tmp_path / "sheet_tally.txt"
    path.write_text(SHEET)
    for address, said in [
        (f"{host.url}/a/xx", "is not the address of a node"),
        ("localhost:8000", "is not an address such as"),
        (f"http://127.0.0.1:{free_port()}", "nothing answers there. Is it the right address"),
    ]:
        done = esoviet("replay", str(path), "--url", address)
        assert (done.returncode, said in done.stderr) == (1, True), done.stderr


@pytest.mark.e2e
def test_a_node_that_asks_for_a_founding_token_is_given_one(
    clock: Leaping, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sheet_tally.txt"
    path.write_text(SHEET)
    settings = {"ESOVIET_FOUNDING": "token", "ESOVIET_FOUNDING_TOKENS": "sesame"}
    with Running(tmp_path / "data", settings=settings, clock=clock) as url:
        words = ("replay", str(path), "--url", url)
        refused, why = main(words), capsys.readouterr()
        code, said = main((*words, "--token", "sesame")), capsys.readouterr()
    assert (refused, "needs a token" in why.err) == (1, True)
    assert (code, "The audit holds" in said.out) == (0, True), said.err


def test_a_vote_stays_open_longer_the_more_there_are_to_vote() -> None:
    few, many = debian(), debian()._replace(voters=debian().voters * 500)
    assert seconds_for(few)[1] < 6 < 15 < seconds_for(many)[1]
    assert seconds_for(many, 3)[1] == 3
