"""A moment as people type it: a day and a time, in either order, in somebody's zone."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.errors import Meaning, OtherWeekday, Unclear, Unusable, Why
from bot.domain.schedule import DAY, instant, local_day
from bot.domain.typed import LONGEST, bare
from bot.domain.when.clocks import A_DAY, NUMBERS, SPOKEN, in_either_half, in_parts, parted
from bot.domain.when.dates import dates_of, is_no_day, off_weekday

USUAL = (9 * 60, 12 * 60, 18 * 60)
"""The times of day that are offered where only a day is told, in minutes after midnight."""

MOST_DAYS = 366
_WEEK = timedelta(days=7)
_FAR = timedelta(days=2 * MOST_DAYS)  # what is further away is too far all the same, and has an instant
_OFFERED = r"\((\d{4}-\d\d-\d\d \d\d:\d\d(?:[+-]\d\d:\d\d)?)\)\s*$"
_STAMP = r"<t:(\d{1,11})(?::[a-z])?>"
_MINUTES = r" ?m(?:in(?:ute)?s?)?"
_COUNTS = {"a": "1", "an": "1", **{said: str(number) for said, number in SPOKEN.items()}} | {
    word: str(number) for number, word in enumerate(NUMBERS, 1)
}
_HOURS = _COUNTS | {"half an": "0.5", "a half": "0.5", "a quarter of an": "0.25"}
_MORE = _COUNTS | {"a half": "30", "a quarter": "15"}
_SOON = (
    rf"(?:in |\+ ?)?(?:(?P<hours>\d{{1,4}}(?:[.,]\d{{1,2}})?|{'|'.join(_HOURS)}) ?h(?:(?:ou)?rs?)?"
    rf"(?:(?:,? and |,? ?)(?P<more>\d{{1,2}}|{'|'.join(_MORE)})(?:{_MINUTES})?)?"
    rf"|(?P<minutes>\d{{1,4}}|{'|'.join(_COUNTS)}){_MINUTES})(?: from now)?"
)
_WITH_OFFSET = r"(\d{4}-\d\d-\d\d \d\d:\d\d)(?::00)? ?(?P<ahead>z|utc|gmt|[+-]\d\d:?\d\d)"
_YEAR = r"(?:19|20)\d\d"
_BOTH = r"(?<=\d)t(?=\d)"
_BETWEEN = r" [-·|](?= \d{1,2}(?::\d| ?(?:[ap]\b|[ap]\.?m|h\b)))"
_THIS = r"\bthis (?=morning|afternoon|evening)"

Wall = tuple[date, int]
"""A local time: a day, and minutes after its midnight."""


class _Asked(NamedTuple):
    """What was typed where a moment was asked for, and which can be meant: later than `now`, up to `last`."""

    text: str
    now: int
    zone: str
    last: int

    def holds(self, at: int) -> bool:
        return self.now < at <= self.last

    def checked(self, at: int) -> int:
        """The moment, if it can be meant; Unusable if not."""
        if self.holds(at):
            return at
        far = at > self.now + MOST_DAYS * DAY
        raise self.refused(Why.PAST if at <= self.now else Why.FAR if far else Why.LATE)

    def refused(self, why: Why) -> Unusable:
        """That it can't be meant, with a moment that can."""
        day = local_day(self.now, self.zone) + timedelta(days=2)
        return Unusable(self.text, why, iso(min(instant(day, USUAL[0], self.zone), self.last), self.zone))


def read_moment(text: str, now: int, zone: str, last: int | None = None) -> int:
    """Epoch seconds of "tomorrow 9:00", "fri 6pm", "13.12. 18h", "in 2 hours": later than now, within a year.

    It is `last` at the latest, where that is given. Raises Unclear with moments as ISO writes them where
    several can be meant or the time is missing, OtherWeekday where the day is none of those so called, and
    Unusable for anything else, and for a time that the clocks skip on that day.
    """
    asked = _Asked(text, now, zone, now + MOST_DAYS * DAY if last is None else last)
    if len(text) > LONGEST:
        raise asked.refused(Why.MOMENT)
    typed = _typed(text)
    exact = _exact(typed)
    if exact is not None:
        return asked.checked(exact)
    soon = _soon(typed, now)
    walls = _walls(typed, now, zone)
    if soon and not walls:
        return asked.checked(soon[0])
    if not walls:
        raise _untold(typed, asked)
    found = [*soon, *(at for wall in walls for at in _instants(wall, zone))]
    if not found:
        beside = datetime.combine(walls[0][0], time(*divmod(walls[0][1], 60)), ZoneInfo(zone)).timestamp()
        raise Unusable(text, Why.SKIPPED, iso(asked.checked(int(beside)), zone))
    if len(walls) == len(found) == 1:
        return asked.checked(found[0])
    coming = sorted(at for at in found if asked.holds(at))
    if not coming:
        return asked.checked(max(found))
    raise Unclear(text, tuple(Meaning(iso(at, zone)) for at in coming))


def _typed(text: str) -> str:
    """It in plain, of what was offered only the moment."""
    offered = re.search(_OFFERED, text)
    typed = re.sub(_BETWEEN, "", re.sub(_BOTH, " ", bare(offered[1] if offered else text)))
    return re.sub(_THIS, "today ", typed.replace("tonight", "today evening"))


def _exact(typed: str) -> int | None:
    """A moment that needs no zone: a Discord time stamp, a time with its offset."""
    if stamp := re.fullmatch(_STAMP, typed):
        return int(stamp[1])
    if told := re.fullmatch(_WITH_OFFSET, typed):
        ahead = told["ahead"] if told["ahead"][0] in "+-" else "+00:00"
        try:
            return int(datetime.fromisoformat(f"{told[1]}{ahead}").timestamp())
        except ValueError:
            return None
    return None


