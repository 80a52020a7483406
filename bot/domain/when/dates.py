"""A day of the calendar as people type it."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from bot.domain.errors import Meaning, OtherWeekday, Unclear, Unusable, Why
from bot.domain.typed import LONGEST, bare, misspelt
from bot.domain.when.clocks import NUMBERS
from bot.domain.when.days import weekday
from bot.domain.when.spans import A_YEAR, Span

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
_COUNTS = {"a": 1, "an": 1} | {word: number for number, word in enumerate(NUMBERS, 1)}
_NEAR = {
    "today": 0, "tomorrow": 1, "tommorow": 1, "tmrw": 1, "tmr": 1,
    "day after tomorrow": 2, "a fortnight": 14, "in a fortnight": 14, "yesterday": -1,
    "day before yesterday": -2,
}  # fmt: skip
_MISSPELT = ("today", "tomorrow", "yesterday")
_AWAY = (
    r"(?:in )?(?P<n>\d{1,3}|[a-z]+) (?P<unit>day|week|month|year)s?'?"
    r"(?: (?P<side>ago|from now|from today|time))?"
)
_WEEKS = {"last week": -1, "next week": 1}
_COMPACT = r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"
_YEAR_FIRST = r"(?P<y>\d{4})(?P<sign>[-/.]) ?(?P<m>\d{1,2})(?P=sign) ?(?P<d>\d{1,2})"
_NUMBERED = r"(?P<a>\d{1,2})(?P<sign>[-/.]) ?(?P<b>\d{1,2})(?:(?P=sign) ?(?P<y>\d{4}|'?\d{2})?)?"
_DAY = r"(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?"
_MONTH = r"(?P<m>[a-z]{3,9})\.?"
_YEAR = r"(?:,?[-/ ]?(?P<y>\d{4}|(?<!\d)'?\d{2}))?"
_WORDED = (
    rf"{_DAY}(?: of)?[-/ ]?{_MONTH}{_YEAR}",
    rf"{_MONTH}[- ]?{_DAY}{_YEAR}",
    rf"(?P<y>\d{{4}})[-/ ]?{_MONTH}[-/ ]?{_DAY}",
)
_OF_MONTH = r"(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)"
_WEEKDAY = r"(?:(?P<which>this|next|last) )?(?P<day>[a-z]+)"
_MONTHS_APART = 12
_LEAST = 5
"""With fewer letters a word is no misspelt month."""

_WEEK = timedelta(weeks=1)


def read_date(text: str, span: Span) -> date:
    """The day that is meant by "2026-12-01", "13.12.", "Dec 1st", "friday", "in 2 weeks", "3 days ago".

    Where no year is told it is the next such day, or the last one if all that can be meant lies behind.
    Raises Unclear where several days are told, with those that can be meant as ISO dates; OtherWeekday where
    a date is told with a weekday on which it does not fall; and Unusable.
    """
    typed = bare(text) if len(text) <= LONGEST else ""
    told = dates_of(typed, span.today, past=span.past)
    clashing = () if told else off_weekday(typed, span.today, past=span.past)
    if meant := [day for day in clashing if day in span]:
        raise OtherWeekday(text, tuple(Meaning(day.isoformat()) for day in meant), clashing[0])
    if clashing:
        raise span.refused(text)
    if not told:
        raise Unusable(text, Why.NO_DAY if is_no_day(typed, span.today) else Why.DATE, span.example)
    found = [day for day in told if day in span]
    if not found:
        raise span.refused(text)
    if len([day for day in told if day in span or day != span.today]) > 1:
        raise Unclear(text, tuple(Meaning(day.isoformat()) for day in found))
    return found[0]


def dates_of(typed: str, today: date, *, past: bool = False) -> tuple[date, ...]:
    """All the days that a plain text can mean; none if it is no date."""
    return tuple(dict.fromkeys(day for day in _read(_date_in(typed), today, past=past) if day is not None))


def off_weekday(typed: str, today: date, *, past: bool = False) -> tuple[date, ...]:
    """A date that is told with a weekday on which it does not fall, and the nearest days that do.

    None where a plain text is nothing of the kind.
    """
    for named, rest in _with_weekday(_date_in(typed)):
        for day in dates_of(rest, today, past=past) if not weekday(rest) else ():
            if day.isoweekday() != named and date.min.year < day.year < date.max.year:
                after = day + timedelta(days=(named - day.isoweekday()) % 7)
                return day, after - _WEEK, after
    return ()


def is_no_day(typed: str, today: date) -> bool:
    """Whether a plain text is written like a date, but of a day that no calendar has: "30 Feb", "31.11."."""
    found = list(_read(_date_in(typed), today, past=False))
    return bool(found) and not any(found)


def _date_in(typed: str) -> str:
    return re.sub(r"^(?:on|by|until|till) ", "", typed.strip(" ,.()"))


def _read(typed: str, today: date, *, past: bool) -> Iterator[date | None]:
    word = typed.removeprefix("the ")
    near = _NEAR.get(word, _NEAR.get(misspelt(word, _MISSPELT) or ""))
    if near is not None:
        yield today + timedelta(days=near)
    elif typed in _WEEKS:
        monday = today - timedelta(days=today.weekday()) + _WEEKS[typed] * _WEEK
        yield from (monday + timedelta(days=n) for n in range(7))
    elif (away := re.fullmatch(_AWAY, typed)) and (count := _count(away["n"])) is not None:
        yield _away(away, -count if away["side"] == "ago" else count, today)
    elif found := re.fullmatch(_COMPACT, typed) or re.fullmatch(_YEAR_FIRST, typed):
        yield _day(int(found["y"]), int(found["m"]), int(found["d"]))
    elif found := re.fullmatch(_NUMBERED, typed):
        yield from _numbered(found, today, past=past)
    elif found := re.fullmatch(_OF_MONTH, typed):
        yield _in_month(int(found["d"]), today, past=past)
    else:
        yield from _worded(typed, today, past=past)


def _worded(typed: str, today: date, *, past: bool) -> Iterator[date | None]:
    """A month by its name, a day of the week, or this before or behind a date, which then have to agree."""
    for pattern in _WORDED:
        found = re.fullmatch(pattern, typed)
        month = _month(found["m"]) if found else None
        if found and month:
            yield _in_year(found["y"], month, int(found["d"]), today, past=past)
            return
    alone = re.fullmatch(_WEEKDAY, typed)
    if alone and (named := weekday(alone["day"])):
        yield from _weekdays(alone["which"], named, today, past=past)
        return
    for named, rest in _with_weekday(typed):
        yield from (day for day in dates_of(rest, today, past=past) if day.isoweekday() == named)


def _with_weekday(typed: str) -> Iterator[tuple[int, str]]:
    """The day of the week that stands before or behind something, and that."""
    first, _, behind = typed.partition(" ")
    before, _, last = typed.rpartition(" ")
    for word, rest in ((first, behind), (last, before)):
        if rest and (named := weekday(word.strip(".,()"))):
            yield named, rest


def _weekdays(which: str | None, named: int, today: date, *, past: bool) -> Iterator[date]:
    """The days that "friday", "this friday" and "next friday" can be."""
    ahead = timedelta(days=(named - today.isoweekday()) % 7)
    if which == "next":
        yield from (today + ahead, today + ahead + _WEEK) if ahead else (today + _WEEK,)
    elif past or which == "last":
        yield today + ahead - (_WEEK if ahead or which == "last" else timedelta())
    else:
        yield today + ahead
        if not ahead:
            yield today + _WEEK


def _numbered(found: re.Match[str], today: date, *, past: bool) -> Iterator[date | None]:
    """With dots and a year the day comes first; else each order is possible, as far as there is such a day.

    A year of two digits comes first in some countries; nobody means one that is far from this by that.
    """
    first, second, sign, year = int(found["a"]), int(found["b"]), found["sign"], found["y"]
    if sign == "-" and year is None:
        return
    day_first = _in_year(year, second, first, today, past=past)
    yield day_first
    if sign != "." or year is None or day_first is None:
        yield _in_year(year, first, second, today, past=past)
    if sign != "." and year is not None and len(year) == 2:
        year_first = _in_year(found["a"], second, int(year), today, past=past)
        if year_first and abs(year_first - today) <= 2 * A_YEAR:
            yield year_first


def _count(told: str) -> int | None:
    return int(told) if told.isdecimal() else _COUNTS.get(told)


def _away(found: re.Match[str], count: int, today: date) -> date:
    if found["unit"] in ("day", "week"):
        return today + count * (_WEEK if found["unit"] == "week" else timedelta(days=1))
    months = today.month - 1 + count * (_MONTHS_APART if found["unit"] == "year" else 1)
    year, month = today.year + months // _MONTHS_APART, months % _MONTHS_APART + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _in_month(day: int, today: date, *, past: bool) -> date | None:
    """The next day with that number, or the last: every month but one has it, or the one beside it."""
    months = (today.year * _MONTHS_APART + today.month - 1 + (-n if past else n) for n in range(3))
    days = (_day(month // _MONTHS_APART, month % _MONTHS_APART + 1, day) for month in months)
    return next((each for each in days if each and (each <= today if past else each >= today)), None)


def _in_year(year: str | None, month: int, day: int, today: date, *, past: bool) -> date | None:
    """The day in that year (of two digits: in this century), or else the next such day, or the last."""
    if year is not None:
        told = int(year.lstrip("'"))
        return _day(told + (2000 if len(year) < 4 else 0), month, day)
    years = range(today.year, today.year - 9, -1) if past else range(today.year, today.year + 9)
    days = (_day(each, month, day) for each in years)  # the 29th of February comes within eight years
    return next((each for each in days if each and (each <= today if past else each >= today)), None)


def _month(word: str) -> int | None:
    for number, name in enumerate(_MONTHS, start=1):
        if name.startswith(word) or word == f"{name[:3]}t" == "sept":
            return number
    near = misspelt(word, _MONTHS) if len(word) >= _LEAST else None
    return _MONTHS.index(near) + 1 if near else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
