"""A database into which another one is copied: in one transaction, or not at all."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import NullPool, Table, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StoreUnavailable
from bot.store.columns import metadata
from bot.store.postgres.database import ALONE, alchemy
from bot.store.postgres.failures import explained, sentence_of
from bot.store.shared import shared

_GO_ON = text("SELECT setval(pg_get_serial_sequence(:table, :key), :number)")


class Target:
    """What is written into it, table by table."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Some rows of a table."""
        try:
            await self._connection.execute(insert(table), rows)
        except DBAPIError as error:
            if sentence_of(error):
                raise
            raise StoreUnavailable(
                f"a row of {table.name} holds what PostgreSQL does not take, so nothing is copied: see what "
                "`./cairn doctor` says of the file, and report this"
            ) from error

    async def count(self, table: Table) -> int:
        """How many rows there are."""
        counted = await self._connection.execute(select(func.count()).select_from(table))
        return int(counted.scalar_one())

    async def go_on_from(self, table: Table, number: int) -> None:
        """Give the table's next row the number after this one."""
        (key,) = table.primary_key
        values = {"table": table.name, "key": key.name, "number": number}
        await self._connection.execute(_GO_ON, values)


@asynccontextmanager
async def target(url: str) -> AsyncIterator[Target]:
    """Hold a migrated database; StoreUnavailable if anything is in it."""
    engine = alchemy(url, poolclass=NullPool, seconds=None)
    try:
        with explained():
            async with engine.begin() as connection:
                await connection.execute(ALONE)
                # What processes share comes from the file; a new database has a little of it from the start.
                await connection.execute(delete(shared))
                opened = Target(connection)
                for table in metadata.sorted_tables:
                    if number := await opened.count(table):
                        raise StoreUnavailable(
                            f"the database to copy into is not empty ({table.name}: {number} rows): make "
                            "a new one with `createdb`"
                        )
                yield opened
    finally:
        await engine.dispose()
