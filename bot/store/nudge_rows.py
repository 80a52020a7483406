"""The rows of the nudge log: how what is due becomes one, and how one becomes a nudge."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, insert, select, tuple_, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.custom_id import LONGEST_NUMBER
from bot.domain.due import Due, take_up
from bot.domain.members import Member
from bot.domain.nudge_state import Kind
from bot.domain.nudges import Nudge, State, read_key
from bot.store.claims import LEASE
from bot.store.tables import members, nudges

log = logging.getLogger(__name__)

# The seconds that a member's other nudges have, or will have when they are due.
_MINE = members.c.user_id == bindparam("user")
_TAKEN = union(
    select(nudges.c.due_at).where(nudges.c.user_id == bindparam("user"), nudges.c.due_at >= bindparam("at")),
    select(members.c.weekly_at).where(_MINE),
    select(members.c.snooze_at).where(_MINE),
)


def taken_up(member: Member, now: int) -> tuple[Member, Due | None]:
    """What is due for a member, and the member with that behind them.

    Who can't be scheduled, as in a zone that this machine does not know, must not stop the others.
    """
    try:
        return take_up(member, now)
    except Exception:  # one member's trouble must not reach another's nudge; they are looked at again
        log.exception("a member can't be scheduled; another look follows in an hour")
        return replace(member, nudges=replace(member.nudges, wake_at=now + 60 * 60)), None


async def free_second(connection: AsyncConnection, user_id: int, due_at: int) -> int:
    """The first second from `due_at` on at which nothing else of this member is due."""
    taken = (await connection.execute(_TAKEN, {"user": user_id, "at": due_at})).scalars().all()
    return next(second for second in count(due_at) if second not in taken)


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


def named(name: str) -> ColumnElement[bool] | None:
    """The row of a member that a button names, by its key or by its number; None if it can be no row's."""
    if name.isdecimal() and len(name) < LONGEST_NUMBER:
        return nudges.c.id == int(name)
    key = read_key(name)
    return key and nudges.c.kind.in_(key[0]) & (nudges.c.due_at == key[1])


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
