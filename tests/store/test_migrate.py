"""Every file ever written comes up to date whole, or stays as it was."""

import asyncio
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, create_engine
from sqlalchemy.exc import OperationalError

from bot.domain.errors import DatabaseTooNew, StoreUnavailable
from bot.store.migrate import configuration, migrate, revisions
from bot.store.tables import metadata
from tests.store.conftest import address
from tests.store.samples import fill

HEAD = revisions()[-1]


def rows(file: Path) -> dict[str, list[Any]]:
    """Everything in a file, by table."""
    with sqlite3.connect(file) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        found = {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for (name,) in names}  # noqa: S608
    connection.close()
    return found


def file_at(revision: str, file: Path, prepare: Callable[[Connection], object]) -> None:
    """A file as a version that knew this revision left it."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), revision)
        prepare(connection)
    engine.dispose()


def fill_three(connection: Connection) -> None:
    """Three members with a row in every table there is."""
    tables = MetaData()
    tables.reflect(connection)
    for user_id in (1, 2, 3):
        fill(connection, tables, user_id)


async def test_a_new_file_gets_all_tables_once(tmp_path: Path) -> None:
    url = address(tmp_path / "new.db")
    assert await migrate(url) == (None, HEAD)
    assert await migrate(url) == (HEAD, HEAD)


def test_the_migrated_tables_are_those_the_code_means(file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


@pytest.mark.parametrize("revision", revisions()[:-1])
async def test_an_older_file_keeps_every_row(revision: str, tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    file_at(revision, file, fill_three)
    before = rows(file)

    assert await migrate(address(file)) == (revision, HEAD)

    after = rows(file)
    for name in before.keys() - {"alembic_version", "questions"}:
        assert len(after[name]) == len(before[name]), name
    assert len(before["members"]) == 3


@pytest.mark.parametrize("revision", ["0006", "0007"])
async def test_questions_of_nobody_knows_whom_go(revision: str, tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    file_at(revision, file, fill_three)
    assert len(rows(file)["questions"]) == 3
    await migrate(address(file))
    assert rows(file)["questions"] == []


async def test_a_newer_file_is_refused_and_left_alone(file: Path, url: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = rows(file)

    with pytest.raises(
        DatabaseTooNew, match=f"newer Cairn .revision 9999; this one knows up to {HEAD}.*install"
    ):
        await migrate(url)

    assert rows(file) == before


async def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "foreign.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE marks (mine TEXT)")
        connection.execute("INSERT INTO marks VALUES ('kept')")
    connection.close()

    with pytest.raises(OperationalError, match="already exists"):
        await migrate(address(file))

    assert rows(file) == {"marks": [("kept",)]}


async def test_an_upgrade_that_would_leave_orphans_is_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    lost = "INSERT INTO marks (change_id, action, state) VALUES (99, 'a0', 'done')"
    file_at(revisions()[0], file, lambda connection: connection.exec_driver_sql(lost))
    before = rows(file)

    with pytest.raises(StoreUnavailable, match="taken back, because 1 rows"):
        await migrate(address(file))

    assert rows(file) == before


def test_four_processes_at_once_all_succeed(
    tmp_path: Path, launch: Callable[[str, str], "subprocess.Popen[str]"]
) -> None:
    processes = [launch("bring_up_to_date", address(tmp_path / "new.db")) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    assert rows(tmp_path / "new.db")["alembic_version"] == [(HEAD,)]


def test_an_ordinary_start_does_without_alembic(
    url: str, launch: Callable[[str, str], "subprocess.Popen[str]"]
) -> None:
    assert launch("start", url).communicate()[0] == "False\n"


async def test_a_restored_copy_logs_ahead_again(file: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(file, tmp_path / "restored.db"))
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    connection.close()
    await migrate(address(copy))
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


async def test_a_start_waits_for_who_still_reads_a_restored_copy(file: Path, url: str) -> None:
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("PRAGMA journal_mode = DELETE")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM members").fetchall()
    start = asyncio.create_task(migrate(url))
    await asyncio.sleep(0.2)
    assert not start.done()
    reader.execute("COMMIT")
    reader.close()
    assert await start == (HEAD, HEAD)


async def test_several_that_start_on_a_restored_copy_all_succeed(file: Path, url: str) -> None:
    for _ in range(50):
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        assert await asyncio.gather(*(migrate(url) for _ in range(8))) == [(HEAD, HEAD)] * 8


async def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="can't be opened"):
        await migrate(address(tmp_path / "nowhere" / "cairn.db"))
