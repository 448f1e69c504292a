"""Feeds and calendars are what other programs read, whatever people call their things."""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from esoviet.exchange.feeds.atom import Entry, Feed, atom
from esoviet.exchange.feeds.calendar import Dates, Deadline, calendar
from esoviet.exchange.feeds.line import LONGEST, line

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = 1_790_000_000_000
HERE = "https://meet.example/a/1"
TITLES = (
    "Heat; the stairs, at last\\n",
    "]]> &amp; <b>bold</b> & \"quoted\" 'so'",
    "Zwölf Öfen für Łódź 🏠🔥",
    "חימום במדרגות",
    "BEGIN:VEVENT",
    "END:VCALENDAR\r\nBEGIN:VCALENDAR",
)


def feed(*titles: str) -> bytes:
    entries = tuple(
        Entry(f"urn:esoviet:1:decision:{number}", title, f"{HERE}/decisions/{number}", MOMENT)
        for number, title in enumerate(titles, 1)
    )
    return atom(Feed("urn:esoviet:1", "Us", "Us", HERE, HERE, "en", MOMENT - 9, entries))


def dates(*titles: str, due: int = MOMENT, sequence: int = 7, rings: bool = False) -> bytes:
    deadlines = tuple(
        Deadline(f"votes-{number}@1", title, f"{HERE}/votes/{number}", due, rings)
        for number, title in enumerate(titles, 1)
    )
    return calendar(Dates("Our dates", MOMENT - 5_000, sequence, deadlines))


def events(text: bytes) -> list[Any]:
    return [*Calendar.from_ical(text).walk("VEVENT")]


@pytest.mark.parametrize("title", TITLES)
def test_a_feed_says_each_title_as_it_is(title: str) -> None:
    text = feed(title)
    (entry,) = ElementTree.fromstring(text).iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == line(title)
    read = feedparser.parse(text)
    assert not read.bozo
    assert read.entries[0].link == f"{HERE}/decisions/1"
    assert read.entries[0].title == line(title) or "<" in title  # which it takes for a tag


def test_a_feed_has_all_that_the_standard_asks_for() -> None:
    root = ElementTree.fromstring(feed("Heating"))
    for at in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(at.findall(f"{ATOM}{name}")) == 1, name
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Us"
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"self", "alternate"}
    assert root.findtext(f"{ATOM}updated") == "2026-09-21T14:13:20Z"


def test_a_feed_without_entries_is_as_old_as_what_it_belongs_to() -> None:
    assert ElementTree.fromstring(feed()).findtext(f"{ATOM}updated") == "2026-09-21T14:13:19Z"


@pytest.mark.parametrize("title", TITLES)
def test_a_calendar_says_each_title_as_it_is_and_no_more_events(title: str) -> None:
    text = dates(title)
    (event,) = events(text)
    assert str(event["summary"]) == line(title)
    assert max(map(len, text.split(b"\r\n"))) <= 75
    text.decode()


@given(st.text(st.characters(), max_size=1000))
def test_whatever_is_typed_both_can_be_read_again(title: str) -> None:
    root = ElementTree.fromstring(feed(title))
    (entry,) = root.iter(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}title") or "") == line(title)
    text = dates(title)
    (event,) = events(text)
    assert str(event["summary"]) == line(title)
    assert all(len(one) <= 75 for one in text.split(b"\r\n"))
    assert text.count(b"BEGIN:VEVENT\r\n") == text.count(b"END:VEVENT\r\n") == 1


def test_a_line_is_one_line_without_what_turns_it_and_not_endless() -> None:
    assert line("a\x00b\x1b[1m\u202ec\u2066 \t\r\n d\ud800") == "ab[1mc d"
    assert line("می\u200cخواهم") == "می\u200cخواهم"
    assert len(line("x" * 1000)) == LONGEST
    assert line("\x00\u202e") == ""


def test_an_event_has_its_moment_in_utc_its_page_and_its_name() -> None:
    text = dates("Heating")
    (event,) = events(text)
    assert b"DTSTART:20260921T141320Z\r\n" in text
    assert b"DTSTAMP:20260921T141315Z\r\n" in text
    assert event["url"] == f"{HERE}/votes/1"
    assert event["uid"] == "votes-1@1"
    assert b"VALARM" not in text


def test_an_alarm_rings_the_day_before() -> None:
    alarm: Any
    (alarm,) = Calendar.from_ical(dates("Heating", rings=True)).walk("VALARM")
    assert alarm["trigger"].dt == timedelta(days=-1)


def test_a_deadline_that_moves_is_the_same_event_in_a_later_version() -> None:
    (before,), (after,) = events(dates("x")), events(dates("x", due=MOMENT + 60_000, sequence=9))
    assert before["uid"] == after["uid"]
    assert before["sequence"] < after["sequence"]
    assert before["dtstart"].dt < after["dtstart"].dt


def test_a_calendar_of_nothing_is_a_calendar_all_the_same() -> None:
    text = dates()
    assert events(text) == []
    assert b"BEGIN:VTIMEZONE" in text


def test_the_end_of_time_is_a_date_too() -> None:
    (event,) = events(dates("x", due=1 << 60))
    assert event["dtstart"].dt == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
