"""What nudges and updates share: a row that is claimed is sent by whoever claimed it, and by nobody else."""

from sqlalchemy import Table, update

from bot.store.database import Database

LEASE = 60
"""Seconds for which what is claimed belongs to whoever claimed it."""

CLAIMED = "claimed"


class Claims:
    """A table with the columns `id`, `state`, `lease_until` and `attempts`.

    A claim that ran out may have been sent all the same, so that what it is for is looked for before it is
    sent again. Every method may raise StoreUnavailable; nothing is changed then.
    """

    def __init__(self, database: Database, table: Table) -> None:
        self._database = database
        self._claimed = update(table).where(table.c.state == CLAIMED)
        self._table = table

    async def inherit(self) -> None:
        """At start nobody else is alive to hold a claim: all of them may be taken over at once."""
        async with self._database.writing() as connection:
            await connection.execute(self._claimed.values(lease_until=0))

    async def hold(self, number: int, until: int, *, tried: bool = True) -> None:
        """Keep what may have reached Discord claimed, to be looked for from `until` on (epoch seconds)."""
        attempts = self._table.c.attempts + int(tried)
        async with self._database.writing() as connection:
            await connection.execute(
                self._claimed.where(self._table.c.id == number).values(lease_until=until, attempts=attempts)
            )
