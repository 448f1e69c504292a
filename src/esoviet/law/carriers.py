"""Chapter 9 of the law: who shares a mandate with whoever leads it.

All who carry a mandate are bound alike: each signed for it, for each it counts towards the cap, and
each can do all that carrying it out takes. Who leads it is named first and hands it on; nothing
else sets them apart.
"""

from typing import Literal

from msgspec.structs import replace

from esoviet.law.outcome import Changes, put
from esoviet.law.record import ByMember
from esoviet.law.view import View

MOST = 5
"""So many carry a mandate together (clause 9.20)."""


class Partner(ByMember, frozen=True):
    """A share of a mandate that is offered to a member by who leads it (`by`), or that they have.

    `held_by` is the member while it counts towards their cap, else 0. They are `bound` since then
    (ms; 0: never yet), also when it is done in the end, and `out` when they carry it no more: since
    `left` (ms).
    Whoever leads the mandate has no such record.
    """

    PARENT = "mandate"
    INDEXES = ("held_by", "member")

    mandate: int
    member: int
    held_by: int
    state: Literal["offered", "bound", "out"]
    by: int
    entry: int
    time: int
    device: int
    since: int = 0
    left: int = 0


def partners(view: View, mandate: int) -> list[Partner]:
    """Who carries a mandate beside who leads it: whoever is bound for longest comes first."""
    bound = (one for one in view.rows(Partner, mandate) if one.held_by)
    return sorted(bound, key=lambda one: (one.since, one.entry))


def stood_by(view: View, mandate: int) -> list[Partner]:
    """Who has a share now, or had one when the mandate was done."""
    bound = (one for one in view.rows(Partner, mandate) if one.state == "bound")
    return sorted(bound, key=lambda one: (one.since, one.entry))


def kept(view: View, mandate: int) -> Changes:
    """The mandate is carried out: it counts for nobody's cap any more."""
    return put(*(replace(one, held_by=0) for one in partners(view, mandate)))
