"""Single transferable vote by the Scottish Local Government Elections Order 2007, schedule 1,
part III, rules 45 to 52.

Quota: valid ballots / (seats + 1), cut to a whole number, plus 1 (46). Transfer values are cut to
five decimal places (48). The largest surplus goes first; a tally that only equals the quota has
none. Of tied options the one with more votes at the latest earlier stage at which they differ has
its surplus moved first (49), and the one with fewer is excluded (51); if they were equal at every
stage the Order says by lot, and here the tie order is that lot. Equal ranks, which the Order does
not know, divide a ballot (`papers`).
"""

from collections.abc import Sequence

from esoviet.tally.gregory import Rule, count
from esoviet.tally.numbers import Decimals, Number
from esoviet.tally.profile import Profile
from esoviet.tally.result import Result

ARITHMETIC = Decimals(5, once=True)


def _quota(valid: int, seats: int) -> Number:
    return (valid // (seats + 1) + 1) * ARITHMETIC.one


RULE = Rule(
    name="stv-scottish",
    arithmetic=ARITHMETIC,
    quota=_quota,
    look_back=True,
    empty_surplus=False,
)


def stv_scottish(
    profile: Profile,
    *,
    seats: int = 1,
    tie_order: Sequence[int] | None = None,
    last_out: bool = False,
) -> Result:
    """Count `profile` for `seats` by the Scottish rules; `last_out` as in `gregory`."""
    return count(profile, seats, RULE, tie_order, last_out=last_out)
