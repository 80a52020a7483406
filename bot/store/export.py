"""Everything about one member, found by walking the tables, so that no table can be left out."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import Day, Moment, Snowflake, metadata

OWNERS = ("user_id", "author_id")
"""The columns that hold a person's id. What belongs to an author outlives them, without the id."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def everything_about(connection: AsyncConnection, user_id: int) -> dict[str, Any]:
    """The member's rows of every table, in words: times as ISO 8601 (UTC), Discord's ids as text.

    Ids are text because many programs round whole numbers of that size.
    """
    found: dict[str, Any] = {}
    for table in metadata.sorted_tables:
        theirs = _theirs(table, user_id)
        if theirs is not None:
            rows = await connection.execute(select(table).where(theirs).order_by(*table.primary_key))
            words = table.info.get("words", table.name.replace("_", " "))
            found[words] = [
                {_words(c): _plain(c, value) for c, value in zip(table.c, row, strict=True)} for row in rows
            ]
    return found


def _theirs(table: Table, user_id: int) -> ColumnElement[bool] | None:
    """Which rows belong to the member: by their id, or through a row that does; None where none can."""
    for name in OWNERS:
        if name in table.c:
            return table.c[name] == user_id
    for key in table.foreign_keys:
        owners = _theirs(key.column.table, user_id)
        if owners is not None:
            return key.parent.in_(select(key.column).where(owners))
    return None


def _words(column: Column[Any]) -> str:
    return column.doc or column.name.replace("_", " ")


def _plain(column: Column[Any], value: object) -> object:
    match column.type, value:
        case Moment(), int(seconds):
            return (EPOCH + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")
        case Day(), int(days):
            return (EPOCH + timedelta(days=days)).date().isoformat()
        case Snowflake(), int(number):
            return str(number)
        case _:
            return value
