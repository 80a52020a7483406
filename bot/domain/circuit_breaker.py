"""The circuit breaker: when Discord refuses too much, all sending stops for a while."""

from collections import deque
from dataclasses import dataclass, field

WINDOW = 50
TOO_MANY = 25
PROBES = 3  # so many refusals, before anything got through again, begin the next rest
PAUSES = (15 * 60, 60 * 60, 4 * 60 * 60)
"""Seconds of rest after the first, the second and every later trip in a row."""


@dataclass(slots=True)
class Breaker:
    """Remembers the last sends. `open_until` is when to try again (epoch seconds), None while closed."""

    open_until: int | None = None
    trips: int = 0
    """How often it opened in a row."""
    _recent: deque[int | None] = field(default_factory=lambda: deque(maxlen=WINDOW))
    """Whose message was refused, None for one that got through; a member counts once."""
    _probes: int = 0

    @property
    def trying(self) -> bool:
        """Whether it was open and nothing got through since: what is tried then is tried one by one."""
        return self.open_until is not None

    def blocks(self, now: int) -> bool:
        """Whether nothing may be sent now; what lies further ahead than any rest, a wrong clock has set."""
        return self.open_until is not None and now < self.open_until <= now + PAUSES[-1]

    def sent(self, now: int) -> bool:
        """A message got through; True if that closes the breaker again.

        What was on the wire when the breaker opened proves nothing: only a try after its rest closes it. How
        often it opened in a row is forgotten when as many as it looks at went well enough.
        """
        if self.blocks(now):
            return False
        closed = self.trying
        self.open_until, self._probes = None, 0
        self._recent.append(None)
        if len(self._recent) == WINDOW:
            self.trips = 0
        return closed

    def refused(self, now: int, user: int, *, at_once: bool) -> bool:
        """A message was refused; True if that opens the breaker.

        `at_once` is for what concerns the bot as a whole (40003, 20026); else half of the last fifty. While
        it is open nothing more can open it.
        """
        if self.blocks(now):
            return False
        if self.trying:
            self._probes += 1
        elif user not in self._recent:
            self._recent.append(user)
        refusals = len(self._recent) - self._recent.count(None)
        if at_once or self._probes >= PROBES or refusals >= TOO_MANY:
            self.open_until = now + PAUSES[min(self.trips, len(PAUSES) - 1)]
            self.trips += 1
            self._probes = 0
            self._recent.clear()
        return self.blocks(now)
