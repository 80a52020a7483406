"""The circuit breaker at work: what Discord refuses is counted, and who runs the bot is told."""

import logging
from collections.abc import Callable

from bot.delivery.sender import DiscordSender, Refusal
from bot.domain.circuit_breaker import Breaker
from bot.domain.nudge_state import Kind
from bot.domain.nudges import Nudge

log = logging.getLogger(__name__)


class BreakerAtWork:
    """Stops all sending for a while when Discord refuses too much; `now` gives epoch seconds."""

    def __init__(self, sender: DiscordSender, now: Callable[[], int]) -> None:
        self._outbox = sender
        self._now = now
        self.breaker = Breaker()

    async def sent(self) -> None:
        """Discord took a message."""
        if self.breaker.sent(self._now()):
            log.warning("sending works again")
            await self._outbox.tell_owner("Sending works again.")

    async def refused(self, nudge: Nudge, refusal: Refusal) -> None:
        """Discord did not take one: no trouble, unless the bot is meant or many members are."""
        match refusal:
            case Refusal.TOO_MANY | Refusal.FLAGGED:
                await self._count(nudge.user, at_once=True)
            # A farewell goes to who was gone for long: that they closed their DM says nothing about the bot.
            case Refusal.CLOSED | Refusal.NOBODY | Refusal.FAILED if nudge.kind is not Kind.FAREWELL:
                await self._count(nudge.user, at_once=False)

    async def _count(self, user: int, *, at_once: bool) -> None:
        now = self._now()
        if self.breaker.refused(now, user, at_once=at_once):
            rest = ((self.breaker.open_until or now) - now) // 60
            log.error("Discord refuses too many messages: all sending stops for %s minutes", rest)
            await self._outbox.tell_owner(
                f"Discord refuses too many of my messages. I stop sending for {rest} minutes and then try "
                "again; nothing is lost."
            )
