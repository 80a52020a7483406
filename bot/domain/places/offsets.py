"""Distances from UTC as people write them, and the zones that can be meant by one."""

import re
from collections.abc import Iterable
from datetime import timedelta

from bot.domain.zones import DAY, LIKELY, Place, city, offset

_MONTHS = range(0, 365 * DAY, 30 * DAY)

# Cities whose clocks stand for those of their neighbours.
_CITIES = (
    *LIKELY, "America/Anchorage", "America/Phoenix", "America/Caracas", "America/Halifax",
    "America/Puerto_Rico", "America/Santiago", "America/St_Johns", "America/Nuuk",
    "Atlantic/Azores", "Atlantic/Cape_Verde",
    "Europe/Athens", "Europe/Moscow", "Asia/Tehran", "Asia/Kabul", "Asia/Kathmandu", "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok", "Australia/Brisbane", "Australia/Adelaide", "Australia/Darwin", "Australia/Eucla",
    "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Marquesas", "Pacific/Pago_Pago",
)  # fmt: skip

_OFFSET = (
    r"(?:(?:utc|gmt|z|(?P<moscow>msk|moscow))?\s*(?P<sign>[+±-]|plus|minus)\s*|(?:utc|gmt)\s*)"
    r"(?P<hours>\d{1,2})(?:[:.h]?(?P<minutes>[0-5]\d)|[.,](?P<part>5|25|75))?"
    r"(?:\s*h(?:ours?)?)?(?: all year)?"
)
_ZERO = (
    r"(utc|z|zulu(?: time)?|utc ?0|utc ?[+±-] ?0?0(:?00)?|coordinated universal time|universal time|etc/utc)"
)
_GMT = r"(gmt|gmt ?[+-]? ?0?0(:?00)?|greenwich mean time|greenwich)"
_ETC = r"etc/(?:gmt|utc)(?P<sign>[+-])(?P<hours>\d{1,2})"
_ALL_YEAR = " all year"
_MOSCOW = timedelta(hours=3)
"""How far the clock is ahead from which Russians count: "MSK+2"."""

_EARLIEST, _LATEST = -12, 14
_UTC = Place("UTC", "UTC")


def read_offset(text: str, now: int) -> tuple[Place, ...] | None:
    """What a plain text can mean, if it is a distance from UTC; None if it is not one.

    One place where nothing else can be meant; where cities keep it for a part of the year only, they follow
    the clock that never changes. None at all for a distance that no clock keeps.
    """
    ahead = distance(text)
    if ahead is None:
        return None
    if re.fullmatch(_ZERO, text):
        return (_UTC,)
    if re.fullmatch(_GMT, text):
        return (_UTC, Place(city("Europe/London"), "Europe/London"))
    fixed, always, sometimes = _fixed(ahead), *_keepers(ahead, now)
    if re.fullmatch(_ETC, text) or (fixed and text.endswith(_ALL_YEAR)):
        return fixed
    if not sometimes:
        return fixed or always[:1]
    return (*(fixed or always[:1]), *sometimes, *(always if fixed else always[1:]))


def distance(text: str) -> timedelta | None:
    """How far from UTC a plain text says that a clock is; None if it does not."""
    if re.fullmatch(_ZERO, text) or re.fullmatch(_GMT, text):
        return timedelta()
    if etc := re.fullmatch(_ETC, text):  # POSIX counts westwards, and who writes this knows
        return timedelta(hours=int(f"{'-' if etc['sign'] == '+' else '+'}{etc['hours']}"))
    if not (found := re.fullmatch(_OFFSET, text)):
        return None
    ahead = timedelta(hours=int(found["hours"]), minutes=_minutes(found))
    from_utc = _MOSCOW if found["moscow"] else timedelta()
    return from_utc + (-ahead if found["sign"] in ("-", "minus") else ahead)


def keeps(zone: str, ahead: timedelta, now: int) -> bool:
    """Whether a clock is so far from UTC at some time in the year to come."""
    return any(offset(zone, now + month) == ahead for month in _MONTHS)


def _minutes(found: re.Match[str]) -> int:
    if found["part"]:
        return int(60 * float(f"0.{found['part']}"))
    return int(found["minutes"] or 0)


def _fixed(ahead: timedelta) -> tuple[Place, ...]:
    """The clock that is so far ahead all year, where it has a name."""
    hours, rest = divmod(ahead, timedelta(hours=1))
    if rest or not _EARLIEST <= hours <= _LATEST:
        return ()
    if hours == 0:
        return (_UTC,)
    return (Place(f"UTC{hours:+d} all year", f"Etc/GMT{-hours:+d}"),)


def _keepers(ahead: timedelta, now: int) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """The cities that are so far ahead always, and sometimes, in the year to come."""
    kept = {zone: [offset(zone, now + month) == ahead for month in _MONTHS] for zone in _CITIES}
    return _places(z for z in kept if all(kept[z])), _places(
        z for z in kept if any(kept[z]) and not all(kept[z])
    )


def _places(zones: Iterable[str]) -> tuple[Place, ...]:
    return tuple(Place(city(zone), zone) for zone in zones)
