"""Runs the dispatcher every few seconds and the retention every hour; the database decides what is due."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.domain.errors import StoreUnavailable

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]

OVERDUE = 2  # so many of its intervals may pass without a run before a job is woken by hand


class Timer:
    """A few jobs in memory; what was slept through runs once, and never twice at a time.

    The scheduler goes by the wall clock. Where that is set back, the next run would lie hours away; so a
    watch, which goes by the clock of the event loop, wakes what did not run for too long.
    """

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._beats: list[_Beat] = []
        self._watch: asyncio.Task[None] | None = None

    def every(self, seconds: float, job: Job) -> None:
        """Run a job at once and then every so many seconds."""
        beat = _Beat(seconds, job)
        self._beats.append(beat)
        self._scheduler.add_job(beat.run, beat.trigger(), id=str(id(beat)))

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()
        self._watch = asyncio.create_task(self._wake_overdue())

    def wake(self) -> None:
        """Run every job at once that is not running."""
        for beat in self._beats:
            if beat.task is None:
                self._scheduler.reschedule_job(str(id(beat)), trigger=beat.trigger())

    async def stop(self) -> None:
        """Start nothing more; what runs is cancelled, and has ended, unless that takes more than a second."""
        if self._watch is not None:
            self._watch.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        running = [beat.task for beat in self._beats if beat.task is not None]
        if running:
            await asyncio.wait(running, timeout=1)

    async def _wake_overdue(self) -> None:
        while True:
            await asyncio.sleep(min(beat.seconds for beat in self._beats))
            now = asyncio.get_running_loop().time()
            for beat in self._beats:
                if beat.overdue(now):
                    self._scheduler.reschedule_job(str(id(beat)), trigger=beat.trigger())


class Every(BaseTrigger):  # type: ignore[misc]  # the scheduler ships no types
    """At once, and then again and again; what was slept through is one run, however long it was.

    The scheduler's own trigger counts every run that was missed, one by one: after a clock was set forward by
    a year that takes it minutes, in which nobody gets an answer.
    """

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """The next run after the previous one, at the earliest now."""
        return now if previous is None else max(previous + self._interval, now)


@dataclass(slots=True)
class _Beat:
    """One job and when it ran last, by the clock of the event loop."""

    seconds: float
    _job: Job
    _ended: float | None = None
    task: asyncio.Task[None] | None = None

    def trigger(self) -> "Every":
        """At once, and then every so many seconds.

        One trigger for both: as two jobs, the first run and a later one could be under way together.
        """
        return Every(timedelta(seconds=self.seconds))

    def overdue(self, now: float) -> bool:
        """Whether it should have begun again long ago."""
        return self.task is None and self._ended is not None and now - self._ended > OVERDUE * self.seconds

    async def run(self) -> None:
        """Run it. What fails is logged once and tried again next time; what is cancelled just ends."""
        self.task = asyncio.current_task()
        try:
            await self._job()
        except asyncio.CancelledError:
            log.debug("stopped while it ran: %s", getattr(self._job, "__qualname__", "job"))
        except StoreUnavailable as error:
            log.error("%s: %s", getattr(self._job, "__qualname__", "job"), error)
        finally:
            self.task, self._ended = None, asyncio.get_running_loop().time()
