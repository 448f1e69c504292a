"""The demo tells the same story for the same seed, with something in every phase."""

import asyncio
from pathlib import Path

import pytest

from esoviet.audit.audit import Held, audit
from esoviet.audit.blobs import title_of
from esoviet.audit.sources import find
from esoviet.cli.demo import USUAL, play
from esoviet.cli.demo.stage import OwnNode
from esoviet.cli.demo.story import DAYS, FIXED
from esoviet.figures.otherwise import replay
from esoviet.law.actions import Action
from esoviet.law.arguments import Argument
from esoviet.law.decisions import Decision
from esoviet.law.exhibits import Exhibit
from esoviet.law.facts import Fact, standing
from esoviet.law.falling import Contest
from esoviet.law.growth import Vouch
from esoviet.law.lessons import SelfCriticism
from esoviet.law.mandates import Mandate, carriers
from esoviet.law.planning import Plan
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import Member
from esoviet.law.reviews import Review
from esoviet.law.rewordings import Rewording
from esoviet.law.solutions import Solution
from esoviet.law.state import State
from esoviet.law.together import Joining
from esoviet.law.topics import Post, Thanks, Topic
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.replica.replica import Replica
from esoviet.store.blobs import SALT, BlobStore
from esoviet.store.log import SqliteLog
from esoviet.tally.profile import groups
from esoviet.web.api.rolls import voices_after
from esoviet.web.pages.front import SHOWN
from tests.cli.conftest import esoviet

UNTIL = 1_800_000_000_000
UNRANKED = 999
pytestmark = pytest.mark.e2e


def told(folder: Path, seed: int = 1, members: int = USUAL) -> SqliteLog:
    """The log of a story on a node whose key is known."""
    folder.mkdir()
    (folder / "node.key").write_bytes(bytes(32))
    node = asyncio.run(_play(folder, seed, members))
    return SqliteLog(Path(node) / "log.db")


