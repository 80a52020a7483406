"""A time of day as people type it."""

import re

from bot.domain.errors import Unusable, Why
from bot.domain.typed import plain

NOON = 12 * 60
A_DAY = 24 * 60

_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_HALF = r"(?P<half>[ap])\.? ?(?:m\.?)?"
_BEFORE, _AFTER = r"(?:at |um |@ ?)?", r"(?: ?(?:o'?clock|uhr))?"

_PLAIN = re.compile(
    rf"{_BEFORE}(?P<hour>\d{{1,2}})(?:(?:[:.,]| ?h ?)(?P<minute>\d{{2}})(?::00)?)?"
    rf"(?: ?{_HALF}|(?: ?h)?{_AFTER})"
)
_TOGETHER = re.compile(rf"{_BEFORE}(?P<hour>\d{{1,2}})(?P<minute>\d{{2}})(?: ?{_HALF}|(?: ?h)?{_AFTER})")
_WORDS = {
    "noon": NOON, "midday": NOON, "12 noon": NOON, "midnight": 0, "12 midnight": 0,
}  # fmt: skip
_QUARTERS = {"half past": 30, "quarter past": 15, "quarter to": -15}
_SPOKEN = re.compile(
    r"(?P<quarter>half past|(?:a )?quarter (?:past|to))? ?(?P<hour>\d{1,2}|" + "|".join(_NUMBERS) + r")"
    r"(?: o'?clock)?(?: (?P<part>in the morning|in the afternoon|in the evening|at night))?"
)
_PARTS = {
    "in the morning": (range(1, 12), 0), "in the afternoon": (range(1, 7), 12),
    "in the evening": (range(4, 12), 12), "at night": (range(7, 12), 12),
}  # fmt: skip


def read_time(text: str) -> int:
    """Minutes after midnight of "9", "9 p.m.", "21h", "0900", "noon", "quarter to 7"; Unusable otherwise."""
    minute = minutes_of(plain(text))
    if minute is None:
        raise Unusable(text, Why.TIME)
    return minute % A_DAY


def clock(minute: int) -> str:
    """A time of day, given in minutes after midnight, as HH:MM."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def minutes_of(typed: str) -> int | None:
    """The same of a plain text; 1440 for "24:00", and None for what is no time of day."""
    typed = typed.strip(" ,")
    word = typed.removeprefix("at ")
    if word in _WORDS:
        return _WORDS[word]
    for pattern in (_PLAIN, _TOGETHER):
        if found := pattern.fullmatch(typed):
            return _counted(int(found["hour"]), int(found["minute"] or 0), found["half"])
    spoken = _SPOKEN.fullmatch(word)
    return _said(spoken) if spoken else None


def _counted(hour: int, minute: int, half: str | None) -> int | None:
    if (hour, minute, half) == (24, 0, None):
        return A_DAY
    if hour not in (range(1, 13) if half else range(24)) or minute > 59:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute


def _said(found: re.Match[str]) -> int | None:
    """The minutes of "quarter to nine" or "7 in the evening"."""
    hour = _NUMBERS.index(found["hour"]) + 1 if found["hour"] in _NUMBERS else int(found["hour"])
    part, quarter = found["part"], found["quarter"]
    if part:
        hours, later = _PARTS[part]
        if hour not in hours:
            return None
        hour += later
    minute = hour * 60 + (_QUARTERS[quarter.removeprefix("a ")] if quarter else 0)
    return minute if 0 <= minute < A_DAY else None
