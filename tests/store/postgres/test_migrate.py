"""Every database ever made comes up to date whole, and every table is as the code means it."""

import asyncio
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text

from bot.store import engines
from bot.store.columns import metadata
from bot.store.postgres.database import alchemy
from bot.store.postgres.migrate import migrate
from bot.store.revisions import configuration, revisions
from tests.postgres import Server
from tests.store.samples import fill

HEAD = revisions()[-1]


@pytest.fixture
def empty(postgres: Server) -> Iterator[str]:
    """The address of a database in which nothing is."""
    with postgres.database("template1") as url:
        yield url


async def test_a_new_database_gets_all_tables_once(empty: str) -> None:
    assert not await engines.of(empty).holds_anything(empty)
    assert await migrate(empty) == (None, HEAD)
    assert await migrate(empty) == (HEAD, HEAD)
    assert await engines.of(empty).holds_anything(empty)


async def test_the_migrated_tables_are_those_the_code_means(url: str) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    engine = alchemy(url)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_every_migration_keeps_what_was_there(empty: str) -> None:
    """A database comes up one revision at a time, with somebody in every table that there is by then."""
    engine = alchemy(empty)
    for number, revision in enumerate(revisions(), 1):
        async with engine.begin() as connection:
            await connection.run_sync(_up_to, revision)
            await connection.run_sync(_fill, number)
        async with engine.connect() as connection:
            members = (await connection.execute(text("SELECT count(*) FROM members"))).scalar_one()
        assert members == number
    await engine.dispose()
    assert await migrate(empty) == (HEAD, HEAD)


def _up_to(connection: Connection, revision: str) -> None:
    command.upgrade(configuration(connection), revision)


def _fill(connection: Connection, user_id: int) -> None:
    tables = MetaData()
    tables.reflect(connection)
    fill(connection, tables, user_id)


async def test_several_that_start_at_once_migrate_it_once(empty: str) -> None:
    found = await asyncio.gather(*(migrate(empty) for _ in range(6)))
    assert sorted(found, key=str) == [(HEAD, HEAD)] * 5 + [(None, HEAD)]
