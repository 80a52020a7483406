"""Everything about one member, found by walking the tables, so that no table can be left out."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, select

from bot.store.columns import Day, Moment, Snowflake, metadata
from bot.store.connection import Executes
from bot.store.questions import Questions
from bot.store.shown import Blocks

OWNERS = ("user_id", "author_id")
"""The columns that hold a person's id. What belongs to an author outlives them, without the id."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Export = Mapping[str, list[dict[str, Any]]]
"""By table the rows, by column: times as datetimes (UTC), days as dates, Discord's ids as texts."""


async def everything_about(connection: Executes, user_id: int) -> Export:
    """All that is stored about a member; ids are texts because many programs round numbers of that size."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in metadata.sorted_tables:
        theirs = _theirs(table, user_id)
        if theirs is not None:
            rows = await connection.execute(select(table).where(theirs).order_by(*table.primary_key))
            found[table.name] = [
                {c.name: _plain(c, value) for c, value in zip(table.c, row, strict=True)} for row in rows
            ]
    blocked = await Blocks(connection).of(user_id)
    return found | {"questions": await Questions(connection).of(user_id), "blocks": blocked}


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


def _plain(column: Column[Any], value: object) -> object:
    match column.type, value:
        case Moment(), int(seconds):
            return EPOCH + timedelta(seconds=seconds)
        case Day(), int(days):
            return (EPOCH + timedelta(days=days)).date()
        case Snowflake(), int(number):
            return str(number)
        case _:
            return value
