"""Published votes, held again under the law: every voter a member, every ballot a signed act."""

from fractions import Fraction
from functools import cache

import pytest

from esoviet.exchange.ballots import Ballot, Sheet
from esoviet.law.amendments import Amending
from esoviet.law.decisions import Decision
from esoviet.law.votes import Vote
from esoviet.tally.profile import groups
from tests.exchange.published import cases, of_kind, read, read_rolls, rows
from tests.person import Person
from tests.shared_data import needs_shared
from tests.world import World

pytestmark = needs_shared

DEBIAN = of_kind("ranked election, single winner")
KUBERNETES = of_kind("ranked election, N winners")
SENATE = "rollcall_us_senate_2005"
WARD = "glasgow_2007_springburn"
OPEN = {
    "necessity_quorum": "0", "backing": "0", "vote_quorum": "0", "amendment_quorum": "0",
    "mandate_cap": "100", "options": "200", "waiting": "100", "dormancy_days": "730",
}  # fmt: skip


@cache
def assembly(size: int, **rules: str) -> tuple[World, list[Person]]:
    """An assembly of so many members, in which a vote can be held at once."""
    world = World().found(**OPEN, **rules)
    return world, world.crowd(size)


def cast(world: World, voters: list[Person], ballots: tuple[Ballot, ...], vote: Vote) -> None:
    """Every ballot of a sheet by a member of its own; each seventh first casts another one."""
    options = (*vote.options, 0) if vote.no_action else vote.options
    single = [ballot for ballot in ballots for _ in range(ballot.count)]
    for n, (voter, ballot) in enumerate(zip(voters, single, strict=False)):
        assert isinstance(ballot.choice, bytes)
        ranking = [[options[place] for place in group] for group in groups(ballot.choice)]
        if n % 7 == 0:
            voter.votes(vote.number, ranking[::-1])
        voter.votes(vote.number, ranking)


def held(world: World, voters: list[Person], problem: int, sheet: Sheet) -> Decision:
    """The decision of a problem whose options have been proposed in the order of the sheet."""
    vote = world.open_vote(problem)
    cast(world, voters, sheet.ballots, vote)
    decision = world.close(vote.number)
    assert decision.ballots == sum(ballot.count for ballot in sheet.ballots)
    return decision


@pytest.mark.parametrize("name", DEBIAN)
def test_a_debian_vote_is_decided_as_published(name: str) -> None:
    """The default option is *no action*, an option that needs 3:1 an amendment that needs 3/4.

    Debian's quorum counts those who prefer an option; ours counts ballots. In no vote here did it
    make a difference, and both drop the same options.
    """
    world, voters = assembly(482, amendment_majority="3/4")
    expected, sheet = cases()[name]["expected"], read(name)
    assert sheet.options[-1] == cases()[name]["default_option"]
    grave = {c["option"] for c in expected["majority_check"] if Fraction(c["required_ratio"]) > 1}
    problem, made = voters[0].raises_problem(), []
    for option, voter in zip(sheet.options[:-1], voters, strict=False):
        change = Amending(purpose=world.text(option)) if option in grave else None
        made.append(voter.proposes(problem, option, amending=change))
    decision = held(world, voters, problem, sheet)
    names = dict(zip((*made, 0), sheet.options, strict=True))
    assert [names[winner] for winner in decision.winners] == expected["winners"]
    matrix = expected["pairwise_matrix_row_over_column"]
    assert [list(row) for row in decision.pairwise] == matrix
    dropped = [drop["option"] for drop in expected["dropped"]]
    assert [names[option] for option in decision.dropped] == dropped


@pytest.mark.parametrize("name", KUBERNETES)
def test_a_kubernetes_committee_is_elected_as_published(name: str) -> None:
    expected, sheet = cases()[name]["expected"], read(name)
    size = 377 if len(sheet.ballots) > 100 else 9
    world, voters = assembly(size, election_method="schulze", unranked="uncounted")
    election = voters[0].calls_election(cases()[name]["seats"])
    made = [voter.proposes(election) for _, voter in zip(sheet.options, voters, strict=False)]
    decision = held(world, voters, election, sheet)
    names = dict(zip(made, sheet.options, strict=True))
    assert {names[winner] for winner in decision.winners} == set(expected["winners"])
    if "order" in expected:
        found = [[names[option] for option in group] for group in decision.order]
        assert found == expected["order"]


def test_a_scottish_ward_elects_the_councillors_it_elected() -> None:
    sheet = read(WARD)
    world, voters = assembly(cases()[WARD]["ballots"])
    election = voters[0].calls_election(sheet.seats or 0)
    made = [voter.proposes(election) for _, voter in zip(sheet.options, voters, strict=False)]
    decision = held(world, voters, election, sheet)
    names = dict(zip(made, sheet.options, strict=True))
    assert [names[winner] for winner in decision.winners] == cases()[WARD]["expected"]["winners"]


def needs(question: str) -> dict[str, object]:
    """What the rules of the Senate ask of a motion."""
    words = question.lower()
    if "suspend the rules" in words or "resolution of ratification" in words:
        return {"majority": "2/3"}
    if "cloture" in words or "waive" in words:
        return {"majority": "3/5", "of_all": True}
    return {}


def test_every_roll_call_of_the_senate_comes_out_as_published_but_a_tie() -> None:
    """Each is a quick question: 366 of them, 36,600 ballots. The Vice President broke the tie."""
    case = cases()[SENATE]
    texts = {row["rollcall"]: f"{row['question']} {row['description']}"
             for row in rows(case["files"]["roll_calls"])}  # fmt: skip
    published = {row["rollcall"]: row["result"] for row in rows(case["files"]["expected_results"])}
    world, senators = assembly(100)
    differ = []
    for question in read_rolls(SENATE).questions:
        vote = senators[0].puts_to_vote(**needs(texts[question.id]))
        for senator, (_, side) in zip(senators, question.votes, strict=False):
            if side != "absent":
                senator.votes(vote, side)
        adopted = world.close(vote).ending == "adopted"
        if adopted != published[question.id].startswith(("Agreed to", "Confirmed", "Passed")):
            differ.append(question.id)
    assert (world.view.count(Decision), differ) == (366, ["1-363"])
