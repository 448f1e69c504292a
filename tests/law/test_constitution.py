"""The constitution: every parameter has its effect, and every one can be amended."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from esoviet.law.amendments import MAJORITIES, Amending
from esoviet.law.applications import Invitation
from esoviet.law.constitution import (
    BY_NAME,
    PARAMETERS,
    TEMPLATES,
    Constitution,
    check,
    fraction,
)
from esoviet.law.leaving import Leave
from esoviet.law.mandates import Mandate, TakeUpMandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import THE, Key
from esoviet.law.recovery import Recovery
from esoviet.law.votes import Vote
from esoviet.may.asking import can
from esoviet.replica.replica import statement_of
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name
from tests.world import DAY, FIGURES, World, signing_key

HOUR = DAY // 24

Look = Callable[[World], object]


def founding_days(world: World) -> object:
    return (world.assembly.founding_until - world.now) / DAY


def vouches(world: World) -> object:
    ada, bea, cem = world.crowd(3)
    world.pass_days(7)
    zoe, given = world.person("Zoe").applies(), 0
    while zoe.state == "applicant":
        (ada, bea, cem)[given].vouches_for(zoe)
        given += 1
    return given


def settling_days(world: World) -> object:
    founder = world.member("Ada")
    world.pass_days(7)
    founder.vouches_for(zoe := world.person("Zoe").applies())
    world.turn_to(zoe.record.due)
    return (zoe.record.settles - world.now) / DAY


def objection_days(world: World) -> object:
    ada = world.member("Ada")
    world.pass_days(7)
    zoe = world.person("Zoe").applies()
    ada.vouches_for(zoe)
    return (zoe.record.due - world.now) / DAY


def application_days(world: World) -> object:
    link = world.the(Invitation, key_name(world.link.public))
    zoe = world.person("Zoe").applies()
    assert link.due == zoe.record.due
    return (zoe.record.due - world.now) / DAY


def stale_hours(world: World) -> object:
    said = statement_of(world.seal(world.member("Ada").key, Leave))
    hours, judged = 0, world.replica.judge(said, world.now)
    while judged.refusal is None:
        world.state.undo(judged.undo)
        hours += 1
        judged = world.replica.judge(said, world.now + hours * HOUR)
    return hours - 1


def dormancy_days(world: World) -> object:
    return (world.member("Ada").record.due - world.now) / DAY


def necessity_quorum(world: World) -> object:
    cast = world.crowd(20)
    problem = cast[0].raises()
    world.turn_to(world.the(Problem, problem).opens)
    said = 1
    while world.the(Problem, problem).phase == "necessity":
        cast[said].finds("necessary", problem)
        said += 1
    return said


def necessity_days(world: World) -> object:
    ada, *_ = world.crowd(41)
    problem, question = ada.raises(), ada.asks()
    due = world.the(Problem, problem).due
    assert world.the(Question, question).due == due
    return (due - world.now) / DAY


def solution_days(world: World) -> object:
    return (world.the(Problem, world.member("Ada").raises_problem()).due - world.now) / DAY


def backing(world: World) -> object:
    cast = world.crowd(20)
    question = cast[0].asks()
    seconds = 1
    while world.the(Question, question).state == "asked":
        cast[seconds].seconds(question)
        seconds += 1
    return seconds


def options(world: World) -> object:
    ada, bea = world.crowd(2)
    problem = ada.raises_problem()
    for _ in range(12):
        ada.proposes(problem)
        bea.proposes(problem)
    return len(world.open_vote(problem).options)


def reading_days(world: World) -> object:
    ada = world.member("Ada")
    problem = ada.raises_problem()
    ada.proposes(problem)
    drafted = world.the(Problem, problem).due
    return (world.open_vote(problem).opened_at - drafted) / DAY


def vote_days(world: World) -> object:
    ada = world.member("Ada")
    problem = ada.raises_problem()
    ada.proposes(problem)
    vote = world.open_vote(problem)
    return (vote.due - vote.opened_at) / DAY


def question_days(world: World) -> object:
    return (world.the(Vote, world.member("Ada").puts_to_vote()).due - world.now) / DAY


def vote_quorum(world: World) -> object:
    cast = world.crowd(120)
    question = cast[0].asks()
    for person in cast[1:6]:
        person.seconds(question)
    vote = world.the(Question, question).vote
    for person in cast[:24]:
        person.votes(vote, "yes")
    return world.close(vote).ending


def amendment_quorum(world: World) -> object:
    cast = world.crowd(120)
    problem = world.necessary(cast[0])
    change = cast[0].proposes(problem, amending=Amending(parameters={"vouches": "2"}))
    for person in cast[1:6]:
        person.backs(change)
    vote = world.open_vote(problem).number
    for person in cast[:29]:
        person.votes(vote, [[change], [0]])
    return world.close(vote).ending


def majority(world: World) -> object:
    ada, bea, cem = world.crowd(3)
    vote = ada.puts_to_vote()
    for person, choice in ((ada, "yes"), (bea, "yes"), (cem, "no")):
        person.votes(vote, choice)
    return world.close(vote).ending


def amendment_majority(world: World) -> object:
    ada, bea, cem = world.crowd(3)
    problem = ada.raises_problem()
    change = ada.amends(problem, mandate_cap="3")
    vote = world.open_vote(problem).number
    for person in (ada, bea):
        person.votes(vote, [[change], [0]])
    cem.votes(vote, [[0], [change]])
    return world.close(vote).ending


def election_method(world: World) -> object:
    ada = world.member("Ada")
    election = ada.calls_election(1)
    ada.proposes(election)
    return world.open_vote(election).method


def unranked(world: World) -> object:
    ada = world.member("Ada")
    problem = ada.raises_problem()
    ada.proposes(problem)
    return world.open_vote(problem).unranked


def report_days(world: World) -> object:
    world.decide(world.member("Ada"))
    return (world.the(Mandate, 1).due - world.now) / DAY


def term_days(world: World) -> object:
    ada, bea = world.members("Ada", "Bea")
    vote = world.open_vote(ada.proposes(ada.calls_election(1))).number
    for person in (ada, bea):
        person.votes(vote, [[1]])
    world.close(vote)
    return (world.the(Mandate, 1).until - world.now) / DAY


def grace_days(world: World) -> object:
    world.decide(world.member("Ada"))
    overdue = world.the(Mandate, 1).due
    while world.the(Mandate, 1).state != "vacant":
        world.turn_to(world.the(Mandate, 1).due)
    return (world.now - overdue) / DAY


def lead_term_days(world: World) -> object:
    ada, bea = world.crowd(2)
    world.decide(ada)
    problem = world.necessary(bea)
    solution = bea.proposes(problem)
    ada.backs(solution)
    vote = world.open_vote(problem).number
    for person in (ada, bea):
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    bea.resigns(2)
    led = (world.now - world.the(Mandate, 1).since) // DAY
    assert 9 < led < 80
    return can(world.view, ada.number, TakeUpMandate, ("mandate", 2)) is None


def mandate_cap(world: World) -> object:
    ada = world.member("Ada")
    problem = ada.raises_problem()
    for solution in [ada.proposes(number) for number in (problem, ada.raises_problem())]:
        ada.votes(world.open_vote(solution).number, [[solution], [0]])
    world.pass_days(5)
    return sum(world.the(Mandate, number).held_by for number in (1, 2))


def waiting(world: World) -> object:
    ada, *_ = world.crowd(41)
    most = world.the(Constitution, THE).count("waiting")
    for _ in range(most):
        ada.raises()
        ada.asks()
    ada.is_refused("5.1", f"{most} problems").raises()
    ada.is_refused("10.1", f"{most} questions").asks()
    return most


def daily_acts(world: World) -> object:
    ada, most = world.member("Ada"), world.the(Constitution, THE).count("daily_acts")
    done = world.the(Key, ada.kid).today
    for _ in range(most - done):
        ada.sets_profile()
    ada.is_refused("1.13").sets_profile()
    return most


def recovery_days(world: World) -> object:
    ada, bea, cem = world.crowd(3)
    new = ada.with_key(signing_key("Ada's new phone")).asks_to_recover(1)
    bea.confirms(new)
    cem.confirms(new)
    return (world.the(Recovery, new.kid).due - world.now) / DAY


EFFECTS: dict[str, tuple[Look, dict[str, object]]] = {
    "founding_days": (founding_days, {"7": 7, "1/2": 0.5}),
    "vouches": (vouches, {"2": 2, "3": 3, "10": 3}),
    "settling_days": (settling_days, {"30": 30, "1": 1, "90": 90}),
    "objection_days": (objection_days, {"3": 3, "1/4": 0.25}),
    "recovery_days": (recovery_days, {"14": 14, "3": 3, "60": 60}),
    "application_days": (application_days, {"30": 30, "60": 60}),
    "stale_hours": (stale_hours, {"72": 72, "1": 1, "168": 168}),
    "dormancy_days": (dormancy_days, {"180": 180, "90": 90}),
    "necessity_quorum": (necessity_quorum, {"1/10": 3, "3/20": 3, "4/25": 4, "1/4": 5, "0": 3}),
    "necessity_days": (necessity_days, {"14": 14, "1": 1}),
    "solution_days": (solution_days, {"7": 7, "21": 21}),
    "backing": (backing, {"1/20": 2, "1/10": 2, "11/100": 3, "1/4": 5, "0": 2}),
    "options": (options, {"5": 5, "20": 20, "200": 24}),
    "reading_days": (reading_days, {"2": 2, "1/1440": 1 / 1440}),
    "vote_days": (vote_days, {"5": 5, "1/2": 0.5}),
    "question_days": (question_days, {"2": 2, "3": 3}),
    "vote_quorum": (vote_quorum, {"1/5": "adopted", "21/100": "unsupported", "0": "adopted"}),
    "amendment_quorum": (amendment_quorum, {"1/10": "adopted", "1/4": "unsupported"}),
    "majority": (majority, {"1/2": "adopted", "2/3": "adopted", "67/100": "rejected"}),
    "amendment_majority": (amendment_majority, {"2/3": "adopted", "3/4": "no-action"}),
    "election_method": (election_method, {m: m for m in BY_NAME["election_method"].choices}),
    "unranked": (unranked, {"last": "last", "uncounted": "uncounted"}),
    "report_days": (report_days, {"14": 14, "28": 28}),
    "grace_days": (grace_days, {"7": 7, "1/24": 1 / 24}),
    "lead_term_days": (lead_term_days, {"0": True, "9": False, "80": True}),
    "mandate_cap": (mandate_cap, {"1": 1, "2": 2}),
    "waiting": (waiting, {"1": 1, "3": 3}),
    "daily_acts": (daily_acts, {"100": 100, "150": 150}),
    "term_days": (term_days, {"365": 365, "30": 30, "1460": 1460}),
}
ELSEWHERE = {"edition", "readership", "messages", "review_days"}  # asked by no rule
CASES = [(name, value) for name, (_, values) in EFFECTS.items() for value in values]


@pytest.mark.parametrize(("name", "value"), CASES)
def test_a_parameter_has_its_effect(name: str, value: str) -> None:
    look, expected = EFFECTS[name]
    assert look(World().found(**{name: value})) == expected[value]


def test_every_parameter_is_shown_to_have_an_effect() -> None:
    assert set(EFFECTS) | ELSEWHERE == set(BY_NAME)


OTHER = {
    "edition": "1", "readership": "public", "messages": "titles",
    "election_method": "stv-meek", "unranked": "uncounted",
    **{p.name: "9" for p in PARAMETERS if p.kind == "count" and p.name != "edition"},
    **{p.name: str(2 * fraction(FIGURES.get(p.name, p.default)))
       for p in PARAMETERS if p.is_duration},
    **{p.name: "1/5" for p in PARAMETERS if p.kind == "share"},
    **dict.fromkeys(MAJORITIES, "3/4"),
    "daily_acts": "900",
}  # fmt: skip


@pytest.mark.parametrize("name", BY_NAME)
def test_every_parameter_can_be_amended(world: World, name: str) -> None:
    ada, *_ = world.crowd(2)
    assert world.amend(ada, **{name: OTHER[name]}).ending == "adopted"
    assert world.the(Constitution, THE).values[name] == OTHER[name]


@pytest.mark.parametrize("name", BY_NAME)
def test_defaults_and_bounds_stand_by_the_table_itself(name: str) -> None:
    parameter = BY_NAME[name]
    for value in filter(None, (parameter.default, parameter.least, parameter.most)):
        assert check({name: value}) is None
    assert all(check({name: choice}) is None for choice in parameter.choices)
    assert check({name: "nonsense"}) is not None


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_stands(template: str) -> None:
    assert check(TEMPLATES[template]) is None


@pytest.mark.parametrize("text", ["1/3", "0/5", "1000000000", "5"])
def test_a_fraction_is_read_exactly(text: str) -> None:
    assert fraction(text) == Fraction(text)


@pytest.mark.parametrize("text", ["", "/", "1/", "/2", "1/2/3", "1.5", "-1", " 1", "1 /2", "１"])
def test_anything_else_is_no_fraction(text: str) -> None:
    with pytest.raises(Malformed):
        fraction(text)


@pytest.mark.parametrize("value", ["1", "100"])
def test_a_vote_that_asks_for_all_it_may_can_still_be_won(value: str) -> None:
    """The strictest constitution there can be does not lock the assembly in."""
    world = World().found(majority="3/4", amendment_majority="3/4", backing="1/4",
                          necessity_quorum="1/4", mandate_cap=value)  # fmt: skip
    cast = world.crowd(3)
    problem = world.necessary(cast[0])
    change = cast[0].amends(problem, vote_quorum="1/10")
    for person in cast[1:]:
        person.backs(change)
    vote = world.open_vote(problem).number
    for person in cast:
        person.votes(vote, [[change], [0]])
    assert world.close(vote).ending == "adopted"


def test_a_template_is_one_of_four() -> None:
    assert tuple(TEMPLATES) == ("meeting", "branch", "co-op", "large")
    assert {name for one in PARAMETERS for name in one.given} <= set(TEMPLATES)
