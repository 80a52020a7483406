"""Time zones: the likely ones, what they are called, and which keep the same clock."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

# Twenty-four zones that cover most people, from west to east: one select menu, with "Other…" as the last.
LIKELY = (
    "Pacific/Honolulu", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York",
    "America/Bogota", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Europe/London", "Africa/Lagos",
    "Europe/Paris", "Europe/Berlin", "Africa/Johannesburg", "Africa/Cairo", "Europe/Istanbul",
    "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Jakarta",
    "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney",
)  # fmt: skip

DAY = 24 * 60 * 60
CLOCK_DAYS = 2 * 365
"""Two zones keep the same clock if they do so for so many days to come."""

_FIXED = re.compile(r"Etc/GMT([+-])(\d{1,2})")


class Place(NamedTuple):
    """A place as it is offered and told, and the IANA zone it stands for."""

    name: str
    zone: str


def city(zone: str) -> str:
    """The city that a zone is named after: "New York" for America/New_York; "UTC+2" for Etc/GMT-2."""
    fixed = _FIXED.fullmatch(zone)
    if fixed:  # POSIX counts westwards
        return f"UTC{'-' if fixed[1] == '+' else '+'}{fixed[2]}"
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def offset(zone: str, at: int) -> timedelta:
    """How far a zone's clock is ahead of UTC at an instant (epoch seconds)."""
    there = datetime.fromtimestamp(at, ZoneInfo(zone)).utcoffset()
    return there or timedelta()


def same_clock(one: str, other: str, now: int) -> bool:
    """Whether two zones show the same time on every day of the two years to come."""
    if one == other:
        return True
    days = range(now, now + CLOCK_DAYS * DAY, DAY)
    return all(offset(one, at) == offset(other, at) for at in days)
