"""Turns: so many a second, without bursts, and a window over all that is sent; and waiting for them."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from math import inf
from typing import Protocol

MADE_UP = 1.0  # seconds of turns, at most, that are made up after a delay
CATCHING_UP = 0.95  # in parts of their distance, how close turns come then: at 45 a second below Discord's 50


class Rule(Protocol):
    """Says when turns come. Instants are seconds by any clock that only runs forward, always the same."""

    def take(self, now: float) -> float:
        """Take the next turn; the instant when it comes, `now` if there is nothing to wait for."""


class Pace:
    """Gives out turns at a fixed rate per second. After a delay they come a little closer, never at once.

    `due` and `last` is where it stands, for one that goes on where another one stood.
    """

    def __init__(self, rate: float, due: float | None = None, last: float = -inf) -> None:
        self._gap = 1 / rate
        self._due = due
        self._last = last

    async def turns(self, _number: int) -> Rule:
        """The next ones, each taken when it comes."""
        return self

    @property
    def stands(self) -> tuple[float | None, float]:
        """When the next turn is due by the rate, and when the last one came."""
        return self._due, self._last

    def take(self, now: float) -> float:
        """Take the next turn."""
        due = now if self._due is None else max(self._due, now - MADE_UP)
        at = max(due, self._last + self._gap * CATCHING_UP, now)
        self._due, self._last = due + self._gap, at
        return at


class Taken:
    """Turns that were taken before, each to come at its instant."""

    def __init__(self, turns: Iterable[float]) -> None:
        self._turns = deque(turns)

    def take(self, now: float) -> float:
        """Take the next turn."""
        return max(now, self._turns.popleft())


class SlidingWindow:
    """Lets so many through in any so many seconds, however they bunch up; the rest wait."""

    def __init__(self, most: int, seconds: float = 1) -> None:
        self._seconds = seconds
        self._turns: deque[float] = deque([-inf] * most, most)

    def take(self, now: float) -> float:
        """Take the next turn."""
        at = max(now, self._turns[0] + self._seconds)
        self._turns.append(at)
        return at


Wait = Callable[[Rule], Awaitable[None]]
"""Takes the next turn of a rule and waits until it comes."""


async def by_the_loop(rule: Rule) -> None:
    """Wait by the clock of the event loop."""
    now = asyncio.get_running_loop().time()
    at = rule.take(now)
    if at > now:
        await asyncio.sleep(at - now)
