"""Evenly spaced turns: so many a second, without bursts; and a window over all that is sent."""

import asyncio
from collections import deque
from math import inf

MADE_UP = 1.0
"""Seconds of turns, at most, that are made up after a delay."""

CATCHING_UP = 0.95
"""How close turns come then, in parts of their usual distance: at 45 a second still below Discord's 50."""


class Pace:
    """Gives out turns at a fixed rate per second. After a delay they come a little closer, never at once."""

    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate
        self._due = 0.0
        self._last = 0.0

    async def turn(self) -> None:
        """Wait for the next turn."""
        now = asyncio.get_running_loop().time()
        due = max(self._due, now - MADE_UP) if self._due else now
        at = max(due, self._last + self._gap * CATCHING_UP, now)
        self._due, self._last = due + self._gap, at
        if at > now:
            await asyncio.sleep(at - now)


class SlidingWindow:
    """Lets so many through in any second, however they bunch up; the rest wait."""

    def __init__(self, most: int, seconds: float = 1) -> None:
        self._seconds = seconds
        self._turns: deque[float] = deque([-inf] * most, most)

    async def turn(self) -> None:
        """Wait until there is room."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._turns[0] + self._seconds)
        self._turns.append(at)
        if at > now:
            await asyncio.sleep(at - now)
