"""Reading and writing under everything that can go wrong around it."""

import asyncio
import gc
import random
import signal
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Executable, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import StoreUnavailable
from bot.domain.members import Member
from bot.store.changes import changes, marks
from bot.store.members import member_guilds, members
from bot.store.rows import Rows
from bot.store.sqlite.database import Database, file_of
from bot.store.store import Store
from tests.store.samples import tick, ticked
from tests.stored import address, put_member

ADA = Member(1, "trail", enrolled_at=100)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Store]:
    """The same file once more."""
    opened = Store.open(url)
    yield opened
    await opened.close()


async def enrol(database: Database) -> None:
    async with database.writing() as connection:
        await Rows(connection).members.add(ADA)


async def number(database: Database, query: Executable) -> int:
    """The one number that a query is answered with."""
    return int((await database.reader.execute(query)).scalar_one())


async def test_a_hundred_that_read_then_write_at_once_all_count(url: str, database: Database) -> None:
    await enrol(database)
    other = Database.open(url)

    async def count_one(mine: Database) -> None:
        async with mine.writing() as connection:
            day = (await connection.execute(select(members.c.seen_day))).scalar_one()
            await asyncio.sleep(0)
            await connection.execute(update(members).values(seen_day=day + 1))

    await asyncio.gather(*(count_one(mine) for mine in (database, other) for _ in range(50)))
    await other.close()

    assert await number(database, select(members.c.seen_day)) == 100


async def test_cancelled_transactions_leave_nothing_half_written(database: Database) -> None:
    await enrol(database)
    dice = random.Random(4)  # noqa: S311

    async def write_both(n: int) -> None:
        async with database.writing() as connection:
            row = {"id": n, "user_id": 1, "roadmap": "trail", "interaction_id": n, "at": 1}
            await connection.execute(insert(changes).values(row))
            await connection.execute(insert(marks).values(change_id=n, ref="a0", state="done"))

    cancelled = 0
    for n in range(1, 201):
        task = asyncio.create_task(write_both(n))
        await asyncio.sleep(dice.uniform(0, 0.003))
        task.cancel()
        cancelled += isinstance(
            (await asyncio.gather(task, return_exceptions=True))[0], asyncio.CancelledError
        )
    await write_both(201)

    whole = await number(database, select(func.count()).select_from(changes.join(marks)))
    halves = await number(database, select(func.count()).select_from(changes)) - whole
    assert cancelled > 0
    assert whole >= 201 - cancelled
    assert halves == 0


async def test_who_waits_goes_on_when_the_one_in_front_is_cancelled(url: str) -> None:
    for turns in range(12):
        store = Store.open(url)
        first = asyncio.create_task(tick(store, 1, 1_000 + turns))
        second = asyncio.create_task(ticked(store, 2))
        others = [asyncio.create_task(tick(store, 2, 10 * turns + n)) for n in range(5)]
        for _ in range(turns * turns):
            await asyncio.sleep(0)
        first.cancel()
        second.cancel()
        async with asyncio.timeout(3):
            await asyncio.gather(*others)
        await asyncio.gather(first, second, return_exceptions=True)
        await store.close()


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Python does not clean up by chance."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
async def test_a_cancelled_statement_does_not_keep_the_lock(url: str) -> None:
    database = Database.open(url, busy_ms=100)
    slow = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000) "
        "SELECT max(i) FROM n UNION ALL SELECT 0"
    )

    async def hang() -> None:
        async with database.writing() as connection:
            await connection.exec_driver_sql(slow)

    await enrol(database)
    task = asyncio.create_task(hang())
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with database.writing() as connection:
        await Rows(connection).members.set_dm_channel(1, 5)
    await database.close()


async def test_an_error_in_a_transaction_takes_all_of_it_back(database: Database) -> None:
    await enrol(database)

    async def fail() -> None:
        async with database.writing() as connection:
            await connection.execute(update(members).values(seen_day=5))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await number(database, select(members.c.seen_day)) == 0


async def test_what_is_saved_survives_a_power_cut_and_keeps_its_owner(database: Database) -> None:
    async def setting(name: str) -> object:
        return (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()

    async with database.writing() as connection:
        assert await setting("journal_mode") == "wal"
        assert await setting("synchronous") == 2
        assert await setting("foreign_keys") == 1
        assert await setting("busy_timeout") == 5_000


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreUnavailable, match="can't be written"):
        await Rows(database.reader).members.add(ADA)


