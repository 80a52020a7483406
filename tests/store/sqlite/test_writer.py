"""What waits for the disk is done in a thread, for all who wait; whatever else is done at once."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import StoreUnavailable
from bot.domain.members import Member
from bot.store.connection import affected
from bot.store.sqlite.database import Database
from bot.store.store import Store
from tests.store.samples import tick, ticked
from tests.stored import put_member

ADA = Member(1, "trail", enrolled_at=100)
FULL = "disk is full: free some space; nothing that was saved is lost"


class Thread:
    """The thread that writes: what was done in it, by trip. It stands still while it is not free."""

    def __init__(self) -> None:
        self.trips: list[str] = []
        self.free = threading.Event()
        self.free.set()

    @property
    def saved(self) -> int:
        """How often something was saved."""
        return self.trips.count("_commit")


@pytest.fixture
def thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[Thread]:
    watched = Thread()
    execute: Any = aiosqlite.Connection._execute

    async def noted(self: aiosqlite.Connection, do: Any, *arguments: Any, **named: Any) -> Any:
        def done(*arguments: Any, **named: Any) -> Any:
            watched.free.wait()
            return do(*arguments, **named)

        watched.trips.append(do.__qualname__)
        return await execute(self, done, *arguments, **named)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", noted)
    yield watched
    watched.free.set()


async def begun(*work: Any) -> list["asyncio.Task[Any]"]:
    """Tasks that have come as far as they get without the thread."""
    tasks = [asyncio.create_task(each) for each in work]
    for _ in range(100):
        await asyncio.sleep(0)
    return tasks


async def ended(tasks: list["asyncio.Task[Any]"]) -> list[str]:
    """What became of them: the error's name and text, or nothing."""
    found = await asyncio.gather(*tasks, return_exceptions=True)
    return [f"{type(each).__name__}: {each}" if isinstance(each, BaseException) else "" for each in found]


async def test_a_statement_is_one_trip_whatever_it_finds(url: str, thread: Thread) -> None:
    database = Database.open(url)
    async with database.writing() as connection:
        thread.trips.clear()
        await connection.execute(text("create table stones (number integer)"))
        stones = [{"number": number} for number in range(500)]
        await connection.execute(text("insert into stones values (:number)"), stones)
        found = await connection.execute(text("select number from stones order by number"))
        renumbered = "update stones set number = 7 where number < 10 returning number"
        returned = await connection.execute(text(renumbered))
        assert len(thread.trips) == 4
        assert found.scalars().all() == [*range(500)]
        assert returned.scalars().all() == [7] * 10
        changed = await connection.execute(text("update stones set number = 8 where number = 7"))
        assert affected(changed) == 10
        assert len(thread.trips) == 5
    await database.close()


async def test_what_belongs_to_one_is_written_at_once_and_only_saved_in_the_thread(
    store: Store, thread: Thread
) -> None:
    await tick(store, 1, 10)
    thread.trips.clear()
    await tick(store, 1, 11)
    assert thread.trips == ["_commit"]
    assert await ticked(store, 1) == 2


async def test_all_who_wait_while_something_is_saved_are_saved_together(store: Store, thread: Thread) -> None:
    await tick(store, 1, 10)
    thread.trips.clear()
    thread.free.clear()
    tasks = await begun(*(tick(store, user, 10 + user) for user in range(1, 41)))
    assert not any(task.done() for task in tasks)
    thread.free.set()
    assert await ended(tasks) == [""] * 40
    assert thread.saved == 1
    assert [await ticked(store, user) for user in range(1, 41)] == [2] + [1] * 39


async def test_nobody_goes_on_before_it_is_saved(url: str, store: Store, thread: Thread) -> None:
    """Not even who came last, and whoever looks meanwhile sees nothing of it."""
    await tick(store, 1, 10)
    other = Store.open(url)
    thread.free.clear()
    tasks = await begun(*(tick(store, user, 10 + user) for user in range(2, 12)))
    assert [await ticked(other, user) for user in range(2, 12)] == [0] * 10
    assert not any(task.done() for task in tasks)
    thread.free.set()
    await ended(tasks)
    assert [await ticked(other, user) for user in range(2, 12)] == [1] * 10
    await other.close()


async def test_whoever_comes_later_keeps_nobody_waiting(store: Store, thread: Thread) -> None:
    """What is saved is saved before those who ask while others have their turn."""
    await tick(store, 1, 10)

    async def go_on(user: int) -> None:
        for number in range(20):
            await tick(store, user, 100 * user + number)

    thread.trips.clear()
    await asyncio.gather(*(go_on(user) for user in range(1, 6)))
    assert thread.saved <= 25
    assert [await ticked(store, user) for user in range(1, 6)] == [21, 20, 20, 20, 20]


