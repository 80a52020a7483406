"""What the database refuses, in one sentence each: what happened, and what to do about it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from bot.domain.errors import StoreDamaged, StoreUnavailable

LOCKED = "another program keeps the database locked: close what else has the file open, then try again"
READ_ONLY = "the database can't be written: give Cairn's user write access to the file and its folder"
CLOSED = "the database can't be opened: check that its folder exists and that Cairn's user may write there"
DAMAGED = "the database file is damaged: stop Cairn and put the last good backup in its place"
NO_DATABASE = "is not a database of Cairn's, so it was left as it was: check DATABASE_URL"
FOREIGN = "the file is not a database: check DATABASE_URL, or put a backup in the file's place"
UNDONE = "the database undid what was being saved: check the disk and its free space"
ENDING = "the database is closed, as Cairn is about to end"

SENTENCES = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_FULL: "the disk is full: free some space; nothing that was saved is lost",
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: CLOSED,
    sqlite3.SQLITE_CANTOPEN: CLOSED,
    sqlite3.SQLITE_IOERR: "the disk fails to read or write the database: check the disk and its free space",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: FOREIGN,
}


@contextmanager
def explained() -> Iterator[None]:
    """Turn the database's refusals into StoreUnavailable; mistakes of our own stay what they are."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        sentence = SENTENCES.get(code_of(error))
        if sentence is None:
            raise
        lasting = sentence in (DAMAGED, FOREIGN)
        raise (StoreDamaged if lasting else StoreUnavailable)(sentence) from error


def code_of(error: sqlite3.Error | DBAPIError) -> int:
    """SQLite's primary result code; SQLITE_OK where the error is not SQLite's own."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code: int = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & 0xFF  # the upper bits carry details
