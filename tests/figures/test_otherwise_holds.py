"""A replay without a change gives what stands; with one, another count says the same."""

import random
from typing import get_args

import pytest
from msgspec.structs import replace

from esoviet.audit.recount import outcome as independent
from esoviet.figures.otherwise import (
    Case,
    Step,
    counted_again,
    judged,
    looked,
    opened_under,
    replay,
    taken,
    without,
)
from esoviet.figures.then import Past
from esoviet.law.amendments import figures
from esoviet.law.constitution import Constitution
from esoviet.law.decisions import Decision
from esoviet.law.records import THE
from esoviet.law.view import View
from esoviet.law.votes import Hurdles, Roll, Vote, VoteKind, ballots_of
from tests.effort import seeds
from tests.figures.lively import WEIGHED, lively
from tests.law.random_votes import random_count
from tests.world import replay as world_of
from tools import golden


def recorded(vote: Vote) -> Hurdles:
    return Hurdles(*(getattr(vote, name) for name in Hurdles._fields))


def as_it_was(view: View, decision: Decision) -> Case:
    vote, roll = view.must(Vote, decision.vote), view.must(Roll, decision.vote)
    rules = view.must(Constitution, THE)
    return Case(vote, vote, (), (), roll, decision, rules, rules)


@pytest.mark.parametrize("seed", seeds(10))
def test_the_same_ballots_in_the_same_votes_decide_what_stands(seed: int) -> None:
    view = lively(seed)
    for decision in view.rows(Decision):
        case = as_it_was(view, decision)
        assert counted_again(case) == decision
        assert judged(case) is None


@pytest.mark.parametrize("seed", seeds(150))
def test_random_votes_of_every_kind_are_counted_again_as_they_were(seed: int) -> None:
    made, rules = random_count(seed), Constitution(THE, {}, 1, 0, 0)
    vote = replace(made.vote, gone=tuple(made.away))
    case = Case(vote, vote, (), (), made.roll, made.decision, rules, rules)
    assert counted_again(case) == made.decision


def test_nothing_of_the_golden_log_comes_otherwise_where_nothing_changes() -> None:
    view = world_of(golden.LOG.read_bytes().splitlines()).view
    assert replay(view, {}).lines == ()
    assert {one.kind for one in view.rows(Decision)} == {*get_args(VoteKind)}
    for decision in view.rows(Decision):
        assert counted_again(as_it_was(view, decision)) == decision


@pytest.mark.parametrize("seed", seeds(10))
def test_each_vote_takes_what_the_constitution_of_its_time_says(seed: int) -> None:
    view = lively(seed)
    past = Past(view, {})
    for decision in view.rows(Decision):
        vote = view.must(Vote, decision.vote)
        assert taken(view, vote, opened_under(view, past, vote)[0]) == recorded(vote)


@pytest.mark.parametrize("seed", seeds(10))
def test_nothing_comes_otherwise_where_nothing_changes(seed: int) -> None:
    found = replay(lively(seed), {})
    assert found.lines == ()
    assert found.decisions == lively(seed).count(Decision)


def changes_of(seed: int) -> list[dict[str, str]]:
    chance = random.Random(seed)
    drawn = [{name: chance.choice(WEIGHED[name]) for name in chance.sample(sorted(WEIGHED), 3)}
             for _ in range(8)]  # fmt: skip
    return [*drawn, figures("meeting"), figures("large")]


def cases(view: View, changes: dict[str, str]) -> list[Case]:
    steps: list[Step] = list(looked(view, changes))
    return [step for step in steps if isinstance(step, Case)]


@pytest.mark.parametrize("seed", seeds(10))
def test_under_other_figures_the_audits_own_count_says_the_same(seed: int) -> None:
    view = lively(seed)
    for changes in changes_of(seed):
        for case in cases(view, changes):
            other = counted_again(case)
            ballots = without(ballots_of(case.roll), case.without)
            ours = independent(case.again, ballots, case.again.gone)._asdict()
            assert {name: getattr(other, name) for name in ours} == ours


@pytest.mark.parametrize("seed", seeds(10))
def test_every_line_is_of_something_that_did_not_come_so(seed: int) -> None:
    view = lively(seed)
    for changes in changes_of(seed):
        found = replay(view, changes)
        for line in found.lines:
            assert line.why, line
            known = view.get(Decision, line.decision)
            assert (known is None) == (line.event == "voted")
            assert line.now is None or line.event == "options" or line.now != line.then
        assert len({(line.kind, line.subject, line.decision) for line in found.lines}) == len(
            found.lines
        )
