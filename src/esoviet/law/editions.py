"""The editions of the law, each whole: its acts and their rules, and its timers.

An assembly is judged by the edition that its constitution names, and changes that only by its own
vote. An edition that has been released is frozen: golden logs hold it (`tests/golden`). A later one
gets acts and rules of its own here (limits in `law.limits`), and names another act where its shape
differs: what an act says can be read without knowing the edition.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from esoviet.law import catalog, founding
from esoviet.law.act import Reader, Signed
from esoviet.law.amendments import Amending
from esoviet.law.outcome import Changes, Refusal, put, refuse
from esoviet.law.record import Record
from esoviet.law.view import View
from esoviet.law.windows import prolonged


class Edition(NamedTuple):
    """One edition. `timers` stand in the order of clause 1.6."""

    acts: Mapping[type[Signed], catalog.Entry]
    timers: Mapping[type[Record], catalog.Timer]


_ACTS_1 = MappingProxyType({entry.act: entry for entry in catalog.ACTS})
EDITIONS: Mapping[str, Edition] = MappingProxyType({"1": Edition(_ACTS_1, catalog.TIMERS)})

UNKNOWN_EDITION = "2.12"
NAME = re.compile(r"[1-9][0-9]{0,2}")
"""What an edition can be called: 1 to 999."""
_ACTS: tuple[type[Signed], ...] = (
    founding.FoundAssembly,
    *{act: None for one in EDITIONS.values() for act in one.acts},
)
READER = Reader(_ACTS)
_NAMING = {act for act in _ACTS if {"constitution", "amending"} & {*act.__struct_fields__}}
DUE_ORDER: tuple[type[Record], ...] = tuple(EDITIONS["1"].timers)
"""Which of several deadlines at the same millisecond is carried out first (clause 1.6)."""


def fall_due(view: View, record: Record) -> Changes:
    """What the edition in force does when the deadline of a record passes.

    Where the host was away at the end of a phase, that lasts longer, whatever it is (7.7).
    """
    longer = prolonged(view, record)
    if longer is not None:
        return put(longer)
    return edition_of(view).timers[type(record)](view, record)


def edition_of(view: View) -> Edition:
    """The edition in force."""
    return EDITIONS[view.rules.values["edition"]]


def unknown_edition(act: Signed) -> Refusal | None:
    """Refuse an act that names an edition which this program does not know (clause 2.12).

    Where such an act stands in a log, a newer program wrote it: nothing can be said from there on.
    """
    if type(act) not in _NAMING:
        return None
    given = getattr(act, "constitution", None)
    amending: Amending | None = getattr(act, "amending", None)
    named = (given or (amending.parameters if amending else None) or {}).get("edition", "1")
    if named in EDITIONS or not NAME.fullmatch(named):
        return None
    return refuse(
        UNKNOWN_EDITION, "This program does not know edition {edition} of the law.", edition=named
    )
