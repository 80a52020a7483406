"""What is offered while somebody types a day, a time or a moment: all that would be taken, and more."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.domain.errors import Unclear, Unusable
from bot.domain.members import WEEKDAYS
from bot.domain.schedule import instant, local_day
from bot.domain.typed import bare
from bot.domain.when.clocks import A_DAY, clock, in_either_half, parted
from bot.domain.when.days import read_day
from bot.domain.when.moments import USUAL, iso, read_moment

DAYS_AHEAD = 8


def offered_days(typed: str) -> Sequence[str]:
    """The days of the week that begin like this, or that it names."""
    wanted = bare(typed)
    begun = [name for name in WEEKDAYS if name.casefold().startswith(wanted)]
    try:
        return list(dict.fromkeys([WEEKDAYS[read_day(typed) - 1], *begun]))
    except Unusable:
        return begun


def offered_times(typed: str) -> Sequence[str]:
    """Times of day as HH:MM: what it means, then the same in the evening, then what begins like this."""
    usual = [clock(hour * 60) for hour in (*range(7, 24), *range(7))]
    wanted = bare(typed)
    meant = [clock(minute % A_DAY) for minute in in_either_half(*parted(wanted))]
    begun = [time for time in usual if time.startswith((wanted, f"0{wanted}"))]
    return list(dict.fromkeys([*meant, *begun]))


def offered_moments(typed: str, now: int, zone: str) -> Sequence[tuple[str, str]]:
    """Moments in a zone as (words, "YYYY-MM-DD HH:MM"): what it means first, then likely ones that fit."""
    wanted = bare(typed)
    likely = likely_moments(now, zone)
    fitting = [
        (words, text) for words, text in likely if wanted in words.casefold() or text.startswith(wanted)
    ]
    meant = [(text, text) for text in _meant(typed, now, zone)] if wanted else []
    return list(dict.fromkeys([*meant, *fitting]))


def _meant(typed: str, now: int, zone: str) -> Iterable[str]:
    try:
        return [iso(read_moment(typed, now, zone), zone)]
    except Unclear as unclear:
        return [meaning.typed for meaning in unclear.meanings]
    except Unusable:
        return []


def likely_moments(now: int, zone: str) -> tuple[tuple[str, str], ...]:
    """Sensible times to post, as (words, "YYYY-MM-DD HH:MM"): today, tomorrow, the days after."""
    days = [local_day(now, zone) + timedelta(days=n) for n in range(DAYS_AHEAD)]
    words = ("today", "tomorrow", *(WEEKDAYS[day.weekday()] for day in days[2:]))
    return tuple(
        (f"{word} {clock(minute)}", f"{day:%Y-%m-%d} {clock(minute)}")
        for word, day in zip(words, days, strict=True)
        for minute in USUAL
        if instant(day, minute, zone) > now
    )
