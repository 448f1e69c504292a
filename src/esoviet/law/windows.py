"""Whether the host was there at the end of a phase (clause 7.7): one rule for all that ends.

A phase in which somebody can still do what counts ends with a *window*: its last fortieth. If
nothing is logged there, the host was away, and the phase lasts a tenth longer from the next entry
on, so that nobody gains by a host who is silent until it is over. A record has such an end where it
has a `window` and falls due; what happens then waits until `prolonged` has nothing to say.
"""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from esoviet.law.constitution import DAY
from esoviet.law.outcome import Changes, put
from esoviet.law.record import Record
from esoviet.law.records import THE, Clock, Window
from esoviet.law.state import State
from esoviet.law.view import View


def window_of(view: View, lasts: int) -> Window:
    """The end of a phase that lasts so long, in ms."""
    tenth = max(1, min(lasts // 10, DAY))
    return Window(tenth, max(tenth // 4, view.limits.shortest_part_ms))


def lasting(view: View, lasts: int) -> dict[str, Any]:
    """The fields `due` and `window` of a record with a phase that begins now and lasts so long."""
    return {"due": view.time + lasts, "window": window_of(view, lasts)}


def prolonged(view: View, record: Record) -> Record | None:
    """A record whose deadline has passed, with a later one; None where its time is over."""
    end: Window | None = getattr(record, "window", None)
    if end is None or not (end.missed or _was_away(view, record, view.must(Clock, THE).last)):
        return None
    before: int = record.due  # type: ignore[attr-defined]
    due = view.entry_time + end.tenth
    moved = {name: due for name in record.WITH_DUE if getattr(record, name) == before}
    longer = replace(end, prolonged=end.prolonged + 1, missed=False)
    return replace(record, **{"due": due, "window": longer, **moved})


def missed(view: View, last: int) -> Changes:
    """What ends between the last entry and this one, the host being away.

    It is noted at the first entry after the end, however late that is confirmed.
    """
    over = (one for one in view.due_by(view.time) if last < one.due)  # type: ignore[attr-defined]
    away = [one for one in over if _was_away(view, one, last)]
    noted = [replace(one.window, missed=True) for one in away]  # type: ignore[attr-defined]
    return put(*(replace(one, window=end) for one, end in zip(away, noted, strict=True)))


def times_prolonged(record: Record) -> int:
    """How often a phase was prolonged so far, since the host was silent."""
    end: Window | None = getattr(record, "window", None)
    return 0 if end is None else end.prolonged


def last_parts(state: State | View, last: int, until: int) -> Iterator[tuple[int, int]]:
    """When the host should show that it is there, and the end: of each phase that ends by then.

    Those in whose last part something is logged already, the last entry being of `last`, need no
    word of the host.
    """
    for record in state.due_by(until):
        end: Window | None = getattr(record, "window", None)
        due: int = record.due  # type: ignore[attr-defined]
        if end is not None and last < due - end.part:
            yield due - end.part // 2, due


def _was_away(view: View, record: Record, last: int) -> bool:
    """Whether nothing was logged in the last part, the last entry being of `last`."""
    end: Window | None = getattr(record, "window", None)
    if end is None or end.prolonged >= view.limits.prolongations:
        return False
    due: int = record.due  # type: ignore[attr-defined]
    return last < due - end.part
