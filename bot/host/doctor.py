"""`cairn doctor`: everything that has to be in order, looked at from the inside out."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

from bot.content.check import check
from bot.content.live import LiveContent
from bot.domain.errors import StoreUnavailable
from bot.domain.guilds import GuildSettings
from bot.host.discord_checks import Commands, DiscordChecks
from bot.settings import Settings
from bot.store.sqlite.checkup import Checkup, check_up
from bot.store.store import Store
from bot.views import doctor as views
from bot.views.doctor import Finding

KnownCommands = Callable[[str, LiveContent], Awaitable[Commands]]
"""Tells this version's commands, given a database address and the content."""


async def examine(
    settings: Settings, now: Callable[[], int], commands: KnownCommands
) -> AsyncIterator[Finding]:
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
        yield views.NO_TOKEN
        return
    known: Commands | None = None
    if report.library:
        known = await commands(settings.database_url, LiveContent(settings.content_dir, report.library))
    checks = DiscordChecks(settings.discord_api_url, known, await _servers(settings, checkup), now)
    async for finding in checks.look(settings.discord_token.get_secret_value()):
        yield finding


async def _servers(settings: Settings, checkup: Checkup | None) -> list[GuildSettings]:
    """The servers whose channel is looked at; none as long as their table may be of another version."""
    if checkup is None or checkup.revision != checkup.newest:
        return []
    store = Store.open(settings.database_url)
    try:
        return await store.read.guilds.configured()
    finally:
        await store.close()
