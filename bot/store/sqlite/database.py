"""How a SQLite file is opened, read and written."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import perf_counter
from typing import Any, Self, TypeVar

from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    Result,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import NullPool

from bot.domain.errors import StoreUnavailable
from bot.store.connection import Executes, Parameters
from bot.store.database import BUSY_MS
from bot.store.prepared import Prepared
from bot.store.pulse import Pulse
from bot.store.sqlite.driver import driver_of, first_of
from bot.store.sqlite.failures import ENDING, code_of, explained
from bot.store.sqlite.place import Place
from bot.store.sqlite.whole import Whole
from bot.store.sqlite.writer import Writer

DRIVER = "sqlite+aiosqlite"
READERS = 4
AT_ONCE = 30_000
"""Steps of SQLite's machine, of which one statement may take so many to twice as many: .8 to 1.5 ms, and a
log of eight hundred marks."""

SCRUB_MS = 500

_OPTIONS: dict[str, Any] = {
    # The driver's own mode begins a transaction at the first write: too late for read-then-write.
    "connect_args": {"isolation_level": None, "factory": Whole},
    # Error texts end up in logs, where nobody's id belongs.
    "hide_parameters": True,
}
_FOR_A_THREAD = (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

T = TypeVar("T")


class Reader(Executes):
    """Executes one statement at a time; it can't write.

    What is looked up by its key is found sooner than a thread would begin to look: that is done at once, on
    the event loop's own thread. What turns out to be long, or has to wait for another program, is begun anew
    in a thread. Raises StoreUnavailable when the database can't be used.
    """

    def __init__(self, engine: Engine, pulse: Pulse) -> None:
        self._engine = engine
        self._pulse = pulse
        self._threads = ThreadPoolExecutor(READERS, "reader")
        self._own: Connection | None = None
        self._begun = False
        self._closed = False

    async def execute(self, statement: Executable, parameters: Parameters = None, /) -> Result[Any]:
        """All rows of one statement, as of one moment."""
        return await self._at_once(lambda connection: connection.execute(statement, parameters))

    async def first(self, prepared: Prepared, parameters: Mapping[str, int], /) -> Any:
        """The first row that a query finds, with its columns as attributes; None where it finds none."""
        return await self._at_once(lambda connection: first_of(connection, prepared, parameters))

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do some work on a connection in a thread."""
        if self._closed:
            raise StoreUnavailable(ENDING)
        with self._pulse.noting("read"), explained():
            return await self._in_a_thread(work)

    def close(self) -> None:
        """Close every connection, after what is being read."""
        self._closed = True
        self._threads.shutdown()
        if self._own is not None:
            self._own.close()
        self._engine.dispose()

    async def _at_once(self, work: Callable[[Connection], T]) -> T:
        if self._closed:
            raise StoreUnavailable(ENDING)
        with self._pulse.noting("read"), explained():
            try:
                return work(self._impatient())
            except (OperationalError, sqlite3.OperationalError) as error:
                if code_of(error) not in _FOR_A_THREAD:
                    raise
            return await self._in_a_thread(work)

    async def _in_a_thread(self, work: Callable[[Connection], T]) -> T:
        def connected() -> T:
            with self._engine.connect() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._threads, connected)

    def _impatient(self) -> Connection:
        """The connection of the event loop's own thread, which neither waits nor takes long."""
        if self._own is None:
            self._own = self._engine.connect()
            self._own.exec_driver_sql("PRAGMA busy_timeout=0")
            driver_of(self._own).set_progress_handler(self._too_long, AT_ONCE)
        self._begun = True
        return self._own

    def _too_long(self) -> bool:
        """Asked each time the count of steps is full; SQLite counts on from the last time of a statement."""
        begun, self._begun = self._begun, False
        return not begun


class Database:
    """One SQLite file: a single writer, and readers that never wait for it. `pulse` knows how it does."""

    def __init__(self, reader: Reader, writer: Writer, pulse: Pulse) -> None:
        self.reader = reader
        self.pulse = pulse
        self._writer = writer

    @classmethod
    def open(cls, url: str, busy_ms: int = BUSY_MS) -> Self:
        """Prepare the file for use, which must be migrated. Connects at first use.

        `busy_ms` is how many milliseconds to wait for another program's lock. Raises StoreUnavailable
        where the address is of no use.
        """
        waiting = f"busy_timeout={busy_ms}"
        durable = (waiting, "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY")
        reading, pulse = _reading(url, waiting, "query_only=ON"), Pulse()
        writer = Writer(_writing(url, *durable), Place(file_of(url)), busy_ms)
        return cls(Reader(reading, pulse), writer, pulse)

    @asynccontextmanager
    async def writing(self, *owners: int) -> AsyncIterator[Executes]:
        """One transaction, alone from its first statement on: saved at the end, undone by any error.

        There is one writer, who is alone with everything whatever is named. What one owner changes is little.
        """
        with self.pulse.noting("write"), explained():
            began = perf_counter()
            async with self._writer.transaction(little=len(owners) == 1) as transaction:
                self.pulse.waited(began)
                yield transaction

    async def scrub(self) -> None:
        """Wipe what deleted rows left in the write-ahead log, as well as it can be done at once.

        Gives up after half a second while a backup reads; the log is then overwritten in the course of use.
        """
        with suppress(StoreUnavailable):  # the rows are gone, and that is what was asked for
            await self.reader.run(_wipe_log)

    async def close(self) -> None:
        """Save what is being saved, and nothing after it; the last connection folds the log into the file."""
        await asyncio.to_thread(self.reader.close)
        await self._writer.close()


def file_of(url: str) -> Path:
    """The file that a database address names; StoreUnavailable where it names none."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.drivername != DRIVER or parsed.database in (None, "", ":memory:"):
        raise StoreUnavailable(f"DATABASE_URL names no database file: write it like {DRIVER}:///cairn.db")
    return Path(str(parsed.database))


def engine_of(url: str, **options: Any) -> Engine:
    """An engine with the driver that comes with Python; StoreUnavailable where the address names no file."""
    file_of(url)
    return create_engine(make_url(url).set(drivername="sqlite"), **options)


def _reading(url: str, *pragmas: str) -> Engine:
    """The engine of the readers: no transactions, so none to end.

    They make no file where there is none: it would be taken for the database at the next start.
    """
    file, there = file_of(url), make_url(url)
    if not there.query:
        there = there.set(database=file.absolute().as_uri(), query={"mode": "rw", "uri": "true"})
    options = {"pool_size": READERS + 1, "max_overflow": 0, "skip_autocommit_rollback": True}
    readers = create_engine(there.set(drivername="sqlite"), **options, **_OPTIONS)
    _configure(readers, pragmas)
    return readers


def _writing(url: str, *pragmas: str) -> Engine:
    """The engine of the writer: a transaction takes the lock as it begins, so what it reads stays true."""
    engine = engine_of(url, poolclass=NullPool, **_OPTIONS)
    _configure(engine, pragmas)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _configure(engine: Engine, pragmas: Sequence[str]) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _wipe_log(connection: Connection) -> None:
    waiting = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={SCRUB_MS}")
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.exec_driver_sql(f"PRAGMA busy_timeout={waiting}")
