"""Where a statement is read: on the event loop's own thread, as long as nobody has to wait for that."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Executable, Pool, event, text

from bot.domain.errors import StoreUnavailable
from bot.store.store import Store
from tests.store.samples import tick, ticked

LONG = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT max(i) FROM n"
)


@pytest.fixture
def threads() -> Iterator[list[str]]:
    """The names of the threads in which SQLite begins a statement: the loop's, or that of a reader."""
    seen: list[str] = []

    def note(statement: str) -> None:
        if not statement.startswith("PRAGMA"):
            name = threading.current_thread().name
            seen.append("the loop's" if name == threading.main_thread().name else name.partition("_")[0])

    def listen(connection: Any, _record: object) -> None:
        connection.set_trace_callback(note)

    event.listen(Pool, "connect", listen)
    yield seen
    event.remove(Pool, "connect", listen)


async def number(store: Store, statement: Executable) -> int:
    return int((await store.read.connection.execute(statement)).scalar_one())


async def test_a_member_and_all_they_did_is_one_statement_and_takes_no_thread(
    store: Store, threads: list[str]
) -> None:
    await tick(store, 1, 10)
    await store.read.members.get(1)
    threads.clear()
    log = await store.read.changes.of(1)
    assert log.member is not None
    assert len(log.standing) == 1
    assert threads == ["the loop's"]


async def test_what_takes_long_does_not_keep_the_loop(store: Store, threads: list[str]) -> None:
    await store.read.members.get(1)
    threads.clear()
    assert await number(store, LONG) == 100_000
    assert threads == ["the loop's", "reader"]
    assert await ticked(store, 1) == 0
    assert threads[-1] == "the loop's"


async def test_short_ones_take_no_thread_however_many_there_are(store: Store, threads: list[str]) -> None:
    """SQLite goes on counting the steps of a statement when it is begun anew."""
    short = text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT max(i) FROM n"
    )
    await store.read.members.get(1)
    threads.clear()
    for _ in range(40):
        assert await number(store, short) == 300
    assert threads == ["the loop's"] * 40


@pytest.fixture
def locked(database_file: Path) -> Iterator[sqlite3.Connection]:
    """Another program that lets nobody even read."""
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("COMMIT")
        yield other


async def test_who_waits_for_another_program_waits_in_a_thread(
    url: str, locked: sqlite3.Connection, threads: list[str]
) -> None:
    store = Store.open(url)
    waiting = asyncio.create_task(ticked(store, 1))
    await asyncio.sleep(0)
    assert not waiting.done()
    locked.close()
    assert await waiting == 0
    assert [each for each in threads if each == "reader"] == ["reader"]
    await store.close()


@pytest.mark.usefixtures("locked")
async def test_another_program_that_lets_nobody_read_is_told(url: str) -> None:
    store = Store.open(url, busy_ms=50)
    with pytest.raises(StoreUnavailable, match="keeps the database locked"):
        await ticked(store, 1)
    await store.close()
