"""What all of the bot shares, by name: the key of questions, the rest of the circuit breaker."""

from typing import cast

import sqlalchemy as sa
from sqlalchemy import insert, select, update

from bot.store.columns import metadata
from bot.store.connection import Queries, affected

shared = sa.Table(
    "shared",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
    sqlite_with_rowid=False,
)


class Shared(Queries):
    """Values by name."""

    async def get(self, name: str) -> str | None:
        """A value, None if there is none."""
        query = select(shared.c.value).where(shared.c.name == name)
        return cast(str | None, (await self._connection.execute(query)).scalar())

    async def put(self, name: str, value: str) -> None:
        """Keep a value in place of the one before."""
        this = update(shared).where(shared.c.name == name)
        if not affected(await self._connection.execute(this.values(value=value))):
            await self._connection.execute(insert(shared).values(name=name, value=value))
