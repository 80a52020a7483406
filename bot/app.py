"""The one place where things are built: settings in, a bot ready to run out."""

import asyncio
import gc
import logging
import signal
import time
from collections.abc import Callable, Coroutine
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import discord

from bot import discord_internals
from bot.client import Cairn
from bot.cogs.actions import Actions
from bot.cogs.activity import Activity
from bot.cogs.certifications import Certifications
from bot.cogs.community import Communities
from bot.cogs.drafts import Drafts
from bot.cogs.faqs import Faqs
from bot.cogs.help import Help
from bot.cogs.mydata import MyData
from bot.cogs.names import Names
from bot.cogs.nudges import Nudges
from bot.cogs.pictures import Pictures
from bot.cogs.progress import ProgressCog
from bot.cogs.roadmap import Roadmaps
from bot.cogs.servers import Servers
from bot.cogs.setup import Setup
from bot.cogs.start import Start, offer_roadmaps
from bot.cogs.updates import Updates
from bot.content.live import LiveContent
from bot.delivery.courier import Courier
from bot.delivery.health import Health
from bot.delivery.nudges import Engine
from bot.delivery.reload import reload
from bot.delivery.retention import EVERY, Retention
from bot.delivery.scribe import Scribe
from bot.delivery.sender import DiscordSender
from bot.delivery.timer import Timer
from bot.delivery.updates import Publisher
from bot.delivery.welcome import Welcome
from bot.limits import INTERACTION_ANSWER
from bot.settings import Settings
from bot.store.community import CommunityStore
from bot.store.database import Database
from bot.store.goals import GoalStore
from bot.store.guilds import GuildStore
from bot.store.journeys import JourneyStore
from bot.store.lock import sole_sender
from bot.store.members import MemberStore
from bot.store.migrate import migrate
from bot.store.nudges import NudgeStore
from bot.store.questions import QuestionStore
from bot.store.retention import RetentionStore
from bot.store.servers import ServerStore
from bot.store.updates import UpdateStore
from bot.views.controls import CONTROLS
from bot.views.errors import explain

log = logging.getLogger(__name__)

PATIENCE_MS = (INTERACTION_ANSWER - 1) * 1000
"""How long to wait for another program's lock, so that a member hears of it while Discord takes an answer."""

FINISH_SECONDS, CLOSE_SECONDS = 3, 2
"""How long nudges in flight may take to finish, and each part to close; a supervisor waits ten in all."""


def clock() -> int:
    """The time, in epoch seconds (UTC). Nothing else reads the clock; everybody is handed a time or this."""
    return int(time.time())  # noqa: TID251 - this is the one clock


@dataclass(frozen=True, slots=True)
class App:
    """A bot with its database and its engine; `close` gives all back."""

    client: Cairn
    content: LiveContent
    database: Database
    engine: Engine
    care: Retention
    publisher: Publisher
    nudges: NudgeStore
    updates: UpdateStore

    async def close(self) -> None:
        """Leave Discord, then close the database; what takes too long is left to the end of the process."""
        for close in (self.client.close, self.database.close):
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
    studio: Pictures | None = None,
) -> App:
    """Bring the database up to date and wire the bot; `rate` is nudges a second, `studio` draws the pictures.

    Raises StoreUnavailable.
    """
    await migrate(database_url)
    return await wired(Database.open(database_url, busy_ms=PATIENCE_MS), content, now, rate, studio)


async def wired(
    database: Database,
    content: LiveContent,
    now: Callable[[], int],
    rate: float = 2,
    studio: Pictures | None = None,
) -> App:
    """The parts put together around a database that need not be there yet."""
    client = Cairn(controls=CONTROLS, explain=explain)
    members, journeys = MemberStore(database), JourneyStore(database)
    names = Names(content, members)
    nudges, updates, guilds = NudgeStore(database), UpdateStore(database), GuildStore(database)
    sender = DiscordSender(client)
    courier = Courier(sender, nudges, members, Scribe(journeys, updates, content, now), now)
    welcome = Welcome(courier, nudges, members, journeys)
    publisher = Publisher(client, sender, updates, guilds, content, now)
    drafts = Drafts(updates, guilds, publisher, now)
    for cog in (
        Start(names, welcome),
        Nudges(names, members, journeys, welcome, now),
        Actions(names, journeys, now),
        Roadmaps(names, journeys, now),
        ProgressCog(names, journeys, studio or Pictures(), now),
        Certifications(names, journeys, members, GoalStore(database), now),
        Faqs(names, QuestionStore(database)),
        MyData(members),
        Help(),
        Activity(members, nudges),
        drafts,
        Updates(names, updates, guilds, publisher, drafts, now),
        Setup(guilds),
        Communities(names, guilds, CommunityStore(database), QuestionStore(database), now),
        Servers(client, ServerStore(database), now),
    ):
        await client.add_cog(cog)
    await offer_roadmaps(client, content.library)
    engine = Engine(nudges, courier, rate, now)
    care = Retention(RetentionStore(database), nudges, sender, now)
    return App(client, content, database, engine, care, publisher, nudges, updates)


async def run(settings: Settings, token: str, content: LiveContent, now: Callable[[], int] = clock) -> None:
    """Run until SIGTERM or SIGINT.

    Raises discord.LoginFailure for a refused token, Unreachable and InternalsMoved for Discord's address,
    StoreUnavailable for the database, PortUnusable for HEALTH_PORT.
    """
    await discord_internals.connect_through(settings.discord_api_url, token)
    with sole_sender(settings.database_url):
        app = await build(settings.database_url, content, now, settings.nudge_rate)
        # What is there by now stays. To look through all of it for garbage, now and then, would make whoever
        # is waiting for an answer wait for a tenth of a second more.
        gc.freeze()
        try:
            await app.nudges.inherit()
            await app.updates.inherit()
            await _serve(app, settings, token, now)
        finally:
            await app.close()


async def _serve(app: App, settings: Settings, token: str, now: Callable[[], int]) -> None:
    """Log in, send what is due, answer, until told to stop; SIGHUP reads the content again."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    reloads: set[asyncio.Task[None]] = set()  # the loop itself keeps no task alive

    def again() -> None:
        reloads.add(task := loop.create_task(_reload(app)))
        task.add_done_callback(reloads.discard)

    loop.add_signal_handler(signal.SIGHUP, again)
    timer = Timer()
    timer.every(settings.nudge_tick_seconds, app.engine.tick)
    timer.every(settings.nudge_tick_seconds, app.publisher.tick)
    timer.every(EVERY, app.care.look)
    health = Health(app.client, app.nudges, app.engine, app.content, settings.nudge_tick_seconds, now)

    async def online() -> None:
        await app.client.login(token)
        timer.start()
        await discord_internals.stay_connected(app.client)

    try:
        async with health.served(settings.health_port) if settings.health_port else nullcontext():
            await _until(stop, online())
    finally:
        await app.engine.stop(FINISH_SECONDS)
        await timer.stop()


async def _reload(app: App) -> None:
    """Take up the content as it is now, and put the commands in step with it."""
    try:
        if await reload(app.content):
            await offer_roadmaps(app.client, app.content.library)
    except discord.DiscordException:
        log.exception("the content was read again, but the commands could not be put in step; restart Cairn")


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do the work until it ends or fails, or until we are told to stop."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if working.done():
        working.result()
    working.cancel()
