"""Whether the database file is in order: what `cairn doctor` and a backup look at."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.domain.errors import StoreUnavailable
from bot.store.database import Checkup
from bot.store.revisions import ASK_OLDEST, ASKED, UNSTATED, behind, newest, only_revision, refuse_older
from bot.store.sqlite.database import file_of
from bot.store.sqlite.failures import DAMAGED, explained
from bot.store.sqlite.ownership import existing, opened, writable
from bot.store.sqlite.shape import complete


async def check_up(url: str) -> Checkup:
    """Read the whole file, without changing it.

    Raises StoreUnavailable when it is not there, damaged or can't be written, and DatabaseTooNew.
    """
    return await asyncio.to_thread(_check_up, file_of(url))


async def in_step(url: str) -> None:
    """Raise StoreUnavailable unless the database is there and of this version; nothing is changed."""
    await asyncio.to_thread(_in_step, file_of(url))


async def holds_anything(url: str) -> bool:
    """Whether the file is there."""
    return await asyncio.to_thread(file_of(url).exists)


def _in_step(file: Path) -> None:
    with explained(), _ours(file) as connection:
        found = revision_of(connection)
        refuse_older(found)
        complete(connection.execute)


def faults_of(connection: sqlite3.Connection) -> list[str]:
    """What is wrong inside a database; reads all of it."""
    torn = [text for (text,) in connection.execute("PRAGMA integrity_check") if text != "ok"]
    return torn + [f"{row[0]}: a row without owner" for row in connection.execute("PRAGMA foreign_key_check")]


def revision_of(connection: sqlite3.Connection) -> str:
    """The revision a database is at; DatabaseTooNew if this version could not use it, StoreUnavailable if
    it states none.
    """
    if "version_num" not in _columns(connection, "alembic_version"):
        raise StoreUnavailable(UNSTATED)
    stated = [text for (text,) in connection.execute("SELECT version_num FROM alembic_version")]
    told = _columns(connection, "shared") >= ASKED
    return only_revision(stated, lambda: _first(connection.execute(ASK_OLDEST)) if told else None)


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def _first(found: Iterable[tuple[str]]) -> str | None:
    return next((value for (value,) in found), None)


def _check_up(file: Path) -> Checkup:
    writable(file)
    with explained(), _ours(file) as connection:
        revision = revision_of(connection)
        if faults := faults_of(connection):
            raise StoreUnavailable(f"{DAMAGED} ({faults[0]})")
        if not behind(revision):
            complete(connection.execute)
    free = shutil.disk_usage(file.resolve().parent).free
    return Checkup(revision, newest(revision), file.stat().st_size, free)


@contextmanager
def _ours(file: Path) -> Iterator[sqlite3.Connection]:
    existing(file)
    with closing(opened(file, "ro")) as connection:
        yield connection
