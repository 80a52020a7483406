"""The one place where things are built: settings in, a bot ready to run out."""

import asyncio
import functools
import gc
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import discord
from discord.ext import commands

from bot import discord_internals
from bot.client.bot import Cairn
from bot.cogs.actions import Actions
from bot.cogs.activity import ActivityCog
from bot.cogs.answers import AnswersCog
from bot.cogs.certifications import Certifications
from bot.cogs.community import Communities
from bot.cogs.drafts import Drafts
from bot.cogs.faqs import Faqs
from bot.cogs.help import Help
from bot.cogs.meanwhile import Meanwhile
from bot.cogs.mydata import MyData
from bot.cogs.notes import NotesCog
from bot.cogs.nudges import Nudges
from bot.cogs.progress import ProgressCog
from bot.cogs.projects import Projects
from bot.cogs.roadmap import Roadmaps
from bot.cogs.servers import Servers
from bot.cogs.setup import Setup
from bot.cogs.showing import Showing
from bot.cogs.start import Start
from bot.cogs.updates import Updates
from bot.content.gazetteer import ShippedGazetteer
from bot.content.live import LiveContent
from bot.delivery.circuit_breaker import CircuitBreaker
from bot.delivery.clock import ClockWatch
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.dm_channels import DMChannels
from bot.delivery.fleet import Fleet, synced_once
from bot.delivery.handlers.check_in import CheckIn
from bot.delivery.handlers.digest import Digest, Notice
from bot.delivery.handlers.handler import Handler
from bot.delivery.handlers.member_message import Farewell, MemberMessage
from bot.delivery.handlers.post import Post
from bot.delivery.handlers.roles import PhaseRole
from bot.delivery.handlers.showing import Removal, Show
from bot.delivery.handlers.word import AuthorNote, OwnerWord
from bot.delivery.lease import watch
from bot.delivery.lookout import Lookout
from bot.delivery.pictures import Pictures
from bot.delivery.places import Places
from bot.delivery.posts import Posts
from bot.delivery.rate_limit import Wait, by_the_loop
from bot.delivery.retention import EVERY, Retention
from bot.delivery.roles import PhaseRoles
from bot.delivery.sender import DiscordSender
from bot.delivery.shared_pace import SharedPace
from bot.delivery.timer import Job, Timer
from bot.host.discord_checks import Commands, commands_of
from bot.host.health import Health
from bot.host.reload import reload, warn_of_lost_ticks
from bot.host.signals import Told
from bot.host.start import began, compare_clocks
from bot.limits import INTERACTION_ANSWER
from bot.logs import count_up
from bot.services.activity import Activity
from bot.services.answers import AnswerService
from bot.services.certifications import CertificationService
from bot.services.data import DataService
from bot.services.enrolment import Enrolment
from bot.services.names import Names
from bot.services.notes import NoteService
from bot.services.nudges import NudgeService
from bot.services.progress import ProgressService
from bot.services.questions import QuestionService
from bot.services.servers import ServerService
from bot.services.showing import ShowingService
from bot.services.updates import UpdateService
from bot.settings import Settings
from bot.store import apart, engines
from bot.store.database import Holds
from bot.store.store import Store
from bot.views.errors import explain

log = logging.getLogger(__name__)

PATIENCE_MS = (INTERACTION_ANSWER - 1) * 1000
"""How long to wait for another program's lock, so that a member hears of it while Discord takes an answer."""

ANSWER_SECONDS, FINISH_SECONDS, CLOSE_SECONDS = 3, 3, 1.5
"""How long answers and messages in flight may take to finish, at the same time, and then each part to close.
A supervisor waits ten in all.
"""


def clock() -> int:
    """The time, in epoch seconds (UTC). Nothing else reads the clock; everybody is handed a time or this."""
    return int(time.time())  # noqa: TID251 - this is the one clock


