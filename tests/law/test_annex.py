"""docs/annex.md: what it says of numbers, states and counts is so."""

from fractions import Fraction
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from esoviet.law.actions import ActionState
from esoviet.law.constitution import fraction, milliseconds
from esoviet.law.headcount import needed, support_needed
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Phase
from esoviet.law.questions import Question
from esoviet.law.records import MemberState
from esoviet.law.recovery import Recovery
from esoviet.law.repairs import Repair
from esoviet.tally.profile import Profile
from esoviet.tally.stv_scottish import stv_scottish
from esoviet.wire.errors import Malformed
from tests.law.adversary.argued import CAN

ANNEX = Path(__file__).resolve().parents[2] / "docs" / "annex.md"
STATES = ANNEX.read_text().split("## 3.")[1].split("## 4.")[0]


@pytest.mark.parametrize("text", ["", "01", "1/0", "-1", " 1", "1/", "/2", "1000000001", "1.5"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(Malformed):
        fraction(text)


def test_days_are_rounded_down_and_shares_up() -> None:
    assert milliseconds("1/7") == 86_400_000 // 7
    assert (needed(Fraction(0), 40), needed(Fraction(1, 10), 21)) == (1, 3)


@pytest.mark.parametrize(
    ("members", "decision", "amendment"), [(12, 4, 6), (60, 12, 16), (3, 2, 2)]
)
def test_the_support_of_the_examples(members: int, decision: int, amendment: int) -> None:
    tenth = Fraction(1, 10)
    assert support_needed("decision", tenth, members, members) == decision
    assert support_needed("amendment", tenth, members, members) == amendment


@pytest.mark.parametrize(
    "states",
    [
        set(get_args(MemberState)) - {"expelled"},
        get_args(Phase),
        get_args(get_type_hints(Question)["state"]),
        get_args(get_type_hints(Mandate)["state"]),
        get_args(get_type_hints(Recovery)["state"]),
        get_args(get_type_hints(Repair)["state"]),
        get_args(ActionState),
    ],
    ids=["member", "problem", "question", "mandate", "recovery", "repair", "action"],
)
def test_every_state_has_its_place_in_the_table(states: set[str]) -> None:
    assert [state for state in states if state not in STATES] == []


def test_three_equal_ranks_are_counted_as_in_the_example() -> None:
    ballots = {bytes([1, 1, 0, 1]): 50, bytes([0, 0, 1, 0]): 50}  # A = B = D, and C
    result = stv_scottish(Profile(4, ballots), seats=1, last_out=True)
    tallies = [[one.tally for one in stage.standings] for stage in result.rounds[:3]]
    assert tallies == [
        ["16.66666", "16.66666", "50.00000", "16.66666"],
        ["25.00000", "25.00000", "50.00000", "0.00000"],
        ["50.00000", "0.00000", "50.00000", "0.00000"],
    ]
    assert result.winners == (2,)


def test_what_k_of_n_can_do_is_what_the_table_says() -> None:
    table = ANNEX.read_text().split("## 8.")[1].split("**Played**")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("|")]
    sizes = [int(one) for one in rows[0][1:-3]]
    assert {row[0]: [int(one) for one in row[1:-3]] for row in rows[2:]} == {
        goal: [can(n) for n in sizes] for goal, can in CAN.items()
    }