async def _play(folder: Path, seed: int, members: int) -> str:
    return await play(OwnNode(folder, DAYS, UNTIL), members, FIXED, seed)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, State]:
    """A story, folded again from its entries."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    log = told(folder)
    stored = log.state()
    assert stored is not None
    replica = Replica()
    for entry in log.entries(0, stored.size):
        replica.take(entry)
    log.close()
    return folder, replica.state


def test_the_same_seed_tells_the_same_story(tmp_path: Path) -> None:
    roots = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        log = told(tmp_path / name, seed, members=20)
        stored = log.state()
        assert stored is not None
        roots.append(stored.root)
        log.close()
    assert roots[0] == roots[1]
    assert roots[0] != roots[2]


def test_there_is_a_problem_in_every_phase(story: tuple[Path, State]) -> None:
    problems = story[1].rows(Problem).values()
    assert {problem.phase for problem in problems} == {
        "necessity", "solutions", "reading", "vote", "work", "done", "lapsed", "closed",
    }  # fmt: skip
    assert {p.because for p in problems} >= {"no-action", "unsupported"}
    assert {p.phase for p in problems if p.seats} == {"vote", "work"}


def test_what_was_carried_out_is_under_review_and_left_a_lesson(
    story: tuple[Path, State],
) -> None:
    reviews = story[1].rows(Review).values()
    assert "open" in {review.state for review in reviews}
    assert any(own.lesson for own in story[1].rows(SelfCriticism).values())


def test_there_is_every_kind_of_decision_and_mandate(story: tuple[Path, State]) -> None:
    endings = {decision.ending for decision in story[1].rows(Decision).values()}
    assert endings == {"adopted", "no-action", "rejected", "elected", "unsupported"}
    states = {mandate.state for mandate in story[1].rows(Mandate).values()}
    assert states == {"active", "overdue", "vacant", "done"}
    assert {q.state for q in story[1].rows(Question).values()} == {
        "asked", "vote", "decided", "lapsed",
    }  # fmt: skip
    kinds = {vote.kind for vote in story[1].rows(Vote).values() if vote.state == "open"}
    assert kinds == {"problem", "election", "question", "admission"}


def test_a_mandate_has_a_plan_and_is_carried_by_two(story: tuple[Path, State]) -> None:
    view = View(story[1], 0, 0, lambda size: b"")
    assert any(len(carriers(view, one)) == 2 for one in view.rows(Mandate))
    assert any(view.rows(Plan, one.number) for one in view.rows(Mandate))


def test_a_solution_was_joined_before_its_vote_and_is_carried_by_all_who_signed(
    story: tuple[Path, State],
) -> None:
    view = View(story[1], 0, 0, lambda size: b"")
    alone = (one for one in view.rows(Solution) if not one.merges)
    asked = (one for known in alone for one in view.rows(Joining, known.number))
    joined = [one for one in asked if one.answer == "yes"]
    (solution,) = {one.solution for one in joined}
    (mandate,) = [one for one in view.rows(Mandate) if one.solution == solution]
    assert {one.member for one in joined} < set(carriers(view, mandate))


def test_evidence_is_brought_and_some_of_it_contested(story: tuple[Path, State]) -> None:
    view = View(story[1], 0, 0, lambda size: b"")
    assert {one.kind for one in view.rows(Exhibit)} == {"image", "table", "place", "quotation"}
    assert [one.founded for one in view.rows(Contest)] == [2]


def test_the_open_problem_has_a_situation(story: tuple[Path, State]) -> None:
    view = View(story[1], 0, 0, lambda size: b"")
    assert [standing(view, one) for one in view.rows(Fact)] == ["established", "open", "contested"]
    assert {number for one in view.all(Argument) for number in one.facts} == {1, 2}


def test_a_problem_was_reworded_and_judged_anew(story: tuple[Path, State]) -> None:
    view = View(story[1], 0, 0, lambda size: b"")
    (revised,) = [one for one in view.rows(Problem) if one.version > 1]
    assert (revised.phase, revised.version, revised.necessary) == ("necessity", 2, 2)
    (taken,) = view.by(Rewording, "problem", revised.number)
    assert (taken.state, taken.into) == ("taken", 2)


def test_two_solutions_were_merged_by_who_proposed_them(story: tuple[Path, State]) -> None:
    view = View(story[1], 0, 0, lambda size: b"")
    (merged,) = [one for one in view.rows(Solution) if one.merges]
    both = {view.must(Solution, number).by for number in merged.merges}
    assert len(both) == 2
    assert len([one for one in view.all(Joining) if one.solution == merged.number]) == 1


def test_they_talk_and_a_problem_came_from_a_post(story: tuple[Path, State]) -> None:
    view = View(story[1], 0, 0, lambda size: b"")
    assert [view.count_by(Post, "topic", one.number) for one in view.rows(Topic)] == [4, 4, 2]
    (raised,) = [one for one in view.rows(Problem) if one.post]
    assert (raised.topic, raised.phase) == (1, "necessity")
    assert sum(1 for one in view.all(Thanks)) > 10


def test_the_decision_of_the_front_page_stands_in_it(story: tuple[Path, State]) -> None:
    view = View(story[1], 0, 0, lambda size: b"")
    decision = view.must(Decision, SHOWN.number)
    assert list(decision.winners) == [1]
    vote = view.must(Vote, decision.vote)
    places = [
        {option: place for place, group in enumerate(groups(one.ranks)) for option in group}
        for one in voices_after(view, vote, 0)
    ]
    assert len(places) == SHOWN.ballots
    none = len(vote.options)

    def before(one: int, other: int) -> int:
        return sum(at.get(one, UNRANKED) < at.get(other, UNRANKED) for at in places)

    order = [vote.options.index(option) for option in (1, 2, 3)]
    counts = [(before(at, none), before(none, at)) for at in order]
    assert counts == [(one.yes, one.no) for one in SHOWN.options]
    folder = next((story[0] / "assemblies").iterdir())
    store = BlobStore(folder / "blobs")
    texts = [view.must(Solution, option).text.hex() for option in (1, 2, 3)]
    titles = [title_of((store.read(text) or b"")[SALT:].decode()) for text in texts]
    assert titles == [one.title for one in SHOWN.options]
    assert SHOWN.title == titles[0]
    assert SHOWN.duel == (before(order[0], order[1]), before(order[1], order[0]))


def test_an_action_of_a_mandate_comes_and_a_call_stands(story: tuple[Path, State]) -> None:
    actions = story[1].rows(Action).values()
    assert {(one.state, bool(one.mandate)) for one in actions} == {
        ("standing", True), ("standing", False),
    }  # fmt: skip


def test_people_come_go_sleep_and_wait(story: tuple[Path, State]) -> None:
    members = story[1].rows(Member).values()
    states = {member.state for member in members}
    assert states == {"member", "left", "refused", "withdrawn", "contested", "applicant"}
    assert sum(member.dormant for member in members) == 1
    waiting = next(member.number for member in members if member.state == "applicant")
    assert len(story[1].rows(Vouch, waiting)) == 1


def test_the_demo_stands_up_to_an_audit(story: tuple[Path, State]) -> None:
    (source,) = find(str(story[0]))
    report = audit(source, Held((), ()), cores=1)
    assert report.ok, report.findings


def test_a_story_that_is_told_again_founds_another_assembly(tmp_path: Path) -> None:
    told(tmp_path / "data", members=20).close()
    words = ("demo", "--data", str(tmp_path / "data"), "--members", "20")
    assert esoviet(*words).returncode == 0
    assert len(list((tmp_path / "data" / "assemblies").iterdir())) == 2


def test_under_the_rules_as_they_are_all_of_it_comes_as_it_came(
    story: tuple[Path, State],
) -> None:
    view = View(story[1], 0, 0, lambda size: b"")
    assert replay(view, {}).lines == ()
    assert replay(view, {"vote_quorum": "1/4", "majority": "3/4"}).decisions == view.count(Decision)
