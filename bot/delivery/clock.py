"""Notices that the clock was ahead and is right again, and puts right what was stored meanwhile."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.recurring import arranged
from bot.store.store import Store

log = logging.getLogger(__name__)

AN_HOUR = 60 * 60
"""Seconds that a clock may be set back by without anybody waiting for it."""

_KEPT = "clock"


@dataclass(frozen=True, slots=True)
class ClockWatch:
    """Compares the clock with what it was at the last look, in whatever process that was.

    A clock that is ahead has everybody's next message lie ahead with it, by a year if need be. `now` gives
    epoch seconds. May raise StoreUnavailable.
    """

    _store: Store
    _now: Callable[[], int]

    async def look(self) -> None:
        """At start and every hour."""
        now = self._now()
        kept = await self._store.read.shared.get(_KEPT)
        ahead = int(kept) - now if kept else 0
        async with self._store.transaction() as rows:
            if ahead > AN_HOUR:
                await rows.corrections.happened_by(now)
                await rows.corrections.wake(now)
                for settings in await rows.corrections.servers_ahead(now):
                    await rows.guilds.put(arranged(settings, now))
            await rows.shared.put(_KEPT, str(now))
        if ahead > AN_HOUR:
            log.warning("the clock was %s hours ahead: what was to come is arranged anew", ahead // AN_HOUR)
