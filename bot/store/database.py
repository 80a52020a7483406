"""The one place that knows that the database is SQLite: how it is opened, read and written."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self

from sqlalchemy import event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.domain.errors import StoreUnavailable
from bot.store.failures import explained

DRIVER = "sqlite+aiosqlite"
READERS = 4
BUSY_MS = 5_000
SCRUB_MS = 500


class Database:
    """One SQLite file: a single writer, and readers that never wait for it."""

    def __init__(self, readers: AsyncEngine, writer: AsyncEngine) -> None:
        self._readers = readers
        self._writer = writer
        # The pools would do for this, but when one who was to open a connection is cancelled, they
        # leave those who wait for it waiting until a timeout.
        self._reading = asyncio.Semaphore(READERS)
        self._writing = asyncio.Lock()

    @classmethod
    def open(cls, url: str, busy_ms: int = BUSY_MS) -> Self:
        """Prepare the file for use, which must be migrated. Connects at first use.

        `busy_ms` is how many milliseconds to wait for another program's lock. Raises StoreUnavailable
        where the address is of no use.
        """
        waiting = f"busy_timeout={busy_ms}"
        durable = (waiting, "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
        return cls(
            readers=_engine(url, READERS, waiting, "query_only=ON", writes=False),
            writer=_engine(url, 1, *durable, writes=True),
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for one statement, which sees everything saved before; it can't write.

        Raises StoreUnavailable, then and in `writing`, when the database can't be used.
        """
        with explained():
            async with self._reading, self._readers.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, alone from its first statement on: saved at the end, undone by any error."""
        with explained():
            async with self._writing, self._writer.begin() as connection:
                yield connection

    async def scrub(self) -> None:
        """Wipe what deleted rows left in the write-ahead log, as well as it can be done at once.

        Gives up after half a second while a backup reads; the log is then overwritten in the course of use.
        """
        with suppress(StoreUnavailable):  # the rows themselves are gone, and that is what was asked for
            await self._wipe_log()

    async def _wipe_log(self) -> None:
        async with self.reading() as connection:
            waiting = (await connection.exec_driver_sql("PRAGMA busy_timeout")).scalar_one()
            await connection.exec_driver_sql(f"PRAGMA busy_timeout={SCRUB_MS}")
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            await connection.exec_driver_sql(f"PRAGMA busy_timeout={waiting}")

    async def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        await self._readers.dispose()
        await self._writer.dispose()


def file_of(url: str) -> Path:
    """The file that a database address names; StoreUnavailable where it names none."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.drivername != DRIVER or parsed.database in (None, "", ":memory:"):
        raise StoreUnavailable(f"DATABASE_URL names no database file: write it like {DRIVER}:///cairn.db")
    return Path(str(parsed.database))


def _engine(url: str, connections: int, *pragmas: str, writes: bool) -> AsyncEngine:
    """An engine whose connections have these settings.

    One that writes takes the write lock as a transaction begins, so that what was read stays true until
    it is written; one that only reads needs no transaction and skips its end.
    """
    file_of(url)
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        # The driver's own mode begins a transaction at the first write: too late for read-then-write.
        connect_args={"isolation_level": None},
        skip_autocommit_rollback=not writes,
        # Error texts end up in logs, where nobody's id belongs.
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    if writes:

        @event.listens_for(engine.sync_engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        # A connection is given up when its task is cancelled. Closing alone would keep the lock for as long
        # as Python still holds a statement with rows left in it.
        @event.listens_for(engine.sync_engine, "invalidate")
        def release(connection: Any, _record: object, _error: object) -> None:
            connection.rollback()

    return engine
