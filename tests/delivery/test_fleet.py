"""Beginning beside others, and what is left when a connection broke. The rest is in tests/process."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from bot.client.bot import Cairn
from bot.delivery.fleet import COUNTING, IDENTIFY, SHARD, Fleet, ShardsTaken
from bot.discord_internals import connect_through
from bot.settings import BadSettings
from bot.store.postgres.session import Session
from bot.store.store import Store
from bot.views.errors import explain
from tests.postgres import Server
from tests.standin.faults import Fault
from tests.standin.server import StandIn

TAKE = "SELECT pg_try_advisory_lock(2281, $1)"
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


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """What all of them share."""
    opened = Store.open(url)
    yield opened
    await opened.close()


@pytest.fixture
async def other(url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """Another process's connection."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    yield connection
    await connection.close()


def fleet_of(bot: Cairn, session: Session) -> Fleet:
    """A process's part, which looks at its connection as it runs."""

    async def look() -> None:
        await session.look()

    return Fleet(session, bot, look)


async def has_shard(fleet: Fleet) -> None:
    """Wait until the servers of shard 0 are its own."""
    async with asyncio.timeout(30):
        while fleet.share().shards != {0}:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)


async def test_a_shard_whose_turn_finds_the_connection_broken_stays_ours(
    bot: Cairn, session: Session, store: Store, other: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    fleet = fleet_of(bot, session)
    running = asyncio.create_task(fleet.join(store, 1, None))
    await has_shard(fleet)
    await other.execute(END_OTHERS)
    async with bot.turn(5):
        assert IDENTIFY + 5 in session.held
        await has_shard(fleet)
    assert not await other.fetchval(TAKE, SHARD)
    assert not running.done()
    await bot.close()
    await running


async def test_whoever_is_cut_off_while_they_take_a_turn_leaves_it_to_others(
    bot: Cairn, session: Session, other: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """As discord.py does after a minute, at whatever moment that is."""
    fleet_of(bot, session)
    await session.look()

    async def begin() -> None:
        async with bot.turn(5):
            raise AssertionError("nobody waits for it any more")

    taking = asyncio.create_task(begin())
    await asyncio.wait({taking}, timeout=0)
    taking.cancel()
    await asyncio.wait({taking})
    assert taking.cancelled()
    assert await other.fetchval(TAKE, IDENTIFY + 5)


async def test_of_two_that_start_at_once_one_says_how_many_shards_there_are(
    bot: Cairn, standin: StandIn, session: Session, store: Store, url: str
) -> None:
    second = Session(url)
    async with Cairn(explain=explain) as beside:
        await beside.login(standin.token)
        fleets = fleet_of(bot, session), fleet_of(beside, second)
        joining = [asyncio.create_task(fleet.join(store, 2 + n, None)) for n, fleet in enumerate(fleets)]
        over, running = await asyncio.wait(joining, return_when=asyncio.FIRST_COMPLETED)
        assert (len(over), len(running)) == (1, 1)
        with pytest.raises(BadSettings, match=r"SHARD_COUNT is [23], and other processes run with [23]"):
            await over.pop()
        for each in running:  # as whoever is told to end, before it closes what may be connecting
            each.cancel()
        await asyncio.wait(running)
        await bot.close()
    await second.close()


async def test_who_only_stands_by_knows_how_many_shards_there_are_as_well(
    bot: Cairn, session: Session, store: Store, other: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await other.execute("SELECT pg_advisory_lock_shared(2281, $1)", COUNTING)
    async with store.transaction() as rows:
        await rows.shared.put("shard count", "2")
    with pytest.raises(BadSettings, match="SHARD_COUNT is 3, and other processes run with 2"):
        await fleet_of(bot, session).join(store, 3, None)


async def test_who_comes_back_to_another_number_of_shards_ends(
    bot: Cairn, session: Session, store: Store, other: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    fleet = fleet_of(bot, session)
    running = asyncio.create_task(fleet.join(store, 1, None))
    await has_shard(fleet)
    async with store.transaction() as rows:
        await rows.shared.put("shard count", "2")
    await other.execute(END_OTHERS)
    with pytest.raises(ShardsTaken, match="SHARD_COUNT was changed"):
        await running


async def test_while_others_have_its_turn_a_shard_does_not_connect(
    bot: Cairn, standin: StandIn, session: Session, store: Store, other: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """An open connection would have a minute, and the turns of many processes take longer."""
    await other.execute("SELECT pg_advisory_lock(2281, $1)", IDENTIFY)
    fleet, asked = fleet_of(bot, session), standin.faults.add(Fault("GET /gateway/bot", times=1))
    running = asyncio.create_task(fleet.join(store, 2, {0}))
    while asked.times:  # noqa: ASYNC110 - its last question before its turn, and nobody tells
        await asyncio.sleep(0.01)
    assert standin.gateway.connections == 0
    await other.execute("SELECT pg_advisory_unlock_all()")
    await has_shard(fleet)
    await bot.close()
    await running
