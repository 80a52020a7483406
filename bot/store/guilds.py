"""Servers: what was set up in them, and when the bot left."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.domain.guilds import GuildSettings
from bot.store.database import Database
from bot.store.tables import guilds


class GuildStore:
    """Reads and writes settings. Every method may raise StoreUnavailable; nothing is changed then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild_id: int) -> GuildSettings:
        """What is set; a server without settings has the defaults."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(guilds).where(guilds.c.guild_id == guild_id))).first()
        return _settings(row) if row else GuildSettings(guild_id)

    async def configured(self) -> list[GuildSettings]:
        """Every server that has a channel for updates and that Cairn has not left."""
        here = guilds.c.updates_channel.is_not(None) & guilds.c.left_at.is_(None)
        async with self._database.reading() as connection:
            rows = await connection.execute(select(guilds).where(here).order_by(guilds.c.guild_id))
            return [_settings(row) for row in rows]

    async def put(self, guild_id: int, decide: Callable[[GuildSettings], GuildSettings]) -> GuildSettings:
        """Change the settings: `decide` is given what is set and says what shall be."""
        async with self._database.writing() as connection:
            row = (await connection.execute(select(guilds).where(guilds.c.guild_id == guild_id))).first()
            settings = decide(_settings(row) if row else GuildSettings(guild_id))
            values = asdict(settings)
            values["guild_id"] = values.pop("guild")
            if row is None:
                await connection.execute(insert(guilds).values(values))
            else:
                await connection.execute(update(guilds).where(guilds.c.guild_id == guild_id).values(values))
        return settings


def _settings(row: Row[Any]) -> GuildSettings:
    return GuildSettings(
        guild=row.guild_id,
        updates_channel=row.updates_channel,
        ping_role=row.ping_role,
        moderator_role=row.moderator_role,
        zone=row.zone,
        publish=row.publish,
        role_worked=row.role_worked,
        left_at=row.left_at,
    )
