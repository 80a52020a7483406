"""`cairn doctor`: everything that has to be in order, looked at from the inside out."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.content.check import check
from bot.content.live import LiveContent
from bot.domain.errors import StoreUnavailable
from bot.domain.guilds import GuildSettings
from bot.domain.library import Library
from bot.host.discord_checks import Commands, DiscordChecks
from bot.host.reports import lost_ticks
from bot.host.zone_data import zone_data
from bot.settings import Settings, misspelt
from bot.store import engines
from bot.store.database import Checkup
from bot.store.store import Store
from bot.views import doctor as views
from bot.views.doctor import Finding

KnownCommands = Callable[[str, LiveContent], Awaitable[Commands]]
"""Tells this version's commands, given a database address and the content."""


async def examine(
    settings: Settings, now: Callable[[], int], commands: KnownCommands, *, take_away: bool = False
) -> AsyncIterator[Finding]:
    """Settings, content, database, then Discord; without a token all but that.

    Changes nothing anywhere, unless it is to `take_away` the commands that stand in one server alone.
    """
    for written, meant in misspelt().items():
        yield views.misspelt(written, meant)
    report = check(settings.content_dir, datetime.fromtimestamp(now(), UTC).date())
    yield views.content(report.summary, len(report.faults))
    zones = zone_data()
    yield views.zones(zones.package, zones.system, of_system=zones.of_system)
    checkup: Checkup | None = None
    try:
        checkup = await engines.of(settings.database_url).check_up(settings.database_url)
        yield views.database(checkup.revision, checkup.newest, checkup.size, checkup.free)
    except StoreUnavailable as error:
        yield views.trouble("database", f"{error}.")
    for finding in await _ticks(settings, checkup, report.library):
        yield finding
    if open_to_others := [file for file in _private(settings.database_url) if _open(file)]:
        yield views.open_files([str(file) for file in open_to_others])
    if settings.discord_token is None:
        yield views.NO_TOKEN
        return
    known: Commands | None = None
    if report.library:
        known = await commands(settings.database_url, LiveContent(settings.content_dir, report.library))
    servers = await _servers(settings, checkup)
    checks = DiscordChecks(settings.discord_api_url, known, servers, now, settings.proxy_for, take_away)
    async for finding in checks.look(settings.discord_token.get_secret_value()):
        yield finding


def _private(database_url: str) -> list[Path]:
    """The files that hold what is nobody else's."""
    files = [*engines.of(database_url).files_of(database_url), Path(".env")]
    return [file for file in files if os.path.isfile(file)]  # noqa: PTH113 - never raises


def _open(file: Path) -> bool:
    """Whether somebody else on this machine may read or write it."""
    return bool(file.stat().st_mode & 0o077)


async def _ticks(settings: Settings, checkup: Checkup | None, library: Library | None) -> list[Finding]:
    """Whether all that members ticked counts, as far as that can be told."""
    if checkup is None or checkup.revision != checkup.newest or library is None:
        return []
    store = Store.open(settings.database_url)
    try:
        lines = await lost_ticks(store.read.connection, library)
    except StoreUnavailable as error:
        return [views.trouble("ticks", f"{error}.")]
    finally:
        await store.close()
    return [views.trouble("ticks", f"{line}.") for line in lines] or [views.ALL_COUNT]


async def _servers(settings: Settings, checkup: Checkup | None) -> list[GuildSettings]:
    """The servers where something was chosen; none as long as their table may be of another version."""
    if checkup is None or checkup.revision != checkup.newest:
        return []
    store = Store.open(settings.database_url)
    try:
        guilds = store.read.guilds
        found = (*await guilds.configured(), *await guilds.with_places())
        return [*{each.guild: each for each in found}.values()]
    finally:
        await store.close()
