"""Days, times of day and moments as people type them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Unusable, Why
from bot.domain.members import WEEKDAYS
from bot.domain.schedule import DAY
from bot.domain.when import likely_moments, parse_day, parse_moment, parse_soon, parse_time
from tests.domain.somebody import at


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("9", 540), ("09:00", 540), ("9.30", 570), ("18h15", 1095), ("0:00", 0), ("23:59", 1439),
        ("9 pm", 1260), ("9pm", 1260), ("12 AM", 0), ("12 pm", 720), ("12:30am", 30), ("1:15 pm", 795),
        (" 7:05 ", 425),
    ],
)  # fmt: skip
def test_times(typed: str, minutes: int) -> None:
    assert parse_time(typed) == minutes


@pytest.mark.parametrize(
    "typed", ["", "24:00", "9:60", "noon", "9:5", "13 pm", "0 am", "-1", "9:00:00", "09 00", "9;30", "pm"]
)
def test_what_is_no_time(typed: str) -> None:
    with pytest.raises(Unusable) as caught:
        parse_time(typed)
    assert (caught.value.text, caught.value.why) == (typed, Why.TIME)


@pytest.mark.parametrize(("number", "name"), list(enumerate(WEEKDAYS, start=1)))
def test_days_by_name_or_first_letters(number: int, name: str) -> None:
    assert [parse_day(text) for text in (name, name.lower(), name[:2], f" {name[:3].upper()} ")] == [
        number
    ] * 4


@pytest.mark.parametrize("typed", ["", "t", "m", "mondays", "1", "someday", "Montag"])
def test_what_is_no_day(typed: str) -> None:
    with pytest.raises(Unusable) as caught:
        parse_day(typed)
    assert (caught.value.text, caught.value.why) == (typed, Why.DAY)


NOW = int(datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp())
"""A Monday, 13:00 in Berlin."""


@pytest.mark.parametrize(
    ("typed", "zone", "utc"),
    [
        ("2026-12-01 09:00", "Europe/Berlin", "2026-12-01 08:00"),
        (" 2026-12-1  9:00 ", "Europe/Berlin", "2026-12-01 08:00"),
        ("2026-12-01T09:00", "America/New_York", "2026-12-01 14:00"),
        ("2027-07-01 09:00", "Europe/Berlin", "2027-07-01 07:00"),
        ("2027-10-31 02:30", "Europe/Berlin", "2027-10-31 00:30"),
        ("2026-11-23 13:01", "Europe/Berlin", "2026-11-23 12:01"),
    ],
)
def test_moments(typed: str, zone: str, utc: str) -> None:
    assert parse_moment(typed, NOW, zone) == datetime.fromisoformat(f"{utc}+00:00").timestamp()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Why.MOMENT),
        ("tomorrow", Why.MOMENT),
        ("2026-12-01", Why.MOMENT),
        ("01.12.2026 09:00", Why.MOMENT),
        ("2026-02-30 09:00", Why.MOMENT),
        ("2026-12-01 24:00", Why.MOMENT),
        ("2026-12-01 09:60", Why.MOMENT),
        ("0000-01-01 00:00", Why.MOMENT),
        ("2027-03-28 02:30", Why.SKIPPED),
        ("2026-11-23 13:00", Why.PAST),
        ("2026-03-29 02:30", Why.PAST),
        ("0001-01-01 00:00", Why.PAST),
        ("2027-11-25 13:00", Why.FAR),
        ("9999-12-31 23:59", Why.FAR),
    ],
)
def test_what_is_no_moment(typed: str, why: Why) -> None:
    with pytest.raises(Unusable) as caught:
        parse_moment(typed, NOW, "Europe/Berlin")
    assert (caught.value.text, caught.value.why) == (typed, why)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("at", ["0001-01-01 00:00", "9999-12-31 23:59"])
def test_the_ends_of_the_calendar_are_no_moments_anywhere(zone: str, at: str) -> None:
    with pytest.raises(Unusable):
        parse_moment(at, NOW, zone)


@given(
    st.integers(NOW, NOW + 3 * 366 * DAY),
    st.sampled_from(["Europe/Berlin", "America/Bogota", "Asia/Kolkata"]),
)
def test_every_likely_moment_is_one_and_they_come_in_order(now: int, zone: str) -> None:
    moments = likely_moments(now, zone)
    ats = [parse_moment(text, now, zone) for _, text in moments]
    assert ats == sorted(set(ats))
    assert 20 < len(moments) <= 25
    assert any(text.endswith("09:00") for _, text in moments)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Thursday 18:30", "2026-06-04 18:30"),
        ("mon 8", "2026-06-08 08:00"),
        ("monday 9 pm", "2026-06-01 21:00"),
        ("today 21:00", "2026-06-01 21:00"),
        ("today 7:00", "2026-06-01 07:00"),
        ("tomorrow 8:00", "2026-06-02 08:00"),
    ],
)
def test_a_day_of_the_week_and_a_time_are_the_next(typed: str, meant: str) -> None:
    assert parse_soon(typed, at("2026-06-01 12:00"), "Europe/Berlin") == at(meant)


@pytest.mark.parametrize("typed", ["", "soon", "Thursday", "18:30", "Thursday at noon", "2026-06-04 18:30"])
def test_what_is_no_day_and_time(typed: str) -> None:
    with pytest.raises(Unusable) as caught:
        parse_soon(typed, at("2026-06-01 12:00"), "Europe/Berlin")
    assert caught.value.why is Why.SOON
