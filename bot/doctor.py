"""`cairn doctor`: everything that has to be in order, looked at from the inside out."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

from bot import app
from bot.content.check import check
from bot.content.live import LiveContent
from bot.delivery.doctor import Commands, Doctor, commands_of
from bot.domain.errors import StoreUnavailable
from bot.domain.guilds import GuildSettings
from bot.domain.library import Library
from bot.settings import Settings
from bot.store.checkup import Checkup, check_up
from bot.store.database import Database
from bot.store.guilds import GuildStore
from bot.views import doctor as views
from bot.views.doctor import Finding


async def examine(settings: Settings, now: Callable[[], int] = app.clock) -> AsyncIterator[Finding]:
    """Content, database, then Discord; without a token the first two. Changes nothing anywhere."""
    report = check(settings.content_dir, datetime.fromtimestamp(now(), UTC).date())
    yield views.content(report.summary, len(report.faults))
    checkup: Checkup | None = None
    try:
        checkup = await check_up(settings.database_url)
        yield views.database(checkup.revision, checkup.newest, checkup.size, checkup.free)
    except StoreUnavailable as error:
        yield views.trouble("database", f"{error}.")
    if settings.discord_token is None:
        yield views.no_token()
        return
    commands = await _commands(settings, report.library) if report.library else None
    doctor = Doctor(settings.discord_api_url, commands, await _servers(settings, checkup), now)
    async for finding in doctor.look(settings.discord_token.get_secret_value()):
        yield finding


async def _commands(settings: Settings, library: Library) -> Commands:
    """The commands of a bot that is built and never started."""
    database = Database.open(settings.database_url)
    built = await app.wired(database, LiveContent(settings.content_dir, library), app.clock)
    try:
        return commands_of(built.client.tree)
    finally:
        await built.close()


async def _servers(settings: Settings, checkup: Checkup | None) -> list[GuildSettings]:
    """The servers whose channel is looked at; none as long as their table may be of another version."""
    if checkup is None or checkup.revision != checkup.newest:
        return []
    database = Database.open(settings.database_url)
    try:
        return await GuildStore(database).configured()
    finally:
        await database.close()
