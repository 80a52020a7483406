"""A database file that is copied elsewhere: read as of one moment, while nobody else can write."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, NullPool, Table, func, select, text

from bot.store.sqlite.database import engine_of
from bot.store.sqlite.failures import explained
from bot.store.sqlite.lock import sole_sender

AT_ONCE = 1_000  # rows read at once


class Source:
    """What is read of it, table by table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        counted = text("SELECT name, seq FROM sqlite_sequence")
        self._counters = {name: int(seq) for name, seq in connection.execute(counted)}

    def rows(self, table: Table) -> Iterator[Sequence[dict[str, Any]]]:
        """All rows, a part at a time."""
        result = self._connection.execute(select(table).order_by(*table.primary_key))
        for part in result.mappings().partitions(AT_ONCE):
            yield [dict(row) for row in part]

    def count(self, table: Table) -> int:
        """How many rows there are."""
        return int(self._connection.execute(select(func.count()).select_from(table)).scalar_one())

    def counter(self, table: Table) -> int:
        """The highest number that was ever given to a row, as far as that is known."""
        (key,) = table.primary_key
        highest = self._connection.execute(select(func.max(key))).scalar() or 0
        return max(self._counters.get(table.name, 0), int(highest))


@contextmanager
def source(url: str) -> Iterator[Source]:
    """Hold a database whose bot does not run; AlreadyRunning if it does."""
    with sole_sender(url), explained():
        engine = engine_of(url, poolclass=NullPool, connect_args={"isolation_level": None})
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield Source(connection)
