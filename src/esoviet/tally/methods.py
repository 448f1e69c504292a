"""Every voting method by its name: the table that the command line chooses from.

All take a `Profile`, except `approval` and `score`, which take `Scores`; all take `seats` and
`tie_order` by keyword, except `majority`, which decides one question, and `equal-shares`, which
takes `Scores`, `costs` and a `budget`. Options of single methods are in their modules.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from esoviet.tally.equal_shares import equal_shares
from esoviet.tally.irv import irv
from esoviet.tally.majority import majority_of
from esoviet.tally.points import approval, score
from esoviet.tally.ranked_pairs import ranked_pairs
from esoviet.tally.result import Result
from esoviet.tally.schulze import schulze
from esoviet.tally.stv_meek import stv_meek
from esoviet.tally.stv_scottish import stv_scottish
from esoviet.tally.stv_wigm import stv_wigm

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
        "equal-shares": equal_shares,
    }
)
