"""The clocks: whoever needs the time is handed a time, or one of these."""

import time
from collections.abc import Awaitable, Callable


def clock() -> int:
    """The time, in epoch seconds (UTC). Nothing else reads the clock."""
    return int(time.time())  # noqa: TID251 - this is the one clock


def boot_time() -> float:
    """Seconds since the machine's start: it goes on while a process or the machine sleeps, and never back."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class SharedClock:
    """The database's time, in epoch seconds, carried on by the machine's own between two looks at it.

    So that several machines agree on it, and setting one's clock changes nothing. `ask` asks the database.
    """

    def __init__(self, ask: Callable[[], Awaitable[float]]) -> None:
        self._ask = ask
        self._begins = 0.0

    async def look(self) -> None:
        """Ask again.

        The answer counts from before the question on: while a process is frozen it may lie here for minutes.
        So this clock is ahead by what the way there took, and what is leased ends earlier by that, not later.
        """
        before = boot_time()
        self._begins = await self._ask() - before

    def __call__(self) -> int:
        """The time."""
        return int(self._begins + boot_time())
