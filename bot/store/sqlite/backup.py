"""A copy of the database made while the bot runs, and the proof that a copy is whole."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.domain.errors import StoreUnavailable
from bot.store.sqlite.checkup import faults_of, opened, revision_of
from bot.store.sqlite.database import file_of
from bot.store.sqlite.failures import explained

_SQLITE = b"SQLite format 3\0"  # how every database file begins (sqlite.org/fileformat, section 1.3)


async def backup(url: str, file: Path) -> None:
    """Copy the database as of one moment into `file`, in place of an older copy once this one is whole.

    Raises StoreUnavailable when the database can't be read, or the copy can't be written, as over a file
    that is no database.
    """
    await asyncio.to_thread(_copy, file_of(url), file)


async def verify(file: Path) -> dict[str, int]:
    """Read a copy from end to end; how many rows each of its tables holds.

    Raises StoreUnavailable when it is damaged, and DatabaseTooNew when this version could not use it.
    """
    return await asyncio.to_thread(_examine, file)


def _copy(source: Path, target: Path) -> None:
    if not source.exists():
        raise StoreUnavailable(f"{source} is not there: mend DATABASE_URL")
    if target.exists() and target.samefile(source):
        raise StoreUnavailable(f"{target} is the database itself: name another file for the copy")
    if target.is_dir():
        raise StoreUnavailable(f"{target} is a folder: name a file in it for the copy")
    part = target.with_name(target.name + ".part")
    try:
        if target.exists() and not _may_go(target):
            raise StoreUnavailable(f"{target} is no database, so it was left as it is: name another file")
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with explained(), closing(opened(source, "rw")) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        shutil.copymode(source, part)
        _sync(part)
        part.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise StoreUnavailable(f"the copy {target} can't be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _may_go(file: Path) -> bool:
    """Whether it is an older copy, or holds nothing."""
    with file.open("rb") as there:
        return there.read(len(_SQLITE)) in (_SQLITE, b"")


def _examine(file: Path) -> dict[str, int]:
    try:
        with closing(opened(file, "ro")) as connection:
            if faults := faults_of(connection):
                raise StoreUnavailable(f"{file} is damaged ({faults[0]}): make another copy")
            revision_of(connection)
            return _rows(connection)
    except sqlite3.Error as error:
        raise StoreUnavailable(f"{file} is not a usable copy ({error}): make another one") from error


def _rows(connection: sqlite3.Connection) -> dict[str, int]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
    ).fetchall()
    # The names come from the file's own catalogue.
    counted = ((name, connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()) for (name,) in names)  # noqa: S608
    return {name: row[0] for name, row in counted if name != "alembic_version"}


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
