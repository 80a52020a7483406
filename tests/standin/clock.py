"""The stand-in's own time, which a test can move on, and the ids that are made of it."""

import itertools
import time
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000
"""Snowflakes count milliseconds from 2015-01-01 (UTC)."""


class Clock:
    """Real time plus a shift; a week passes by shifting, without waiting."""

    def __init__(self) -> None:
        self._shift = 0.0
        self._numbers = itertools.count(1)

    def now(self) -> float:
        """Seconds since 1970 (UTC)."""
        return time.time_ns() / 1e9 + self._shift

    def shift(self, seconds: float) -> None:
        """Move on by so many seconds, or back."""
        self._shift += seconds

    def stamp(self) -> str:
        """The time now as Discord writes it."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat()

    def snowflake(self) -> int:
        """A new id whose upper bits are the time now."""
        number = next(self._numbers) % (1 << 22)
        return (int(self.now() * 1000) - EPOCH_MS << 22) | number