async def test_an_error_takes_back_what_it_belongs_to_and_nothing_beside_it(
    store: Store, thread: Thread
) -> None:
    async def fail() -> None:
        async with store.transaction(1) as rows:
            await rows.members.set_dm_channel(1, 5)
            raise LookupError

    await put_member(store, ADA)
    thread.trips.clear()
    thread.free.clear()
    tasks = await begun(tick(store, 1, 10), fail(), tick(store, 2, 20), fail(), tick(store, 3, 30))
    thread.free.set()
    assert await ended(tasks) == ["", "LookupError: ", "", "LookupError: ", ""]
    assert [await ticked(store, user) for user in (1, 2, 3)] == [1, 1, 1]
    found = await store.read.members.get(1)
    assert found is not None
    assert found.dm_channel is None


def full(_connection: object) -> None:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise error


async def test_what_can_not_be_saved_is_told_to_all_whom_it_concerns(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tick(store, 1, 10)
    with monkeypatch.context() as patched:
        patched.setattr(Connection, "commit", full)
        tasks = await begun(tick(store, 1, 11), tick(store, 2, 20))
        assert await ended(tasks) == [f"StoreUnavailable: the {FULL}"] * 2
    assert [await ticked(store, user) for user in (1, 2)] == [1, 0]
    await tick(store, 2, 20)
    assert await ticked(store, 2) == 1


async def test_where_sqlite_undoes_all_of_it_all_are_told(store: Store, thread: Thread) -> None:
    """As it does when the disk fails in the middle; who comes after them begins anew."""

    async def lose() -> None:
        async with store.transaction(1) as rows:
            await rows.connection.execute(text("ROLLBACK"))
            raise StoreUnavailable(FULL)

    await tick(store, 1, 10)
    thread.free.clear()
    tasks = await begun(
        tick(store, 1, 11), tick(store, 2, 20), lose(), tick(store, 3, 30), tick(store, 4, 40)
    )
    thread.free.set()
    undone = "StoreUnavailable: the database undid what was being saved: check the disk and its free space"
    assert await ended(tasks) == [undone, undone, f"StoreUnavailable: {FULL}", "", ""]
    assert [await ticked(store, user) for user in (1, 2, 3, 4)] == [1, 0, 1, 1]


@pytest.mark.parametrize("who", [0, 1, 2])
async def test_who_is_cancelled_while_it_is_saved_is_so_afterwards_and_alone(
    store: Store, thread: Thread, who: int
) -> None:
    await tick(store, 1, 10)
    thread.free.clear()
    tasks = await begun(*(tick(store, user, 10 + user) for user in (1, 2, 3)))
    for _ in range(2):
        tasks[who].cancel()
        await asyncio.sleep(0)
    assert not tasks[who].done()
    thread.free.set()
    assert await ended(tasks) == ["CancelledError: " if each == who else "" for each in range(3)]
    assert [await ticked(store, user) for user in (1, 2, 3)] == [2, 1, 1]


async def test_who_is_cancelled_in_line_keeps_nobody_waiting(store: Store, thread: Thread) -> None:
    await tick(store, 1, 10)
    thread.free.clear()
    first = await begun(tick(store, 1, 11))
    tasks = await begun(*(tick(store, user, 10 + user) for user in (2, 3, 4)))
    tasks[0].cancel()
    tasks[2].cancel()
    thread.free.set()
    assert await ended([*first, *tasks]) == ["", "CancelledError: ", "", "CancelledError: "]
    assert [await ticked(store, user) for user in (1, 2, 3, 4)] == [2, 0, 1, 0]


async def test_closing_saves_whoever_is_being_saved(url: str, store: Store, thread: Thread) -> None:
    closed = Store.open(url)
    await tick(closed, 1, 10)
    thread.free.clear()
    tasks = await begun(tick(closed, 1, 11), tick(closed, 2, 20), closed.close())
    late = await begun(tick(closed, 3, 30))
    thread.free.set()
    assert await ended(tasks) == ["", "", ""]
    assert await ended(late) == ["StoreUnavailable: the database is closed, as Cairn is about to end"]
    assert [await ticked(store, user) for user in (1, 2, 3)] == [2, 1, 0]


async def test_who_waits_for_another_program_does_not_keep_the_loop(
    store: Store, database_file: Path, thread: Thread
) -> None:
    await tick(store, 1, 10)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        thread.trips.clear()
        waiting = asyncio.create_task(tick(store, 1, 11))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        other.execute("COMMIT")
        await waiting
    assert thread.trips == ["Connection.begin", "_commit"]
    assert await ticked(store, 1) == 2


async def test_closing_saves_whoever_has_waited_for_another_program(url: str, database_file: Path) -> None:
    store = Store.open(url)
    await tick(store, 1, 10)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        tasks = await begun(tick(store, 1, 11), store.close())
        await asyncio.sleep(0.05)
        other.execute("COMMIT")
        assert await ended(tasks) == ["", ""]
    again = Store.open(url)
    assert await ticked(again, 1) == 2
    await again.close()


async def test_it_is_opened_while_another_program_lets_nobody_in(url: str, database_file: Path) -> None:
    store = Store.open(url)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("COMMIT")
        waiting = asyncio.create_task(tick(store, 1, 10))
        await asyncio.sleep(0.05)
    await waiting
    assert await ticked(store, 1) == 1
    await store.close()


async def test_who_is_cancelled_while_it_waits_for_another_program_leaves_nothing_open(
    store: Store, database_file: Path
) -> None:
    await tick(store, 1, 10)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        (waiting,) = await begun(tick(store, 1, 11))
        waiting.cancel()
        await asyncio.sleep(0.05)
        other.execute("COMMIT")
        assert await ended([waiting]) == ["CancelledError: "]
        other.execute("BEGIN IMMEDIATE")
    await tick(store, 1, 12)
    assert await ticked(store, 1) == 2


async def test_nobody_is_told_of_what_sqlite_undid_though_somebody_overlooks_it(
    store: Store, thread: Thread
) -> None:
    async def overlook() -> None:
        async with store.transaction(1) as rows:
            with suppress(DBAPIError):
                await rows.connection.execute(text("ROLLBACK"))
                await rows.connection.execute(text("insert into nowhere values (1)"))

    await tick(store, 1, 10)
    thread.free.clear()
    tasks = await begun(tick(store, 1, 11), overlook(), tick(store, 2, 20))
    thread.free.set()
    assert [bool(told) for told in await ended(tasks)] == [True, True, False]
    assert [await ticked(store, user) for user in (1, 2)] == [1, 1]


async def test_a_refusal_for_what_another_wrote_comes_when_that_is_saved(
    store: Store, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or not at all, when it could not be."""

    async def once(interaction: int) -> None:
        async with store.transaction(1) as rows:
            if len((await rows.changes.of(1)).standing) > 1:
                raise LookupError("was done before")
        await tick(store, 1, interaction)

    await tick(store, 1, 10)
    thread.free.clear()
    tasks = await begun(tick(store, 1, 11), once(12))
    assert not tasks[1].done()
    thread.free.set()
    assert await ended(tasks) == ["", "LookupError: was done before"]

    monkeypatch.setattr(Connection, "commit", full)
    tasks = await begun(tick(store, 1, 13), once(14))
    assert await ended(tasks) == [f"StoreUnavailable: the {FULL}"] * 2


async def test_what_takes_long_does_not_hold_up_what_is_written_already(store: Store) -> None:
    let_go = asyncio.Event()

    async def long() -> None:
        async with store.transaction():
            await let_go.wait()

    await tick(store, 1, 10)
    first, second, behind = await begun(tick(store, 1, 11), tick(store, 1, 12), long())
    async with asyncio.timeout(5):
        await asyncio.gather(first, second)
    assert not behind.done()
    let_go.set()
    await behind


async def test_what_takes_long_is_not_begun_once_it_is_cancelled(store: Store, thread: Thread) -> None:
    begins: list[str] = []

    async def long() -> None:
        async with store.transaction():
            begins.append("long")

    await tick(store, 1, 10)
    thread.free.clear()
    tasks = await begun(tick(store, 1, 11), long())
    tasks[1].cancel()
    await asyncio.sleep(0)
    assert not tasks[1].done()
    thread.free.set()
    assert await ended(tasks) == ["", "CancelledError: "]
    assert begins == []


async def test_after_a_save_that_failed_the_next_begins_anew(url: str, database_file: Path) -> None:
    """Where another program reads, in a file that nothing but that keeps from being saved to."""
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        assert other.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
        store = Store.open(url, busy_ms=50)
        await tick(store, 1, 10)
        other.execute("BEGIN")
        other.execute("SELECT * FROM members").fetchall()
        with pytest.raises(StoreUnavailable, match="keeps the database locked"):
            await tick(store, 1, 11)
        other.execute("COMMIT")
        await tick(store, 1, 12)
        assert await ticked(store, 1) == 2
        await store.close()


async def test_the_end_of_the_loop_saves_what_was_written(url: str, store: Store) -> None:
    """It cancels every task there is, once; whoever has a last word after that may say it."""

    async def last_word() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await tick(store, 2, 20)

    async def held() -> None:
        async with store.transaction(1):
            await asyncio.sleep(60)

    await tick(store, 1, 10)
    tasks = await begun(tick(store, 1, 11), held(), last_word())
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    async with asyncio.timeout(5):
        await ended(tasks)
        await tick(store, 3, 30)
    assert [await ticked(store, user) for user in (1, 2, 3)] == [2, 1, 1]


async def test_it_is_closed_twice_at_once(url: str) -> None:
    closed = Store.open(url)
    await tick(closed, 1, 10)
    async with asyncio.timeout(5):
        await asyncio.gather(closed.close(), closed.close())


async def test_what_is_deleted_is_copied_nowhere(store: Store) -> None:
    """What a transaction may have to undo would else go to a file that nobody wipes, once it is much."""
    async with store.transaction(1) as rows:
        memory = 2
        found = await rows.connection.execute(text("PRAGMA temp_store"))
        assert found.scalar_one() == memory
