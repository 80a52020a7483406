"""Whether the database is in order: what `cairn doctor` looks at, and `report` before it begins."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, NullPool, text

from bot.domain.errors import StoreUnavailable
from bot.store.database import Checkup
from bot.store.postgres.database import alchemy
from bot.store.postgres.failures import SENTENCES, explained
from bot.store.revisions import newest, refuse_older, revision_in

T = TypeVar("T")

_READ_ONLY = text("SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean")
_SIZE = text("SELECT pg_database_size(current_database())")


async def check_up(url: str) -> Checkup:
    """Whether it is there, ours, and can be written; nothing is changed.

    Raises StoreUnavailable, and DatabaseTooNew. Whether its files are whole its server looks after itself.
    """
    return await _asked(url, _check_up)


async def in_step(url: str) -> None:
    """Raise StoreUnavailable unless the database is there and of this version; nothing is changed."""
    refuse_older(await _asked(url, _revision))


async def holds_anything(url: str) -> bool:
    """Whether something of Cairn's is in it."""
    return await _asked(url, revision_in) is not None


async def _asked(url: str, question: Callable[[Connection], T]) -> T:
    engine = alchemy(url, poolclass=NullPool)
    try:
        with explained():
            async with engine.connect() as connection:
                return await connection.run_sync(question)
    finally:
        await engine.dispose()


def _check_up(connection: Connection) -> Checkup:
    revision = _revision(connection)
    if connection.execute(_READ_ONLY).scalar_one():
        raise StoreUnavailable(SENTENCES["25006"])
    return Checkup(revision, newest(revision), connection.execute(_SIZE).scalar_one(), free=None)


def _revision(connection: Connection) -> str:
    found = revision_in(connection)
    if found is None:
        raise StoreUnavailable(SENTENCES["42P01"])
    return found
