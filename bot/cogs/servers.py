"""Coming into a server and leaving it: what was set there is kept for a while, and its members can rest."""

import logging
from collections.abc import Callable

import discord
from discord.ext import commands

from bot.domain.shards import shard_of
from bot.services.servers import ServerService

log = logging.getLogger(__name__)


class Servers(commands.Cog):
    """Listens to where the bot is, and finds out whenever a shard begins what happened meanwhile."""

    def __init__(self, bot: commands.AutoShardedBot, servers: ServerService, now: Callable[[], int]) -> None:
        self._bot = bot
        self._servers = servers
        self._now = now

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Every shard has told its servers."""
        who, servers = self._bot.user, len(self._bot.guilds)
        log.info("running as %s in %s servers; `/setup` there says where updates go", who, servers)

    @commands.Cog.listener()
    async def on_shard_ready(self, shard_id: int) -> None:
        """Compare the servers of this shard, all of which Discord has named by now, with what is stored.

        Servers in an outage are among the bot's, too: they are not gone. What is stored is read first, so
        that one that is new in this very moment is not taken for gone either.
        """
        count = self._bot.shard_count or 1
        stored = {guild for guild in await self._servers.known() if shard_of(guild, count) == shard_id}
        present = {guild.id for guild in self._bot.guilds}
        await self._servers.back(present, self._now())
        for gone in stored - present:
            await self._leave(gone)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Invited, for the first time or again."""
        await self._servers.back([guild.id], self._now())

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Removed, or the server was deleted; an outage is another event."""
        await self._leave(guild.id)

    async def _leave(self, guild_id: int) -> None:
        await self._servers.leave(guild_id, self._now())
        log.info("left server %s: its settings are kept for thirty days", guild_id)
