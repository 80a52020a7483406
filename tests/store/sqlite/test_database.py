"""Reading and writing under everything that can go wrong around it."""

import asyncio
import gc
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Executable, text

from bot.domain.errors import StoreUnavailable
from bot.domain.members import Member
from bot.store.rows import Rows
from bot.store.sqlite.database import Database, file_of
from bot.store.store import Store
from tests.store.samples import tick, ticked
from tests.stored import address

ADA = Member(1, "trail", enrolled_at=100)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """The same file once more."""
    opened = Database.open(url)
    yield opened
    await opened.close()


async def enrol(database: Database) -> None:
    async with database.writing() as connection:
        await Rows(connection).members.add(ADA)


async def number(database: Database, query: Executable) -> int:
    """The one number that a query is answered with."""
    return int((await database.reader.execute(query)).scalar_one())


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
            await connection.execute(text(slow))

    await enrol(database)
    task = asyncio.create_task(hang())
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with database.writing() as connection:
        await Rows(connection).members.set_dm_channel(1, 5)
    await database.close()


async def test_what_is_saved_survives_a_power_cut_and_keeps_its_owner(database: Database) -> None:
    async def setting(name: str) -> object:
        return (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()

    async with database.writing() as connection:
        assert await setting("journal_mode") == "wal"
        assert await setting("synchronous") == 2
        assert await setting("foreign_keys") == 1


async def test_a_full_disk_is_told_and_loses_nothing(database: Database) -> None:
    store = Store(database)
    await tick(store, 1, 10)
    async with database.writing() as connection:
        (pages,) = (await connection.execute(text("PRAGMA page_count"))).one()
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    with pytest.raises(
        StoreUnavailable, match="disk is full: free some space; nothing that was saved is lost"
    ):
        await tick(store, 1, 11, evidence="x" * 100_000)

    assert await ticked(store, 1) == 1
    async with database.writing() as connection:
        await connection.execute(text("PRAGMA max_page_count = 100000"))
    await tick(store, 1, 11, evidence="x" * 100_000)
    assert await ticked(store, 1) == 2


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
