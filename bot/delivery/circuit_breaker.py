"""The circuit breaker at work: what Discord refuses is counted, and who runs the bot is told."""

import json
import logging
from collections.abc import Callable

from bot.domain.circuit_breaker import Breaker
from bot.domain.jobs import Job, JobKind, NewJob, Refusal
from bot.store.store import Store

log = logging.getLogger(__name__)

_KEPT = "circuit breaker"
_MEANT = (Refusal.CLOSED, Refusal.NOBODY, Refusal.ELSEWHERE, Refusal.FORBIDDEN, Refusal.FAILED)

OWNER = 0  # whose the jobs for the application's owner are: who that is, Discord says when one is done


class CircuitBreaker:
    """Stops all sending to members for a while when Discord refuses too much; `now` gives epoch seconds."""

    def __init__(self, store: Store, now: Callable[[], int]) -> None:
        self._store = store
        self._now = now
        self._breaker = Breaker()
        self._kept = (self._breaker.open_until, self._breaker.trips)

    async def take_up(self) -> None:
        """Go on where the last process stood, or another one stands: neither a restart shortens a rest."""
        kept = await self._store.read.shared.get(_KEPT)
        stands = tuple(json.loads(kept)) if kept is not None else self._kept
        if stands != self._kept:
            self._kept = stands
            self._breaker = Breaker(*stands)

    @property
    def resting_until(self) -> int | None:
        """Until when all sending rests (epoch seconds), if it does."""
        return self._breaker.open_until if self._breaker.blocks(self._now()) else None

    @property
    def trying(self) -> bool:
        """Whether it rested and nothing got through since: what is tried then is tried one by one."""
        return self._breaker.trying

    async def sent(self) -> None:
        """Discord took a message."""
        if self._breaker.sent(self._now()):
            log.warning("sending works again")
            await self._tell_owner("again")
        await self._keep()

    async def refused(self, job: Job, refusal: Refusal, *, counts: bool) -> None:
        """Discord did not take one: no trouble, unless the bot is meant or many members are.

        `counts` is whether it says anything about the bot that this member can't be written to.
        """
        now, at_once = self._now(), refusal in (Refusal.TOO_MANY, Refusal.FLAGGED)
        counts = counts and refusal in _MEANT
        if (at_once or counts) and self._breaker.refused(now, job.owner, at_once=at_once):
            rest = ((self._breaker.open_until or now) - now) // 60
            log.error("Discord refuses too many messages: all sending stops for %s minutes", rest)
            await self._tell_owner(str(rest))
        await self._keep()

    async def _keep(self) -> None:
        """Keep what a restart has to know, when it changed."""
        stands = self._breaker.open_until, self._breaker.trips
        if stands != self._kept:
            async with self._store.transaction() as rows:
                await rows.shared.put(_KEPT, json.dumps(stands))
            self._kept = stands

    async def _tell_owner(self, about: str) -> None:
        now = self._now()
        async with self._store.transaction(OWNER) as rows:
            await rows.jobs.add(NewJob(JobKind.OWNER, OWNER, now, about=about), now, wait_until=now)
