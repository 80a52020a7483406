"""From a file to PostgreSQL: every row, in one transaction, counted; the file stays as it is."""

from collections.abc import Mapping

from sqlalchemy import BigInteger, Integer, Table

from bot.domain.errors import StoreUnavailable
from bot.store import engines
from bot.store.columns import metadata
from bot.store.revisions import revisions


async def copy(source_url: str, target_url: str) -> Mapping[str, int]:
    """Copy a database whose bot does not run into one of PostgreSQL's that is empty; rows by table.

    Raises StoreUnavailable, and nothing was copied then.
    """
    from bot.store.postgres.target import Target, target  # noqa: PLC0415 - its driver is an extra
    from bot.store.sqlite.source import Source, source  # noqa: PLC0415 - only needed here

    async def copied(one: Source, other: Target, table: Table) -> int:
        for rows in one.rows(table):
            await other.add(table, rows)
        found, arrived = one.count(table), await other.count(table)
        if found != arrived:
            raise StoreUnavailable(f"of {found} rows in {table.name} {arrived} arrived, so nothing is copied")
        if _is_numbered(table) and (last := one.counter(table)):
            await other.go_on_from(table, last)
        return arrived

    await engines.of(source_url).in_step(source_url)
    found = (await engines.of(source_url).check_up(source_url)).revision
    _, made = await engines.of(target_url).migrate(target_url)
    if {found, made} != {revisions()[-1]}:
        raise StoreUnavailable(
            "one of both is of a newer Cairn, so nothing is copied: let that version do it"
        )
    with source(source_url) as one:
        async with target(target_url) as other:
            return {table.name: await copied(one, other, table) for table in metadata.sorted_tables}


def _is_numbered(table: Table) -> bool:
    """Whether the database gives its rows numbers by itself."""
    column = table.autoincrement_column
    return column is not None and isinstance(column.type, Integer | BigInteger)
