"""Evenly spaced turns: so many a second, without bursts."""

import asyncio


class Pace:
    """Gives out turns at a fixed rate per second. What was slept too long is made up, by a second at most."""

    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate
        self._next = 0.0

    async def turn(self) -> None:
        """Wait for the next turn."""
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now - 1) if self._next else now
        wait, self._next = self._next - now, self._next + self._gap
        if wait > 0:
            await asyncio.sleep(wait)
