"""The timer: at once and then again, never two runs at a time, quiet about it."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot import logs
from bot.delivery.timer import Timer
from bot.domain.errors import StoreUnavailable


class Work:
    """A job that takes a while; counts its runs, and how many were under way together at most."""

    def __init__(self, seconds: float) -> None:
        self.runs = 0
        self.most = 0
        self._seconds = seconds
        self._now = 0

    async def __call__(self) -> None:
        self.runs += 1
        self._now += 1
        self.most = max(self.most, self._now)
        await asyncio.sleep(self._seconds)
        self._now -= 1


async def test_at_once_and_then_again() -> None:
    work, timer = Work(0), Timer()
    timer.every(0.2, work)
    timer.start()
    await asyncio.sleep(0.1)
    assert work.runs == 1
    await asyncio.sleep(0.4)
    await timer.stop()
    assert work.runs == 3


async def test_a_long_run_is_not_joined_by_another(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.set_up("INFO", "text")
    work, timer = Work(0.25), Timer()
    timer.every(0.1, work)
    timer.start()
    await asyncio.sleep(0.6)
    await timer.stop()
    await asyncio.sleep(0)
    assert work.runs >= 2
    assert work.most == 1
    assert capsys.readouterr().err == ""
    root.handlers, root.level = handlers, level


async def test_a_run_that_fails_is_told_and_followed_by_the_next(caplog: pytest.LogCaptureFixture) -> None:
    runs = 0

    async def fail() -> None:
        nonlocal runs
        runs += 1
        raise StoreUnavailable("the disk is full: free some space")

    timer = Timer()
    timer.every(0.1, fail)
    timer.start()
    await asyncio.sleep(0.25)
    await timer.stop()
    assert runs == 3
    assert "the disk is full" in caplog.text


async def test_what_was_slept_through_runs_once_and_is_never_dropped() -> None:
    """The scheduler's own defaults would drop a run that is more than a second late."""
    timer = Timer()
    timer.every(60, Work(0))
    timer.start()
    (job,) = timer._scheduler.get_jobs()
    await timer.stop()
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    assert str(timer._scheduler.timezone) == "UTC"


async def test_a_clock_that_is_set_back_does_not_put_it_to_sleep() -> None:
    """The next run then lies hours away by the wall clock; the watch wakes it all the same."""
    work, timer = Work(0), Timer()
    timer.every(0.1, work)
    timer.start()
    await asyncio.sleep(0.05)
    (job,) = timer._scheduler.get_jobs()
    job.modify(next_run_time=job.next_run_time + timedelta(hours=6))
    await asyncio.sleep(0.6)
    await timer.stop()
    assert work.runs >= 2


async def test_what_is_cut_off_has_ended_when_it_is_stopped() -> None:
    """A transaction that is cut off takes a moment to be undone, and must not be cut off in that as well."""
    ended, timer = asyncio.Event(), Timer()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.2)
            ended.set()

    timer.every(60, work)
    timer.start()
    await asyncio.sleep(0.1)
    await timer.stop()
    assert ended.is_set()
