"""What an amendment may change, and what it needs (clauses 2.8 and 2.9)."""

import pytest

from esoviet.law.amendments import NO_LONGER_FITS, bar_of, unfit
from esoviet.law.constitution import DEFAULTS, TEMPLATES, Constitution, check
from esoviet.law.problems import Problem
from esoviet.law.records import THE
from esoviet.law.votes import Vote
from tests.person import Person
from tests.world import FIGURES, World


def rules(**values: str) -> Constitution:
    return Constitution(THE, {**DEFAULTS, **values}, 1, 0, 0)


@pytest.mark.parametrize(("new", "stands"), [("2", 1), ("32", 1), ("127/64", 0), ("33", 0)])
def test_a_duration_becomes_a_quarter_at_least_and_four_times_at_most(
    new: str, stands: int
) -> None:
    world = World().found(vote_days="8")
    ada, *_ = world.crowd(3)
    problem = world.necessary(ada)
    if not stands:
        ada.is_refused("6.2", "becomes a quarter")
    ada.amends(problem, vote_days=new)


def test_hours_are_a_duration_too() -> None:
    assert unfit(rules(stale_hours="72"), {"stale_hours": "18"}) is None
    assert unfit(rules(stale_hours="72"), {"stale_hours": "17"}) is not None


def test_a_number_that_is_no_duration_moves_freely_within_its_bounds() -> None:
    assert unfit(rules(), {"mandate_cap": "100", "vouches": "10"}) is None
    assert unfit(rules(), {"mandate_cap": "101"}) == check({"mandate_cap": "101"})


@pytest.mark.parametrize("before", TEMPLATES)
@pytest.mark.parametrize("after", TEMPLATES)
def test_a_template_can_be_taken_whole(before: str, after: str) -> None:
    whole = {**DEFAULTS, **TEMPLATES[after]}
    old = rules(**TEMPLATES[before])
    assert unfit(old, {n: v for n, v in whole.items() if v != old.values[n]}) is None


def test_nothing_is_left_out_of_a_template_that_is_taken() -> None:
    old = rules(**TEMPLATES["meeting"])
    whole = {name: DEFAULTS[name] for name in TEMPLATES["meeting"]}
    assert unfit(old, whole) is None
    assert unfit(old, whole | {"readership": "public", "unranked": "uncounted"}) is None
    assert unfit(old, {n: v for n, v in whole.items() if n != "waiting"}) is not None


def deciding(world: World, first: dict[str, str], second: dict[str, str]) -> tuple[Problem, ...]:
    """Two amendments that are decided at the same moment."""
    cast = world.crowd(3)
    problems = [world.necessary(person) for person in cast[:2]]
    changes = [
        person.amends(problem, **change)
        for person, problem, change in zip(cast, problems, (first, second), strict=False)
    ]
    votes = [world.open_vote(problem).number for problem in problems]
    for vote, change in zip(votes, changes, strict=True):
        for person in cast:
            person.votes(vote, [[change], [0]])
    world.close(votes[-1])
    return tuple(world.the(Problem, problem) for problem in problems)


def test_an_amendment_that_no_longer_fits_when_it_is_decided_changes_nothing() -> None:
    world = World().found()
    first, second = deciding(world, {"vote_days": "5/4"}, {"vote_days": "20"})
    assert (first.phase, second.phase, second.because) == ("done", "closed", NO_LONGER_FITS)
    assert world.the(Constitution, THE).values["vote_days"] == "5/4"


def test_two_amendments_that_fit_each_other_both_take_force() -> None:
    world = World().found()
    first, second = deciding(world, {"vote_days": "5/4"}, {"vote_days": "5"})
    assert (first.phase, second.phase) == ("done", "done")
    assert world.the(Constitution, THE).values["vote_days"] == FIGURES["vote_days"]


NEEDS = [
    ({"majority": "3/4"}, "3/4"),
    ({"amendment_majority": "7/10"}, "7/10"),
    ({"majority": "3/5"}, "2/3"),
    ({"vote_days": "6"}, "2/3"),
]


@pytest.mark.parametrize(("change", "needs"), NEEDS)
def test_who_raises_a_majority_needs_it_already(change: dict[str, str], needs: str) -> None:
    world = World().found()
    ada, *_ = world.crowd(3)
    problem = world.necessary(ada)
    ada.amends(problem, **change)
    assert world.open_vote(problem).needs == (needs,)


def tightened(world: World, yes: list[Person], no: list[Person]) -> str:
    problem = world.necessary(yes[0])
    change = yes[0].amends(problem, majority="3/4")
    vote: Vote = world.open_vote(problem)
    for person in yes + no:
        person.votes(vote.number, [[change], [0]] if person in yes else [[0], [change]])
    return world.close(vote.number).ending


@pytest.mark.parametrize(("yes", "ending"), [(6, "adopted"), (5, "no-action")])
def test_three_quarters_and_no_fewer_ask_for_three_quarters(yes: int, ending: str) -> None:
    world = World().found()
    cast = world.crowd(8 if yes == 6 else 7)
    assert tightened(world, cast[:yes], cast[yes:]) == ending


def test_who_raises_a_share_needs_the_support_of_that_share() -> None:
    bar = bar_of(rules(backing="1/20", vote_quorum="1/10"), {"backing": "1/5", "vote_quorum": "0"})
    assert bar == ("2/3", "1/5", 2)


def test_who_raises_the_vouches_needs_so_many_members() -> None:
    assert bar_of(rules(vouches="3"), {"vouches": "7"}).fewest == 7
    assert bar_of(rules(vouches="3"), {"vouches": "2"}).fewest == 2


@pytest.mark.parametrize(("yes", "ending"), [(7, "adopted"), (6, "unsupported")])
def test_six_do_not_decide_that_seven_must_vouch(yes: int, ending: str) -> None:
    world = World().found()
    cast = world.crowd(9)
    problem = world.necessary(cast[0])
    change = cast[0].amends(problem, vouches="7")
    other = cast[1].amends(problem, vote_days="6")
    vote = world.open_vote(problem)
    assert dict(zip(vote.options, vote.fewest, strict=True)) == {change: 7, other: 2}
    for person in cast[:yes]:
        person.votes(vote.number, [[change], [0]])
    assert world.close(vote.number).ending == ending


@pytest.mark.parametrize(("yes", "ending"), [(30, "adopted"), (29, "unsupported")])
def test_who_raises_a_quorum_to_a_quarter_needs_a_quarter(yes: int, ending: str) -> None:
    world = World().found(backing="0")
    cast = world.crowd(120)
    problem = world.necessary(cast[0])
    change = cast[0].amends(problem, vote_quorum="1/4")
    vote = world.open_vote(problem).number
    for person in cast[:yes]:
        person.votes(vote, [[change], [0]])
    assert world.close(vote).ending == ending
