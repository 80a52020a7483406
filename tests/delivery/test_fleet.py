"""What a process still has when its connection to the database broke. The rest is in tests/process."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from bot.client.bot import Cairn
from bot.delivery.fleet import IDENTIFY, SHARD, Fleet
from bot.discord_internals import connect_through
from bot.store.postgres.session import Session
from bot.store.store import Store
from bot.views.errors import explain
from tests.postgres import Server
from tests.standin.server import StandIn

END_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"


@pytest.fixture
def url(postgres: Server) -> str:
    """The address of the database of all of them."""
    return postgres.emptied()


@pytest.fixture
async def session(url: str) -> AsyncIterator[Session]:
    """What the process holds."""
    opened = Session(url)
    yield opened
    await opened.close()


@pytest.fixture
async def bot(standin: StandIn) -> AsyncIterator[Cairn]:
    """A bot that is logged in, and has nothing to do."""
    await connect_through(standin.url, standin.token)
    async with Cairn(explain=explain) as client:
        await client.login(standin.token)
        yield client


async def has_shard(fleet: Fleet) -> None:
    """Wait until the servers of shard 0 are its own."""
    async with asyncio.timeout(30):
        while fleet.share().shards != {0}:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)


async def test_a_shard_whose_turn_finds_the_connection_broken_stays_ours(
    bot: Cairn, session: Session, url: str
) -> None:
    async def look() -> None:
        await session.look()

    store, fleet = Store.open(url), Fleet(session, bot, look)
    running = asyncio.create_task(fleet.join(store, 1, None))
    await has_shard(fleet)
    other = await asyncpg.connect(url.replace("+asyncpg", ""))
    await other.execute(END_OTHERS)
    async with bot.turn(5):
        assert IDENTIFY + 5 in session.held
    await has_shard(fleet)
    assert not await other.fetchval("SELECT pg_try_advisory_lock(2281, $1)", SHARD)
    assert not running.done()
    await bot.close()
    await running
    await other.close()
    await store.close()
