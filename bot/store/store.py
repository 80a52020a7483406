"""The way to everything that is stored: read it, or change it in a transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

from bot.store.rows import Rows
from bot.store.sqlite.database import BUSY_MS, Database


class Store:
    """An open database. What can't be read or written raises StoreUnavailable, and then nothing is changed.

    `read` sees all that was saved before; each of its statements is as of its own moment.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.read = Rows(database.reader)

    @classmethod
    def open(cls, url: str, busy_ms: int = BUSY_MS) -> Self:
        """The database at an address, which must be migrated; `busy_ms` is how long to wait for others."""
        return cls(Database.open(url, busy_ms))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Rows]:
        """Alone from the first statement on, so that what is read stays true; saved whole, or not at all."""
        async with self._database.writing() as connection:
            yield Rows(connection)

    async def scrub(self) -> None:
        """Wipe what deleted rows left behind, as well as it can be done at once."""
        await self._database.scrub()

    async def close(self) -> None:
        """Save what is being saved, and nothing after it."""
        await self._database.close()
