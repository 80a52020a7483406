"""Turns on the event loop, so that who waits for the database is not kept waiting by who does not."""

import asyncio
from collections import deque


class Turns:
    """Lets one begin in each pass of the event loop, in the order in which they came.

    What a command works out takes a millisecond without a pause. Were sixty of them to begin in one pass,
    all else would wait for sixty; a transaction, which goes on once in a pass, ten times over.
    """

    def __init__(self) -> None:
        self._taken = False
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> None:
        """Wait for a turn; not at all where nobody began in this pass."""
        loop = asyncio.get_running_loop()
        if not self._taken:
            self._taken = True
            loop.call_soon(self._pass_on)
            return
        turn = loop.create_future()
        self._waiting.append(turn)
        await turn

    def _pass_on(self) -> None:
        turns = (self._waiting.popleft() for _ in range(len(self._waiting)))
        turn = next((turn for turn in turns if not turn.cancelled()), None)
        self._taken = turn is not None
        if turn is not None:
            turn.set_result(None)
            asyncio.get_running_loop().call_soon(self._pass_on)
