"""Bring the database up to date: the files in migrations/, in one transaction, or nothing at all."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, NullPool, inspect
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.domain.errors import DatabaseTooNew, StoreUnavailable
from bot.store.sqlite.database import engine_of, file_of
from bot.store.sqlite.failures import SENTENCES, UNSTATED, code_of, explained
from bot.store.sqlite.ownership import usable
from bot.store.sqlite.shape import complete

if TYPE_CHECKING:
    from alembic.config import Config

PACKAGE = Path(__file__).resolve().parents[2]
# A wheel carries the folder inside the package; a checkout has it beside.
MIGRATIONS = next(
    folder for folder in (PACKAGE / "_data" / "migrations", PACKAGE.parent / "migrations") if folder.is_dir()
)
PATIENCE = 60  # seconds to wait while another process migrates the same file
ATTEMPTS, PAUSE = 100, 0.05  # times and seconds to try where SQLite itself does not wait


async def migrate(url: str) -> tuple[str | None, str]:
    """Apply what is missing; the revisions before (None for a new file) and after.

    Safe to call from several processes at once. Raises DatabaseTooNew for a file of a later version,
    StoreUnavailable when it can't be used.
    """
    return await asyncio.to_thread(_migrate, url)


def revisions() -> tuple[str, ...]:
    """Every revision this version knows, oldest first: the numbers that the files begin with."""
    return tuple(
        sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
    )


def refuse_newer(found: str | None) -> None:
    """Raise DatabaseTooNew unless this version knows the revision that was found (None in a new file)."""
    known = revisions()
    if found is not None and found not in known:
        raise DatabaseTooNew(
            f"the database is of a newer Cairn (revision {found}; this one knows up to {known[-1]}): "
            "install that version again, or use an older backup"
        )


def only_revision(stated: Sequence[str]) -> str:
    """The one revision that a database of Cairn's states; StoreUnavailable for none or several of them."""
    if len(stated) != 1 or not stated[0]:
        raise StoreUnavailable(UNSTATED)
    refuse_newer(stated[0])
    return stated[0]


def configuration(connection: Connection) -> "Config":
    """What Alembic needs to work on this connection, inside the transaction it is in."""
    from alembic.config import Config  # noqa: PLC0415 - 12 MB that an ordinary start does without

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _migrate(url: str) -> tuple[str | None, str]:
    usable(file_of(url))
    head, options = revisions()[-1], {"isolation_level": None, "timeout": PATIENCE}
    with explained(), engine_of(url, poolclass=NullPool, connect_args=options).connect() as connection:
        # Rebuilding a table drops the old one; with foreign keys on, all that refers to it would go too.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        found = _found(connection)
        if found != head:
            _upgrade(connection)
        complete(connection.exec_driver_sql)
        _log_ahead(connection)
    return found, head


def _found(connection: Connection) -> str | None:
    tables = inspect(connection).get_table_names()
    if not {"alembic_version", "members"} <= set(tables):
        return None
    return only_revision(
        connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    )


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - see above

    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        command.upgrade(configuration(connection), "head")
    except DBAPIError as error:
        if code_of(error) in SENTENCES:
            raise
        raise StoreUnavailable(
            f"the upgrade was taken back, because the database is not as it should be ({error.orig}): keep "
            "the version you had, and report this"
        ) from error
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        raise StoreUnavailable(
            f"the upgrade was taken back, because {len(orphans)} rows would have lost what they belong to: "
            "keep the version you had, and report this"
        )
    connection.commit()


def _log_ahead(connection: Connection) -> None:
    """Let readers and the writer work side by side. SQLite does not wait for others here, so this does."""
    for attempts_left in reversed(range(ATTEMPTS)):
        try:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            return
        except OperationalError as error:
            if code_of(error) != sqlite3.SQLITE_BUSY or not attempts_left:
                raise
        time.sleep(PAUSE)
