"""Single transferable vote: the WIGM reference rule of the Proportional Representation Foundation.

`prf` (the default) is that rule: figures cut to four decimals after each operation, quota = valid
ballots / (seats + 1) + 0.0001, ties by a fixed order. `guarded` (18 decimals and 9 guard digits)
and `rational` (fractions) are the same count with exact figures: the quota is valid ballots /
(seats + 1) and one must have more. `quota` replaces that quota by another rule's: `hare` (valid
ballots / seats), `imperiali` (/ (seats + 2)), `droop` (the whole number above /(seats + 1)), all
reached at the quota itself.
"""

from collections.abc import Sequence
from functools import partial
from typing import Literal, TypeAlias

from esoviet.tally.gregory import Rule, count
from esoviet.tally.numbers import Arithmetic, Decimals, Number, Rationals
from esoviet.tally.profile import Profile
from esoviet.tally.result import Result

Variant: TypeAlias = Literal["prf", "guarded", "rational"]
Quota: TypeAlias = Literal["exact", "droop", "hare", "imperiali"]

ARITHMETICS: dict[Variant, Arithmetic] = {
    "prf": Decimals(4),
    "guarded": Decimals(18, guard=9),
    "rational": Rationals(12),
}


def stv_wigm(
    profile: Profile,
    *,
    seats: int = 1,
    tie_order: Sequence[int] | None = None,
    variant: Variant = "prf",
    quota: Quota = "exact",
    last_out: bool = False,
) -> Result:
    """Count `profile` for `seats` by the WIGM rule; `last_out` as in `gregory`."""
    arithmetic = ARITHMETICS[variant]
    rule = Rule(
        name="stv-wigm",
        arithmetic=arithmetic,
        quota=partial(_quota, arithmetic, quota),
        above=quota == "exact" and not arithmetic.unit,
    )
    return count(profile, seats, rule, tie_order, last_out=last_out)


def _quota(arithmetic: Arithmetic, quota: Quota, valid: int, seats: int) -> Number:
    match quota:
        case "exact":
            return arithmetic.divide(valid * arithmetic.one, seats + 1) + arithmetic.unit
        case "droop":
            return (valid // (seats + 1) + 1) * arithmetic.one
        case "hare":
            return arithmetic.divide(valid * arithmetic.one, seats)
        case "imperiali":
            return arithmetic.divide(valid * arithmetic.one, seats + 2)
