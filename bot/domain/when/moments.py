"""A moment as people type it: a day and a time, in either order, in somebody's zone."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import Meaning, Unclear, Unusable, Why
from bot.domain.schedule import DAY, local_day
from bot.domain.typed import LONGEST, plain
from bot.domain.when.clocks import A_DAY, minutes_of
from bot.domain.when.dates import dates_of

USUAL = (9 * 60, 12 * 60, 18 * 60)
"""The times of day that are offered where only a day is told, in minutes after midnight."""

MOST_DAYS = 366
_WEEK = timedelta(days=7)
_FAR = timedelta(days=2 * MOST_DAYS)  # what is further away is too far all the same, and has an instant
_OFFERED = re.compile(r"\((\d{4}-\d\d-\d\d \d\d:\d\d(?:[+-]\d\d:\d\d)?)\)\s*$")
_STAMP = re.compile(r"<t:(\d{1,11})(?::[a-z])?>")
_SOON = re.compile(r"in (?P<n>\d{1,4}|an?|half an) ?(?P<unit>min(?:ute)?s?|m|h(?:ou)?rs?|h)")
_WITH_OFFSET = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d)(?::00)? ?(?P<ahead>z|utc|gmt|[+-]\d\d:?\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BOTH = re.compile(r"(?<=\d)t(?=\d)")

Wall = tuple[date, int]
"""A local time: a day, and minutes after its midnight."""


def read_moment(text: str, now: int, zone: str) -> int:
    """Epoch seconds of "tomorrow 9:00", "fri 6pm", "1.12. 18h", "in 2 hours": later than now, within a year.

    Raises Unclear with moments as ISO writes them where several can be meant or the time is missing, and
    Unusable for anything else, and for a time that the clocks skip on that day.
    """
    typed = _typed(text)
    exact = _exact(typed, now)
    if exact is not None:
        return _in_range(exact, text, now)
    today = local_day(now, zone)
    walls = list(dict.fromkeys(_walls(typed, today)))
    if not walls and (minute := minutes_of(typed)) is not None:
        walls = [_wall(today, minute)]
        if not any(at > now for at in _instants(walls[0], zone)):
            raise _unclear(text, [_wall(today + timedelta(days=1), minute)], now, zone)
    if not walls:
        days = (min(max(day, today - _FAR), today + _FAR) for day in dates_of(typed, today))
        raise _unclear(text, [(day, minute) for day in days for minute in USUAL], now, zone)
    if len(walls) == 2 and walls[0][0] == today and walls[1][0] == today + _WEEK:
        walls = [next((wall for wall in walls if any(at > now for at in _instants(wall, zone))), walls[1])]
    found = _instants(walls[0], zone)
    if len(walls) > 1 or len(found) > 1:
        raise _unclear(text, walls, now, zone)
    if not found:
        raise Unusable(text, Why.SKIPPED)
    return _in_range(found[0], text, now)


def _typed(text: str) -> str:
    """It in plain, of what was offered only the moment; Unusable where it is too long to be one."""
    if len(text) > LONGEST:
        raise Unusable(text, Why.MOMENT)
    offered = _OFFERED.search(text)
    return _BOTH.sub(" ", plain(offered[1] if offered else text))


def _exact(typed: str, now: int) -> int | None:
    """A moment that needs no zone: a Discord time stamp, a distance from now, a time with its offset."""
    if stamp := _STAMP.fullmatch(typed):
        return int(stamp[1])
    if soon := _SOON.fullmatch(typed):
        number = {"a": 1.0, "an": 1.0, "half an": 0.5}.get(soon["n"]) or float(soon["n"])
        return now + int(number * 60 * (1 if soon["unit"].startswith("m") else 60))
    if told := _WITH_OFFSET.fullmatch(typed):
        ahead = told["ahead"] if told["ahead"][0] in "+-" else "+00:00"
        try:
            return int(datetime.fromisoformat(f"{told[1]}{ahead}").timestamp())
        except ValueError:
            return None
    return None


def _walls(typed: str, today: date) -> Iterator[Wall]:
    """What a day and a time can mean that stand side by side."""
    words = typed.split()
    for cut in range(1, len(words)):
        sides = " ".join(words[:cut]), " ".join(words[cut:])
        for day_text, time_text in (sides, sides[::-1]):
            minute = minutes_of(time_text)
            if minute is None or _may_be_a_year(time_text, day_text):
                continue
            for day in dates_of(day_text, today):
                yield _wall(min(max(day, today - _FAR), today + _FAR), minute)


def _may_be_a_year(time_text: str, day_text: str) -> bool:
    """Whether "2026" beside "1 december" is no time of day."""
    year = _YEAR.fullmatch(time_text.strip(" ,"))
    return bool(year and re.search(r"\d", day_text) and not _YEAR.search(day_text))


def _wall(day: date, minute: int) -> Wall:
    return (day + timedelta(days=minute // A_DAY), minute % A_DAY)


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


def _unclear(text: str, walls: Sequence[Wall], now: int, zone: str) -> Exception:
    """Asks which of these is meant, of those that are still to come."""
    if not walls:
        return Unusable(text, Why.MOMENT)
    found = [at for wall in walls for at in _instants(wall, zone)]
    coming = [at for at in found if now < at <= now + MOST_DAYS * DAY]
    if not coming:
        past = bool(found) and max(found) <= now
        return Unusable(text, Why.PAST if past else Why.FAR if found else Why.SKIPPED)
    return Unclear(text, tuple(Meaning(iso(at, zone)) for at in sorted(coming)))


def _in_range(at: int, text: str, now: int) -> int:
    if at <= now:
        raise Unusable(text, Why.PAST)
    if at > now + MOST_DAYS * DAY:
        raise Unusable(text, Why.FAR)
    return at


def iso(at: int, zone: str) -> str:
    """A moment as it can't be misread, "2026-12-01 09:00"; with its offset where that comes twice."""
    told = datetime.fromtimestamp(at, ZoneInfo(zone))
    twice = len(_instants((told.date(), told.hour * 60 + told.minute), zone)) > 1
    return told.isoformat(" ", "minutes")[: None if twice else 16]
