"""Bring the database up to date: the files in migrations/, in one transaction, or nothing at all."""

import asyncio
import sqlite3
import time

from sqlalchemy import Connection, NullPool
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.domain.errors import StoreUnavailable
from bot.store.revisions import behind, newest, revision_in, upgrade
from bot.store.sqlite.database import engine_of, file_of
from bot.store.sqlite.failures import SENTENCES, code_of, explained
from bot.store.sqlite.ownership import usable
from bot.store.sqlite.shape import complete

PATIENCE = 60  # seconds to wait while another process migrates the same file
ATTEMPTS, PAUSE = 100, 0.05  # times and seconds to try where SQLite itself does not wait


async def migrate(url: str) -> tuple[str | None, str]:
    """Apply what is missing; the revisions before (None for a new file) and after.

    Safe to call from several processes at once. Raises DatabaseTooNew for a file of a later version,
    StoreUnavailable when it can't be used.
    """
    return await asyncio.to_thread(_migrate, url)


def _migrate(url: str) -> tuple[str | None, str]:
    usable(file_of(url))
    options = {"isolation_level": None, "timeout": PATIENCE}
    with explained(), engine_of(url, poolclass=NullPool, connect_args=options).connect() as connection:
        # Rebuilding a table drops the old one; with foreign keys on, all that refers to it would go too.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        found = revision_in(connection)
        if behind(found):
            _upgrade(connection)
        complete(connection.exec_driver_sql)
        _log_ahead(connection)
    return found, newest(found)


def _upgrade(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        upgrade(connection)
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
