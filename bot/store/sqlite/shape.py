"""Whether a database has all that this version reads and writes, whatever its revision says."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.domain.errors import StoreUnavailable
from bot.store import rows  # noqa: F401 - with it come all tables
from bot.store.columns import metadata


def complete(execute: Callable[[str], Iterable[Any]]) -> None:
    """Raise StoreUnavailable for the first table or column that is missing."""
    for table in metadata.sorted_tables:
        found = {row[1] for row in execute(f"PRAGMA table_info({table.name})")}
        missing = next((column.name for column in table.c if column.name not in found), None)
        if missing is not None:
            what = f"the column {missing} of its table {table.name}" if found else f"its table {table.name}"
            raise StoreUnavailable(
                f"the database is damaged, as {what} is missing: stop Cairn and put the last good backup in "
                "its place"
            )