def _soon(typed: str, now: int) -> Sequence[int]:
    """When so much time from now is over; "2h" can be a time of day as well."""
    found = re.fullmatch(_SOON, typed)
    if not found:
        return ()
    hours = _HOURS.get(found["hours"], found["hours"])
    told = found["minutes"] or found["more"]
    minutes = _MORE.get(told, told)
    return (now + int(60 * (60 * float((hours or "0").replace(",", ".")) + int(minutes or 0))),)


def _walls(typed: str, now: int, zone: str) -> Sequence[Wall]:
    """All the days with times that it can mean, where nothing but the zone decides when that is.

    A time alone is one of today, or, which is asked about, one of tomorrow; a day alone is asked for a time.
    """
    today = local_day(now, zone)
    rest, parts = parted(typed)
    days = _days(rest, today)
    if walls := list(dict.fromkeys(_side_by_side(rest, parts, now, zone))):
        return [*walls, *_at([day for day in days if day.year >= today.year and not parts], USUAL)]
    if times := in_parts(rest, parts):
        both = today, today + timedelta(days=1)
        return _to_come(_at([today], times), now, zone) or _at(both, in_either_half(rest, parts))
    return _at(days, USUAL)


def _side_by_side(rest: str, parts: Sequence[str], now: int, zone: str) -> Iterator[Wall]:
    """What a day and a time can mean that stand in either order; parts of the day stood anywhere."""
    today = local_day(now, zone)
    for day_text, time_text in _sides(rest):
        times = in_parts(time_text, parts)
        if not times or _may_be_a_year(time_text, day_text):
            continue
        days = _days(day_text, today)
        if days in ((today,), (today, today + _WEEK)):
            yield from _from_today(days, times, in_either_half(time_text, parts), now, zone)
        else:
            yield from _at(days, times)


def _tells_no_day(typed: str, now: int, zone: str) -> bool:
    """Whether nothing is wrong with it but that no calendar has its day."""
    (rest, parts), today = parted(typed), local_day(now, zone)
    return any(is_no_day(day, today) and (not time or in_parts(time, parts)) for day, time in _sides(rest))


def _untold(typed: str, asked: _Asked) -> Unclear | Unusable:
    """What is wrong with a text that tells no day and time."""
    now, zone = asked.now, asked.zone
    clashing = _off_weekday(typed, now, zone)
    if ats := [at for wall in clashing for at in _instants(wall, zone)]:
        coming = [at for at in ats if asked.holds(at)] or [asked.checked(max(ats))]
        return OtherWeekday(asked.text, tuple(Meaning(iso(at, zone)) for at in coming), clashing[0][0])
    return asked.refused(Why.NO_DAY if _tells_no_day(typed, now, zone) else Why.MOMENT)


def _off_weekday(typed: str, now: int, zone: str) -> Sequence[Wall]:
    """What a date can mean that is told with a weekday on which it does not fall."""
    (rest, parts), today = parted(typed), local_day(now, zone)
    for day_text, time_text in _sides(rest):
        times = in_parts(time_text, parts) if time_text or parts else USUAL
        days = () if _may_be_a_year(time_text, day_text) else off_weekday(day_text, today)
        if times and (near := [day for day in days if abs(day - today) <= _FAR]):
            return _at(near, times)
    return ()


def _sides(rest: str) -> Iterator[tuple[str, str]]:
    """The ways to take it for a day and a time, in either order; one of them may be empty."""
    words = rest.split()
    for cut in range(1, len(words) + 1):
        sides = " ".join(words[:cut]), " ".join(words[cut:])
        yield from (sides, sides[::-1])


def _from_today(
    days: Sequence[date], times: Sequence[int], either: Sequence[int], now: int, zone: str
) -> Sequence[Wall]:
    """Today, if that is to come; else on the same weekday in a week, or today in the evening."""
    coming = _to_come(_at(days[:1], times), now, zone)
    if len(coming) == len(times):
        return coming
    return [*coming, *_at(days[1:], times)] or _at(days, either)


def _may_be_a_year(time_text: str, day_text: str) -> bool:
    """Whether "2026" beside "1 december" is no time of day."""
    year = re.fullmatch(_YEAR, time_text.strip(" ,"))
    return bool(year and re.search(r"\d", day_text) and not re.search(_YEAR, day_text))


def _days(typed: str, today: date) -> tuple[date, ...]:
    return tuple(min(max(day, today - _FAR), today + _FAR) for day in dates_of(typed, today))


def _at(days: Sequence[date], minutes: Sequence[int]) -> Sequence[Wall]:
    return [(day + timedelta(days=minute // A_DAY), minute % A_DAY) for day in days for minute in minutes]


def _to_come(walls: Sequence[Wall], now: int, zone: str) -> Sequence[Wall]:
    return [wall for wall in walls if any(at > now for at in _instants(wall, zone))]


def _instants(wall: Wall, zone: str) -> Sequence[int]:
    """When it is so late there: never, where the clocks skip it, and twice, where they are set back."""
    day, minute = wall
    local = datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(zone))
    both = (int(local.replace(fold=fold).timestamp()) for fold in (0, 1))
    shown = local.replace(tzinfo=None)
    return [
        at
        for at in dict.fromkeys(both)
        if datetime.fromtimestamp(at, ZoneInfo(zone)).replace(tzinfo=None) == shown
    ]


def iso(at: int, zone: str) -> str:
    """A moment as it can't be misread, "2026-12-01 09:00"; with its offset where that comes twice."""
    told = datetime.fromtimestamp(at, ZoneInfo(zone))
    twice = len(_instants((told.date(), told.hour * 60 + told.minute), zone)) > 1
    return told.isoformat(" ", "minutes")[: None if twice else 16]
