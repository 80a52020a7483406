"""The daily look whether what members show still stands; what went by hand, or won't go, is told."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.delivery.places import Places
from bot.domain.schedule import DAY
from bot.domain.shown import GoneBy, ShownStage
from bot.services.removals import stays, went
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
            where = shown.message and (shown.channel or 0, shown.message)
            stands = await self._places.stands(*where) if where else None
            async with self._store.transaction() as rows:
                await rows.shown.looked_at(shown.id, now)
                known = await rows.shown.find(shown.id)
                if known is not None and known.seen and stands is False:
                    await went(rows, known, None if known.to_go else GoneBy.HAND)
                elif known is not None and known.stage is shown.stage is ShownStage.LEAVING:
                    await stays(rows, known)
