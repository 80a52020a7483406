"""The daily look whether what members show still stands; what somebody deleted in Discord is told."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.delivery.places import Places
from bot.domain.schedule import DAY
from bot.domain.shown import GoneBy, ShownStage
from bot.services.showing import tell_owner
from bot.store.store import Store

AT_ONCE = 25  # so many posts a look: each is a request, and no click has to wait for them


@dataclass(frozen=True, slots=True)
class Lookout:
    """Looks at each post once a day. It can be left half-way at any time."""

    _store: Store
    _places: Places
    _now: Callable[[], int]

    async def look(self) -> None:
        """Those that nobody looked at for a day, the longest first."""
        now = self._now()
        for shown in await self._store.read.shown.to_look_at(now - DAY, AT_ONCE):
            stands = await self._places.stands(shown.channel or 0, shown.message or 0)
            async with self._store.transaction() as rows:
                await rows.shown.looked_at(shown.id, now)
                known = await rows.shown.find(shown.id)
                if stands is False and known is not None and known.stage is ShownStage.STANDS:
                    await tell_owner(rows, known.gone(GoneBy.HAND))
