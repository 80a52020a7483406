"""Active weeks: what counts, what is forgiven, where a week begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.weeks import ActiveWeeks, active_weeks
from tests.domain.test_schedule import at

WEEK = 7 * 24 * 60 * 60
MONDAY = at("2026-11-23T00:00+00:00")


def weeks(pattern: str) -> ActiveWeeks:
    """Weeks with a tick (x) or without (.), the last one being the current."""
    first = MONDAY - WEEK * (len(pattern) - 1)
    ticks = [first + WEEK * n + 60 for n, week in enumerate(pattern) if week == "x"]
    return active_weeks(ticks, MONDAY + 3600, None)


@pytest.mark.parametrize(
    ("pattern", "total", "run"),
    [
        (".", 0, 0),
        ("x", 1, 1),
        ("xxxx", 4, 4),
        ("xx.", 2, 2),  # the week that is going on is never missed
        ("xx.x", 3, 3),  # one missed week is forgiven
        ("xx..", 2, 2),  # also when it is the last one
        ("x...", 1, 0),
        ("x..x", 2, 1),
        ("x.x.x", 3, 2),
        ("x.xx.x", 4, 3),  # two in five are two in some four
        ("x.xxx.x", 5, 5),  # one in any four
        ("x.xxx.xxx.", 7, 7),
    ],
)
def test_one_missed_week_in_four_is_forgiven(pattern: str, total: int, run: int) -> None:
    assert weeks(pattern) == ActiveWeeks(total, run)


@given(st.text(alphabet="x.", min_size=1, max_size=24))
def test_a_run_is_what_lies_after_the_last_unforgiven_miss(pattern: str) -> None:
    past, current = pattern[:-1], pattern[-1]
    kept = max(
        (
            past[start:]
            for start in range(len(past) + 1)
            if all(past[start:][n : n + 4].count(".") <= 1 for n in range(len(past) - start))
        ),
        key=len,
    )
    assert weeks(pattern) == ActiveWeeks(pattern.count("x"), (kept + current).count("x"))


@given(st.text(alphabet="x.", min_size=1, max_size=24))
def test_another_tick_never_takes_anything_away(pattern: str) -> None:
    before, after = weeks(pattern), weeks(pattern[:-1] + "x")
    assert after.total >= before.total
    assert after.run >= before.run


def test_several_ticks_in_a_week_are_one_week() -> None:
    assert active_weeks([MONDAY + n for n in range(5)], MONDAY + 10, None) == ActiveWeeks(1, 1)


def test_what_lies_in_the_future_does_not_count() -> None:
    assert active_weeks([MONDAY + WEEK], MONDAY, None) == ActiveWeeks(0, 0)


@pytest.mark.parametrize(
    ("zone", "total"),
    [("UTC", 2), ("Europe/Berlin", 1), ("America/New_York", 1)],
)
def test_a_week_begins_on_monday_in_the_members_zone(zone: str, total: int) -> None:
    around_midnight = (at("2026-11-22T23:30+00:00"), at("2026-11-23T00:30+00:00"))
    assert active_weeks(around_midnight, MONDAY + 3600, zone).total == total


@pytest.mark.parametrize("change", ["2026-03-29", "2026-10-25"])
def test_a_week_with_a_clock_change_is_a_week(change: str) -> None:
    end, following = at(f"{change}T23:59", "Europe/Berlin"), at(f"{change}T23:59", "Europe/Berlin") + 120
    assert active_weeks([end - WEEK - 7200, end, following], following, "Europe/Berlin").run == 3
    assert active_weeks([end - 6 * 86_400, end], end, "Europe/Berlin").total == 1
