"""Which engine an address names."""

from bot.store.database import Engine
from bot.store.sqlite import engine as sqlite

POSTGRES = "postgresql+asyncpg"


def of(url: str) -> Engine:
    """The engine of a database address; what only PostgreSQL needs is loaded for it alone."""
    if url.startswith(f"{POSTGRES}:"):
        from bot.store.postgres import engine as postgres  # noqa: PLC0415 - its driver is an extra

        return postgres
    return sqlite
