"""Coming into a server and leaving it: what was set there is kept for a while, and its members can rest."""

import logging
from collections.abc import Callable
from functools import partial

import discord
from discord.ext import commands

from bot.domain.nudge_state import rested
from bot.store.servers import ServerStore

log = logging.getLogger(__name__)


class Servers(commands.Cog):
    """Listens to where the bot is, and finds out at every start what happened meanwhile."""

    def __init__(self, bot: commands.Bot, servers: ServerStore, now: Callable[[], int]) -> None:
        self._bot = bot
        self._servers = servers
        self._now = now

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Compare with what is stored. Servers in an outage are among the bot's, too: they are not gone."""
        present = {guild.id for guild in self._bot.guilds}
        log.info(
            "running as %s in %s servers; `/setup` there says where updates go", self._bot.user, len(present)
        )
        await self._servers.back(present)
        for gone in await self._servers.here() - present:
            await self._leave(gone)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Invited, for the first time or again."""
        await self._servers.back([guild.id])

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Removed, or the server was deleted; an outage is another event."""
        await self._leave(guild.id)

    async def _leave(self, guild_id: int) -> None:
        at = self._now()
        await self._servers.leave(guild_id, at, partial(rested, at=at))
        log.info("left server %s: its settings are kept for thirty days", guild_id)
