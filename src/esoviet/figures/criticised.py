"""What the records say of the criticism of a period: how much, and what was said to it."""

from collections import Counter

from msgspec import Struct

from esoviet.figures.periods import Period, within
from esoviet.law.criticism import Criticism
from esoviet.law.view import View

SHOWN = 20
"""So many criticisms without an answer are named at most."""


class Criticised(Struct, frozen=True):
    """The criticism of a period, of whatever work: nobody's number stands here.

    So many were `addressed` to a member, the others `to_all`. Of the former so many had no answer
    by the end (`unanswered`), of which the first are `named`. `replies` are the answers that were
    given in the period, by their kind, also to what was said before it.
    """

    addressed: int
    to_all: int
    unanswered: int
    named: tuple[int, ...]
    replies: dict[str, int]


def criticised(view: View, period: Period) -> Criticised:
    """What was criticised in a period; what was erased since is counted still."""
    made = within(view, Criticism, lambda one: one.time, period)
    addressed = [one for one in made if one.addressee]
    open_still = [o.number for o in addressed if not 0 < o.answered < period.ends]
    replies = Counter(one.answer for one in view.each(Criticism) if period.has(one.answered))
    return Criticised(
        len(addressed),
        len(made) - len(addressed),
        len(open_still),
        tuple(open_still[:SHOWN]),
        dict(sorted(replies.items())),
    )
