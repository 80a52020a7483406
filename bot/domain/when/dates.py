"""A day of the calendar as people type it."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from bot.domain.errors import Meaning, Unclear, Unusable, Why
from bot.domain.typed import LONGEST, plain
from bot.domain.when.days import weekday

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NUMBERS = {"a": 1, "an": 1} | {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
_NEAR = {
    "today": 0, "tomorrow": 1, "tommorow": 1, "tomorow": 1, "tommorrow": 1, "tmrw": 1, "tmr": 1,
    "day after tomorrow": 2, "yesterday": -1, "day before yesterday": -2,
}  # fmt: skip
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<sign>[-/.])(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})")
_NUMBERED = re.compile(r"(?P<a>\d{1,2})(?P<sign>[-/.]) ?(?P<b>\d{1,2})(?:(?P=sign) ?(?P<y>\d{4}|\d{2})?)?")
_YEAR = r"(?:,? ?(?P<y>\d{4}))?"
_MONTH = r"(?P<m>[a-z]{3,9})\.?"
_DAY = r"(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?"
_WORDED = (re.compile(rf"{_DAY}(?: of)?[ -]?{_MONTH}[ -]?{_YEAR}"), re.compile(rf"{_MONTH} ?{_DAY}{_YEAR}"))
_AHEAD = re.compile(r"(?:in )?(?P<n>\d{1,3}|[a-z]+) (?P<unit>day|week|month)s?(?P<from> from (?:now|today))?")
_MONTHS_APART = 12

FIRST_DAY = date(2000, 1, 1)
MOST_AHEAD = 10 * 366


def read_date(text: str, today: date, *, past: bool = False) -> date:
    """The day that is meant by "2026-12-01", "1.12.", "Dec 1st", "friday", "in 2 weeks".

    Where no year is told it is the next such day, or the last one if it lies in the `past`. Raises Unclear
    with ISO dates where several days can be meant, and Unusable.
    """
    found = dates_of(plain(text), today, past=past) if len(text) <= LONGEST else ()
    if not found:
        raise Unusable(text, Why.DATE)
    if len(found) > 1:
        raise Unclear(text, tuple(Meaning(day.isoformat()) for day in found))
    return found[0]


def read_day_before(text: str, today: date) -> date:
    """A day until today on which something was done; raises what `read_date` does, and Unusable."""
    day = read_date(text, today, past=True)
    if not FIRST_DAY <= day <= today:
        raise Unusable(text, Why.OUT_OF_RANGE)
    return day


def read_day_ahead(text: str, today: date) -> date:
    """A day from today on, within ten years, by which something shall be done; raises the same."""
    day = read_date(text, today)
    if not today <= day <= today + timedelta(days=MOST_AHEAD):
        raise Unusable(text, Why.OUT_OF_RANGE)
    return day


def dates_of(typed: str, today: date, *, past: bool = False) -> tuple[date, ...]:
    """All the days that a plain text can mean; none if it is no date."""
    typed = re.sub(r"^(?:on|by|until|till) ", "", typed.strip(" ,"))
    return tuple(dict.fromkeys(day for day in _read(typed, today, past=past) if day is not None))


def _read(typed: str, today: date, *, past: bool) -> Iterator[date | None]:
    near = _NEAR.get(typed.removeprefix("the "))
    if near is not None:
        yield today + timedelta(days=near)
    elif (ahead := _AHEAD.fullmatch(typed)) and not past:
        yield _ahead(ahead, today)
    elif found := _COMPACT.fullmatch(typed) or _YEAR_FIRST.fullmatch(typed):
        yield _day(int(found["y"]), int(found["m"]), int(found["d"]))
    elif found := _NUMBERED.fullmatch(typed):
        yield from _numbered(found, today, past=past)
    else:
        yield from _worded(typed, today, past=past)


def _worded(typed: str, today: date, *, past: bool) -> Iterator[date | None]:
    """A month by its name, a day of the week, or both, which then have to agree."""
    for pattern in _WORDED:
        found = pattern.fullmatch(typed)
        month = _month(found["m"]) if found else None
        if found and month:
            yield _in_year(found["y"], month, int(found["d"]), today, past=past)
            return
    first, _, rest = typed.partition(" ")
    which, word = (first, rest) if first in ("this", "next", "last") else ("", first)
    named = weekday(word.strip(".,"))
    if named is None:
        return
    if rest and not which:
        yield from (day for day in dates_of(rest, today, past=past) if day.isoweekday() == named)
    else:
        yield from _weekdays(which, named, today, past=past)


def _weekdays(which: str, named: int, today: date, *, past: bool) -> Iterator[date]:
    """The days that "friday", "this friday" and "next friday" can be."""
    ahead = timedelta(days=(named - today.isoweekday()) % 7)
    week = timedelta(days=7)
    if past or which == "last":
        if which != "next":
            yield today + ahead - (week if ahead or which == "last" else timedelta())
    elif which == "next":
        yield from (today + ahead, today + ahead + week) if ahead else (today + week,)
    else:
        yield today + ahead
        if not ahead:
            yield today + week


def _numbered(found: re.Match[str], today: date, *, past: bool) -> Iterator[date | None]:
    """With dots the day comes first; else both orders are possible, as far as there is such a day."""
    first, second, sign, year = int(found["a"]), int(found["b"]), found["sign"], found["y"]
    if sign == "-" and year is None:
        return
    day_first = _in_year(year, second, first, today, past=past)
    yield day_first
    if sign != "." or day_first is None:
        yield _in_year(year, first, second, today, past=past)


def _ahead(found: re.Match[str], today: date) -> date | None:
    count = int(found["n"]) if found["n"].isdecimal() else _NUMBERS.get(found["n"])
    if count is None:
        return None
    if found["unit"] != "month":
        return today + timedelta(days=count * (7 if found["unit"] == "week" else 1))
    months = today.month - 1 + count
    year, month = today.year + months // _MONTHS_APART, months % _MONTHS_APART + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _in_year(year: str | None, month: int, day: int, today: date, *, past: bool) -> date | None:
    """The day in that year (of two digits: in this century), or else the next such day, or the last."""
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    years = range(today.year, today.year - 9, -1) if past else range(today.year, today.year + 9)
    days = (_day(each, month, day) for each in years)  # the 29th of February comes within eight years
    return next((each for each in days if each and (each <= today if past else each >= today)), None)


def _month(word: str) -> int | None:
    for number, name in enumerate(_MONTHS, start=1):
        if name.startswith(word) or word == f"{name[:3]}t" == "sept":
            return number
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
