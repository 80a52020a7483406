"""`cairn run`: a bot that is online and sends what is due, until it is told to end."""

import asyncio
import functools
import gc
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from bot import discord_internals
from bot.app import App, build, health_of
from bot.clocks import SharedClock, clock
from bot.content.live import LiveContent
from bot.delivery.clock import ClockWatch
from bot.delivery.fleet import Fleet, synced_once
from bot.delivery.lease import watch
from bot.delivery.retention import EVERY
from bot.delivery.shared_pace import SharedPace
from bot.delivery.timer import Job, Timer
from bot.host.reload import reload, warn_of_lost_ticks
from bot.host.signals import Told
from bot.host.start import began, compare_clocks
from bot.logs import count_up
from bot.settings import Settings
from bot.store import apart, engines
from bot.store.database import Holds

log = logging.getLogger(__name__)

ANSWER_SECONDS, FINISH_SECONDS = 3, 3
"""How long answers and messages in flight may take to finish, at the same time. A supervisor waits for ten in
all.
"""


async def run(
    settings: Settings, token: str, content: LiveContent, now: Callable[[], int] | None = None
) -> None:
    """Run until told to end by a signal, or by a terminal that closes.

    By this machine's clock, or the one that several processes share, unless `now` is given.

    Raises discord.LoginFailure for a refused token, Unreachable and InternalsMoved for Discord's address,
    StoreUnavailable for the database, PortUnusable for HEALTH_PORT, BadSettings for SHARD_COUNT.
    """
    url = settings.database_url
    engine = engines.of(url)
    with engine.alone(url):
        before, after = await apart.migrate(url)
        session = engine.session(url)
        how = functools.partial(began, settings, engine.name_of(url), before, after)
        if session is None:
            await _run_alone(settings, token, content, now or clock, how)
            return
        try:
            await _run_beside_others(settings, token, content, session, now, how)
        finally:
            await session.close()


async def _run_alone(
    settings: Settings, token: str, content: LiveContent, now: Callable[[], int], how: Callable[[int], str]
) -> None:
    app = await build(settings.database_url, content, now, settings.nudge_rate, migrating=False)
    timer = timer_of(settings, app, *_hourly(app, now))

    async def online() -> None:
        await app.client.login(token)
        timer.start()
        await discord_internals.stay_connected(app.client, settings.shard_count)

    async with _ready(app, settings, token, how):
        await app.dispatcher.take_up()
        await _serve(app, settings, timer, online, now)


async def _run_beside_others(
    settings: Settings,
    token: str,
    content: LiveContent,
    session: Holds,
    now: Callable[[], int] | None,
    how: Callable[[int], str],
) -> None:
    """One of any number of processes on one database, each with its part of the work."""
    theirs = SharedClock(session.look)
    now = now or theirs
    await theirs.look()
    app = await build(
        settings.database_url, content, now, settings.nudge_rate, migrating=False, http_trace=watch(now)
    )
    fleet = Fleet(session, app.client, theirs.look)
    app.dispatcher.share = fleet.share
    app.dispatcher.turns = SharedPace(app.store, session, settings.nudge_rate).turns
    hourly = (fleet.as_sender(job) for job in _hourly(app, now))
    timer = timer_of(settings, app, *hourly)
    fleet.elected = timer.wake

    async def online() -> None:
        app.client.syncing = lambda: synced_once(session, app.store, app.client)
        await app.client.login(token)
        timer.start()
        await fleet.join(app.store, settings.shard_count, settings.shard_ids)

    async with _ready(app, settings, token, how):
        await _serve(app, settings, timer, online, now)


@asynccontextmanager
async def _ready(app: App, settings: Settings, token: str, how: Callable[[int], str]) -> AsyncIterator[None]:
    """A bot that was built and may begin; it is closed afterwards."""
    # What is there by now stays. To look through all of it for garbage, now and then, would make whoever
    # is waiting for an answer wait for a tenth of a second more.
    gc.freeze()
    gc.enable()  # which the command line held back for the start
    try:
        log.info("%s", how(await app.store.read.members.count()))
        await warn_of_lost_ticks(app.content, app.store)
        await discord_internals.connect_through(settings.discord_api_url, token, settings.proxy_for)
        discord_internals.go_through(app.client, settings.proxy_for)
        yield
    finally:
        await app.close()


def _hourly(app: App, now: Callable[[], int]) -> Sequence[Job]:
    """What is looked after at start and every hour."""
    return app.retention.look, app.lookout.look, ClockWatch(app.store, now).look


def timer_of(settings: Settings, app: App, *hourly: Job) -> Timer:
    """What a process does unasked: its ticks, and what it looks after at start and every hour."""
    timer = Timer()
    timer.every(settings.nudge_tick_seconds, app.dispatcher.tick)
    for job in (app.store.let_go, *hourly):
        timer.every(EVERY, job)
    return timer


async def _serve(
    app: App,
    settings: Settings,
    timer: Timer,
    online: Callable[[], Coroutine[Any, Any, None]],
    now: Callable[[], int],
) -> None:
    """Be online, send what is due, until told to end; then let what is under way come to its end."""
    aside = _Aside()
    told = Told(lambda: aside.begin(reload(app.content, app.store)))
    told.listen()

    async def begin() -> None:
        address = settings.discord_api_url
        aside.begin(compare_clocks(address, now, settings.proxy_for(address)))
        await online()

    try:
        async with _watched(app, settings, now):
            await _until(told.to_end, begin())
    finally:
        await asyncio.gather(
            discord_internals.finish(app.client, ANSWER_SECONDS), app.dispatcher.stop(FINISH_SECONDS)
        )
        await timer.stop()
        if told.why:
            count_up()
            log.info("stopped: %s", told.why)


class _Aside:
    """Does things beside the rest; the loop itself keeps no task alive."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def begin(self, work: Coroutine[Any, Any, Any]) -> None:
        """Begin one."""
        self._tasks.add(task := asyncio.create_task(work))
        task.add_done_callback(self._tasks.discard)


def _watched(app: App, settings: Settings, now: Callable[[], int]) -> AbstractAsyncContextManager[None]:
    """Let machines watch, where HEALTH_PORT is set; nothing of what that needs is loaded otherwise."""
    if settings.health_port is None:
        return nullcontext()
    from bot.host.endpoints import served  # noqa: PLC0415 - see above
    from bot.host.metrics import Metrics  # noqa: PLC0415

    health = health_of(app, settings.nudge_tick_seconds, now)
    metrics = Metrics(app.client, app.client.answers, app.store, app.dispatcher, app.content, now)
    return served(health, metrics, settings.health_host, settings.health_port)


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do the work until it ends or fails, or until we are told to stop."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if working.done():
        working.result()
    working.cancel()
