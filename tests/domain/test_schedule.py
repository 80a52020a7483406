"""When the weekly time is: every zone, both clock changes, three years."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.members import NudgeSchedule
from bot.domain.schedule import DAY, due_in_week, instant, local_day, next_due, week_of
from tests.domain.zones import EVERY_ZONE

FROM, UNTIL = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2026, 2029))
WEEK = 7 * DAY
ZONES = EVERY_ZONE
# Around midnight, in the hours when clocks change, and the usual time.
MINUTES = (0, 30, 90, 2 * 60 + 15, 2 * 60 + 30, 9 * 60, 23 * 60 + 30)


def at(text: str, zone: str = "UTC") -> int:
    """Epoch seconds of a moment written like 2026-03-29T03:30+02:00, or without an offset in a zone."""
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).timestamp())


def offset(moment: int, zone: str) -> int:
    """Seconds east of Greenwich at an instant."""
    shift = datetime.fromtimestamp(moment, ZoneInfo(zone)).utcoffset()
    assert shift is not None
    return int(shift.total_seconds())


@cache
def changes(zone: str) -> tuple[int, ...]:
    """The instants at which the clocks of a zone change."""
    days = range(FROM, UNTIL + 1, DAY)
    return tuple(
        _change(zone, *pair) for pair in pairwise(days) if offset(pair[0], zone) != offset(pair[1], zone)
    )


def _change(zone: str, before: int, after: int) -> int:
    while after - before > 1:
        middle = (before + after) // 2
        if offset(middle, zone) == offset(before, zone):
            before = middle
        else:
            after = middle
    return after


def by_hand(day: date, minute: int, zone: str) -> int:
    """The instant of a local time, from the offsets around it alone."""
    wall = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + minute * 60
    offsets = (offset(wall - DAY, zone), offset(wall + DAY, zone))
    showing = [wall - shift for shift in offsets if offset(wall - shift, zone) == shift]
    # A time that comes twice counts the first time; one that is skipped moves on by the gap, which is
    # what the clocks would have shown had they not changed.
    return min(showing) if showing else wall - offsets[0]


def test_there_is_something_to_test() -> None:
    assert len(ZONES) > 400
    assert sum(bool(changes(zone)) for zone in ZONES) > 100
    assert len(changes("Europe/Berlin")) == 6


def test_around_every_clock_change_of_every_zone() -> None:
    for zone in ZONES:
        for change in changes(zone):
            week = week_of(change, zone)
            for schedule, then in _wishes(zone, (week - 1, week, week + 1)):
                monday = date.fromordinal(then * 7 + 1)
                due = due_in_week(schedule, then)
                assert due == by_hand(monday + timedelta(days=schedule.weekday - 1), schedule.minute, zone), (
                    schedule,
                    then,
                )
                assert week_of(due, zone) == then, (schedule, then)


def _wishes(zone: str, weeks: tuple[int, ...]) -> Iterator[tuple[NudgeSchedule, int]]:
    for week in weeks:
        for weekday in (1, 4, 5, 6, 7):
            for minute in MINUTES:
                yield NudgeSchedule(weekday, minute, zone), week


@pytest.mark.parametrize("number", range(7))
def test_one_a_week_for_three_years_in_every_zone(number: int) -> None:
    for index, zone in enumerate(ZONES):
        if index % 7 == number:
            schedule = NudgeSchedule(number + 1, MINUTES[index // 7 % len(MINUTES)], zone)
            weeks = [week_of(due, zone) for due in _dues(schedule)]
            assert weeks == list(range(weeks[0], weeks[0] + len(weeks))), schedule
            assert len(weeks) >= 156


@pytest.mark.parametrize("every", [1, 2, 4])
def test_in_its_rhythm_for_three_years_in_every_zone(every: int) -> None:
    for index, zone in enumerate(ZONES[every - 1 :: 3]):
        schedule = NudgeSchedule(index % 7 + 1, MINUTES[index // 7 % len(MINUTES)], zone, every)
        weeks = [week_of(due, zone) for due in _dues(schedule)]
        assert weeks == list(range(weeks[0], weeks[0] + every * len(weeks), every)), schedule
        assert len(weeks) >= 156 // every


def _dues(schedule: NudgeSchedule) -> Iterator[int]:
    due = next_due(schedule, FROM)
    while due is not None and due < UNTIL:
        yield due
        due = next_due(schedule, due, week_of(due, schedule.zone or "UTC"))


times = st.tuples(st.integers(1, 7), st.integers(0, 24 * 60 - 1), st.sampled_from(ZONES))
wishes = times.map(lambda time: NudgeSchedule(*time))


@given(wishes, st.integers(FROM, UNTIL))
def test_the_next_one_is_the_first_that_matches(schedule: NudgeSchedule, now: int) -> None:
    due = next_due(schedule, now)
    assert due is not None
    assert now < due <= now + WEEK + 2 * 60 * 60
    assert next_due(schedule, due - 1) == due
    assert next_due(schedule, now - 1) in (due, now)


@given(wishes, st.integers(FROM, UNTIL))
def test_after_a_week_that_had_its_own_the_next_lies_in_a_later_one(
    schedule: NudgeSchedule, now: int
) -> None:
    assert schedule.zone is not None
    week = week_of(now, schedule.zone)
    due = next_due(schedule, now, week)
    assert due == due_in_week(schedule, week + 1)


rhythms = st.tuples(times, st.sampled_from([1, 2, 4])).map(
    lambda both: NudgeSchedule(*both[0], every=both[1])
)


@given(rhythms, st.sampled_from(ZONES), st.integers(FROM, UNTIL))
def test_after_the_week_that_it_is_elsewhere_the_next_lies_in_a_later_one(
    schedule: NudgeSchedule, elsewhere: str, now: int
) -> None:
    assert schedule.zone is not None
    there = week_of(now, elsewhere)
    due = next_due(schedule, now, there)
    assert due is not None
    assert due > now
    assert week_of(due, schedule.zone) >= there + schedule.every


@given(rhythms, st.integers(FROM, UNTIL), st.integers(1, 5000))
def test_a_week_that_a_wrong_clock_counted_delays_as_little_as_this_one(
    schedule: NudgeSchedule, now: int, ahead: int
) -> None:
    assert schedule.zone is not None
    this = week_of(now, schedule.zone)
    assert next_due(schedule, now, this + 1 + ahead) == next_due(schedule, now, this)


@pytest.mark.parametrize(
    ("day", "time", "zone", "due"),
    [
        ("2026-01-05", "09:00", "Europe/Berlin", "2026-01-05T09:00+01:00"),
        # skipped: moves on by the length of the gap
        ("2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T03:30+02:00"),
        ("2026-03-08", "02:00", "America/New_York", "2026-03-08T03:00-04:00"),
        ("2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-04T02:45+11:00"),
        ("2026-04-24", "00:30", "Africa/Cairo", "2026-04-24T01:30+03:00"),
        # comes twice: the first counts
        ("2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T02:30+02:00"),
        ("2026-11-01", "01:30", "America/New_York", "2026-11-01T01:30-04:00"),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-05T01:45+11:00"),
        # half hours and quarters
        ("2026-07-01", "09:00", "Asia/Kolkata", "2026-07-01T09:00+05:30"),
        ("2026-07-01", "09:00", "Asia/Kathmandu", "2026-07-01T09:00+05:45"),
        ("2026-07-01", "00:00", "Pacific/Kiritimati", "2026-07-01T00:00+14:00"),
    ],
)
def test_local_times(day: str, time: str, zone: str, due: str) -> None:
    hour, minute = map(int, time.split(":"))
    assert instant(date.fromisoformat(day), hour * 60 + minute, zone) == at(due)


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-01-04T23:59+00:00", "UTC", "2026-01-04"),
        ("2026-01-04T23:59+00:00", "Asia/Tokyo", "2026-01-05"),
        ("2026-01-05T01:00+00:00", "America/New_York", "2026-01-04"),
    ],
)
def test_days_and_weeks_are_those_of_the_zone(moment: str, zone: str, day: str) -> None:
    assert local_day(at(moment), zone) == date.fromisoformat(day)
    assert week_of(at(moment), zone) == (date.fromisoformat(day) - date(1, 1, 1)).days // 7


def test_weeks_are_iso_weeks_and_neighbours_differ_by_one() -> None:
    monday = at("2026-12-28T00:00+00:00")
    assert week_of(monday - 1, "UTC") + 1 == week_of(monday, "UTC") == week_of(monday + WEEK - 1, "UTC")
    assert date(2026, 12, 28).isocalendar().weekday == 1


def test_without_a_zone_nothing_is_due() -> None:
    assert next_due(NudgeSchedule(), FROM) is None
    assert due_in_week(NudgeSchedule(), 105_000) is None
