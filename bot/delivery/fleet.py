"""Several processes on one database: which part of the work is this one's, and who takes over from whom."""

import asyncio
import functools
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from bot import discord_internals
from bot.client.bot import Cairn
from bot.client.shards import Sharded
from bot.domain.errors import StoreUnavailable
from bot.domain.shards import Share
from bot.settings import BadSettings
from bot.store.database import Holds
from bot.store.store import Store

log = logging.getLogger(__name__)

SENDER, SYNC = 2, 3
SHARD, IDENTIFY = 1_000, 1_000_000
"""What only one process has, by number: from these on, one for each shard and for each bucket of shards."""

COUNTING = SHARD - 1
"""What every process has that knows how many shards there are; whoever has a shard counts as one, too."""

EVERY = 1.0  # seconds between two looks
OTHERS_FIRST = 5.0  # seconds in which, after a break, everybody may take back what they had

_COUNT, _SYNCED = "shard count", "commands"


class ShardsTaken(StoreUnavailable):
    """Others have a shard that was this process's, or divide the servers among another number of them."""


class Fleet:
    """What is this process's: the sending to members, if it is elected, and the shards that it got hold of.

    `look` is how it looks whether it still holds what it held; `elected` is called when it is elected.
    """

    def __init__(self, session: Holds, client: Sharded, look: Callable[[], Awaitable[None]]) -> None:
        self.elected: Callable[[], None] = lambda: None
        self._session = session
        self._client = client
        self._asks = look
        self._count = 1
        self._wanted: Collection[int] = ()
        self._mine: list[int] = []
        self._since: float | None = None
        self._back = self._stands_by = False
        self._first = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        client.shard_ids = []
        client.launching, client.turn = self._launch, self._turn

    def share(self) -> Share:
        """What it may do at this moment: of servers those that Discord has named by now."""
        held = self._session.held
        ready = frozenset(n for n in self._mine if SHARD + n in held and n in self._client.told)
        return Share(SENDER in held, ready, self._count)

    def as_sender(self, job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """What only the process that sends to members does, and nobody else meanwhile."""

        @functools.wraps(job)
        async def only() -> None:
            if self.share().members:
                await job()

        return only

    async def join(self, store: Store, count: int | None, wanted: Collection[int] | None) -> None:
        """Do this process's part, logged in as it is, until it is closed: of `count` shards those `wanted`.

        Raises ShardsTaken, BadSettings, and what `stay_connected` raises.
        """
        self._count = await shards_of_all(self._session, store, count, await self._recommended(count))
        self._wanted = _within(self._count, wanted)
        staying = asyncio.create_task(self._stay(store))
        connected = asyncio.create_task(discord_internals.stay_connected(self._client, self._count))
        try:
            await asyncio.wait({staying, connected}, return_when=asyncio.FIRST_COMPLETED)
            for task in (staying, connected):
                if task.done():
                    task.result()
        finally:
            for task in (staying, connected, *self._tasks):
                task.cancel()

    async def _recommended(self, count: int | None) -> int:
        if count is not None:
            return count
        return (await self._client.http.get_bot_gateway())[0]

    async def _stay(self, store: Store) -> None:
        """Look again and again what can be taken. Raises ShardsTaken if another one has what was ours."""
        while True:
            try:
                await self._look(store)
            except ShardsTaken:
                raise
            except StoreUnavailable as error:
                self._since, self._back = None, True
                log.error("this process leaves its part to others until it reaches the database: %s", error)
            await asyncio.sleep(EVERY)

    async def _launch(self) -> None:
        """Connect the first shard, however long it takes until there is one; the others follow."""
        await self._first.wait()
        await discord_internals.add_shard(self._client, self._mine[0], self._count)

    @asynccontextmanager
    async def _turn(self, bucket: int) -> AsyncIterator[None]:
        """Wait until a shard of this bucket may begin; the next one, of whatever process, waits for it.

        While the database is away nobody begins: for discord.py an error here would end the whole process.
        """
        try:
            while not await self._takes(IDENTIFY + bucket):  # noqa: ASYNC110 - others wait in other processes
                await asyncio.sleep(EVERY / 5)
            yield
        finally:  # also if we were cut off while we took it: that goes on by itself
            with suppress(StoreUnavailable):  # then it is free as well
                await self._session.leave(IDENTIFY + bucket)

    async def _look(self, store: Store) -> None:
        await self._asks()
        now = asyncio.get_running_loop().time()
        # Whoever asks first after a break notices it: a shard's turn as well, and nobody tells of that.
        broke = COUNTING not in self._session.held
        if self._since is None or broke:
            self._since = now
        if broke:
            await self._come_back(store)
        if SENDER not in self._session.held and await self._session.take(SENDER):
            log.info("this process sends to members from now on")
            self.elected()
        begun = all(shard in self._client.told for shard in self._mine)
        new = not (self._mine or self._back)
        if new or (begun and now - self._since > OTHERS_FIRST):
            await self._take_a_shard()

    async def _come_back(self, store: Store) -> None:
        """Take what was ours before a break. Raises ShardsTaken if others went on without us."""
        async with store.transaction(COUNTING) as rows:
            if await rows.shared.get(_COUNT) != str(self._count):
                raise ShardsTaken("SHARD_COUNT was changed while this process was away: start it again")
            await self._session.join(COUNTING)
        for shard in self._mine:
            if SHARD + shard not in self._session.held and not await self._session.take(SHARD + shard):
                raise ShardsTaken(
                    f"another process took over shard {shard} while this one was away: start it again"
                )

    async def _take_a_shard(self) -> None:
        """One at a time, so that those who start together share them."""
        for shard in self._wanted:
            if shard not in self._mine and await self._session.take(SHARD + shard):
                log.info("this process takes shard %s", shard)
                self._mine.append(shard)
                if len(self._mine) == 1:
                    self._first.set()
                else:
                    self._begin(discord_internals.add_shard(self._client, shard, self._count))
                return
        if not (self._mine or self._stands_by):
            self._stands_by = True
            log.info("this process stands by: others have all shards that it may take")

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something meanwhile; the loop itself keeps no task alive."""
        self._tasks.add(task := asyncio.create_task(work))
        task.add_done_callback(self._tasks.discard)

    async def _takes(self, what: int) -> bool:
        with suppress(StoreUnavailable):
            return await self._session.take(what)
        return False


async def shards_of_all(session: Holds, store: Store, wished: int | None, recommended: int) -> int:
    """How many shards there are for every process: what is stored, unless nobody else knows one.

    Raises BadSettings for another number than the others have.
    """
    async with store.transaction(COUNTING) as rows:  # so that of two that start at once one sees the other
        kept = await rows.shared.get(_COUNT)
        if kept is None or not await session.others(COUNTING):
            kept = str(wished or recommended)
            await rows.shared.put(_COUNT, kept)
        elif wished not in (None, int(kept)):
            raise BadSettings(
                f"SHARD_COUNT is {wished}, and other processes run with {kept}: write {kept}, or leave it "
                "away. To change it, stop all of them first."
            )
        await session.join(COUNTING)
    return int(kept)


async def synced_once(session: Holds, store: Store, client: Cairn) -> dict[str, int]:
    """Put the commands in step with this version, unless some process did so; by what ids they are called.

    Whoever comes while another one is at it waits for what becomes of it.
    """
    commands = json.dumps([each.to_dict(client.tree) for each in client.tree.get_commands()], sort_keys=True)
    digest = hashlib.sha256(f"{client.application_id} {commands}".encode()).hexdigest()
    while (ids := await _ids_of(store, digest)) is None:
        if not await session.take(SYNC):
            await asyncio.sleep(EVERY / 5)
            continue
        try:
            ids = await client.sync()
            async with store.transaction() as rows:
                await rows.shared.put(_SYNCED, json.dumps([digest, ids]))
            return ids
        finally:
            await session.leave(SYNC)
    return ids


async def _ids_of(store: Store, digest: str) -> dict[str, int] | None:
    """By what ids the commands are called that some process registered, if they are these."""
    kept = await store.read.shared.get(_SYNCED)
    known, ids = json.loads(kept) if kept else (None, {})
    return ids if known == digest else None


def _within(count: int, wanted: Collection[int] | None) -> Collection[int]:
    if wanted is None:
        return range(count)
    if beyond := sorted(shard for shard in wanted if shard >= count):
        raise BadSettings(
            f"SHARD_IDS names {beyond[0]}, and there are {count} shards, from 0 on: write some of them, such "
            f"as 0-{count - 1}, or leave it away for whichever are free."
        )
    return sorted(wanted)
