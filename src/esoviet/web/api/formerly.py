"""What a member was called before: beside the name of today, wherever it differs.

Beside what has an entry (a ballot, an argument, a solution) stands the name as it was then. For
ninety days the names before a change stand beside the new one everywhere: the one that all knew
when they began, and the latest, so that nobody hides one by changing often. Of names that differ by
case and spaces only nothing is said.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from esoviet.law.records import Former
from esoviet.law.view import View

WINDOW_MS = 90 * 86_400_000
LATEST = 2
SHOWN = 3
"""So many names at most stand beside one."""


def profiles(view: View, member: int, entry: int | None) -> Iterator[bytes]:
    """The profiles that are told beside a name: that of an entry first, then those of 90 days."""
    every = range(1, view.count(Former, member) + 1)
    if not every:
        return
    then = len(every)
    if entry is not None:
        then = bisect_right(every, entry, key=lambda at: _at(view, member, at).entry)
        if then < len(every):
            yield _at(view, member, every[then]).profile
    first = bisect_right(every, view.time - WINDOW_MS, key=lambda at: _at(view, member, at).time)
    recent = every[first:]
    for place in dict.fromkeys((*recent[:1], *recent[-LATEST:])):
        if place != then + 1:
            yield _at(view, member, place).profile


def names(now: str | None, before: Sequence[str | None]) -> list[str | None]:
    """The names that differ from that of today, each once; none where one can no longer be read."""
    told: list[str | None] = []
    if not before:
        return told
    known = {_looks(now or "")}
    for name in before:
        looks = _looks(name or "")
        if looks not in known:
            known.add(looks)
            told.append(name)
    return told[:SHOWN]


def _looks(name: str) -> str:
    return " ".join(name.casefold().split())


def _at(view: View, member: int, number: int) -> Former:
    return view.must(Former, number, member)
