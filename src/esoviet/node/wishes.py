"""When a member is told next: by their own clock, outside their quiet hours, not while away.

All but `plan` is pure.

A summary has a moment on each of its days; moments that were missed are one. In spring an hour that
the clocks leave out counts as the one after it; in autumn, of an hour that comes twice, the first.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from esoviet.store.reach import Reach
from esoviet.store.wishes import KINDS, Kind, Wanting, Wishes

ALL_DAYS = frozenset(range(7))
ROUND = 9  # days, in which each day of the week comes, whatever is left out at both ends
MOST_ROUNDS = 4  # a moment lies in quiet hours or before a return, and is put off, at most so often


def is_zone(name: str) -> bool:
    """Whether a name is that of a zone that this machine knows."""
    return bool(name) and _zone(name) is not None


def is_day(said: str) -> bool:
    """Whether something is a day that there is (ISO 8601), not before 1970 and not past 2200."""
    try:
        return 1970 <= date.fromisoformat(said).year <= 2200
    except ValueError:
        return False


def plan(reach: Reach, wanting: Wanting, now: int) -> None:
    """Keep what a member wants, and when they are told next: never, where nothing reaches them."""
    reached = reach.reaches(wanting.assembly, wanting.member)
    following = next_due(wanting.wishes, wanting.last, now) if reached else 0
    reach.wishes.put(wanting._replace(next=following))


def next_due(wishes: Wishes, last_told: int, now: int) -> int:
    """The moment, from `now` on, of the next summary of what came after `last_told`; 0: never.

    All in milliseconds since 1970. A summary whose moment has passed untold is due at once.
    """
    found = [_first(wishes, days, last_told) for days in _rhythms(wishes)]
    return free(wishes, max(min(found), now)) if found else 0


def kinds_due(wishes: Wishes, last_told: int, now: int) -> frozenset[Kind]:
    """The kinds that have had a moment after `last_told`, up to `now` (both in ms)."""
    daily = _first(wishes, ALL_DAYS, last_told) <= now
    weekly = bool(wishes.days) and _first(wishes, wishes.days, last_told) <= now
    due = {"daily": daily, "weekly": weekly}
    return frozenset(kind for kind in KINDS if due.get(wishes.often(kind), False))


def free(wishes: Wishes, moment: int) -> int:
    """The first moment, from this one on, at which a member may be disturbed (ms)."""
    for _ in range(MOST_ROUNDS):
        later = _not_away(wishes, _not_quiet(wishes, moment))
        if later == moment:
            break
        moment = later
    return moment


def _rhythms(wishes: Wishes) -> Iterator[frozenset[int]]:
    """The days of the week on which there is a summary, for each rhythm that is wanted."""
    wanted = {wishes.often(kind) for kind in KINDS}
    if "daily" in wanted:
        yield ALL_DAYS
    if "weekly" in wanted and wishes.days:
        yield wishes.days


def _first(wishes: Wishes, days: frozenset[int], after: int) -> int:
    """The first moment of a summary on one of these days after another moment."""
    begin = _local(wishes, after).date() - timedelta(days=1)
    for one in (begin + timedelta(days=n) for n in range(ROUND + 1)):
        moment = _ms(wishes, one, wishes.hour)
        if one.weekday() in days and moment > after:
            return moment
    raise AssertionError("each day of the week comes within a week")


def _not_quiet(wishes: Wishes, moment: int) -> int:
    """This moment, or the end of the quiet hours that it lies in."""
    begin, end = wishes.quiet_from, wishes.quiet_until
    if begin == end:
        return moment
    today = _local(wishes, moment).date()
    for one in (today - timedelta(days=1), today):
        ends = one + timedelta(days=1) if end <= begin else one
        if _ms(wishes, one, begin) <= moment < (until := _ms(wishes, ends, end)):
            return until
    return moment


def _not_away(wishes: Wishes, moment: int) -> int:
    if not is_day(wishes.away_until):
        return moment
    return max(moment, _ms(wishes, date.fromisoformat(wishes.away_until), 0))


def _local(wishes: Wishes, moment: int) -> datetime:
    return datetime.fromtimestamp(moment // 1000, _zone(wishes.zone) or UTC)


def _ms(wishes: Wishes, day: date, hour: int) -> int:
    """The moment at which an hour of a day begins in the member's zone (PEP 495, fold 0)."""
    zone = _zone(wishes.zone) or UTC
    local = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
    return int(local.timestamp()) * 1000


@lru_cache(maxsize=1000)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
