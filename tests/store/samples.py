"""A tick, and rows for any table."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Double, Integer, MetaData, Table, create_engine, insert

from bot.domain.acts import Act
from bot.domain.marks import Mark, MarkState
from bot.domain.members import Member
from bot.store.columns import Day, metadata
from bot.store.store import Store


async def tick(store: Store, user: int, interaction: int, evidence: str | None = None) -> None:
    """Somebody, a member by then or not, ticks an action."""
    act = Act(user, None, interaction, at=100)
    async with store.transaction() as rows:
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


def fill(connection: Connection, metadata: MetaData, user_id: int) -> dict[Table, dict[str, Any]]:
    """One row with this member in every table, no value of which is anywhere else; the rows."""
    numbers = count(1_000_000_000 + user_id % 1_000 * 1_000_000)
    rows: dict[Table, dict[str, Any]] = {}
    for table in metadata.sorted_tables:
        if table.name != "alembic_version":
            rows[table] = dict(_values(table, rows, numbers, user_id))
            connection.execute(insert(table).values(rows[table]))
    return rows


def fill_file(file: Path, user_id: int) -> dict[Table, dict[str, Any]]:
    """The same in the tables of today."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        rows = fill(connection, metadata, user_id)
    engine.dispose()
    return rows


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
