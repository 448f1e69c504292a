"""The assembly's report on itself, and the ledger of who has led what, of a large assembly.

One log is real: 10,000 members and the 90,000 ballots of nine votes that are closed. Into the
records of another as large, 100,000 more are put as if there had been much debate and work.
"""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from msgspec.structs import replace

from bench import logs
from bench.figures import Figure
from esoviet.figures.assembly import report
from esoviet.figures.periods import periods
from esoviet.figures.rotation import Ledger
from esoviet.law.arguments import Argument
from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate, Report
from esoviet.law.outcome import Changes
from esoviet.law.problems import Problem
from esoviet.law.record import Record
from esoviet.law.records import Member
from esoviet.law.solutions import Solution, Version
from esoviet.law.view import View
from esoviet.law.votes import Roll, Vote
from esoviet.node import ledger

MEMBERS, VOTES = 10_000, 9
PROBLEMS, ARGUMENTS, REPORTS = 4_000, 14, 4
SECONDS = 2.0

T = TypeVar("T")


def run() -> list[Figure]:
    """Measure both."""
    made = logs.made(MEMBERS, VOTES, closed=True)
    view = ledger.Ledger(made.folder, logs.signing_key("host")).replica.view()
    figures = [_measured("a report after nine large votes", view)]
    records = list(_debated(view))
    view._state.apply(Changes(tuple(records)))
    return [*figures, _measured(f"a report with {len(records):,} records of debate and work", view)]


def _measured(name: str, view: View) -> Figure:
    spent, _ = _timed(lambda: report(view, periods(view)[-1], Ledger(view)))
    floor, count = _timed(lambda: sum(one.since > 0 for one in view.each(Member)))
    return Figure(
        f"{name} ({view.index:,} entries)",
        f"{1000 * spent:.0f} ms",
        f"{1000 * floor:.1f} ms to look once at each of {count:,} members",
        f"under {SECONDS:.0f} s",
        spent < SECONDS,
    )


def _timed(what: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    answer = what()
    return time.perf_counter() - start, answer


def _debated(view: View) -> Iterator[Record]:
    """Problems that were solved, each with a debate, a vote, a mandate and its reports."""
    now, argument = view.time, 0
    votes, decisions = view.next_number(Vote), view.next_number(Decision)
    model = view.must(Vote, 1)
    for n in range(PROBLEMS):
        problem, vote, decision, lead = n + 1, votes + n, decisions + n, n % MEMBERS + 1
        yield Problem(problem, lead, b"", 0, 0, now, "work", now, 0, now, now, 1,
                      vote=vote, decision=decision)  # fmt: skip
        yield Solution(problem, problem, lead, lead, 1, b"", b"", "", "", 0, {}, b"", b"", False,
                       1, 0)  # fmt: skip
        yield Version(problem, 1, lead, b"", b"", "", "", 0, {}, b"", b"", False, 1, 0, now, 0)
        yield _vote(model, vote, problem, decision)
        yield Roll(vote, b"", b"", b"", {})
        yield Decision(decision, vote, "problem", problem, "adopted", (problem,), 9, 10, now)
        yield Mandate(problem, decision, problem, problem, lead, lead, "active", now, 0, REPORTS)
        for number in range(1, REPORTS + 1):
            yield Report(problem, number, lead, "progress", b"", 0, now)
        for place in range(ARGUMENTS):
            argument += 1
            stance = "refutes" if place % 2 else "supports"
            yield Argument(argument, problem, problem, 0, lead, stance, b"", (), 0, now)  # type: ignore[arg-type]


def _vote(model: Vote, number: int, problem: int, decision: int) -> Vote:
    return replace(model, number=number, kind="problem", subject=problem, decision=decision)
