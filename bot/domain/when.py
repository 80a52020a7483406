"""Reading what people type for a day, a time of day, a moment."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import Unusable, Why
from bot.domain.members import WEEKDAYS
from bot.domain.schedule import DAY, instant, local_day, minute_of

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def parse_day(text: str) -> int:
    """The ISO weekday (Monday is 1) of a day name or its first letters, two at least; Unusable otherwise."""
    typed = text.strip().casefold()
    for number, name in enumerate(WEEKDAYS, start=1):
        if len(typed) >= 2 and name.casefold().startswith(typed):
            return number
    raise Unusable(text, Why.DAY)


def parse_time(text: str) -> int:
    """Minutes after midnight of "9", "09:00", "9.30", "18h15" or "9 pm"; Unusable otherwise."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise Unusable(text, Why.TIME)
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").casefold()
    if hour not in (range(1, 13) if half else range(24)) or minute > 59:
        raise Unusable(text, Why.TIME)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour * 60 + minute


def parse_soon(text: str, now: int, zone: str) -> int:
    """Epoch seconds of "Thursday 18:30", "today 9 pm" or "tomorrow 8:00" in a zone; the first after `now`.

    Unusable for anything else.
    """
    day_name, _, clock = text.strip().partition(" ")
    today = local_day(now, zone)
    try:
        minute = parse_time(clock)
        near = {"today": 0, "tomorrow": 1}.get(day_name.casefold())
        ahead = (parse_day(day_name) - today.isoweekday()) % 7 if near is None else near
    except Unusable:
        raise Unusable(text, Why.SOON) from None
    at = instant(today + timedelta(days=ahead), minute, zone)
    return at if at > now or near is not None else instant(today + timedelta(days=7), minute, zone)


_MOMENT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T]+(\d{1,2}):(\d{2})")


def parse_moment(text: str, now: int, zone: str) -> int:
    """Epoch seconds of "2026-12-01 09:00" in a zone, later than `now` and within a year of it.

    Unusable for anything else, and for a time that the clocks skip on that day.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise Unusable(text, Why.MOMENT)
    year, month, day, hour, minute = map(int, match.groups())
    try:
        wall = datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone))
    except ValueError:
        raise Unusable(text, Why.MOMENT) from None
    at = int(wall.timestamp())
    if at <= now:
        raise Unusable(text, Why.PAST)
    if at > now + 366 * DAY:
        raise Unusable(text, Why.FAR)
    if minute_of(at, zone) != hour * 60 + minute:
        raise Unusable(text, Why.SKIPPED)
    return at


def likely_moments(now: int, zone: str) -> tuple[tuple[str, str], ...]:
    """Sensible times to post, as (words, "YYYY-MM-DD HH:MM"): today, tomorrow, the days after."""
    days = [local_day(now, zone) + timedelta(days=n) for n in range(8)]
    words = ("today", "tomorrow", *(WEEKDAYS[day.weekday()] for day in days[2:]))
    return tuple(
        (f"{word} {clock}", f"{day:%Y-%m-%d} {clock}")
        for word, day in zip(words, days, strict=True)
        for clock in ("09:00", "12:00", "18:00")
        if instant(day, parse_time(clock), zone) > now
    )


def parse_date(text: str) -> date | None:
    """The day in "2027-05-01"; None for nothing; Unusable for anything else."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Unusable(text, Why.DATE) from None
