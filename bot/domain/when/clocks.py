"""A time of day as people type it."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from bot.domain.errors import Unusable, Why
from bot.domain.typed import bare

HOUR = 60
NOON = 12 * HOUR
A_DAY = 24 * HOUR

NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_TENS = {"ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
SPOKEN = {
    **{f"{zero} {NUMBERS[minute - 1]}": minute for zero in ("oh", "o") for minute in range(1, 10)},
    **_TENS,
    **{f"{tens}{sign}five": at + 5 for tens, at in _TENS.items() for sign in " -" if at >= 20},
}
"""Minutes as they are said behind an hour: "seven thirty", "nine oh five"."""

_PAST = {"half": 30, "quarter": 15, "a quarter": 15, "five": 5, **SPOKEN}
_BEFORE = frozenset({"to", "before"})
_CLOCK = (
    rf"(?:(?:at|um) |@ ?)?(?:(?P<beside>\d{{1,2}}|{'|'.join(_PAST)})(?P<unit> min(?:ute)?s?)?[ -]"
    r"(?P<side>past|after|to|before) )?"
    rf"(?P<hour>\d{{1,2}}|{'|'.join(NUMBERS)})"
    r"(?:(?:[:.,]| ?(?:h|uhr) ?)?(?P<minute>\d{2})(?:(?<=[:.]\d\d):00)?"
    rf"|[ -](?P<spoken>{'|'.join(SPOKEN)}))?"
    r"(?: ?(?:h|hrs?|uhr|o ?'?clock)|(?:(?<=\d{4})|(?<=[:.]\d\d)) ?hours)?"
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

_PART = rf"(?<![\w-])(?:at |in the |@ ?)?({'|'.join(part for part in _PARTS if len(part) > 1)})(?![\w-])"

_TWENTY_FOUR = r"\b0\d?[:.]|\d ?h|uhr"
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
    return " ".join(re.sub(_PART, " ", typed).split()), re.findall(_PART, typed)


def in_parts(typed: str, parts: Sequence[str]) -> Sequence[int]:
    """The times that a text without parts of the day can mean in these; where it is empty, the usual ones."""
    if not typed:
        return _within(parts, sorted({minute for part in parts for minute in _PARTS[part][1]}))
    found = re.fullmatch(_CLOCK, typed.strip(" ,"))
    if not found:
        return ()
    told = [*parts, *filter(None, [found["half"]])]
    shown = _shown(found)
    return _within(told, shown) if told else shown[:1]


def in_either_half(typed: str, parts: Sequence[str]) -> Sequence[int]:
    """The same, and in the evening as well where nothing says otherwise: for "8", not for "08:00"."""
    times, found = in_parts(typed, parts), re.fullmatch(_CLOCK, typed)
    told = parts or not times or not found or found["half"] or re.search(_TWENTY_FOUR, typed)
    return times if told or not HOUR <= times[0] < NOON else (times[0], times[0] + NOON)


def _within(parts: Iterable[str], minutes: Iterable[int]) -> Sequence[int]:
    return [minute for minute in minutes if all(minute in _PARTS[part][0] for part in parts)]


def _shown(found: re.Match[str]) -> Sequence[int]:
    """When a clock shows that: with all twenty-four hours first, then with twelve, wherever these begin."""
    word, beside = found["hour"], _beside(found)
    minute = SPOKEN.get(found["spoken"], int(found["minute"] or 0))
    hour = NUMBERS.index(word) + 1 if word in NUMBERS else int(word)
    if beside is None or (beside and minute):
        return ()
    at = hour * HOUR + minute + beside
    twelve = 1 <= hour <= 12
    if not 0 <= at <= A_DAY or minute >= HOUR:
        return ()
    if found["half"] and (not twelve or (hour == 12 and at < NOON)):  # a quarter to noon, or to midnight?
        return ()
    if not twelve:
        return (at,)
    return list(dict.fromkeys((at, *range(at % NOON, A_DAY + 1, NOON))))


def _beside(found: re.Match[str]) -> int | None:
    """How many minutes after its hour it is, or before: of "twenty to nine"; None where that is none.

    "Ten to six" is none: it may as well be the hours between.
    """
    told, before = found["beside"], found["side"] in _BEFORE
    if told is None:
        return 0
    minutes = int(told) if told.isdecimal() else _PAST[told]
    hours = not found["unit"] and (told.isdecimal() or told in NUMBERS)
    if minutes >= HOUR or (before and (told == "half" or hours)):
        return None
    return -minutes if before else minutes
