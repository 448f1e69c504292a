"""When somebody is told next: by their own clock, never in quiet hours, never while away."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from esoviet.node.wishes import free, is_day, is_zone, kinds_due, next_due
from esoviet.store.wishes import KINDS, NOTHING, Wishes

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia",
         "America/Santiago", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Chatham")  # fmt: skip
DAY = 86_400_000
YEARS = st.integers(1_735_689_600_000, 1_893_456_000_000)  # 2025 until 2030
OFTEN = st.sampled_from(("at once", "daily", "weekly", "never"))
HOURS = st.integers(0, 23)
WISHES = st.builds(
    Wishes,
    zone=st.sampled_from(ZONES),
    needs=OFTEN,
    mandates=OFTEN,
    answers=OFTEN,
    decisions=OFTEN,
    days=st.frozensets(st.integers(0, 6), min_size=1),
    hour=HOURS,
    quiet_from=HOURS,
    quiet_until=HOURS,
    away_until=st.one_of(
        st.just(""), st.dates(date(2025, 1, 1), date(2029, 12, 31)).map(date.isoformat)
    ),
)


def ms(zone: str, *fields: int) -> int:
    return int(datetime(*fields, tzinfo=ZoneInfo(zone)).timestamp()) * 1000  # type: ignore[misc,arg-type]


def local(wishes: Wishes, moment: int) -> datetime:
    return datetime.fromtimestamp(moment / 1000, ZoneInfo(wishes.zone))


def is_quiet(wishes: Wishes, moment: int) -> bool:
    """By the hour that the member's clock shows."""
    begin, end, hour = wishes.quiet_from, wishes.quiet_until, local(wishes, moment).hour
    return begin <= hour < end if begin <= end else hour >= begin or hour < end


SUNDAYS = Wishes(zone="Europe/Berlin", quiet_from=0, quiet_until=0)


def test_a_summary_comes_on_its_day_at_its_hour() -> None:
    now = ms("Europe/Berlin", 2026, 11, 26, 12)  # a Thursday
    assert next_due(SUNDAYS, now, now) == ms("Europe/Berlin", 2026, 11, 29, 18)
    on_two = replace(SUNDAYS, days=frozenset({4, 6}))
    assert next_due(on_two, now, now) == ms("Europe/Berlin", 2026, 11, 27, 18)


def test_the_hour_stays_the_same_when_the_clocks_change() -> None:
    before = ms("Europe/Berlin", 2026, 10, 18, 18)
    following = next_due(SUNDAYS, before, before)
    assert following == ms("Europe/Berlin", 2026, 10, 25, 18)
    assert following - before == 7 * DAY + 3_600_000
    spring = ms("Europe/Berlin", 2026, 3, 22, 18)
    assert next_due(SUNDAYS, spring, spring) - spring == 7 * DAY - 3_600_000


def test_an_hour_that_is_left_out_in_spring_is_the_next_one_and_one_that_comes_twice_is_once() -> (
    None
):
    at_two = replace(SUNDAYS, needs="daily", hour=2)
    saturday = ms("Europe/Berlin", 2026, 3, 28, 2)
    assert next_due(at_two, saturday, saturday) == ms("Europe/Berlin", 2026, 3, 29, 3)
    first = next_due(at_two, ms("Europe/Berlin", 2026, 10, 24, 2), 0)
    assert first == ms("UTC", 2026, 10, 25, 0)
    assert next_due(at_two, first, first) == ms("Europe/Berlin", 2026, 10, 26, 2)


@pytest.mark.parametrize(("day", "lasts"), [((2026, 3, 28), 9), ((2026, 10, 24), 11)])
def test_quiet_hours_over_a_change_of_the_clocks_end_by_the_clock(
    day: tuple[int, int, int], lasts: int
) -> None:
    quiet = replace(SUNDAYS, quiet_from=22, quiet_until=8)
    begin = ms("Europe/Berlin", *day, 22)
    assert (free(quiet, begin) - begin) == lasts * 3_600_000
    assert free(quiet, begin - 1) == begin - 1