def boot_time() -> float:
    """Seconds since the machine's start: it goes on while a process or the machine sleeps, and never back."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class SharedClock:
    """The database's time, in epoch seconds, carried on by the machine's own between two looks at it.

    So that several machines agree on it, and setting one's clock changes nothing. `ask` asks the database.
    """

    def __init__(self, ask: Callable[[], Awaitable[float]]) -> None:
        self._ask = ask
        self._begins = 0.0

    async def look(self) -> None:
        """Ask again.

        The answer counts from before the question on: while a process is frozen it may lie here for minutes.
        So this clock is ahead by what the way there took, and what is leased ends earlier by that, not later.
        """
        before = boot_time()
        self._begins = await self._ask() - before

    def __call__(self) -> int:
        """The time."""
        return int(self._begins + boot_time())


@dataclass(frozen=True, slots=True)
class App:
    """A bot with its store and what it does unasked; `close` gives all back."""

    client: Cairn
    content: LiveContent
    store: Store
    sender: DiscordSender
    dispatcher: Dispatcher
    retention: Retention
    lookout: Lookout

    async def close(self) -> None:
        """Leave Discord, then close the database; what takes too long is left to the end of the process."""
        for close in (self.client.close, self.store.close):
            try:
                async with asyncio.timeout(CLOSE_SECONDS):
                    await close()
            except (TimeoutError, discord.DiscordException) as error:
                log.warning("did not close cleanly: %r", error)


async def build(
    database_url: str,
    content: LiveContent,
    now: Callable[[], int] = clock,
    rate: float = 2,
    pictures: Pictures | None = None,
    wait: Wait = by_the_loop,
    *,
    migrating: bool = True,
    **options: Any,
) -> App:
    """Bring the database up to date and wire the bot; `rate` is messages a second, `wait` waits for turns.

    Without `migrating` the database need not be there yet; `options` are discord.py's own. Raises
    StoreUnavailable.
    """
    if migrating:
        await engines.of(database_url).migrate(database_url)
    store, client = Store.open(database_url, PATIENCE_MS), Cairn(explain=explain, **options)
    sender = DiscordSender(client, wait=wait, outcomes=client.outcomes)
    dispatcher = dispatching(store, client, sender, content, rate, now, wait)
    lookout = Lookout(store, Places(client, sender), now)
    app = App(client, content, store, sender, dispatcher, Retention(store, sender, now), lookout)
    for cog in _cogs(app, now, pictures or Pictures()):
        await client.add_cog(cog)
    return app


def health_of(app: App, tick_seconds: float, now: Callable[[], int]) -> Health:
    """What can be asked whether all of it works."""
    outcomes = app.client.outcomes
    return Health(app.client, app.store, app.dispatcher, app.sender, outcomes, app.content, tick_seconds, now)


async def known_commands(database_url: str, content: LiveContent) -> Commands:
    """The commands of this version, from a bot that is built and never started."""
    built = await build(database_url, content, migrating=False)
    try:
        return commands_of(built.client.tree)
    finally:
        await built.close()


def dispatching(
    store: Store,
    client: discord.Client,
    sender: DiscordSender,
    content: LiveContent,
    rate: float,
    now: Callable[[], int],
    wait: Wait = by_the_loop,
) -> Dispatcher:
    """What does the jobs, with a handler for every kind; `rate` is requests a second."""
    posts, places = Posts(client, sender, content), Places(client, sender)
    channels, servers = DMChannels(store, sender, now, wait), ServerService(store, content)
    handlers: tuple[Handler, ...] = (
        MemberMessage(store, sender, channels, content, now),
        Farewell(store, sender, channels, content, now),
        Post(store, sender, posts, now),
        AuthorNote(store, sender, now, posts),
        OwnerWord(store, sender, now),
        Show(store, places, now, Pictures()),
        Removal(store, places, now),
        CheckIn(store, sender, places, now, content),
        Digest(store, sender, places, now, servers, content),
        Notice(store, sender, now, content, places),
        PhaseRole(store, PhaseRoles(client, sender), content, servers, now),
    )
    return Dispatcher(store, handlers, CircuitBreaker(store, now), rate, now, wait)


def _cogs(app: App, now: Callable[[], int], pictures: Pictures) -> Iterator[commands.Cog]:
    store, content, dispatcher = app.store, app.content, app.dispatcher
    posts, places = Posts(app.client, app.sender, content), Places(app.client, app.sender)
    names, servers, shown = (
        Names(store, content),
        ServerService(store, content),
        ShowingService(store, content),
    )
    progress, gazetteer = ProgressService(store, content, names), ShippedGazetteer()
    certifications, notes = CertificationService(store, content, names), NoteService(store, content, names)
    updates, questions, answers = UpdateService(store), QuestionService(store), AnswerService(store)
    yield Start(content, Enrolment(store, content), progress, names, dispatcher, gazetteer)
    yield Actions(content, progress, names, servers)
    yield Roadmaps(content, progress, names, servers)
    showing = Showing(shown, progress, names, servers, places, dispatcher, pictures)
    yield from (showing, ProgressCog(progress, certifications, notes, pictures, servers, shown, showing))
    yield NotesCog(progress, notes, names)
    yield Nudges(NudgeService(store, content), progress, dispatcher, gazetteer)
    yield Meanwhile(progress)
    yield Certifications(content, certifications, names)
    yield Projects(content, progress, names)
    yield Faqs(content, questions, answers, names, places)
    yield MyData(DataService(store), content)
    yield Help(servers)
    yield ActivityCog(Activity(store), progress)
    drafts = Drafts(updates, servers, posts, dispatcher)
    yield from (drafts, Updates(content, updates, servers, posts, names, drafts))
    yield Setup(servers, content, PhaseRoles(app.client, app.sender), gazetteer)
    yield from (AnswersCog(answers, questions, servers, names), Communities(servers, questions, names))
    yield Servers(app.client, servers, now)


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
    timer = _timer(settings, app.dispatcher.tick, *_hourly(app, now))

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
    timer = _timer(settings, app.dispatcher.tick, *hourly)
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
    gc.enable()
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


def _timer(settings: Settings, tick: Job, *hourly: Job) -> Timer:
    timer = Timer()
    timer.every(settings.nudge_tick_seconds, tick)
    for job in hourly:
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
