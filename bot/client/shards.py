"""The client's shards: a bot in more than 2,500 servers takes several connections, each on its turn."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext, suppress
from typing import Any

import discord
import yarl
from discord.ext import commands

from bot.domain.shards import shard_of
from bot.limits import IDENTIFY_SECONDS

APART = IDENTIFY_SECONDS + 0.25
"""Seconds between two shards of one bucket: the way there takes now less time, now more."""

UNUSED = 10.0
"""Seconds after which a turn is over: whoever doesn't get through to Discord keeps nobody waiting then."""

Launch = Callable[[], Awaitable[None]]
Turn = Callable[[int], AbstractAsyncContextManager[None]]


class Sharded(commands.AutoShardedBot):
    """A bot with as many shards as `shard_count` says, or if it says nothing, as Discord recommends.

    Each begins its session on its turn: of a bucket (Discord's `max_concurrency`) one at a time. One of
    several processes is given what `launching` connects instead, and `turn`, which waits until the others
    leave a bucket, and holds it. `told` are the shards whose servers Discord has named.
    """

    def __init__(self, command_prefix: Any, **options: Any) -> None:
        super().__init__(command_prefix, shard_connect_timeout=60, **options)
        self.launching: Launch | None = None
        self.turn: Turn = lambda _: nullcontext()
        self.told: set[int] = set()
        self._buckets: int | None = None
        self._queues: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._turns: dict[int, asyncio.Event] = {}
        self._passing: set[asyncio.Task[None]] = set()

    async def launch_shards(self) -> None:
        """Connect all shards, or those of this process."""
        await (self.launching or super().launch_shards)()

    async def on_shard_ready(self, shard_id: int) -> None:
        """Discord has named the servers of a shard."""
        self.told.add(shard_id)

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard, however long it takes; discord.GatewayNotFound if the very first one fails.

        It waits for its turn before it connects: discord.py gives up a connection that begins no session.
        """
        if not initial and not self.shards:  # discord.py tries it again, and would do so for ever
            raise discord.GatewayNotFound
        await self._turn(shard_id)
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Use the shard's turn to begin a session, and wait for it if need be; to resume one takes none."""
        (await self._turn(shard_id or 0)).set()

    async def _turn(self, shard: int) -> asyncio.Event:
        """Wait for the shard's turn; what to set when it is used. Whoever gives up leaves it to the next."""
        if shard not in self._turns:
            if self._buckets is None:
                alone = self.shard_count == 1  # so that Discord need not be asked
                self._buckets = 1 if alone else (await self.fetch_session_start_limits()).max_concurrency
            bucket = shard % self._buckets
            async with AsyncExitStack() as held:
                await held.enter_async_context(self._queues[bucket])
                await held.enter_async_context(self.turn(bucket))
                self._turns[shard] = asyncio.Event()
                self._passing.add(task := asyncio.create_task(self._pass_on(shard, held.pop_all())))
                task.add_done_callback(self._passing.discard)
        return self._turns[shard]

    async def _pass_on(self, shard: int, held: AsyncExitStack) -> None:
        """Let the next one of a bucket begin, some time after this one did."""
        async with held:
            with suppress(TimeoutError):
                async with asyncio.timeout(UNUSED):
                    await self._turns[shard].wait()
            del self._turns[shard]
            await asyncio.sleep(APART)

    async def close(self) -> None:
        """Leave Discord. Before `login` there is nothing to leave, and discord.py 2.7.1 fails at that."""
        for turn in self._passing:
            turn.cancel()
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
