"""One pace for all processes: what any of them sends comes out of the same turns."""

import asyncio
import json

from bot.delivery.rate_limit import Pace, Rule, Taken
from bot.store.database import Holds
from bot.store.jobs import LEASE
from bot.store.store import Store

TURNS = 4
"""Whose the turns are, where the database asks for an owner: nobody's id."""

_KEPT = "pace"


class SharedPace:
    """Gives out turns at a fixed rate per second, to whichever process asks. `session` knows the time."""

    def __init__(self, store: Store, session: Holds, rate: float) -> None:
        self._store = store
        self._session = session
        self._rate = rate

    async def turns(self, number: int) -> Rule:
        """Take the next ones, so many, for good: who dies before they come has had them.

        Raises StoreUnavailable.
        """
        async with self._store.transaction(TURNS) as rows:
            kept = await rows.shared.get(_KEPT)
            now = await self._session.look()
            ahead = asyncio.get_running_loop().time() - now
            pace = Pace(self._rate, *(json.loads(kept) if kept else ()))
            # Nobody takes turns that come after their lease. So it was the clock that was ahead.
            if pace.stands[1] > now + LEASE:
                pace = Pace(self._rate)
            taken = [pace.take(now) for _ in range(number)]
            await rows.shared.put(_KEPT, json.dumps(pace.stands))
        return Taken(at + ahead for at in taken)
