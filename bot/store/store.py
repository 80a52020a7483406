"""The way to everything that is stored: read it, or change it in a transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Self

from bot.store import engines
from bot.store.database import BUSY_MS, Database
from bot.store.rows import Rows


class Store:
    """An open database; what can't be read or written raises StoreUnavailable, and nothing is changed.

    `pulse` knows how it does.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.pulse, self.close = database.pulse, database.close

    @classmethod
    def open(cls, url: str, busy_ms: int = BUSY_MS) -> Self:
        """Prepare the database that an address names, which must be migrated. Connects at first use.

        `busy_ms` is how many milliseconds to wait for what somebody else holds. Raises StoreUnavailable
        where the address is of no use.
        """
        return cls(engines.of(url).database(url, busy_ms))

    @cached_property
    def read(self) -> Rows:
        """All that was saved before; each statement is as of its own moment."""
        return Rows(self._database.reader)

    @asynccontextmanager
    async def transaction(self, *owners: int) -> AsyncIterator[Rows]:
        """Alone from the first statement on, so that what is read stays true; saved whole, or not at all.

        Alone with what belongs to these owners, a member named before a server; without any, with
        everything.
        """
        async with self._database.writing(*owners) as connection:
            yield Rows(connection)

    async def scrub(self) -> None:
        """Leave nothing of what was deleted in memory, nor, as well as it can be done at once, in files."""
        await self.let_go()
        await self._database.scrub()

    async def let_go(self) -> None:
        """Keep nothing in memory of what was read: another process may have deleted it since."""
        self.read.changes.let_go()
