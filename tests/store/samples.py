"""Two small roadmaps, and rows for any table."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from sqlalchemy import Boolean, Connection, Integer, MetaData, Table, insert

from bot.domain.library import Library
from bot.domain.progress import Mark, Progress, skip, tick
from bot.domain.roadmap import Action, Phase, Roadmap
from bot.domain.steps import Step
from bot.store.tables import Day


def roadmap(name: str, actions: int) -> Roadmap:
    """A roadmap of one phase with actions called a0, a1, and so on."""
    made = tuple(
        Action(f"a{n}", f"Action {n}", "Why", "How", "Then", (Step("", f"Action {n}", 1),), ())
        for n in range(actions)
    )
    return Roadmap(name, name.title(), "", (), (Phase("only", "Only", 1, 2, "", made),))


TRAIL = roadmap("trail", 5)
PATH = roadmap("path", 3)
LIBRARY = Library((TRAIL, PATH))


class Tick:
    """Decides to tick the action with this number."""

    def __init__(self, number: int, evidence: str | None = None) -> None:
        self.number = number
        self.evidence = evidence

    def __call__(self, progress: Progress) -> tuple[Mark, ...]:
        return tick(progress, progress.roadmap.actions[self.number], self.evidence)


class Skip(Tick):
    """Decides to skip the action with this number."""

    def __call__(self, progress: Progress) -> tuple[Mark, ...]:
        return skip(progress, progress.roadmap.actions[self.number])


PERSONS = ("user_id", "author_id")


def of_members(table: Table) -> bool:
    """Whether the rows of a table go when their member goes."""
    return table.name == "members" or any(of_members(key.column.table) for key in table.foreign_keys)


def fill(connection: Connection, metadata: MetaData, user_id: int) -> dict[Table, dict[str, Any]]:
    """One row with this member in every table, no value of which is anywhere else; the rows."""
    numbers = count(1_000_000_000 + user_id % 1_000 * 1_000_000)
    rows: dict[Table, dict[str, Any]] = {}
    for table in metadata.sorted_tables:
        if table.name != "alembic_version":
            rows[table] = dict(_values(table, rows, numbers, user_id))
            connection.execute(insert(table).values(rows[table]))
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
            case Integer():
                yield column.name, next(numbers)
            case _:
                yield column.name, f"{table.name}.{column.name}.{user_id}"
