"""Deadlines as a calendar (RFC 5545), written by the library icalendar.

A deadline is an event without a length, at its moment in UTC. It keeps its UID for as long as it
exists (section 3.8.4.7). Whoever has an older copy takes the one with the higher SEQUENCE
(3.8.7.4): that is the `sequence` of the whole calendar, which is to be higher whenever anything in
it may have moved. DTSTAMP (3.8.7.2) is the `time` of what the calendar follows from: no clock.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from icalendar import Alarm, Calendar, Component, Event, Timezone, TimezoneStandard

from esoviet.exchange.feeds.line import line

MEDIA_TYPE = "text/calendar"
BEFORE = timedelta(days=1)
"""How long before its end an event with an alarm rings."""
_LATEST = 253_402_300_799_000  # ms: the last second of the year 9999
_AGAIN = timedelta(hours=1)


class Deadline(NamedTuple):
    """One deadline: its lasting name, what it is called, its page, when (ms), whether it rings."""

    uid: str
    title: str
    link: str
    due: int
    rings: bool = False


class Dates(NamedTuple):
    """A calendar, its title, and the time (ms) and the size of what it follows from."""

    title: str
    time: int
    sequence: int
    deadlines: tuple[Deadline, ...]


def calendar(dates: Dates) -> bytes:
    """The document, in UTF-8, its lines folded."""
    whole = Calendar()
    whole.add("prodid", "-//E-Soviet//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", line(dates.title))
    whole.add("refresh-interval", _AGAIN, {"VALUE": "DURATION"})  # RFC 7986 section 5.7
    whole.add("x-published-ttl", "PT1H")
    for one in dates.deadlines:
        whole.add_component(_event(one, dates))
    if not dates.deadlines:
        whole.add_component(_nothing())
    written: bytes = whole.to_ical()
    return written


def _event(one: Deadline, dates: Dates) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", _at(dates.time))
    event.add("dtstart", _at(one.due))
    event.add("summary", line(one.title))
    event.add("url", one.link)
    event.add("sequence", dates.sequence)
    event.add("transp", "TRANSPARENT")
    if one.rings:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", line(one.title))
        alarm.add("trigger", -BEFORE)
        event.add_component(alarm)
    return event


def _nothing() -> Component:
    """UTC itself: a calendar has one component at least (section 3.6), and this shows nothing."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 (local to the zone: 3.8.2.4)
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    zone.add_component(standard)
    return zone


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(min(ms, _LATEST) // 1000, UTC)
