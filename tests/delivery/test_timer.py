"""The timer: at once and then again, never two runs at a time, quiet about it."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.events import EVENT_JOB_MAX_INSTANCES

from bot import logs
from bot.delivery.timer import OVERDUE, Every, Timer
from bot.domain.errors import StoreUnavailable

OFTEN = 0.01
"""Seconds; the tests wait for what happens, however long that takes."""


class Work:
    """A job that takes until it is let go; counts its runs, and how many were under way together at most."""

    def __init__(self) -> None:
        self.began = asyncio.Semaphore(0)
        self.go = asyncio.Event()
        self.runs = 0
        self.most = 0
        self._now = 0

    async def __call__(self) -> None:
        self.runs += 1
        self._now += 1
        self.most = max(self.most, self._now)
        self.began.release()
        await self.go.wait()
        self._now -= 1


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """What the log lets through, as it is set up when the bot runs."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.set_up("INFO", "text")
    yield capsys
    root.handlers, root.level = handlers, level


async def test_at_once_and_then_again() -> None:
    work, timer = Work(), Timer()
    work.go.set()
    timer.every(3_600, work)
    timer.every(OFTEN, often := Work())
    often.go.set()
    timer.start()
    for _ in range(3):
        await often.began.acquire()
    await timer.stop()
    assert work.runs == 1


async def test_a_long_run_is_not_joined_by_another(logged: pytest.CaptureFixture[str]) -> None:
    work, timer, held_back = Work(), Timer(), asyncio.Semaphore(0)
    timer.every(OFTEN, work)
    timer._scheduler.add_listener(lambda _: held_back.release(), EVENT_JOB_MAX_INSTANCES)
    timer.start()
    for _ in range(3):
        await held_back.acquire()
    assert work.runs == 1
    work.go.set()
    for _ in range(3):
        await work.began.acquire()
    await timer.stop()
    assert work.most == 1
    assert logged.readouterr().err == ""


async def test_a_run_that_fails_is_told_and_followed_by_the_next(caplog: pytest.LogCaptureFixture) -> None:
    began, timer = asyncio.Semaphore(0), Timer()

    async def fail() -> None:
        began.release()
        raise StoreUnavailable("the disk is full: free some space")

    timer.every(OFTEN, fail)
    timer.start()
    for _ in range(3):
        await began.acquire()
    await timer.stop()
    assert "fail: the disk is full" in caplog.text


async def test_what_was_slept_through_runs_once_and_is_never_dropped() -> None:
    """The scheduler's own defaults would drop a run that is more than a second late."""
    timer = Timer()
    timer.every(60, Work())
    timer.start()
    (job,) = timer._scheduler.get_jobs()
    await timer.stop()
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    assert str(timer._scheduler.timezone) == "UTC"


async def test_a_clock_that_is_set_back_does_not_put_it_to_sleep() -> None:
    """The next run then lies hours away by the wall clock; the watch wakes it all the same."""
    work, timer = Work(), Timer()
    work.go.set()
    timer.every(OFTEN, work)
    timer.start()
    await work.began.acquire()
    (job,) = timer._scheduler.get_jobs()
    job.modify(next_run_time=job.next_run_time + timedelta(hours=6))
    for _ in range(3):  # one may have been on its way
        await work.began.acquire()
    await timer.stop()


async def test_only_what_should_have_run_long_ago_is_woken() -> None:
    timer = Timer()
    timer.every(60, work := Work())
    (beat,) = timer._beats
    assert not beat.overdue(1e9), "it never ran, so it is due at once anyway"
    work.go.set()
    await beat.run()
    ended = beat._ended
    assert ended is not None
    assert not beat.overdue(ended + OVERDUE * 60)
    assert beat.overdue(ended + OVERDUE * 60 + 1)
    work.go.clear()
    running = asyncio.create_task(beat.run())
    await asyncio.sleep(0)
    assert not beat.overdue(ended + OVERDUE * 60 + 1), "it runs"
    work.go.set()
    await running


async def test_what_is_cut_off_has_ended_when_it_is_stopped() -> None:
    """A transaction that is cut off takes a moment to be undone, and must not be cut off in that as well."""
    began, ended, timer = asyncio.Event(), asyncio.Event(), Timer()

    async def work() -> None:
        try:
            began.set()
            await asyncio.sleep(3_600)
        finally:
            for _ in range(10):
                await asyncio.sleep(0)
            ended.set()

    timer.every(60, work)
    timer.start()
    await began.wait()
    await timer.stop()
    assert ended.is_set()


async def test_what_does_not_end_is_left_to_the_end_of_the_process() -> None:
    began, let_go, timer = asyncio.Event(), asyncio.Event(), Timer()
    tasks: list[asyncio.Task[None] | None] = []

    async def work() -> None:
        tasks.append(asyncio.current_task())
        began.set()
        while not let_go.is_set():
            try:
                await let_go.wait()
            except asyncio.CancelledError:
                continue

    timer.every(60, work)
    timer.start()
    await began.wait()
    await timer.stop()
    (task,) = tasks
    assert task is not None
    assert not task.done()
    let_go.set()
    await task


async def test_a_timer_that_never_began_can_be_stopped() -> None:
    timer = Timer()
    timer.every(60, Work())
    await timer.stop()


@pytest.mark.parametrize("days", [0, 1, 60, 365])
def test_whatever_was_slept_through_is_one_run(days: int) -> None:
    """Else a clock set forward by a year is caught up with run by run, and nobody gets an answer."""
    beat, before = Every(timedelta(seconds=20)), datetime(2026, 1, 1, tzinfo=UTC)
    now, runs = before + timedelta(days=days), 0
    due = beat.get_next_fire_time(None, before)
    while due <= now:
        due, runs = beat.get_next_fire_time(due, now), runs + 1
    assert runs <= 2
    assert due == now + timedelta(seconds=20)
