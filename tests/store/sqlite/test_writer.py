"""How often a transaction goes to the thread that writes."""

from typing import Any

import aiosqlite
import pytest
from sqlalchemy import text

from bot.store.connection import affected
from bot.store.sqlite.database import Database


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done in the thread, one entry for each trip."""
    made: list[str] = []
    execute: Any = aiosqlite.Connection._execute

    async def counted(self: aiosqlite.Connection, do: Any, *arguments: Any, **named: Any) -> Any:
        made.append(do.__qualname__)
        return await execute(self, do, *arguments, **named)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    return made


async def test_a_statement_is_one_trip_whatever_it_finds(url: str, trips: list[str]) -> None:
    database = Database.open(url)
    async with database.writing() as connection:
        trips.clear()
        await connection.execute(text("create table stones (number integer)"))
        stones = [{"number": number} for number in range(500)]
        await connection.execute(text("insert into stones values (:number)"), stones)
        found = await connection.execute(text("select number from stones order by number"))
        renumbered = "update stones set number = 7 where number < 10 returning number"
        returned = await connection.execute(text(renumbered))
        assert len(trips) == 4
        assert found.scalars().all() == [*range(500)]
        assert returned.scalars().all() == [7] * 10
        changed = await connection.execute(text("update stones set number = 8 where number = 7"))
        assert affected(changed) == 10
        assert len(trips) == 5
    await database.close()
