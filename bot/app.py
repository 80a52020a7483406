"""The one place where things are built: settings in, a bot ready to run out."""

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import discord

from bot import wire
from bot.client import Cairn
from bot.cogs.actions import Actions
from bot.cogs.certifications import Certifications
from bot.cogs.faqs import Faqs
from bot.cogs.help import Help
from bot.cogs.mydata import MyData
from bot.cogs.names import Names
from bot.cogs.nudges import Nudges
from bot.cogs.progress import ProgressCog
from bot.cogs.roadmap import Roadmaps
from bot.cogs.seen import Seen
from bot.cogs.start import Start
from bot.delivery.courier import Courier
from bot.delivery.nudges import Engine
from bot.delivery.outbox import Outbox
from bot.delivery.timer import Timer
from bot.delivery.welcome import Welcome
from bot.packs.shelf import Shelf
from bot.settings import Settings
from bot.store.database import Database
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.store.migrate import migrate
from bot.store.nudges import NudgeStore
from bot.views.controls import CONTROLS
from bot.views.errors import explain

log = logging.getLogger(__name__)

FINISH_SECONDS, CLOSE_SECONDS = 5, 8
"""How long nudges in flight may take to finish, and closing altogether; a supervisor waits ten."""


def clock() -> int:
    """The time, in epoch seconds (UTC). Nothing else reads the clock; everybody is handed a time or this."""
    return int(time.time())  # noqa: TID251 - this is the one clock


@dataclass(frozen=True, slots=True)
class App:
    """A bot with its database and its engine; `close` gives all back."""

    client: Cairn
    database: Database
    engine: Engine

    async def close(self) -> None:
        """Finish what is being sent, leave Discord, then close the database."""
        await self.engine.stop(FINISH_SECONDS)
        await self.client.close()
        await self.database.close()


async def build(database_url: str, shelf: Shelf, now: Callable[[], int] = clock, rate: float = 2) -> App:
    """Bring the database up to date and wire the bot; `rate` is nudges a second. Raises StoreUnavailable."""
    await migrate(database_url)
    database = Database.open(database_url)
    client = Cairn(controls=CONTROLS, explain=explain)
    members, journeys = MemberStore(database), JourneyStore(database)
    names = Names(shelf, members)
    nudges = NudgeStore(database)
    courier = Courier(Outbox(client), nudges, journeys, members, shelf, now)
    welcome = Welcome(courier, nudges, members, journeys)
    for cog in (
        Start(names, welcome, now),
        Nudges(names, members, journeys, welcome, now),
        Actions(names, journeys, now),
        Roadmaps(names, journeys, now),
        ProgressCog(names, journeys, now),
        Certifications(names, journeys),
        Faqs(names),
        MyData(members),
        Help(),
        Seen(members, nudges, now),
    ):
        await client.add_cog(cog)
    await nudges.inherit()
    return App(client, database, Engine(nudges, courier, rate, now))


async def run(settings: Settings, token: str, shelf: Shelf) -> None:
    """Run until SIGTERM or SIGINT.

    Raises discord.LoginFailure for a refused token, wire.Unreachable and wire.WireMoved for Discord's
    address, StoreUnavailable for the database.
    """
    await wire.connect_through(settings.discord_api_url, token)
    app = await build(settings.database_url, shelf, rate=settings.nudge_rate)
    timer = Timer()
    timer.every(settings.nudge_tick_seconds, app.engine.tick)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        await app.client.login(token)
        timer.start()
        await _until(stop, wire.stay_connected(app.client))
    finally:
        await _close(app)
        timer.stop()


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do the work until it ends or fails, or until we are told to stop."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if working.done():
        working.result()
    working.cancel()


async def _close(app: App) -> None:
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await app.close()
    except (TimeoutError, discord.DiscordException) as error:
        log.warning("did not close cleanly: %r", error)
