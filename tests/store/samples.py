"""A tick, and rows for any table."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Double, Integer, MetaData, Table, insert

from bot.domain.acts import Act
from bot.domain.marks import Mark, MarkState
from bot.domain.members import Member
from bot.store.columns import Day, metadata
from bot.store.store import Store


async def tick(store: Store, user: int, interaction: int, evidence: str | None = None) -> None:
    """Somebody, a member by then or not, ticks an action."""
    act = Act(user, None, interaction, at=100)
    async with store.transaction(user) as rows:
        if await rows.members.get(user) is None:
            await rows.members.add(Member(user, "trail", enrolled_at=act.at))
        await rows.changes.add(act, "trail", [Mark("a0", MarkState.DONE, evidence)])


async def ticked(store: Store, user: int) -> int:
    """How often somebody did so."""
    return len((await store.read.changes.of(user)).standing)


PERSONS = ("user_id", "author_id", "owner")


def of_members(table: Table) -> bool:
    """Whether the rows of a table go when their member goes."""
    return "user_id" in table.c or any(of_members(key.column.table) for key in table.foreign_keys)


def filled(metadata: MetaData, user_id: int) -> dict[Table, dict[str, Any]]:
    """One row with this member for every table, no value of which is anywhere else."""
    numbers = count(1_000_000_000 + user_id % 1_000 * 1_000_000)
    rows: dict[Table, dict[str, Any]] = {}
    for table in metadata.sorted_tables:
        if table.name != "alembic_version":
            rows[table] = dict(_values(table, rows, numbers, user_id))
    return rows


def fill(connection: Connection, metadata: MetaData, user_id: int) -> dict[Table, dict[str, Any]]:
    """Put them into their tables; the rows."""
    rows = filled(metadata, user_id)
    for table, row in rows.items():
        connection.execute(insert(table).values(row))
    return rows


async def fill_store(store: Store, user_id: int) -> dict[Table, dict[str, Any]]:
    """The same in the tables of today."""
    found = filled(metadata, user_id)
    async with store.transaction() as rows:
        for table, row in found.items():
            await rows.connection.execute(insert(table).values(row))
    return found


def _values(
    table: Table, rows: dict[Table, dict[str, Any]], numbers: Iterator[int], user_id: int
) -> Iterator[tuple[str, Any]]:
    for column in table.c:
        owner = next((key.column for key in column.foreign_keys), None)
        match column.type:
            case _ if owner is not None:
                yield column.name, rows[owner.table][owner.name]
            case _ if column.name in PERSONS:
                yield column.name, user_id
            case Boolean():
                yield column.name, True
            case Day():
                yield column.name, next(numbers) % 20_000
            case Integer() | Double():
                yield column.name, next(numbers)
            case JSON():
                yield column.name, {f"{table.name}.{column.name}.{user_id}": {}}
            case _:
                yield column.name, f"{table.name}.{column.name}.{user_id}"
