"""The table of the annex, played: k reach the goal, one fewer do not.

What the rows say by argument is tried on the law itself, with the plan that does it best: so many
of n as the clauses ask for, and one fewer. The last column of the table names the sizes for which
that came out so.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.effort import EFFORT
from tests.law.adversary import facts, moves, roads
from tests.law.adversary.argued import CAN, template
from tests.law.adversary.plans import guests, rules, seats
from tests.law.adversary.play import MINUTE, Check, Game, Scene, Steps, play
from tests.law.adversary.test_search import CASES, SCENES

ANNEX = Path(__file__).resolve().parents[3] / "docs" / "annex.md"
SIZES = (3, 5, 12, 40, 60, 400, 5000)
DAILY = 400
"""Up to so many members they are played every day; the others in a long run."""

SEARCHED = {
    "decide, while all others are silent": "adopt",
    "amend, or open a door, while all others are silent": "amend",
    "vouch for a lost key, uncontested": "seat",
}
"""What the greedy player wants who has no plan, by the row that says how many it takes."""


class Row(NamedTuple):
    """How a row is played: what the coalition does, what shows that it worked, and who is there."""

    steps: Callable[[Game], Steps]
    reached: Check
    turnout: float = 0
    fewest: int = 0


def adopted(game: Game) -> bool:
    """Something of the coalition is adopted."""
    return any(
        one.adopted and game.is_ours(facts.poll(game.view, one.vote).by)
        for one in facts.outcomes(game.view)
    )


def amended(game: Game) -> bool:
    return facts.version(game.view) > game.version


def none_adopted(game: Game) -> bool:
    """The others asked, and it was not adopted."""
    asked = list(facts.outcomes(game.view))
    return bool(asked) and not any(one.adopted for one in asked)


def taken(game: Game) -> bool:
    """A key of ours is that of a member who is not ours."""
    ours = {player.kid for player in game.ours}
    return any(facts.kids_of(game.view, number) & ours for number in game.honest)


def opened(game: Game) -> bool:
    """A problem of the coalition is open for solutions."""
    return bool(list(facts.matters(game.view, facts.DRAFTING)))


def find_necessary(game: Game) -> Steps:
    """Raise a problem and find it necessary together."""
    problem = roads.raise_problem(game)
    yield from roads.reach(game, problem, facts.DRAFTING)


def vote_no(game: Game) -> Steps:
    """All the others ask for something and want it; the coalition votes no."""
    yield from _others_ask(game, moves.asks())


def vote_no_on_a_door(game: Game) -> Steps:
    """The same with what takes what an amendment takes."""
    keeper = next(iter(game.honest))
    yield from _others_ask(game, moves.opens_door(1, [keeper], game.later(60)))


def _others_ask(game: Game, move: moves.Move) -> Steps:
    others = list(game.honest.values())
    if not others:
        return
    game.act(others[0], move)
    question = facts.newest_question(game.view)
    for player in (*others[1:], *game.able()):
        if not facts.vote_of_question(game.view, question):
            game.act(player, moves.seconds(question))
    vote = facts.vote_of_question(game.view, question)
    for player in others:
        game.act(player, moves.votes(vote, "yes"))
    roads.cast(game, vote, "no")
    yield from roads.close(game, vote)


def end_it(game: Game) -> Steps:
    """Ask, and ask at once that the vote end."""
    game.does(game.able()[0], moves.asks())
    question = facts.newest_question(game.view)
    for player in (*game.able()[1:], *game.honest.values()):
        if not facts.vote_of_question(game.view, question):
            game.act(player, moves.seconds(question))
    vote = facts.vote_of_question(game.view, question)
    for player in game.able():
        game.does(player, moves.closes(vote))
    yield game.now + MINUTE


def ends_soon(game: Game) -> bool:
    """A vote ends within a quarter of the time that it would have."""
    polls = facts.polls(game.view)
    return any(one.due - game.now < facts.days(game.view, "question_days") / 4 for one in polls)


ROWS: Mapping[str, Row] = {
    "decide, while all others are silent": Row(rules.ask_at_night, adopted),
    "decide, while all others vote no": Row(rules.ask_at_night, adopted, 1),
    "amend, or open a door, while all others are silent": Row(rules.at_night, amended),
    "amend, open a door, take a contested seat, while all vote": Row(rules.at_night, amended, 1),
    "block every decision": Row(vote_no, none_adopted),
    "block every amendment and every contested recovery": Row(vote_no_on_a_door, none_adopted),
    "change the constitution by signature": Row(rules.sign_a_repair, amended),
    "vouch for a lost key, uncontested": Row(seats.steal_seats, taken),
    "find a problem necessary": Row(find_necessary, opened),
    "end a vote sooner": Row(end_it, ends_soon),
    "shut a door": Row(guests.shut_every_door, lambda game: bool(game.shut_out), 1, 5),
}


def cases(most: int) -> list[tuple[str, int]]:
    """Each row with each size that is played, up to so many members."""
    return [(goal, n) for goal, row in ROWS.items() for n in SIZES if row.fewest <= n <= most]


def reaches(goal: str, n: int, k: int) -> bool:
    """Whether k of n reach what a row is about."""
    row = ROWS[goal]
    scene = Scene(n, k, row.turnout, template=template(n), days=200)
    return play(row.steps, row.reached, scene, late=False).reached


@pytest.mark.parametrize(("goal", "n"), cases(DAILY if EFFORT == 1 else SIZES[-1]))
def test_so_many_as_the_table_says_reach_it_and_one_fewer_do_not(goal: str, n: int) -> None:
    k = CAN[goal](n)
    assert reaches(goal, n, k)
    assert k == 1 or not reaches(goal, n, k - 1)


def searched(goal: str) -> str:
    """With how many of how many the greedy player, who has no plan, does not reach a goal."""
    most: dict[int, int] = {}
    for case in CASES:
        wanted, _, scene = case.partition(": ")
        if wanted == SEARCHED.get(goal):
            n, k = SCENES[scene].n, SCENES[scene].k
            most[n] = max(most.get(n, 0), k)
    return ", ".join(f"{k} of {n}" for n, k in sorted(most.items())) or "–"


def test_the_table_says_what_was_played_and_for_what_nothing_was_found() -> None:
    table = ANNEX.read_text("utf-8").split("## 8.")[1].split("**Played**")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    played = {goal: [n for n in SIZES if (goal, n) in cases(DAILY)] for goal in CAN}
    assert {row[0]: tuple(row[-2:]) for row in rows[1:]} == {
        goal: (f"{sizes[0]}–{sizes[-1]}" if sizes else "–", searched(goal))
        for goal, sizes in played.items()
    }
