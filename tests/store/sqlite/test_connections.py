"""Every connection is closed, wherever its transaction was cut off and whatever its file is."""

import asyncio
import random
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import StoreUnavailable
from bot.domain.members import Member
from bot.store.sqlite.backup import verify
from bot.store.sqlite.checkup import check_up
from bot.store.sqlite.whole import Whole
from bot.store.store import Store
from tests.stored import address, put_member

ADA = Member(1, "trail", enrolled_at=100)


class Watched(Whole):
    """Tells whether it was closed. Python itself warns of one that was forgotten only from 3.13 on."""

    closed = False

    def close(self) -> None:
        super().close()
        self.closed = True


class Door:
    """What every connection is opened through: it keeps them all, and opens none while it isn't free."""

    def __init__(self) -> None:
        self.opened: list[Watched] = []
        self.knocked = threading.Event()
        self.free = threading.Event()
        self.free.set()
        self._connect = sqlite3.connect

    def connect(self, *args: Any, **options: Any) -> sqlite3.Connection:
        self.knocked.set()
        self.free.wait()
        self.opened.append(self._connect(*args, **options | {"factory": Watched}))
        return self.opened[-1]

    def left_open(self) -> int:
        return sum(not connection.closed for connection in self.opened)


@pytest.fixture
async def door(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    """The door in front of Python's own driver, by the name we call it and by SQLAlchemy's.

    The thread of a connection that was cut off says its last word to the event loop, so that ends after it.
    """
    door, before = Door(), set(threading.enumerate())
    for module in (sqlite3, sqlite3.dbapi2):
        monkeypatch.setattr(module, "connect", door.connect)
    yield door
    for thread in set(threading.enumerate()) - before:
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join)


async def save(store: Store) -> None:
    await put_member(store, ADA)


@pytest.mark.parametrize("times", [1, 2])
async def test_a_connection_whose_opening_is_cut_off_is_closed(url: str, door: Door, times: int) -> None:
    store = Store.open(url)
    door.free.clear()
    saving = asyncio.create_task(save(store))
    await asyncio.to_thread(door.knocked.wait)
    for _ in range(times):
        saving.cancel()
        await asyncio.sleep(0)
    closing = asyncio.create_task(store.close())
    await asyncio.sleep(0)
    door.free.set()
    await closing
    with pytest.raises(asyncio.CancelledError):
        await saving
    assert len(door.opened) > 0
    assert door.left_open() == 0


async def test_who_is_cancelled_hears_of_that_and_not_of_a_file_that_could_not_be_opened(
    tmp_path: Path, door: Door
) -> None:
    store = Store.open(address(tmp_path / "gone" / "cairn.db"))
    door.free.clear()
    saving = asyncio.create_task(save(store))
    await asyncio.to_thread(door.knocked.wait)
    saving.cancel()
    await asyncio.sleep(0)
    door.free.set()
    with pytest.raises(asyncio.CancelledError):
        await saving
    with pytest.raises(StoreUnavailable, match="can't be opened"):
        await save(store)
    await store.close()


async def test_what_could_not_be_opened_leaves_no_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    store = Store.open(address(tmp_path / "gone" / "cairn.db"))
    for _ in range(20):
        with pytest.raises(StoreUnavailable, match="can't be opened"):
            await save(store)
        left = set(threading.enumerate()) - before
        assert [thread for thread in left if "_connection_worker_thread" in thread.name] == []
    await store.close()


async def test_a_transaction_can_be_cut_off_anywhere(url: str, door: Door) -> None:
    dice = random.Random(4)  # noqa: S311
    for _ in range(100):
        store = Store.open(url)
        saving = asyncio.create_task(save(store))
        await asyncio.sleep(dice.uniform(0, 0.005))
        saving.cancel()
        await asyncio.gather(saving, return_exceptions=True)
        await store.close()
    assert len(door.opened) > 0
    assert door.left_open() == 0


async def test_a_file_that_is_no_database_is_not_kept_open(tmp_path: Path, door: Door) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_bytes(b"SQLite format 3\0" + b"Buy bread. " * 1000)
    for look in (check_up(address(notes)), verify(notes)):
        with pytest.raises(StoreUnavailable, match="not a database"):
            await look
    assert len(door.opened) == 2
    assert door.left_open() == 0
