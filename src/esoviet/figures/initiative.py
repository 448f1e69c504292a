"""How initiative is spread: in shares, from `FROM` members on, and never of anybody by name.

How much of what was proposed, adopted and led came from the tenth that did most of it, beside what
that tenth would have if all had done as much as they could alike.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from esoviet.figures.periods import Period, within
from esoviet.figures.rotation import Term
from esoviet.law.decisions import Decision
from esoviet.law.problems import Problem
from esoviet.law.solutions import Solution, Version
from esoviet.law.view import View

FROM = 25
"""So many members an assembly has at least, where shares say anything of it and shame nobody."""


class Share(Struct, frozen=True):
    """Of `all`, so many came from the most active tenth; `even` if all had done alike.

    `people` is by how many members all of it was done.
    """

    all: int
    tenth: int
    even: int
    people: int


class Spread(Struct, frozen=True):
    """How initiative was spread in a period, among so many `members` at its end."""

    members: int
    tenth: int
    proposed: Share
    adopted: Share
    led: Share


def spread(view: View, period: Period, members: int, led: Iterable[Term]) -> Spread | None:
    """How initiative was spread; None where there were too few members at the end."""
    if members < FROM:
        return None
    tenth = -(-members // 10)
    proposed = within(view, Solution, lambda one: _begun(view, one), period)
    return Spread(
        members,
        tenth,
        _share((one.by for one in proposed if not _elects(view, one)), members, tenth),
        _share((one.by for one in adopted(view, period)), members, tenth),
        _share((one.lead for one in led if period.has(one.begun)), members, tenth),
    )


def adopted(view: View, period: Period) -> Iterator[Solution]:
    """The solutions that were adopted in a period."""
    for decision in within(view, Decision, lambda one: one.time, period):
        if decision.kind == "problem" and decision.ending == "adopted":
            yield from (view.must(Solution, number) for number in decision.winners)


def _begun(view: View, solution: Solution) -> int:
    return view.must(Version, 1, solution.number).time


def _elects(view: View, solution: Solution) -> bool:
    return view.must(Problem, solution.problem).seats > 0


def _share(by: Iterable[int], members: int, tenth: int) -> Share:
    counts = Counter(by)
    each, rest = divmod(counts.total(), members)
    most = sum(count for _, count in counts.most_common(tenth))
    return Share(counts.total(), most, each * tenth + min(rest, tenth), len(counts))
