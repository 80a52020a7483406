"""Days and times of day as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadDay, BadTime
from bot.domain.members import WEEKDAYS, Wish
from bot.domain.when import parse_day, parse_time


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
    with pytest.raises(BadTime) as caught:
        parse_time(typed)
    assert caught.value.text == typed


@pytest.mark.parametrize(("number", "name"), list(enumerate(WEEKDAYS, start=1)))
def test_days_by_name_or_first_letters(number: int, name: str) -> None:
    assert [parse_day(text) for text in (name, name.lower(), name[:2], f" {name[:3].upper()} ")] == [
        number
    ] * 4


@pytest.mark.parametrize("typed", ["", "t", "m", "mondays", "1", "someday", "Montag"])
def test_what_is_no_day(typed: str) -> None:
    with pytest.raises(BadDay) as caught:
        parse_day(typed)
    assert caught.value.text == typed


@given(st.integers(1, 7), st.integers(0, 24 * 60 - 1))
def test_a_wish_in_words_is_read_back(weekday: int, minute: int) -> None:
    wish = Wish(weekday, minute)
    assert (parse_day(wish.day_name), parse_time(wish.clock)) == (weekday, minute)
