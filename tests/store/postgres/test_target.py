"""What is told of a copy that does not arrive."""

import asyncpg
import pytest

from bot.domain.errors import StoreUnavailable
from bot.store.postgres.target import target
from bot.store.shared import shared

END_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"


async def copied(url: str, row: dict[str, str], before: str) -> None:
    """Copy one row, after somebody else said something to the server."""
    async with target(url) as into:
        other = await asyncpg.connect(url.replace("+asyncpg", ""))
        await other.execute(before)
        await other.close()
        await into.add(shared, [row])


async def test_a_connection_that_is_cut_is_no_row_s_fault(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="the database can't be reached"):
        await copied(url, {"name": "a", "value": "1"}, END_OTHERS)
