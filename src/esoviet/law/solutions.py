"""Chapter 6 of the law: a solution, its versions, its expected effect, what is said of it.

In an election a solution is a candidature: its proposer stands, and its text says for what.
"""

from typing import Literal

from esoviet.law.act import Blob, Date, Decimal, Shape
from esoviet.law.outcome import Refusal
from esoviet.law.problems import Problem
from esoviet.law.record import Record
from esoviet.law.view import View


class Effect(Shape, frozen=True, kw_only=True):
    """What a solution is expected to bring about, so that it can be measured afterwards.

    `indicator` says what is measured and in which unit; `by` is a date in milliseconds since 1970.
    """

    indicator: Blob
    baseline: Decimal
    target: Decimal
    by: Date


class Solution(Record, frozen=True):
    """A solution as it stands. `carrier` is the member who commits to carry it out."""

    INDEXES = ("problem",)

    number: int
    problem: int
    by: int
    carrier: int
    version: int
    text: bytes
    indicator: bytes
    baseline: str
    target: str
    by_date: int
    parameters: dict[str, str]
    new_name: bytes
    new_purpose: bytes
    amends: bool
    entry: int
    backers: int = 1
    volunteers: int = 0
    assessors: int = 0
    means: int = 0
    people: int = 0
    time: int = 0
    risk: int = 0
    state: Literal["standing", "withdrawn", "fallen"] = "standing"
    because: str = ""


class Version(Record, frozen=True):
    """One version of a solution's text."""

    PARENT = "solution"

    solution: int
    number: int
    text: bytes
    entry: int
    time: int
    device: int


class Said(Record, frozen=True):
    """What a member says of a solution, in which entry, with which device (1.12)."""

    PARENT = "solution"
    KEY = "member"

    solution: int
    member: int
    entry: int
    device: int


class Backing(Said, frozen=True):
    """A member wants a solution put to the vote."""


class StoppedBacking(Said, frozen=True):
    """A member backed a solution and does so no longer."""


def texts(solution: Solution) -> tuple[bytes, ...]:
    """What its proposer brought with it; empty for what it has not."""
    return solution.text, solution.indicator, solution.new_name, solution.new_purpose


def drafting(view: View, number: int, clause: str) -> Solution | Refusal:
    solution = view.get(Solution, number)
    if solution is None or solution.state != "standing":
        return Refusal(clause, "No solution with this number stands.")
    if view.must(Problem, solution.problem).phase != "solutions":
        return Refusal(clause, "The texts are frozen: solutions are no longer drafted.")
    return solution
