"""What k of n can do, by the clauses: one function a row of the table in section 8 of the annex."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil

from esoviet.law.constitution import DEFAULTS, TEMPLATES, fraction
from esoviet.law.doors import SHUT_BY
from esoviet.law.headcount import LEAST, needed, support_needed
from esoviet.law.limits import EDITION_1
from esoviet.law.problems import FEW
from esoviet.law.recovery import MOST
from esoviet.law.repairs import SHARE


def template(n: int) -> str:
    """The template that the table takes for so many members."""
    return "branch" if n <= 12 else "co-op" if n <= 60 else "large"


def templates(n: int) -> dict[str, str]:
    """The figures of that template."""
    return {**DEFAULTS, **TEMPLATES[template(n)]}


def share(n: int, name: str) -> Fraction:
    return fraction(templates(n)[name])


def amending(n: int) -> int:
    return support_needed("amendment", share(n, "amendment_quorum"), n, n)


CAN: Mapping[str, Callable[[int], int]] = {
    "decide, while all others are silent": lambda n: support_needed(
        "decision", share(n, "vote_quorum"), n, n
    ),
    "decide, while all others vote no": lambda n: n // 2 + 1,
    "amend, or open a door, while all others are silent": amending,
    "amend, open a door, take a contested seat, while all vote": lambda n: max(
        amending(n), ceil(share(n, "amendment_majority") * n)
    ),
    "block every decision": lambda n: ceil(n * (1 - share(n, "majority"))),
    "block every amendment and every contested recovery": lambda n: (
        n - ceil(share(n, "amendment_majority") * n) + 1
    ),
    "change the constitution by signature": lambda n: ceil(fraction(SHARE) * n),
    "be let in by friends in one `settling_days`, at most": lambda n: max(
        n // 4, EDITION_1.few_guests
    ),
    "vouch for a lost key, uncontested": lambda n: max(LEAST, min(MOST, ceil(n / 3))),
    "find a problem necessary": lambda n: max(
        min(FEW, ceil(n / 2)), needed(share(n, "necessity_quorum"), n)
    ),
    "end a vote sooner": lambda n: n // 2 + 1,
    "shut a door": lambda n: max(LEAST, needed(SHUT_BY, n)),
}
