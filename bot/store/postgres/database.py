"""How a PostgreSQL database is opened, read and written."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self, TypeVar

from asyncpg import InterfaceError, InternalClientError, PostgresError
from sqlalchemy import Executable, NullPool, Result, TextClause, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.domain.errors import StoreUnavailable
from bot.domain.links import LAST_PORT
from bot.store.connection import Executes, Parameters
from bot.store.database import BUSY_MS
from bot.store.engines import POSTGRES
from bot.store.postgres import dialect
from bot.store.postgres.failures import explained, name_nobody, nameless
from bot.store.prepared import Prepared
from bot.store.pulse import Pulse

READERS, WRITERS = 4, 8
PATIENCE = 10  # seconds for a connection, for one statement, and for a read with the wait for its turn
IDLE_MS = 4_000  # milliseconds after which a transaction whose process hangs is given up
ENDING = "the database is closed, as Cairn is about to end"

# The first of the two numbers of each of our advisory locks; those on owners bear their ids alone.
CAIRN = 2_281
EVERYTHING = 0

T = TypeVar("T")

ALONE = text(f"SELECT pg_advisory_xact_lock({CAIRN}, {EVERYTHING})")


class Reader(Executes):
    """Executes one statement at a time, each as of its own moment; it can't write.

    Its connections stay at hand: to get one out of a pool and to give it back takes as long as what is asked.
    Raises StoreUnavailable when the database can't be used.
    """

    def __init__(self, engine: AsyncEngine, pulse: Pulse) -> None:
        self._engine = engine
        self._pulse = pulse
        self._turns = asyncio.Semaphore(READERS)
        self._at_hand: list[AsyncConnection] = []
        self._closed = False

    async def execute(self, statement: Executable, parameters: Parameters = None, /) -> Result[Any]:
        """All rows of one statement."""
        return await self._read(lambda connection: connection.execute(statement, parameters))

    async def first(self, prepared: Prepared, parameters: Mapping[str, int], /) -> Any:
        """The first row that a query finds, with its columns as attributes; None where it finds none."""
        return await self._read(lambda connection: _first(connection, prepared, parameters))

    async def close(self) -> None:
        """Close every connection, after what is being read."""
        if self._closed:
            return
        self._closed = True
        for _ in range(READERS):
            await self._turns.acquire()
        await self._let_go()

    async def _read(self, ask: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What a connection that broke meanwhile was asked is asked again."""
        if self._closed:
            raise StoreUnavailable(ENDING)
        with self._pulse.noting("read"), explained():
            try:
                return await self._once(ask)
            except (DBAPIError, Broken) as error:
                if isinstance(error, DBAPIError) and not error.connection_invalidated:
                    raise
                return await self._once(ask)

    async def _once(self, ask: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        async with asyncio.timeout(PATIENCE), self._turns:
            connection = self._at_hand.pop() if self._at_hand else await self._engine.connect()
            try:
                found = await ask(connection)
            except BaseException:
                await self._let_go(connection)
                raise
            self._at_hand.append(connection)
            return found

    async def _let_go(self, *broken: AsyncConnection) -> None:
        """What is the matter with one may be the matter with all that nobody has used since."""
        gone, self._at_hand = [*broken, *self._at_hand], []
        for connection in gone:
            await connection.invalidate()


class Transaction(Executes):
    """What is executed in it comes after all that was before, and sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Parameters = None, /) -> Result[Any]:
        """Execute one statement; all its rows are there then."""
        return await self._connection.execute(statement, parameters)


class Database:
    """One database: whoever writes is alone with what they name, so that what they read stays true.

    `pulse` knows how it does.
    """

    def __init__(self, reader: Reader, writer: AsyncEngine, pulse: Pulse) -> None:
        self.reader = reader
        self.pulse = pulse
        self._writer = writer
        self._closed = False
        self._writing = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @classmethod
    def open(cls, url: str, busy_ms: int = BUSY_MS) -> Self:
        """Prepare a database for use, which must be migrated. Connects at first use.

        `busy_ms` is how many milliseconds to wait for what somebody else is alone with. Raises
        StoreUnavailable where the address is of no use.
        """
        reading = alchemy(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            settings={"default_transaction_read_only": "on"},
        )
        waiting = {"lock_timeout": str(busy_ms), "idle_in_transaction_session_timeout": str(IDLE_MS)}
        writing, pulse = alchemy(url, pool_size=WRITERS, max_overflow=0, settings=waiting), Pulse()
        return cls(Reader(reading, pulse), writing, pulse)

    @asynccontextmanager
    async def writing(self, *owners: int) -> AsyncIterator[Transaction]:
        """One transaction, alone from its first statement on: saved at the end, undone by any error.

        With owners, whoever names others goes on beside it; a member is to be named before a server, so that
        no two wait for each other.
        """
        if self._closed:
            raise StoreUnavailable(ENDING)
        self._writing += 1
        self._idle.clear()
        try:
            with self.pulse.noting("write"), explained():
                async with self._begun(owners) as connection:
                    yield Transaction(connection)
        finally:
            self._writing -= 1
            if not self._writing:
                self._idle.set()

    @asynccontextmanager
    async def _begun(self, owners: Sequence[int]) -> AsyncIterator[AsyncConnection]:
        """The lock is a statement of its own: what is read after it is as whoever held it before left it."""
        async with self._writer.connect() as connection:
            lock = _lock(owners)
            try:
                await connection.execute(lock)
            except DBAPIError as error:
                # It broke while nobody used it: nothing was done with it yet, so another one does as well.
                if not error.connection_invalidated:
                    raise
                await connection.rollback()
                await connection.execute(lock)
            yield connection
            await connection.commit()

    async def scrub(self) -> None:
        """Nothing: what deleted rows leave in the server's files is for its own vacuum to wipe."""

    async def close(self) -> None:
        """Save what is being saved, and nothing after it."""
        self._closed = True
        await self._idle.wait()
        await self.reader.close()
        await self._writer.dispose()


class Broken(ConnectionError):
    """The driver's connection is of no use any more."""


async def _first(connection: AsyncConnection, prepared: Prepared, parameters: Mapping[str, int]) -> Any:
    written = prepared.on(connection.dialect)
    driver: Any = connection.sync_connection.connection.driver_connection  # type: ignore[union-attr]
    try:
        found = await driver.fetchrow(written.sql, *written.values(parameters))
    except (PostgresError, InterfaceError, InternalClientError, OSError) as error:
        nameless(error)
        if driver.is_closed():
            raise Broken from error
        raise
    return None if found is None else written.row(found)


def alchemy(
    url: str,
    *,
    seconds: float | None = PATIENCE,
    settings: Mapping[str, str] | None = None,
    **options: Any,
) -> AsyncEngine:
    """An engine with PostgreSQL's driver, whose statements may take so many seconds.

    Raises StoreUnavailable where the address is none of PostgreSQL's.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is not None and parsed.port is not None and not 0 < parsed.port <= LAST_PORT:
        raise StoreUnavailable(
            "DATABASE_URL has a port that doesn't exist: the number after the colon goes from 1 to "
            f"{LAST_PORT}"
        )
    if parsed is None or parsed.drivername != POSTGRES or not parsed.database:
        raise StoreUnavailable(
            f"DATABASE_URL names no database: write it like {POSTGRES}://cairn:password@localhost/cairn"
        )
    server = {"application_name": "cairn", "default_transaction_isolation": "read committed", "jit": "off"}
    connecting = {
        "timeout": PATIENCE,
        "command_timeout": seconds,
        "server_settings": {**server, **(settings or {})},
    }
    # Error texts end up in logs, where nobody's id belongs.
    engine = create_async_engine(parsed, connect_args=connecting, hide_parameters=True, **options)
    name_nobody(engine.sync_engine)
    dialect.adapt(engine.sync_engine)
    return engine


def _lock(owners: Sequence[int]) -> TextClause:
    """Alone with some owners is beside all others who are, but not beside who is alone with everything."""
    if not owners:
        return ALONE
    theirs = ", ".join(f"pg_advisory_xact_lock({owner:d})" for owner in owners)
    return text(f"SELECT pg_advisory_xact_lock_shared({CAIRN}, {EVERYTHING}), {theirs}")
