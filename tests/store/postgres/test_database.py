"""Who waits for whom, and what is told when the server is not as it should be."""

import asyncio
import random
import signal
import traceback
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import insert, make_url, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import StoreUnavailable
from bot.store import engines
from bot.store.members import members
from bot.store.postgres.database import READERS
from bot.store.store import Store
from tests.postgres import Server
from tests.store.samples import tick, ticked
from tests.store.test_transactions import ADA
from tests.stored import put_member, the_member

BOB = 2


async def begins(store: Store, *owners: int) -> bool:
    """Whether somebody can be alone with these owners, or has to wait."""
    with suppress(StoreUnavailable):
        async with store.transaction(*owners):
            return True
    return False


@pytest.fixture
def impatient(url: str) -> Store:
    """The same database, and nobody waits long for it."""
    return Store.open(url, busy_ms=50)


@pytest.mark.parametrize(
    ("held", "wanted", "beside"),
    [
        ((ADA.id,), (BOB,), True),
        ((ADA.id,), (ADA.id,), False),
        ((ADA.id, 10), (BOB, 10), False),
        ((ADA.id, 10), (BOB, 20), True),
        ((ADA.id,), (), False),
        ((), (ADA.id,), False),
        ((), (), False),
    ],
)
async def test_who_is_alone_with_what(
    store: Store, impatient: Store, held: tuple[int, ...], wanted: tuple[int, ...], *, beside: bool
) -> None:
    async with store.transaction(*held):
        assert await begins(impatient, *wanted) is beside
    assert await begins(impatient, *wanted)
    await impatient.close()


async def test_sixteen_writers_on_ten_members_lose_nothing(url: str, store: Store) -> None:
    people, counted = [*range(1, 11)], Counter[int]()
    for user in people:
        await tick(store, user, user)
        async with store.transaction() as rows:
            await rows.connection.execute(update(members).values(seen_day=0))
    dice, stores = random.Random(16), [Store.open(url) for _ in range(2)]  # noqa: S311

    async def write(mine: Store) -> None:
        for _ in range(25):
            user = dice.choice(people)
            async with mine.transaction(user) as rows:
                this = members.c.user_id == user
                day = (await rows.connection.execute(select(members.c.seen_day).where(this))).scalar_one()
                await asyncio.sleep(0)
                await rows.connection.execute(update(members).where(this).values(seen_day=day + 1))
            counted[user] += 1

    await asyncio.gather(*(write(stores[n % 2]) for n in range(16)))
    for each in stores:
        await each.close()
    assert {user: (await the_member(store, user)).seen_day for user in people} == counted


async def test_connections_that_broke_are_not_noticed(store: Store, postgres: Server) -> None:
    await tick(store, 1, 10)
    assert await ticked(store, 1) == 1
    with postgres.ended(signal.SIGINT):
        pass
    assert await ticked(store, 1) == 1
    await tick(store, 1, 11)
    assert await ticked(store, 1) == 2


async def test_reads_that_are_cut_off_keep_no_connection(store: Store) -> None:
    """Neither here, where nobody could read after a few, nor on the server."""
    slow = text("SELECT pg_sleep(30)")
    for _ in range(READERS + 1):
        reading = asyncio.create_task(store.read.connection.execute(slow))
        await asyncio.wait({reading}, timeout=0.05)
        reading.cancel()
        await asyncio.wait({reading})
        assert reading.cancelled()
    going_on = text("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%(30)' AND state = 'active'")
    assert (await store.read.connection.execute(going_on)).scalar_one() == 0


async def test_many_read_with_a_few_connections(store: Store) -> None:
    ours = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cairn'")
    asked = (store.read.connection.execute(ours) for _ in range(10 * READERS))
    assert max([row.scalar_one() for row in await asyncio.gather(*asked)]) <= READERS


async def test_a_server_that_is_gone_is_told_and_comes_back(store: Store, postgres: Server) -> None:
    await tick(store, 1, 10)
    with postgres.ended(signal.SIGQUIT):
        for asked in (ticked(store, 1), tick(store, 1, 11)):
            with pytest.raises(StoreUnavailable, match="can't be reached: check that PostgreSQL runs"):
                await asked
    await tick(store, 1, 11)
    assert await ticked(store, 1) == 2


async def test_a_connection_that_breaks_inside_a_transaction_loses_all_of_it(store: Store) -> None:
    end_all = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

    async def broken_off() -> None:
        async with store.transaction() as rows:
            await rows.members.add(ADA)
            await store.read.connection.execute(end_all)
            await rows.members.set_dm_channel(ADA.id, 5)

    with pytest.raises(StoreUnavailable, match="can't be reached"):
        await broken_off()
    assert await store.read.members.get(ADA.id) is None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"database": "nowhere"}, "there is no database of that name"),
        ({"username": "nobody"}, "refuses the user or the password"),
        ({"port": 9}, "can't be reached"),
        ({"port": 99999}, "has a port that doesn't exist: the number after the colon goes from 1 to 65535"),
        ({"database": ""}, "names no database"),
        ({"database": "postgres"}, "holds nothing of Cairn's: `./cairn migrate` prepares it"),
    ],
)
async def test_an_address_that_leads_nowhere_is_told(
    url: str, changed: dict[str, str | int], told: str
) -> None:
    elsewhere = make_url(url).set(**changed).render_as_string(hide_password=False)  # type: ignore[arg-type]
    for asked in (engines.of(elsewhere).check_up, engines.of(elsewhere).in_step):
        with pytest.raises(StoreUnavailable, match=told):
            await asked(elsewhere)


@pytest.mark.parametrize("address", ["postgresql+asyncpg://[::1/x", "postgresql+asyncpg://h:port/x"])
async def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(StoreUnavailable, match="DATABASE_URL names no database: write it like"):
        await engines.of(address).check_up(address)


async def test_an_error_about_a_value_does_not_tell_it(store: Store) -> None:
    someone = 80351110224678912
    for wrong in ({"weekday": someone}, {"weekday": str(someone)}):
        async with store.transaction() as rows:
            with pytest.raises(DBAPIError) as caught:
                await rows.connection.execute(update(members).values(wrong))
        assert str(someone) not in "".join(traceback.format_exception(caught.value))


async def test_two_members_of_one_id_are_told_without_it(store: Store) -> None:
    someone = 80351110224678912
    await tick(store, someone, 10)
    row = {"user_id": someone, "guild_id": 1, "at": 1}
    with pytest.raises(DBAPIError) as caught:
        async with store.transaction(someone) as rows:
            await rows.connection.execute(insert(members), [row | {"roadmap": "a"}])
    assert str(someone) not in "".join(traceback.format_exception(caught.value))


async def test_a_copy_is_for_postgresql_s_own_tool(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"pg_dump --format=custom --file=.*copy\.db"):
        await engines.of(url).backup(url, tmp_path / "copy.db")


async def test_it_is_examined_without_a_change(url: str, store: Store) -> None:
    await put_member(store, ADA)
    found = await engines.of(url).check_up(url)
    assert (found.revision, found.free) == (found.newest, None)
    assert found.size > 0
    assert await engines.of(url).holds_anything(url)
