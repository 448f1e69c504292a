"""`python -m tests.law.adversary.report`: what the adversary reaches, as tables in Markdown.

By plan: the scene that the library plays, and the least k for which the plan succeeds at other
sizes. By search: the least k for which a greedy player reaches a goal, and in how many days. Of the
larger k only some are tried.
"""

import itertools
import sys
from collections.abc import Iterator

from tests.law.adversary.goals import GOALS
from tests.law.adversary.plans.library import LIBRARY, Plan
from tests.law.adversary.play import Scene
from tests.law.adversary.search import greedy

SIZES = (3, 5, 12, 40, 60)
SEARCHED = ("amend", "seat", "guests", "majority", "adopt", "elect")
TURNOUTS = (0, 0.25, 0.9)
STEPS = (1, 2, 3, 4, 6, 9, 13, 20, 30)
SEEDS = (0, 1)


def by_plan() -> Iterator[str]:
    """One line a plan."""
    yield "| row | plan | goal | n | k | others there | days |"
    yield "|---|---|---|---|---|---|---|"
    for plan in LIBRARY:
        scene, ended = plan.scene, plan.played()
        days = f"{ended.days:g}" if ended.reached else "held"
        words = f"{plan.steps.__name__.replace('_', ' ')} {plan.variant}".strip()
        facts = (plan.row, words, plan.goal, scene.n, scene.k, _there(scene), days)
        yield f"| {' | '.join(map(str, facts))} |"


def least_by_plan() -> Iterator[str]:
    """For each plan and size the least k with which it succeeds."""
    yield "| row | plan | goal | " + " | ".join(map(str, SIZES)) + " |"
    yield "|---|---|---|" + "---|" * len(SIZES)
    for plan in LIBRARY:
        if plan.scene.k and not plan.scene.founder:
            words = f"{plan.steps.__name__.replace('_', ' ')} {plan.variant}".strip()
            found = [_least(plan, size) for size in SIZES]
            yield f"| {plan.row} | {words} | {plan.goal} | " + " | ".join(found) + " |"


def by_search() -> Iterator[str]:
    """For each goal, turnout and size the least k with which a greedy player reaches it."""
    yield "| goal | others there | " + " | ".join(map(str, SIZES[:4])) + " |"
    yield "|---|---|" + "---|" * len(SIZES[:4])
    for goal in SEARCHED:
        for scene in [Scene(turnout=share) for share in TURNOUTS] + [Scene(turnout=0, asleep=True)]:
            found = [_least_by_search(goal, scene._replace(n=size)) for size in SIZES[:4]]
            yield f"| {goal} | {_there(scene)} | " + " | ".join(found) + " |"


def _least(plan: Plan, size: int) -> str:
    for k in [k for k in STEPS if 2 * k <= size + 1]:
        ended = plan.played(plan.scene._replace(n=size, k=k))
        if ended.reached:
            return f"{k} ({ended.days:g})"
    return "–"


def _least_by_search(goal: str, scene: Scene) -> str:
    """The least k for which two seeds end in the goal, and after how many days."""
    for k in [k for k in STEPS if 2 * k <= scene.n + 1]:
        ends = [greedy(GOALS[goal], scene._replace(k=k, seed=seed), 24) for seed in SEEDS[:1]]
        ends += [greedy(GOALS[goal], scene._replace(k=k, seed=SEEDS[1]), 24)] * ends[0].reached
        if len(ends) == len(SEEDS) and all(one.reached for one in ends):
            return f"{k} ({max(one.days for one in ends):g})"
    return "–"


def _there(scene: Scene) -> str:
    if scene.asleep:
        return "asleep"
    host = ", host" if scene.host else ""
    return f"{scene.turnout:.0%}{host}"


if __name__ == "__main__":
    for table in (by_plan, least_by_plan, by_search):
        if len(sys.argv) < 2 or table.__name__ in sys.argv[1:]:
            for line in itertools.chain([""], table()):
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
