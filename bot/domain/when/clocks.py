"""A time of day as people type it."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from bot.domain.errors import Unusable, Why
from bot.domain.typed import bare

HOUR = 60
NOON = 12 * HOUR
A_DAY = 24 * HOUR

NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_QUARTERS = {
    "half past": 30,
    "quarter past": 15,
    "a quarter past": 15,
    "quarter to": -15,
    "a quarter to": -15,
}
_CLOCK = re.compile(
    rf"(?:(?:at|um) |@ ?)?(?:(?P<quarter>{'|'.join(_QUARTERS)}) )?(?P<hour>\d{{1,2}}|{'|'.join(NUMBERS)})"
    r"(?:(?:[:.,]| ?h ?)?(?P<minute>\d{2})(?:(?<=[:.]\d\d):00)?)?(?: ?(?:h|hrs?|uhr|o'?clock))?"
    r"(?: ?(?P<half>[ap])\.? ?(?:m\.?)?)?"
)

_PARTS: Mapping[str, tuple[Container[int], Sequence[int]]] = {
    "a": (range(NOON), ()),
    "p": (range(NOON, A_DAY), ()),
    "morning": (range(HOUR, NOON), range(8 * HOUR, 11 * HOUR, HOUR)),
    "noon": ((NOON,), (NOON,)),
    "midday": ((NOON,), (NOON,)),
    "afternoon": (range(NOON, 19 * HOUR), range(14 * HOUR, 17 * HOUR, HOUR)),
    "evening": (range(16 * HOUR, A_DAY + 1), range(18 * HOUR, 22 * HOUR, HOUR)),
    "night": ((0, *range(19 * HOUR, A_DAY + 1)), range(20 * HOUR, 23 * HOUR, HOUR)),
    "midnight": ((0, A_DAY), (0, A_DAY)),
}
"""For each part of the day the minutes in it, and which of them are offered where it is told alone."""

_PART = re.compile(
    rf"(?<![\w-])(?:at |in the |@ ?)?({'|'.join(part for part in _PARTS if len(part) > 1)})(?![\w-])"
)

_TWENTY_FOUR = re.compile(r"\b0\d?[:.]|\d ?h|uhr")
"""What is written only where the clock has twenty-four hours."""


def read_time(text: str) -> int:
    """Minutes after midnight of "9", "9 p.m.", "21h", "0900", "noon", "quarter to 7"; Unusable otherwise."""
    found = {minute % A_DAY for minute in times_of(bare(text))}
    if len(found) != 1:
        raise Unusable(text, Why.TIME)
    return found.pop()


def clock(minute: int) -> str:
    """A time of day, given in minutes after midnight, as HH:MM."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def times_of(typed: str) -> Sequence[int]:
    """All the times that a plain text can mean: 0 and 1440 for "midnight", some for "evening"; or none."""
    return in_parts(*parted(typed))


def parted(typed: str) -> tuple[str, Sequence[str]]:
    """A plain text without the parts of the day that it tells, and these: "9", "evening"."""
    return " ".join(_PART.sub(" ", typed).split()), _PART.findall(typed)


def in_parts(typed: str, parts: Sequence[str]) -> Sequence[int]:
    """The times that a text without parts of the day can mean in these; where it is empty, the usual ones."""
    if not typed:
        return _within(parts, sorted({minute for part in parts for minute in _PARTS[part][1]}))
    found = _CLOCK.fullmatch(typed.strip(" ,"))
    if not found:
        return ()
    told = [*parts, *filter(None, [found["half"]])]
    shown = _shown(found)
    return _within(told, shown) if told else shown[:1]


def in_either_half(typed: str, parts: Sequence[str]) -> Sequence[int]:
    """The same, and in the evening as well where nothing says otherwise: for "8", not for "08:00"."""
    times, found = in_parts(typed, parts), _CLOCK.fullmatch(typed)
    told = parts or not times or not found or found["half"] or _TWENTY_FOUR.search(typed)
    return times if told or not HOUR <= times[0] < NOON else (times[0], times[0] + NOON)


def _within(parts: Iterable[str], minutes: Iterable[int]) -> Sequence[int]:
    return [minute for minute in minutes if all(minute in _PARTS[part][0] for part in parts)]


def _shown(found: re.Match[str]) -> Sequence[int]:
    """When a clock shows that: with all twenty-four hours first, then with twelve, wherever these begin."""
    word, quarter, minute = found["hour"], found["quarter"], int(found["minute"] or 0)
    hour = NUMBERS.index(word) + 1 if word in NUMBERS else int(word)
    at = hour * HOUR + minute + _QUARTERS.get(quarter, 0)
    twelve = 1 <= hour <= 12
    if not 0 <= at <= A_DAY or minute >= HOUR or (quarter and found["minute"]):
        return ()
    if found["half"] and (not twelve or (hour == 12 and at < NOON)):  # a quarter to noon, or to midnight?
        return ()
    if not twelve:
        return (at,)
    return list(dict.fromkeys((at, *range(at % NOON, A_DAY + 1, NOON))))
