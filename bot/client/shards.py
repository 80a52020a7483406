"""The client's shards: a bot in more than 2,500 servers takes several connections, each on its turn."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import yarl
from discord.ext import commands

from bot.domain.shards import Turns, shard_of
from bot.limits import IDENTIFY_SECONDS

APART = IDENTIFY_SECONDS + 0.25
"""Seconds between two shards of one bucket: the way there takes now less time, now more."""

Launch = Callable[[], Awaitable[None]]
Turn = Callable[[int], Awaitable[None]]


class Sharded(commands.AutoShardedBot):
    """A bot with as many shards as `shard_count` says, or if it says nothing, as Discord recommends.

    One of several processes is given what `launching` connects instead, and `turn`, which waits until a shard
    of a bucket may begin beside those of the others. `told` are the shards whose servers Discord has named.
    """

    def __init__(self, command_prefix: Any, **options: Any) -> None:
        super().__init__(command_prefix, shard_connect_timeout=60, **options)
        self._turns: Turns | None = None
        self.launching: Launch | None = None
        self.turn: Turn | None = None
        self.told: set[int] = set()

    async def launch_shards(self) -> None:
        """Connect all shards, or those of this process."""
        await (self.launching or super().launch_shards)()

    async def on_shard_ready(self, shard_id: int) -> None:
        """Discord has named the servers of a shard."""
        self.told.add(shard_id)

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard, however long it takes; discord.GatewayNotFound if the very first one fails."""
        if not initial and not self.shards:  # discord.py tries it again, and would do so for ever
            raise discord.GatewayNotFound
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for the shard's turn to begin a session; to resume one takes none."""
        if self._turns is None:
            alone = self.shard_count == 1  # so that Discord need not be asked
            buckets = 1 if alone else (await self.fetch_session_start_limits()).max_concurrency
            self._turns = Turns(buckets, APART)
        now = asyncio.get_running_loop().time()
        await asyncio.sleep(self._turns.take(shard_id or 0, now) - now)
        if self.turn is not None:
            await self.turn(self._turns.bucket(shard_id or 0))

    async def close(self) -> None:
        """Leave Discord. Before `login` there is nothing to leave, and discord.py 2.7.1 fails at that."""
        if isinstance(self.loop, asyncio.AbstractEventLoop):
            await super().close()


def untold(client: discord.Client, guild_id: int) -> bool:
    """Whether nobody can say here what is in a server, or if the bot is in it at all.

    At the start, while it is out of order, or because another process has its shard.
    """
    guild = client.get_guild(guild_id)
    if guild is not None:
        return guild.unavailable
    if isinstance(client, Sharded) and client.shard_ids is not None:  # it has some, of several processes
        return shard_of(guild_id, client.shard_count or 1) not in client.told
    return not client.is_ready()
