"""The circuit breaker: when Discord refuses too much, all sending stops for a while."""

from collections import deque
from dataclasses import dataclass, field

WINDOW = 50
TOO_MANY = 25
PAUSES = (15 * 60, 60 * 60, 4 * 60 * 60)
"""Seconds of rest after the first, the second and every later trip in a row."""


@dataclass(slots=True)
class Breaker:
    """Remembers the last sends. `open_until` is when to try again (epoch seconds), None while closed."""

    open_until: int | None = None
    _recent: deque[bool] = field(default_factory=lambda: deque(maxlen=WINDOW))
    _trips: int = 0

    def blocks(self, now: int) -> bool:
        """Whether nothing may be sent now."""
        return self.open_until is not None and now < self.open_until

    def sent(self, now: int) -> bool:
        """A message got through; True if that closes the breaker again.

        What was on the wire when the breaker opened proves nothing: only a try after its rest closes it.
        """
        if self.blocks(now):
            return False
        closed = self.open_until is not None
        self.open_until, self._trips = None, 0
        self._recent.append(True)
        return closed

    def refused(self, now: int, *, at_once: bool) -> bool:
        """A message was refused; True if that opens the breaker.

        `at_once` is for what concerns the bot as a whole (40003, 20026); else half of the last fifty. While
        it is open nothing more can open it.
        """
        if self.blocks(now):
            return False
        self._recent.append(False)
        if not at_once and self._recent.count(False) < TOO_MANY:
            return False
        self.open_until = now + PAUSES[min(self._trips, len(PAUSES) - 1)]
        self._trips += 1
        self._recent.clear()
        return True
