"""The dispatcher: claims what is due and does it, each once, at the pace that is set.

Claim, look for what may be there, ask once more whether it is wanted, compose, send, settle: the same for
every kind of job. What a kind is says its handler.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from math import ceil

from bot.delivery.circuit_breaker import CircuitBreaker
from bot.delivery.claims import Claims
from bot.delivery.dm_channels import Later
from bot.delivery.handlers.handler import Handler, Outcome
from bot.delivery.lease import lease
from bot.delivery.rate_limit import Pace, Rule, Wait, by_the_loop
from bot.domain.due import LATE, late
from bot.domain.errors import StoreUnavailable
from bot.domain.jobs import Ending, Job, JobState, Refusal
from bot.domain.shards import Share
from bot.services.asking import Asked
from bot.store.store import Store

log = logging.getLogger(__name__)

AHEAD = 10  # seconds of sending that may be claimed and not settled: with a send's deadline they fit a lease
AT_ONCE = 50  # claimed in one go, and no more than a second's: commands wait for it, and others for the turns
STARTING = 60  # what was due so many seconds before the start is not looked for: until then the nonce holds
PATIENCE = 10  # seconds for which a click waits for what it asked for; then the answer says that it follows

BACK_OFF = (60, 5 * 60, 15 * 60, 60 * 60)
"""Seconds until the next try, after each that Discord refused for no reason that passes by itself. What it
refused for another reason waits as long as it has waited already, but within the first and the last of these.
"""
MOST_ATTEMPTS = len(BACK_OFF) + 1  # tries at that; then it is given up

_FOR_NO_KNOWN_REASON = (Refusal.FAILED, Refusal.FORBIDDEN, Refusal.LOCKED, Refusal.UNTAGGED)
"""What a person may mend in the meantime, or nobody."""


class Dispatcher:
    """Does jobs. `rate` is requests a second, `wait` waits for their turns; `now` gives epoch seconds.

    `handlers` do them, each its kinds. `share` is the part that one of several processes claims, None for all
    of it; `turns` takes the next turns, so many, of the pace that is set. `worked_at` is when it last came to
    the end of a run, or wrote down what became of a job; None before the first. `ended` counts jobs by kind
    and state, `refusals` what Discord refused by reason.
    """

    def __init__(
        self,
        store: Store,
        handlers: Iterable[Handler],
        breaker: CircuitBreaker,
        rate: float,
        now: Callable[[], int],
        wait: Wait = by_the_loop,
    ) -> None:
        self._store = store
        self.handlers = {kind: handler for handler in handlers for kind in handler.kinds}
        self._claims = Claims(store, self.handlers)
        self._breaker = breaker
        self._now = now
        self._wait = wait
        self._started = now()
        self._most = max(1, int(rate * AHEAD))
        self._at_once = min(AT_ONCE, max(2, ceil(rate)))  # of two, one may be new and one left behind
        self._queue: list[Job] = []
        self._in_flight: dict[int, asyncio.Task[Refusal | None]] = {}
        self._counts: Counter[str] = Counter()
        self._stopping = False
        self.share: Callable[[], Share | None] = lambda: None
        self.turns: Callable[[int], Awaitable[Rule]] = Pace(rate).turns
        self.worked_at: int | None = None
        self.ended: dict[tuple[str, str], int] = defaultdict(int)
        self.refusals: dict[str, int] = defaultdict(int)

    @property
    def resting_until(self) -> int | None:
        """Until when all sending rests because Discord refuses too much (epoch seconds), if it does."""
        return self._breaker.resting_until

    async def take_up(self) -> None:
        """Go on where the last process stopped: its claims may be taken over, its rest is kept."""
        async with self._store.transaction() as rows:
            await rows.jobs.inherit()
        await self._breaker.take_up()

    async def tick(self) -> None:
        """One run: claim and do until nothing is due. A run that finds nothing costs three small reads."""
        if self.share() is not None:
            await self._breaker.take_up()
        while not self._stopping and (batch := await self._batch()):
            await self._dispatch(batch)
        self.worked_at = self._now()
        if counts := +self._counts:
            log.info("jobs: %s", ", ".join(f"{number} {what}" for what, number in sorted(counts.items())))
        self._counts.clear()

    async def deliver(self, asked: Asked) -> Refusal | None:
        """Do what a click asks for while they wait; a Refusal if it was not done by then.

        A click that is delivered twice waits for the same.
        """
        if asked.job is None:
            return asked.refusal
        task = self._in_flight.get(asked.job.id)
        if task is None and not asked.fresh:
            return Refusal.LATER
        task = task or self._begin(asked.job._replace(clicked=True))
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        return task.result() if done else Refusal.LATER

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
            log.error("jobs can't be given back, so they are looked for at the next start: %s", error)
        if self._in_flight:
            await asyncio.wait(self._in_flight.values(), timeout=seconds)
        for task in self._in_flight.values():
            task.cancel()
        if self._in_flight:
            await asyncio.wait(self._in_flight.values(), timeout=1)

    async def _batch(self) -> list[Job]:
        """Claim as many as there is room for; after a rest that Discord asked for, one at a time."""
        most = 1 if self._breaker.trying else self._most
        while len(self._in_flight) >= most:
            await asyncio.wait(self._in_flight.values(), return_when=asyncio.FIRST_COMPLETED)
        now, room = self._now(), min(most - len(self._in_flight), self._at_once)
        guarded = self._breaker.resting_until is None
        jobs, missed = await self._claims.take(
            now, room, self._in_flight, guarded=guarded, share=self.share()
        )
        self._counts[JobState.MISSED] += missed
        sure_from = max(self._started - STARTING, now - LATE)
        return [job._replace(unsure=job.unsure or job.due_at < sure_from) for job in jobs]

    async def _dispatch(self, batch: list[Job]) -> None:
        self._queue = batch
        turns = await self.turns(sum(map(_turns, batch)))
        while self._queue:
            for _ in range(_turns(self._queue[0])):
                await self._wait(turns)
            if self._stopping:
                await self._release()
                return
            self._begin(self._queue.pop(0))

    async def _release(self) -> None:
        """Give back what was claimed and never went on the wire."""
        left, self._queue = self._queue, []
        certain = [job for job in left if not job.unsure]
        if certain:
            async with self._store.transaction() as rows:
                for job in certain:
                    await rows.jobs.put_back(job, self._now(), tried=False, unsure=False)

    def _begin(self, job: Job) -> "asyncio.Task[Refusal | None]":
        task = asyncio.create_task(self._guarded(job))
        self._in_flight[job.id] = task
        task.add_done_callback(lambda _: self._in_flight.pop(job.id, None))
        return task

    async def _guarded(self, job: Job) -> Refusal | None:
        lease.set(job.lease_until)
        try:
            try:
                return await self._deliver(job)
            except StoreUnavailable:
                raise
            except Exception:  # one job's trouble must not reach another; it is looked for again
                log.exception("job %s (%s) failed", job.id, job.kind)
                await self._refused(job, Refusal.FAILED)
                return Refusal.FAILED
        except StoreUnavailable as error:
            log.error("job %s (%s) waits for the database: %s", job.id, job.kind, error)
            return Refusal.LATER

    async def _deliver(self, job: Job) -> Refusal | None:
        handler = self.handlers[job.kind]
        match await self._outcome(job):
            case Ending() as ending:
                settled = await self._settle(job, ending)
                sent = ending.state is JobState.SENT
                self._counts["late" if sent and late(job.kind, job.due_at, ending.at) else ending.state] += 1
                if sent and not ending.found and handler.guarded:
                    await self._breaker.sent()
                if settled:
                    await handler.after(job, ending)
            case Later(until):
                self._counts["put off"] += 1
                await self._put_back(job, until, tried=False, unsure=job.unsure)
                return Refusal.LATER
            case Refusal() as refusal:
                await self._refused(job, refusal)
                if handler.guarded:
                    await self._breaker.refused(job, refusal, counts=handler.refusals_count)
                return refusal
        return None

    async def _outcome(self, job: Job) -> Outcome:
        handler = self.handlers[job.kind]
        if job.unsure and (found := await handler.look(job)):
            return found
        resting = self._breaker.resting_until if handler.guarded else None
        return Later(resting) if resting else await handler.do(job)

    async def _settle(self, job: Job, ending: Ending) -> bool:
        # What is settled for a server may be of others, too: an author is told.
        owners = (job.owner,) if job.guild is None else ()
        async with self._store.transaction(*owners) as rows:
            settled = await rows.jobs.settle(job, ending)
            if settled:
                await self.handlers[job.kind].settled(rows, job, ending)
        self.worked_at = self._now()
        self.ended[ending.kind, ending.state] += settled
        return settled

    async def _refused(self, job: Job, refusal: Refusal) -> None:
        """Settle what was refused for good; try the rest again later.

        That looks for it first, whatever the refusal says: discord.py tries several times by itself, and an
        earlier one may have got through.
        """
        self._counts[refusal] += 1
        self.refusals[refusal] += 1
        now, tried = self._now(), refusal in _FOR_NO_KNOWN_REASON
        handler = self.handlers[job.kind]
        ending = handler.final(job, refusal, now)
        if ending is None and tried and not handler.patient and job.attempts + 1 >= MOST_ATTEMPTS:
            ending = Ending(JobState.FAILED, now, job.kind, reason=refusal)
        if ending is not None:
            if await self._settle(job, ending):
                await handler.after(job, ending)
            return
        longer = min(max(BACK_OFF[0], now - job.claimed_at), BACK_OFF[-1])
        wait = BACK_OFF[min(job.attempts, len(BACK_OFF) - 1)] if tried else longer
        await self._put_back(job, now + wait, tried=tried, unsure=True)

    async def _put_back(self, job: Job, until: int, *, tried: bool, unsure: bool) -> None:
        async with self._store.transaction(job.owner) as rows:
            await rows.jobs.put_back(job, until, tried=tried, unsure=unsure)
        self.worked_at = self._now()


def _turns(job: Job) -> int:
    """How many requests it takes: to look for what may be there is one as well."""
    return 2 if job.unsure else 1
