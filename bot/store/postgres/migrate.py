"""Bring the database up to date: the files in migrations/, in one transaction, or nothing at all."""

from sqlalchemy import Connection, NullPool, text

from bot.store.postgres.database import CAIRN, alchemy
from bot.store.postgres.failures import explained
from bot.store.revisions import behind, newest, revision_in, upgrade

MIGRATING = 1
PATIENCE_MS = 60_000  # to wait while another process migrates the same database

_ALONE = text(f"SELECT pg_advisory_xact_lock({CAIRN}, {MIGRATING})")


async def migrate(url: str) -> tuple[str | None, str]:
    """Apply what is missing; the revisions before (None for an empty database) and after.

    Safe to call from several processes at once. Raises DatabaseTooNew for a database of a later version,
    StoreUnavailable when it can't be used.
    """
    engine = alchemy(url, poolclass=NullPool, seconds=None, settings={"lock_timeout": str(PATIENCE_MS)})
    try:
        with explained():
            async with engine.begin() as connection:
                return await connection.run_sync(_migrate)
    finally:
        await engine.dispose()


def _migrate(connection: Connection) -> tuple[str | None, str]:
    found = revision_in(connection)
    if behind(found):
        connection.execute(_ALONE)
        found = revision_in(connection)  # whoever held the lock may have done it
    if behind(found):
        upgrade(connection)
    return found, newest(found)