async def test_error_texts_name_nobody(database: Database) -> None:
    async with database.writing() as connection:
        row = {"user_id": 80351110224678912, "guild_id": 1, "at": 1}
        with pytest.raises(IntegrityError) as caught:
            await connection.execute(insert(member_guilds).values(row))
    assert "80351110224678912" not in str(caught.value)


async def test_a_full_disk_is_told_and_loses_nothing(database: Store) -> None:
    await tick(database, 1, 10)
    async with database.writing() as connection:
        (pages,) = (await connection.exec_driver_sql("PRAGMA page_count")).one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(
        StoreUnavailable, match="disk is full: free some space; nothing that was saved is lost"
    ):
        await tick(database, 1, 11, evidence="x" * 100_000)

    assert await ticked(database, 1) == 1
    async with database.writing() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    await tick(database, 1, 11, evidence="x" * 100_000)
    assert await ticked(database, 1) == 2


async def test_a_file_that_may_only_be_read_is_told_and_can_be_read(
    database_file: Path, store: Store
) -> None:
    await tick(store, 1, 10)
    guarded = Store.open(f"sqlite+aiosqlite:///file:{database_file}?mode=ro&uri=true")
    with pytest.raises(StoreUnavailable, match="give Cairn's user write access"):
        await tick(guarded, 1, 11)
    assert await ticked(guarded, 1) == 1
    await guarded.close()


async def test_another_program_that_keeps_the_lock_is_told(
    url: str, launch: Callable[[str, str], "subprocess.Popen[str]"]
) -> None:
    other = launch("lock", url)
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    store = Store.open(url, busy_ms=100)

    with pytest.raises(StoreUnavailable, match="keeps the database locked"):
        await tick(store, 1, 10)
    assert await ticked(store, 1) == 0

    other.communicate("go on\n")
    await tick(store, 1, 10)
    assert await ticked(store, 1) == 1
    await store.close()


async def test_what_was_confirmed_survives_a_kill(
    url: str, store: Store, launch: Callable[[str, str], "subprocess.Popen[str]"]
) -> None:
    process = launch("tick_and_hang", url)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert await ticked(store, 7) == 1


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Buy bread. " * 1000)
    store = Store.open(address(tmp_path / "notes.txt"))
    with pytest.raises(StoreUnavailable, match="not a database"):
        await store.read.members.get(1)
    await store.close()


async def test_a_damaged_file_is_told(database_file: Path, store: Store) -> None:
    with sqlite3.connect(database_file) as connection:
        ((page,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'members'")
        ((size,),) = connection.execute("PRAGMA page_size")
    connection.close()
    with database_file.open("r+b") as damaged:
        damaged.seek((page - 1) * size)
        damaged.write(b"\xff" * size)
    with pytest.raises(StoreUnavailable, match="put the last good backup"):
        await store.read.members.get(1)


@pytest.mark.parametrize(
    "url", ["", "cairn.db", "postgresql://host/cairn", "sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"]
)
def test_an_address_without_a_database_file_is_told(url: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"sqlite\+aiosqlite:///cairn\.db"):
        Database.open(url)


def test_an_address_names_a_file() -> None:
    assert file_of("sqlite+aiosqlite:///cairn.db") == Path("cairn.db")
    assert file_of("sqlite+aiosqlite:////data/cairn.db") == Path("/data/cairn.db")


async def test_closing_waits_for_what_is_being_saved_and_takes_nothing_after_it(store: Store) -> None:
    begun = asyncio.Event()

    async def save_slowly() -> None:
        async with store.transaction() as rows:
            begun.set()
            await asyncio.sleep(0.1)
            await rows.members.add(ADA)

    saving = asyncio.create_task(save_slowly())
    await begun.wait()
    waiting = asyncio.create_task(put_member(store, replace(ADA, id=2)))
    await asyncio.sleep(0)
    await store.close()
    await saving
    await waiting
    for refused in (put_member(store, replace(ADA, id=3)), store.read.members.get(1)):
        with pytest.raises(StoreUnavailable, match="about to end"):
            await refused
