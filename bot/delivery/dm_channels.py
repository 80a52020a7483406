"""Opens DMs: in a click at once, else from a queue; not at all for a while after Discord asked for fewer."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.delivery.rate_limit import Pace
from bot.delivery.sender import DiscordSender, Refusal
from bot.store.members import MemberStore
from bot.store.nudges import Standing

log = logging.getLogger(__name__)

PER_SECOND = 2
MOST_WAITING = 5 * PER_SECOND
"""So many wait for their turn in the queue at once; it comes soon, and they keep nobody else from theirs."""

UNTIL_OPEN = 60 * 60
"""Seconds until another look whether a letter that the member asked for has opened their DM."""

REST = 2 * 60 * 60
"""Seconds without a new DM after Discord asked to open fewer."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not to be sent before an instant (epoch seconds)."""

    until: int


class DMChannels:
    """Finds the way into a member's DM; `now` gives epoch seconds."""

    def __init__(self, sender: DiscordSender, members: MemberStore, now: Callable[[], int]) -> None:
        self._outbox = sender
        self._members = members
        self._now = now
        self._queue = Pace(PER_SECOND)
        self._waiting = 0
        self._put_off = 0.0
        self._rest_until = 0

    def known(self, standing: Standing) -> int | None:
        """The DM as it was opened once; None for who asks after it was refused, as it may be gone."""
        refused = standing.member.nudges.refused_at is not None
        return None if refused and standing.nudge.asked else standing.member.dm_channel

    async def open(self, standing: Standing, *, clicked: bool) -> int | Refusal | Later:
        """Open the DM of who asked for it, in the queue unless they are waiting.

        The weekly run opens none; it waits, if anything that may open one is on its way.
        """
        if not standing.nudge.asked:
            return Later(self._now() + UNTIL_OPEN) if standing.opening else Refusal.UNOPENED
        if not clicked and (later := await self._turn()):
            return later
        if self._now() < self._rest_until:
            return Later(self._rest_until)
        return await self._open(standing.member.id)

    async def _turn(self) -> Later | None:
        """Wait for a turn in the queue, or for a later time if too many do."""
        if self._waiting >= MOST_WAITING:
            self._put_off = max(self._put_off, self._now() + MOST_WAITING / PER_SECOND) + 1 / PER_SECOND
            return Later(int(self._put_off))
        self._waiting += 1
        try:
            await self._queue.turn()
        finally:
            self._waiting -= 1
        return None

    async def _open(self, user_id: int) -> int | Refusal | Later:
        opened = await self._outbox.open_dm(user_id)
        if opened is Refusal.TOO_MANY:
            log.warning("Discord asks to open fewer DMs: new ones rest for %s minutes", REST // 60)
            self._rest_until = self._now() + REST
            return Later(self._rest_until)
        if not isinstance(opened, Refusal):
            await self._members.set_dm_channel(user_id, opened)
        return opened
