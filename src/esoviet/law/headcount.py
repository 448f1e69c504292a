"""How many decide, and how many of them a decision takes (clauses 3.10, 7.3 and 11.2).

A member who has done nothing for `dormancy_days` is asleep, and after four times as long at rest.
A *headcount* is taken when the text that is decided on stands still. A share of the members is one
of those awake, but of a third of those who are not at rest at least; for an amendment, of a half.
"""

from fractions import Fraction
from functools import lru_cache
from math import ceil, isqrt
from typing import Literal

from esoviet.law.constitution import Constitution
from esoviet.law.outcome import Refusal
from esoviet.law.records import Headcount, Member
from esoviet.law.view import View

Support = Literal["none", "decision", "amendment"]

LEAST = 2  # nobody decides alone
FEWEST = 3  # so many at least judge what is founded, where there are more than three members
FLOORS = {"decision": Fraction(1, 3), "amendment": Fraction(1, 2)}
ROOTS = {"decision": Fraction(3, 2), "amendment": Fraction(2)}


def headcount(view: View) -> Headcount:
    """The members at this moment."""
    assembly = view.assembly
    before = view.index + (not view.at_deadline)  # whoever acts is awake already
    return Headcount(before, view.time, assembly.admissions, assembly.active, assembly.counted)


def no_say(admitted: int, frozen_at: int, member: Member) -> Refusal | None:
    """Why a member does not decide on what stood still at `frozen_at` (ms); None who does.

    `admitted` is the last admission by then.
    """
    if member.admission > admitted:
        return Refusal("7.3", "Who votes was settled when the text stood still, before you joined.")
    if frozen_at < member.recovered:
        return Refusal("4.10", "The text stood still before you recovered your membership.")
    return None


def base(awake: Fraction | int, counted: int, support: Support = "decision") -> Fraction:
    """The number of members that a share is taken of."""
    return max(Fraction(awake), FLOORS[support] * counted)


@lru_cache(maxsize=1024)
def needed(share: Fraction, awake: Fraction | int, counted: int = 0) -> int:
    """The least number of members that is at least `share` of so many; never below one."""
    return max(1, ceil(share * base(awake, counted)))


@lru_cache(maxsize=1024)
def support_needed(
    support: Support, quorum: Fraction, awake: int, counted: int, fewest: int = LEAST
) -> int:
    """How many members must be for something that takes this support (clause 11.2).

    The larger of `fewest` members, `quorum` of the base, and the smaller of a third of the base (a
    half for an amendment) and 1.5 (2) times its root; but never more than there are.
    """
    if support == "none":
        return 0
    people = base(awake, counted, support)
    enough = min(ceil(FLOORS[support] * people), _root(ROOTS[support] ** 2 * people))
    return min(max(fewest, ceil(quorum * people), enough), max(awake, counted))


def members_needed(view: View, parameter: str) -> int:
    """How many members a share of the constitution is at this moment."""
    return share_of(view.rules, parameter, headcount(view))


def share_of(rules: Constitution, parameter: str, people: Headcount) -> int:
    """How many of these members a share of a constitution is."""
    return needed(rules.share(parameter), people.awake, people.counted)


def seconds_needed(view: View) -> int:
    """How many members must want a question put to the vote, or a call to stand (10.2, 14.3)."""
    return seconds_of(view.rules, headcount(view))


def seconds_of(rules: Constitution, people: Headcount) -> int:
    """How many of these members must want it, by a constitution."""
    return max(min(LEAST, people.counted), share_of(rules, "backing", people))


def enough(view: View) -> int:
    """How many must find a contest or a fact founded, or not, for it to be so (17.6 and 18.4)."""
    others = view.assembly.counted - 1
    return max(LEAST, min(max(FEWEST, seconds_needed(view)), others))


def _root(square: Fraction) -> int:
    """The least whole number that is at least the root of `square`."""
    whole = ceil(square)
    return isqrt(whole - 1) + 1 if whole else 0
