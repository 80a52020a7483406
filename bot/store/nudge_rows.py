"""The rows of the nudge log: how what is due becomes one, and how one becomes a nudge."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.due import Due
from bot.domain.nudges import Nudge, State
from bot.domain.rhythm import Kind
from bot.store.claims import LEASE
from bot.store.tables import nudges


async def unknown(connection: AsyncConnection, due: Sequence[tuple[int, Due]]) -> list[tuple[int, Due]]:
    """Those of the due nudges that have no row yet: whatever the clock did, none gets a second one."""
    key = tuple_(nudges.c.user_id, nudges.c.due_at)
    wanted = [(user, each.due_at) for user, each in due]
    known = await connection.execute(select(nudges.c.user_id, nudges.c.due_at).where(key.in_(wanted)))
    taken = {(row.user_id, row.due_at) for row in known}
    return [(user, each) for user, each in due if (user, each.due_at) not in taken]


ASKED = "asked"
"""Why there is a row, until it is settled: the member clicked for it."""


async def add_rows(
    connection: AsyncConnection, due: Sequence[tuple[int, Due]], now: int, reason: str | None = None
) -> Sequence[Row[Any]]:
    """A row for each of these, claimed now; what is too late is missed at once."""
    if not due:
        return ()
    rows = [
        {
            "user_id": user,
            "kind": each.kind,
            "due_at": each.due_at,
            "state": State.MISSED if each.missed else State.CLAIMED,
            "claimed_at": now,
            "lease_until": now + LEASE,
            "attempts": 0,
            "reason": reason,
        }
        for user, each in due
    ]
    return list(await connection.execute(insert(nudges).returning(nudges), rows))


def nudge_of(row: Row[Any], *, unsure: bool = False) -> Nudge:
    """The nudge that a row holds; `unsure` says that an earlier try may have reached Discord."""
    return Nudge(
        id=row.id,
        user=row.user_id,
        kind=Kind(row.kind),
        due_at=row.due_at,
        claimed_at=row.claimed_at,
        attempts=row.attempts,
        unsure=unsure,
        asked=row.reason == ASKED or row.kind in (Kind.WELCOME, Kind.TEST),
    )
