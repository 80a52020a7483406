"""Opens DMs: in a click at once, else from a queue; not at all for a while after Discord asked for fewer."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.delivery.outbox import Outbox, Refusal
from bot.delivery.pace import Pace
from bot.domain.members import Member
from bot.domain.rhythm import Kind
from bot.store.members import MemberStore

PER_SECOND = 2
REST = 2 * 60 * 60
"""Seconds without a new DM after Discord asked to open fewer."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not to be sent before an instant (epoch seconds)."""

    until: int


class Openings:
    """Finds the way into a member's DM; `now` gives epoch seconds."""

    def __init__(self, outbox: Outbox, members: MemberStore, now: Callable[[], int]) -> None:
        self._outbox = outbox
        self._members = members
        self._now = now
        self._queue = Pace(PER_SECOND)
        self._rest_until = 0

    async def channel(self, member: Member, kind: Kind, *, clicked: bool) -> int | Refusal | Later:
        """The DM as it was opened once; opened anew in a click after it was refused, as it may be gone.

        Without a click only a welcome opens one: it follows a click that Discord asked to put off.
        """
        known = member.dm_channel
        if known is not None and not (clicked and member.rhythm.refused_at is not None):
            return known
        if not clicked:
            if kind is not Kind.WELCOME:
                return Refusal.UNOPENED
            await self._queue.turn()
        if self._now() < self._rest_until:
            return Later(self._rest_until)
        return await self._open(member.id)

    async def _open(self, user_id: int) -> int | Refusal | Later:
        opened = await self._outbox.open_dm(user_id)
        if opened is Refusal.TOO_MANY:
            self._rest_until = self._now() + REST
            return Later(self._rest_until)
        if not isinstance(opened, Refusal):
            await self._members.set_dm_channel(user_id, opened)
        return opened
