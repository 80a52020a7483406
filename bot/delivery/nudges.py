"""The nudge engine: takes up what is due, at the pace that is set, and loses nothing on the way down."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial

from bot.delivery.courier import Courier
from bot.delivery.rate_limit import Pace
from bot.domain.due import LATE
from bot.domain.errors import StoreUnavailable
from bot.domain.nudges import Nudge
from bot.store.nudges import NudgeStore

log = logging.getLogger(__name__)

AHEAD = 10
"""Seconds of sending that may be claimed and not settled; with a send's deadline they fit into a lease."""

AT_ONCE = 50
"""So many are claimed in one go; the work for hundreds would make commands wait."""


STARTING = 60
"""What was due in the last so many seconds before the start is not looked for: until then the nonce holds."""


class Engine:
    """Sends the weekly nudges. `rate` is requests a second; `now` gives epoch seconds.

    `last_tick` is when it last began a run or took a turn in one, None before the first.
    """

    def __init__(self, nudges: NudgeStore, courier: Courier, rate: float, now: Callable[[], int]) -> None:
        self._nudges = nudges
        self._courier = courier
        self._now = now
        self._most = max(1, int(rate * AHEAD))
        self._pace = Pace(rate)
        self._queue: list[Nudge] = []
        self._in_flight: dict[int, asyncio.Task[None]] = {}
        self._stopping = False
        self._missed = 0
        self._started = now()
        self.last_tick: int | None = None

    @property
    def resting_until(self) -> int | None:
        """Until when all sending rests because Discord refuses too much (epoch seconds), if it does."""
        until = self._courier.breaker.open_until
        return until if until is not None and until > self._now() else None

    async def tick(self) -> None:
        """One run: claim and send until nothing is due. A run that finds nothing costs one read."""
        self.last_tick = self._now()
        while not self._stopping and not self._courier.breaker.blocks(self._now()):
            batch = await self._batch()
            if not batch:
                break
            await self._send(batch)
        self._report()

    async def drain(self) -> None:
        """Wait until nothing is in flight."""
        while self._in_flight:
            await asyncio.wait(self._in_flight.values())

    async def stop(self, seconds: float) -> None:
        """Claim nothing more, give back what is not on the wire, let the rest finish for so long at most.

        What is cut off then, or can't be given back, stays claimed, and is looked for at the next start.
        """
        self._stopping = True
        try:
            await self._release()
        except StoreUnavailable as error:
            log.error("nudges can't be given back, so they are looked for at the next start: %s", error)
        if self._in_flight:
            await asyncio.wait(self._in_flight.values(), timeout=seconds)
        for task in self._in_flight.values():
            task.cancel()
        if self._in_flight:
            await asyncio.wait(self._in_flight.values(), timeout=1)

    async def _batch(self) -> list[Nudge]:
        """Claim as many as there is room for: first what was left behind, then what is due.

        After a rest that Discord asked for, one at a time, until it takes one.
        """
        most = 1 if self._courier.breaker.trying else self._most
        while len(self._in_flight) >= most:
            await asyncio.wait(self._in_flight.values(), return_when=asyncio.FIRST_COMPLETED)
        now, room = self._now(), min(most - len(self._in_flight), AT_ONCE)
        if not await self._nudges.anything(now):
            return []
        # What a click sends is in flight as well; what was handed to a task may not have begun.
        under_way = {*self._in_flight, *self._courier.in_flight}
        batch = list(await self._nudges.take_over(now, (room + 1) // 2, under_way))
        room -= len(batch)  # looking for a message takes a turn as well
        while len(batch) < room and not self._stopping:
            sure_from = max(self._started - STARTING, now - LATE)
            claimed = await self._nudges.claim(now, room - len(batch), sure_from=sure_from)
            self._missed += claimed.missed
            batch += claimed.nudges
            # Whoever was missed, or put off for the night, is not in the batch: it may have room for others.
            if not claimed.more:
                break
        return batch

    async def _send(self, batch: list[Nudge]) -> None:
        self._queue = batch
        while self._queue:
            for _ in range(2 if self._queue[0].unsure else 1):
                await self._pace.turn()
            self.last_tick = self._now()
            if self._stopping:
                await self._release()
                return
            nudge = self._queue.pop(0)
            task = asyncio.create_task(self._deliver(nudge))
            self._in_flight[nudge.id] = task
            task.add_done_callback(partial(self._landed, nudge.id))

    async def _release(self) -> None:
        """Give back what was claimed and never went on the wire."""
        left, self._queue = self._queue, []
        if left:
            ids = [nudge.id for nudge in left if not nudge.unsure]
            await self._nudges.wait(ids, self._now(), tried=False)

    def _landed(self, nudge_id: int, _: asyncio.Task[None]) -> None:
        self._in_flight.pop(nudge_id, None)

    async def _deliver(self, nudge: Nudge) -> None:
        try:
            try:
                await self._courier.deliver(nudge)
            except StoreUnavailable:
                raise
            except Exception:  # one member's trouble must not reach another's nudge; it is looked for again
                log.exception("nudge %s failed", nudge.id)
                await self._courier.stumbled(nudge)
        except StoreUnavailable as error:
            log.error("nudge %s waits for the database: %s", nudge.id, error)

    def _report(self) -> None:
        counts = {**self._courier.counts, **({"missed": self._missed} if self._missed else {})}
        if counts:
            log.info("nudges: %s", ", ".join(f"{number} {what}" for what, number in sorted(counts.items())))
        self._courier.counts.clear()
        self._missed = 0
