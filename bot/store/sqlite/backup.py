"""A copy of the database made while the bot runs, and the proof that a copy is whole."""

import asyncio
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from bot.domain.errors import StoreUnavailable
from bot.store.revisions import revisions
from bot.store.sqlite.checkup import faults_of, revision_of
from bot.store.sqlite.database import file_of
from bot.store.sqlite.failures import explained
from bot.store.sqlite.lock import in_use
from bot.store.sqlite.ownership import COMPANIONS, Owner, existing, opened, owner_of
from bot.store.sqlite.shape import complete

_UNFINISHED = (
    "-wal",
    "-journal",
)  # what SQLite puts into a database, or takes back from it, at the next look
_NOT_OTHERS = 0o770  # a group that may read the database may read its copies, and nobody beside them
_NAME = 60  # so many characters of a name leave room for more of them, whatever script they are of


async def backup(url: str, file: Path) -> None:
    """Copy the database as of one moment into `file`, in place of an older copy once this one is whole.

    Raises StoreUnavailable when the database can't be read or is not Cairn's, or the copy can't be written,
    as over a file that is none, or in use.
    """
    await asyncio.to_thread(_copy, file_of(url), file)


async def verify(file: Path) -> dict[str, int]:
    """Read a copy from end to end; how many rows each of its tables holds.

    Raises StoreUnavailable when it is damaged, and DatabaseTooNew when this version could not use it.
    """
    return await asyncio.to_thread(_examine, file)


def _copy(source: Path, target: Path) -> None:
    with explained():
        existing(source)
    try:
        place = target.resolve()  # of a link the file that it leads to is replaced, not the link
        _may_be_replaced(place, source.resolve())
        part = place.with_name(f".{place.name[:_NAME]}.cairn-part")
        try:
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
            with explained(), closing(opened(source, "rw")) as connection:
                connection.execute("VACUUM INTO ?", (part.as_uri(),))  # no text knows every name
            part.chmod(source.stat().st_mode & _NOT_OTHERS)
            _sync(part)
            part.replace(place)
            _sync(place.parent)
        finally:
            with suppress(OSError):  # what kept it from being written is what is told
                part.unlink(missing_ok=True)
    except (OSError, RuntimeError) as error:
        why = error.strerror if isinstance(error, OSError) else "a link that leads to itself"
        raise StoreUnavailable(f"the copy {target} can't be written: {why}") from error


def _may_be_replaced(target: Path, source: Path) -> None:
    """Raise StoreUnavailable unless this is an older copy, or nothing."""
    if target == source or (target.exists() and target.samefile(source)):
        raise StoreUnavailable(f"{target} is the database itself: name another file for the copy")
    if target in (source.with_name(f"{source.name}{ending}") for ending in COMPANIONS):
        raise StoreUnavailable(f"{target} belongs to the database itself: name another file for the copy")
    if target.is_dir():
        raise StoreUnavailable(f"{target} is a folder: name a file in it for the copy")
    try:
        owner = owner_of(target)
    except sqlite3.Error:  # nobody can say whose it was
        owner = Owner.OTHERS
    if owner is Owner.OTHERS:
        raise StoreUnavailable(f"{target} is no copy of Cairn's, so it was left as it was: name another file")
    unfinished = (target.with_name(f"{target.name}{ending}") for ending in _UNFINISHED)
    if in_use(target) or any(map(_holds, unfinished)):
        raise StoreUnavailable(f"{target} is a database in use, so it was left as it was: name another file")


def _holds(file: Path) -> bool:
    """Whether there is anything in a file."""
    with suppress(OSError):  # none has a name that is too long
        return file.stat().st_size > 0
    return False


def _examine(file: Path) -> dict[str, int]:
    try:
        existing(file)
        with closing(opened(file, "ro")) as connection:
            if faults := faults_of(connection):
                raise StoreUnavailable(f"{file} is damaged ({faults[0]}): make another copy")
            if revision_of(connection) == revisions()[-1]:
                complete(connection.execute)
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
