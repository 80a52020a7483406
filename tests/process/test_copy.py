"""`cairn copy`: everything arrives, is counted, and goes on as before; or nothing does."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.errors import StoreUnavailable
from bot.store import engines
from bot.store.columns import metadata
from bot.store.copy import copy
from bot.store.store import Store
from tests.postgres import Server
from tests.process.command import cairn
from tests.process.conftest import Start
from tests.standin.server import StandIn
from tests.store.samples import fill_store, tick, ticked
from tests.stored import address

OK, UNAVAILABLE, MISCONFIGURED = 0, 69, 78


@pytest.fixture
def url(postgres: Server) -> str:
    """A database of PostgreSQL's as a new one is."""
    return postgres.emptied()


@pytest.fixture
async def target(url: str) -> AsyncIterator[Store]:
    """The same, open."""
    opened = Store.open(url)
    yield opened
    await opened.close()


async def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    return {
        table.name: [
            tuple(row)
            for row in await store.read.connection.execute(select(table).order_by(*table.primary_key))
        ]
        for table in metadata.sorted_tables
    }


async def test_every_row_arrives_and_numbers_go_on(
    database_file: Path, store: Store, url: str, target: Store, tmp_path: Path
) -> None:
    for user in (7, 8, 9):
        await fill_store(store, user)
    await tick(store, 7, 70)
    async with store.transaction() as rows:
        await rows.members.delete(9)
    with closing(sqlite3.connect(database_file)) as file:
        numbers = dict(file.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    before = await everything(store)

    code, said = await cairn(tmp_path, "copy", address(database_file), url)
    assert (code, said[-1].split(":")[0]) == (OK, "copied")
    assert f"members: {len(before['members'])}" in said

    assert await everything(target) == before == await everything(store)
    await tick(target, 8, 80)
    assert await ticked(target, 8) == 1
    newest = (await target.read.changes.of(8)).standing[-1]
    assert newest.id == numbers["changes"] + 1


async def test_a_database_with_something_in_it_is_left_alone(
    database_file: Path, store: Store, url: str, target: Store, tmp_path: Path
) -> None:
    await fill_store(store, 7)
    await tick(target, 8, 80)
    before = await everything(target)
    code, said = await cairn(tmp_path, "copy", address(database_file), url)
    assert code == UNAVAILABLE
    assert said == [
        "cairn: the database to copy into is not empty (members: 1 rows): make a new one with `createdb`"
    ]
    assert await everything(target) == before


async def test_one_that_fails_half_way_leaves_nothing(
    database_file: Path, store: Store, url: str, target: Store
) -> None:
    await fill_store(store, 7)
    before = await everything(target)
    with closing(sqlite3.connect(database_file)) as file, file:
        file.execute("UPDATE clicks SET at = 'never'")
    with pytest.raises(StoreUnavailable, match="a row of clicks holds what PostgreSQL does not take"):
        await copy(address(database_file), url)
    assert await everything(target) == before


async def test_a_bot_that_runs_on_it_has_to_stop_first(
    standin: StandIn, start: Start, url: str, tmp_path: Path
) -> None:
    bot = await start()
    await standin.gateway.ready()
    code, (said,) = await cairn(tmp_path, "copy", address(tmp_path / "cairn.db"), url)
    assert code == UNAVAILABLE
    assert said.startswith(
        f"cairn: another Cairn is running on this database (process {bot.number}): stop it"
    )


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("cairn.db", "postgresql+asyncpg://db/cairn", "the address names no SQLite file: write sqlite+aio"),
        ("sqlite+aiosqlite:///a.db", "a.db", "the address leads to no PostgreSQL database: write postgres"),
    ],
)
async def test_addresses_that_are_none_are_told(source: str, target: str, told: str, tmp_path: Path) -> None:
    code, said = await cairn(tmp_path, "copy", source, target)
    assert code == MISCONFIGURED
    assert said[0].startswith(f"cairn: {told}")


async def test_what_a_host_asks_is_answered(url: str, target: Store, tmp_path: Path) -> None:
    await tick(target, 8, 80)
    at = (await engines.of(url).check_up(url)).revision
    code, said = await cairn(tmp_path, "migrate", DATABASE_URL=url)
    assert (code, said) == (OK, [f"database: {at}, nothing to do"])
    code, said = await cairn(tmp_path, "report", DATABASE_URL=url)
    assert (code, said[0]) == (OK, "weekly messages: none yet")
    _, said = await cairn(tmp_path, "doctor", DATABASE_URL=url)
    assert [line for line in said if line.startswith(f"ok database: revision {at}, ")]
    code, said = await cairn(tmp_path, "backup", "copy.dump", DATABASE_URL=url)
    assert code == UNAVAILABLE
    assert "pg_dump --format=custom --file=copy.dump" in said[0]
