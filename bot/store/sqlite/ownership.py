"""Whose a database file is: asked before any command opens it, as what isn't Cairn's is left untouched."""

import os
import sqlite3
import stat
from contextlib import closing
from enum import Enum
from pathlib import Path

from bot.domain.errors import StoreUnavailable
from bot.store.sqlite.failures import NO_DATABASE, READ_ONLY, explained

_MAGIC = b"SQLite format 3\0"  # how every database file begins (sqlite.org/fileformat, section 1.3)
_VERSION = "alembic_version"
# With the revision they have been there since the first one.
_NAMES = "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'"
_TABLES = {_VERSION, "members", "changes", "marks"}

COMPANIONS = ("-wal", "-shm", "-journal", ".lock")
"""What stands beside a database in use; the last one also after it."""

TAKEN_AWAY = (
    "was deleted or moved: stop Cairn if it still runs, then put the file or the last good backup there"
)


class Owner(Enum):
    """Whose a file is."""

    NOBODY = "there is no file, or nothing in it"
    CAIRN = "ours"
    OTHERS = "a file of something else"


def owner_of(file: Path) -> Owner:
    """Whose this file is, found out without changing it, or anything beside it.

    Raises StoreUnavailable for what is no file or can't be read, and sqlite3.Error for what is damaged.
    """
    if not is_file(file):
        return Owner.NOBODY
    try:
        with file.open("rb") as there:
            beginning = there.read(len(_MAGIC))
    except OSError as error:
        raise StoreUnavailable(
            f"{file} can't be read ({error.strerror}): let Cairn's user read it"
        ) from error
    if beginning != _MAGIC:
        return Owner.OTHERS if beginning else Owner.NOBODY
    return _owner_by_tables(file)


def is_file(file: Path, remedy: str = "") -> bool:
    """Whether there is a file of that name; StoreUnavailable for a folder, a pipe, what can't be reached.

    `remedy` is what to do about those, unless it is to name another file.
    """
    try:
        mode = file.stat().st_mode
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise StoreUnavailable(f"{file} can't be reached ({why}): {remedy or 'name another file'}") from error
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a pipe, a socket or a device"
        raise StoreUnavailable(f"{file} is {kind}: {remedy or 'name a file'}")
    return True


def existing(file: Path) -> None:
    """Raise StoreUnavailable unless this is a database of Cairn's, and sqlite3.Error if it is damaged."""
    match owner_of(file):
        case Owner.OTHERS:
            raise StoreUnavailable(f"{file} {NO_DATABASE}")
        case Owner.NOBODY if not file.exists():
            place = file.resolve()  # they stand beside the file itself, not beside a link to it
            if any(place.with_name(f"{place.name}{ending}").exists() for ending in COMPANIONS):
                raise StoreUnavailable(f"{file} {TAKEN_AWAY}")
            raise StoreUnavailable(
                f"{file} is not there: mend DATABASE_URL; for a new bot, `./cairn migrate` makes it"
            )
        case Owner.NOBODY:
            raise StoreUnavailable(f"{file} holds nothing of Cairn's: `./cairn migrate` prepares it")


def writable(file: Path) -> None:
    """Raise StoreUnavailable where there is such a file, and it or its folder may not be written."""
    as_we_are = os.access in os.supports_effective_ids
    asked = (file, file.resolve().parent) if is_file(file) else ()
    if not all(os.access(each, os.W_OK, effective_ids=as_we_are) for each in asked):
        raise StoreUnavailable(READ_ONLY)


def usable(file: Path) -> None:
    """Raise StoreUnavailable if something else than Cairn has this file, or if it is damaged."""
    with explained():
        owner = owner_of(file)
    if owner is Owner.OTHERS:
        raise StoreUnavailable(f"{file} {NO_DATABASE}")


def opened(file: Path, mode: str) -> sqlite3.Connection:
    """A file that has to be there, as `ro` or `rw`."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True)


def _owner_by_tables(file: Path) -> Owner:
    # What another program has not yet folded into the file is read in a second look, that of a reader.
    for mode in ("ro&immutable=1", "ro"):
        with closing(opened(file, mode)) as connection:
            found = dict(connection.execute(_NAMES).fetchall())
            tables = {name for name, kind in found.items() if kind == "table"}
            alone = found.keys() == tables == {_VERSION}
            if alone and not connection.execute(f"SELECT 1 FROM {_VERSION}").fetchone():  # noqa: S608
                found = {}
        if found:
            return Owner.CAIRN if tables >= _TABLES else Owner.OTHERS
    return Owner.NOBODY
