"""The way to everything that is stored: read it, or change it in a transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.rows import Rows
from bot.store.sqlite.database import Database, Reader


class Store(Database):
    """An open database. What can't be read or written raises StoreUnavailable, and then nothing is changed.

    `read` sees all that was saved before; each of its statements is as of its own moment.
    """

    def __init__(self, reader: Reader, writer: AsyncEngine) -> None:
        super().__init__(reader, writer)
        self.read = Rows(reader)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Rows]:
        """Alone from the first statement on, so that what is read stays true; saved whole, or not at all."""
        async with self.writing() as connection:
            yield Rows(connection)
