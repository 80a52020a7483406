"""The way to everything that is stored: read it, or change it in a transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property

from bot.store.rows import Rows
from bot.store.sqlite.database import Database


class Store(Database):
    """An open database; what can't be read or written raises StoreUnavailable, and nothing is changed."""

    @cached_property
    def read(self) -> Rows:
        """All that was saved before; each statement is as of its own moment."""
        return Rows(self.reader)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Rows]:
        """Alone from the first statement on, so that what is read stays true; saved whole, or not at all."""
        async with self.writing() as connection:
            yield Rows(connection)
