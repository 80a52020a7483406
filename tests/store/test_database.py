"""Reading and writing under everything that can go wrong around it."""

import asyncio
import gc
import random
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import StoreUnavailable
from bot.domain.members import Member
from bot.store.database import Database, file_of
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore, columns_of
from bot.store.tables import changes, marks, member_guilds, members
from tests.store.conftest import address
from tests.store.samples import LIBRARY, TRAIL, Tick

ADA = Member(1, "trail", enrolled_at=100)


async def enrol(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(insert(members).values(columns_of(ADA)))


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

    async with database.reading() as connection:
        assert (await connection.execute(select(members.c.seen_day))).scalar_one() == 100


async def test_cancelled_transactions_leave_nothing_half_written(database: Database) -> None:
    await enrol(database)
    dice = random.Random(4)  # noqa: S311

    async def write_both(number: int) -> None:
        async with database.writing() as connection:
            row = {"id": number, "user_id": 1, "roadmap": "trail", "interaction_id": number, "at": 1}
            await connection.execute(insert(changes).values(row))
            mark = {"change_id": number, "action": "a0", "state": "done"}
            await connection.execute(insert(marks).values(mark))

    cancelled = 0
    for number in range(1, 201):
        task = asyncio.create_task(write_both(number))
        await asyncio.sleep(dice.uniform(0, 0.003))
        task.cancel()
        cancelled += isinstance(
            (await asyncio.gather(task, return_exceptions=True))[0], asyncio.CancelledError
        )
    await write_both(201)

    async with database.reading() as connection:
        whole = (await connection.execute(select(func.count()).select_from(changes.join(marks)))).scalar_one()
        halves = (await connection.execute(select(func.count()).select_from(changes))).scalar_one() - whole
    assert cancelled > 0
    assert whole >= 201 - cancelled
    assert halves == 0


async def test_who_waits_goes_on_when_the_one_in_front_is_cancelled(url: str) -> None:
    for turns in range(12):
        database = Database.open(url)
        store = JourneyStore(database)
        first = asyncio.create_task(
            store.change(1, TRAIL, 1000 + turns, 100, Tick(0, f"https://{turns}.org"))
        )
        second = asyncio.create_task(store.load(2, LIBRARY))
        others = [asyncio.create_task(store.change(2, TRAIL, n, 100, Tick(n))) for n in range(5)]
        for _ in range(turns * turns):
            await asyncio.sleep(0)
        first.cancel()
        second.cancel()
        async with asyncio.timeout(3):
            await asyncio.gather(*others)
        await asyncio.gather(first, second, return_exceptions=True)
        await database.close()


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

    await MemberStore(database).set_dm_channel(1, 5)
    await database.close()


async def test_an_error_in_a_transaction_takes_all_of_it_back(database: Database) -> None:
    await enrol(database)

    async def fail() -> None:
        async with database.writing() as connection:
            await connection.execute(update(members).values(seen_day=5))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.reading() as connection:
        assert (await connection.execute(select(members.c.seen_day))).scalar_one() == 0


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
        async with database.reading() as connection:
            await connection.execute(insert(members).values(columns_of(ADA)))


async def test_error_texts_name_nobody(database: Database) -> None:
    async with database.writing() as connection:
        row = {"user_id": 80351110224678912, "guild_id": 1, "at": 1}
        with pytest.raises(IntegrityError) as caught:
            await connection.execute(insert(member_guilds).values(row))
    assert "80351110224678912" not in str(caught.value)


async def test_a_full_disk_is_told_and_loses_nothing(database: Database, journeys: JourneyStore) -> None:
    await journeys.change(1, TRAIL, 10, 100, Tick(0))
    async with database.writing() as connection:
        (pages,) = (await connection.exec_driver_sql("PRAGMA page_count")).one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(
        StoreUnavailable, match="disk is full: free some space; nothing that was saved is lost"
    ):
        await journeys.change(1, TRAIL, 11, 101, Tick(1, evidence="x" * 100_000))

    assert (await journeys.load(1, LIBRARY)).progress.tally().done == 1
    async with database.writing() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    await journeys.change(1, TRAIL, 11, 101, Tick(1, evidence="x" * 100_000))
    assert (await journeys.load(1, LIBRARY)).progress.tally().done == 2


async def test_a_file_that_may_only_be_read_is_told_and_can_be_read(
    file: Path, journeys: JourneyStore
) -> None:
    await journeys.change(1, TRAIL, 10, 100, Tick(0))
    database = Database.open(f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true")
    guarded = JourneyStore(database)
    with pytest.raises(StoreUnavailable, match="give Cairn's user write access"):
        await guarded.change(1, TRAIL, 11, 101, Tick(1))
    assert (await guarded.load(1, LIBRARY)).progress.tally().done == 1
    await database.close()


async def test_another_program_that_keeps_the_lock_is_told(
    url: str, launch: Callable[[str, str], "subprocess.Popen[str]"]
) -> None:
    other = launch("lock", url)
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    database = Database.open(url, busy_ms=100)
    store = MemberStore(database)

    with pytest.raises(StoreUnavailable, match="keeps the database locked"):
        await store.put(1, lambda _: ADA, at=100)
    assert await store.get(1) is None

    other.communicate("go on\n")
    assert await store.put(1, lambda _: ADA, at=100) == ADA
    await database.close()


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Buy bread. " * 1000)
    database = Database.open(address(tmp_path / "notes.txt"))
    with pytest.raises(StoreUnavailable, match="not a database"):
        await MemberStore(database).get(1)
    await database.close()


async def test_a_damaged_file_is_told(file: Path, database: Database) -> None:
    with sqlite3.connect(file) as connection:
        ((page,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'members'")
        ((size,),) = connection.execute("PRAGMA page_size")
    connection.close()
    with file.open("r+b") as damaged:
        damaged.seek((page - 1) * size)
        damaged.write(b"\xff" * size)
    with pytest.raises(StoreUnavailable, match="put the last good backup"):
        await MemberStore(database).get(1)


@pytest.mark.parametrize(
    "url", ["", "cairn.db", "postgresql://host/cairn", "sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"]
)
def test_an_address_without_a_database_file_is_told(url: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"sqlite\+aiosqlite:///cairn\.db"):
        Database.open(url)


def test_an_address_names_a_file() -> None:
    assert file_of("sqlite+aiosqlite:///cairn.db") == Path("cairn.db")
    assert file_of("sqlite+aiosqlite:////data/cairn.db") == Path("/data/cairn.db")


async def test_closing_waits_for_what_is_being_saved_and_takes_nothing_after_it(database: Database) -> None:
    begun = asyncio.Event()

    async def save_slowly() -> None:
        async with database.writing() as connection:
            begun.set()
            await asyncio.sleep(0.1)
            await connection.execute(insert(members).values(columns_of(ADA)))

    store = MemberStore(database)
    saving = asyncio.create_task(save_slowly())
    await begun.wait()
    waiting = asyncio.create_task(store.put(2, lambda _: replace(ADA, id=2), at=100))
    await asyncio.sleep(0)
    await database.close()
    await saving
    await waiting
    for refused in (store.put(3, lambda _: replace(ADA, id=3), at=100), store.get(1)):
        with pytest.raises(StoreUnavailable, match="about to end"):
            await refused
