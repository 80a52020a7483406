"""Reading what people type for a day and a time of day."""

import re

from bot.domain.errors import BadDay, BadTime
from bot.domain.members import WEEKDAYS

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def parse_day(text: str) -> int:
    """The ISO weekday (Monday is 1) of a day name or its first letters, two at least; BadDay otherwise."""
    typed = text.strip().casefold()
    for number, name in enumerate(WEEKDAYS, start=1):
        if len(typed) >= 2 and name.casefold().startswith(typed):
            return number
    raise BadDay(text)


def parse_time(text: str) -> int:
    """Minutes after midnight of "9", "09:00", "9.30", "18h15" or "9 pm"; BadTime otherwise."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise BadTime(text)
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            raise BadTime(text)
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise BadTime(text)
    return hour * 60 + minute