def test_what_was_missed_is_told_once_and_at_once() -> None:
    last, now = ms("Europe/Berlin", 2026, 6, 1, 12), ms("Europe/Berlin", 2026, 8, 5, 12)
    assert next_due(SUNDAYS, last, now) == now
    assert next_due(SUNDAYS, now, now) == ms("Europe/Berlin", 2026, 8, 9, 18)


def test_nothing_comes_before_the_day_of_return() -> None:
    away = replace(SUNDAYS, away_until="2026-12-24", quiet_from=22, quiet_until=8)
    now = ms("Europe/Berlin", 2026, 11, 26, 12)
    assert next_due(away, now, now) == ms("Europe/Berlin", 2026, 12, 24, 8)


def test_who_wants_nothing_is_never_told() -> None:
    assert next_due(NOTHING, 0, 10**12) == 0
    assert kinds_due(NOTHING, 0, 2 * 10**12) == frozenset()
    assert NOTHING.is_never
    assert not Wishes().is_never


def test_less_ends_in_never_within_three_steps() -> None:
    for kind in KINDS:
        wishes = Wishes(needs="at once", mandates="at once", answers="at once", decisions="at once")
        for _ in range(3):
            wishes = wishes.less(kind)
        assert wishes.often(kind) == "never"


def test_a_daily_kind_is_due_each_day_and_a_weekly_one_on_its_day() -> None:
    mixed = replace(SUNDAYS, needs="daily")
    friday = ms("Europe/Berlin", 2026, 11, 27, 18)
    assert kinds_due(mixed, friday, friday + DAY) == {"needs"}
    assert kinds_due(mixed, friday, friday + 2 * DAY) == {
        "needs",
        "mandates",
        "answers",
        "decisions",
        "mentions",
        "followed",
    }


def test_only_zones_and_days_that_there_are() -> None:
    assert is_zone("Europe/Berlin")
    for name in ("", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "\0", "Europe", "x" * 60):
        assert not is_zone(name), name
    assert is_day("2028-02-29")
    for said in ("2027-02-29", "", "tomorrow", "9999-12-31", "0001-01-01", "2026-1-1"):
        assert not is_day(said), said


@given(WISHES, YEARS, st.integers(0, 60 * DAY))
def test_nobody_is_disturbed_in_quiet_hours_or_while_away(
    wishes: Wishes, last: int, passed: int
) -> None:
    moment = next_due(wishes, last, last + passed)
    if not moment:
        assert not kinds_due(wishes, last, last + 400 * DAY)
        return
    assert moment >= last + passed
    assert not is_quiet(wishes, moment) or moment == free(wishes, moment)
    if wishes.away_until:
        assert local(wishes, moment).date() >= date.fromisoformat(wishes.away_until)
    assert kinds_due(wishes, last, moment)


@given(WISHES, YEARS)
def test_after_a_summary_the_next_is_later_and_never_more_than_a_week_and_a_night_away(
    wishes: Wishes, now: int
) -> None:
    present = replace(wishes, away_until="")
    moment = next_due(present, now, now)
    if moment:
        assert now < moment <= now + 8 * DAY + 3_600_000
        assert next_due(present, moment, moment) > moment


@given(WISHES, YEARS)
def test_quiet_hours_are_those_that_the_clock_shows(wishes: Wishes, now: int) -> None:
    present = replace(wishes, away_until="")
    steady = all(
        local(present, now + n * 3_600_000).utcoffset() == local(present, now).utcoffset()
        for n in range(-48, 48)
    )
    if steady:
        assert (free(present, now) == now) == (not is_quiet(present, now))
        assert not is_quiet(present, free(present, now))


def test_this_file_counts_days_as_the_world_does() -> None:
    assert ms("UTC", 2026, 1, 2) - ms("UTC", 2026, 1, 1) == timedelta(days=1) / timedelta(
        milliseconds=1
    )
    assert datetime.fromtimestamp(0, UTC).year == 1970
