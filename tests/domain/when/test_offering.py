"""What is offered while somebody types a day, a time or a moment is what would be taken, and more."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.members import WEEKDAYS
from bot.domain.schedule import DAY
from bot.domain.when.clocks import clock, read_time
from bot.domain.when.days import read_day
from bot.domain.when.moments import read_moment
from bot.domain.when.offering import likely_moments, offered_days, offered_moments, offered_times
from tests.domain.when.test_reading import BERLIN, NOW


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("9", ["09:00", "21:00"]), ("9am", ["09:00"]), ("6 pm", ["18:00"]), ("2130", ["21:30"]),
        ("1", ["01:00", "13:00", "10:00"]), ("noon", ["12:00"]), ("", ["07:00", "08:00"]),
        ("half past 9 p", ["21:30"]), ("9 😀", ["09:00", "21:00"]), ("midnight", ["00:00"]),
        ("09", ["09:00", "21:00"]),
        ("evening", ["18:00", "19:00", "20:00", "21:00"]),
    ],
)  # fmt: skip
def test_times(typed: str, first: list[str]) -> None:
    found = offered_times(typed)
    assert list(found[: len(first)]) == first
    assert [clock(read_time(time)) for time in found] == list(found)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", list(WEEKDAYS)),
        ("t", ["Tuesday", "Thursday"]),
        ("weds", ["Wednesday"]),
        ("on mon.", ["Monday"]),
        ("Mo!", ["Monday"]),
    ],
)  # fmt: skip
def test_days(typed: str, found: list[str]) -> None:
    assert list(offered_days(typed)) == found
    assert [WEEKDAYS[read_day(day) - 1] for day in found] == found


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tomorrow 18", "2026-11-27 18:00"), ("fri 6pm", "2026-11-27 18:00"), ("tom", "2026-11-27 09:00"),
        ("1/12 9am", "2026-12-01 09:00"), ("9", "2026-11-26 21:00"), ("2026-12-0", "2026-12-01 09:00"),
        ("tonight", "2026-11-26 18:00"), ("tomorrow evening", "2026-11-27 18:00"), ("2h", "2026-11-26 16:00"),
    ],
)  # fmt: skip
def test_moments(typed: str, first: str) -> None:
    assert offered_moments(typed, NOW, BERLIN)[0][1] == first


@given(st.sampled_from(["", "t", "fri", "9", "tomorrow", "1/12", "in 2 hours", "2027-10-31 02:30"]))
def test_every_moment_on_offer_is_taken_by_either_of_its_names(typed: str) -> None:
    for words, text in offered_moments(typed, NOW, BERLIN):
        at = read_moment(text, NOW, BERLIN)
        assert read_moment(f"{words} ({text})", NOW, BERLIN) == at


@given(
    st.integers(NOW, NOW + 3 * 366 * DAY),
    st.sampled_from(["Europe/Berlin", "America/Bogota", "Asia/Kolkata"]),
)
def test_every_likely_moment_is_one_and_they_come_in_order(now: int, zone: str) -> None:
    moments = likely_moments(now, zone)
    ats = [read_moment(text, now, zone) for _, text in moments]
    assert ats == sorted(set(ats))
    assert 20 < len(moments) <= 25
    assert datetime.fromisoformat(moments[0][1])
