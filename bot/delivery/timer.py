"""Wakes the engine every few seconds and the daily care once a day; the database decides what is due."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.domain.errors import StoreUnavailable

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]


class Timer:
    """A few jobs in memory; what was slept through runs once, and never twice at a time."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def every(self, seconds: float, job: Job) -> None:
        """Run a job at once and then every so many seconds."""
        # One job with both triggers: as two, the first run and a later one could be under way together.
        at_once, again = DateTrigger(timezone=UTC), IntervalTrigger(seconds=seconds, timezone=UTC)
        self._scheduler.add_job(_guarded(job), OrTrigger([at_once, again]))

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """Start nothing more; what runs is cancelled."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _guarded(job: Job) -> Job:
    """A job that fails is logged once and tried again at its next turn; one that is cancelled just ends."""

    async def run() -> None:
        try:
            await job()
        except asyncio.CancelledError:
            log.debug("stopped while it ran: %s", getattr(job, "__qualname__", "job"))
        except StoreUnavailable as error:
            log.error("%s: %s", getattr(job, "__qualname__", "job"), error)

    return run
