"""Opens DMs: in a click at once, else from a queue; not at all for a while after Discord asked for fewer."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.delivery.rate_limit import Pace, Wait, by_the_loop
from bot.delivery.sender import DiscordSender
from bot.domain.jobs import Job, Refusal
from bot.store.store import Store

log = logging.getLogger(__name__)

PER_SECOND = 2
MOST_WAITING = 5 * PER_SECOND  # for a turn in the queue; it comes soon, and they keep nobody from theirs
UNTIL_OPEN = 60 * 60  # seconds until another look whether what the member asked for has opened their DM
REST = 2 * 60 * 60  # seconds without a new DM after Discord asked to open fewer

_RESTS = "openings rest until"


class Later(NamedTuple):
    """Not to be done before an instant (epoch seconds)."""

    until: int


@dataclass(slots=True)
class DMChannels:
    """Finds the way into a member's DM; `now` gives epoch seconds, `wait` waits for turns in the queue."""

    _store: Store
    _sender: DiscordSender
    _now: Callable[[], int]
    _wait: Wait = by_the_loop
    _queue: Pace = field(default_factory=lambda: Pace(PER_SECOND), init=False)
    _waiting: int = field(default=0, init=False)
    _put_off: float = field(default=0, init=False)

    async def open(self, job: Job, *, opening: bool) -> int | Refusal | Later:
        """Open the DM of who asked for it, in the queue unless they are waiting.

        The weekly run opens none; it waits, if anything that may open one is on its way (`opening`).
        """
        if not job.asked:
            return Later(self._now() + UNTIL_OPEN) if opening else Refusal.UNOPENED
        if not job.clicked and (later := await self._turn()):
            return later
        if rest := await self._rest():
            return rest
        opened = await self._sender.open_dm(job.owner)
        if opened is Refusal.TOO_MANY:
            log.warning("Discord asks to open fewer DMs: new ones rest for %s minutes", REST // 60)
            until = self._now() + REST
            async with self._store.transaction() as rows:
                await rows.shared.put(_RESTS, str(until))
            return Later(until)
        if not isinstance(opened, Refusal):
            async with self._store.transaction(job.owner) as rows:
                await rows.members.set_dm_channel(job.owner, opened)
                await rows.jobs.wake(job.owner, self._now(), UNTIL_OPEN)
        return opened

    async def _rest(self) -> Later | None:
        """The rest that Discord asked this process for, another one, or one before.

        What lies further ahead than any rest, a wrong clock has set.
        """
        now, until = self._now(), int(await self._store.read.shared.get(_RESTS) or 0)
        return Later(until) if now < until <= now + REST else None

    async def _turn(self) -> Later | None:
        if self._waiting >= MOST_WAITING:
            self._put_off = max(self._put_off, self._now() + MOST_WAITING / PER_SECOND) + 1 / PER_SECOND
            return Later(int(self._put_off))
        self._waiting += 1
        try:
            await self._wait(self._queue)
        finally:
            self._waiting -= 1
        return None
