"""Counting: every voting method by its name. See `profile` for what goes in, `result` for what
comes out, and docs/tally.md for the rules in plain words.

`METHODS` is the table that the law and the command line choose from. All take a `Profile`, except
`approval` and `score`, which take `Scores`; all take `seats` and `tie_order` by keyword, except
`majority`, which decides one question. Options of single methods are in their modules.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from esoviet.law.tally.irv import irv
from esoviet.law.tally.majority import majority, majority_of
from esoviet.law.tally.points import approval, score
from esoviet.law.tally.profile import Profile, Scores
from esoviet.law.tally.ranked_pairs import ranked_pairs
from esoviet.law.tally.result import Drop, Result, Round, Standing, Tie
from esoviet.law.tally.schulze import schulze
from esoviet.law.tally.stv_meek import stv_meek
from esoviet.law.tally.stv_scottish import stv_scottish
from esoviet.law.tally.stv_wigm import stv_wigm

METHODS: Mapping[str, Callable[..., Result]] = MappingProxyType(
    {
        "majority": majority_of,
        "approval": approval,
        "score": score,
        "irv": irv,
        "schulze": schulze,
        "ranked-pairs": ranked_pairs,
        "stv-scottish": stv_scottish,
        "stv-wigm": stv_wigm,
        "stv-meek": stv_meek,
    }
)

__all__ = [
    "METHODS",
    "Drop",
    "Profile",
    "Result",
    "Round",
    "Scores",
    "Standing",
    "Tie",
    "approval",
    "irv",
    "majority",
    "majority_of",
    "ranked_pairs",
    "schulze",
    "score",
    "stv_meek",
    "stv_scottish",
    "stv_wigm",
]
