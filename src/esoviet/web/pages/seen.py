"""What a member was shown on their first page, noted by name, so that no message tells it as well.

Only of members to whom messages go, by the hour, and forgotten when nothing reaches them any more.
"""

from collections.abc import Iterator

from esoviet.store.reach import Reach
from esoviet.web.pages.floor import Floor

LAST_DAY = 86_400_000


def seen(reach: Reach, assembly: str, member: int, floor: Floor, now: int) -> None:
    """Note what a member was shown; `now` is in ms."""
    if not reach.reaches(assembly, member):
        return
    known = reach.wishes.was_told(assembly, member)
    new = [name for name in _names(floor, now) if name not in known]
    if new:
        with reach.whole():
            reach.wishes.tell(assembly, member, new, now)


def name_of_thing(kind: str, path: str) -> str:
    """The name by which a thing is told, once."""
    return f"{kind} {path}"


def _names(floor: Floor, now: int) -> Iterator[str]:
    for need in (*floor.needs, *floor.promised):
        yield name_of_thing(need.kind, need.path)
        if need.kind == "vote" and need.due - now <= LAST_DAY:
            yield name_of_thing("deadline", need.path)
    for one in floor.happened:
        yield one.name or name_of_thing(one.kind, one.path)
