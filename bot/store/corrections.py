"""What a clock that was ahead has written, as it is once the clock is right again."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import case, select, update

from bot.domain.guilds import GuildSettings
from bot.domain.jobs import OPEN_STATES
from bot.domain.schedule import DAY
from bot.store.columns import Day, Moment, metadata
from bot.store.connection import Queries
from bot.store.guilds import guilds
from bot.store.jobs import jobs
from bot.store.members import members
from bot.store.values import value_of

WEEK = 7 * DAY

TO_COME = frozenset(
    {
        *("weekly_at", "snooze_at", "wake_at", "last_due", "last_planned", "paused_until", "pause_to"),
        *("goal_by", "due_at", "lease_until", "checkin_at", "digest_at", "scheduled_at"),
    }
)
"""The columns that say when something will be, or was to be; all others say when something happened."""


class Corrections(Queries):
    """Puts right what lies further ahead than anything that is stored by a clock that is right."""

    async def happened_by(self, now: int) -> None:
        """Nothing that happened lies in the future: whatever does happened now."""
        for column in _happened(Moment):
            ahead = update(column.table).where(column > now)
            await self._connection.execute(ahead.values({column: now}))
        for column in _happened(Day):  # a day of theirs may be one ahead
            ahead = update(column.table).where(column > now // DAY + 1)
            await self._connection.execute(ahead.values({column: now // DAY}))

    async def wake(self, now: int) -> None:
        """Look now at each member and each job that waits for longer than either of them ever has to."""
        longest = now + WEEK * members.c.every
        await self._connection.execute(update(members).where(members.c.wake_at > longest).values(wake_at=now))
        # Some are due later themselves, as posts are that were scheduled.
        when = case((jobs.c.due_at > now, jobs.c.due_at), else_=now)
        waits = (jobs.c.state.in_(OPEN_STATES), jobs.c.lease_until > when + DAY)
        await self._connection.execute(update(jobs).where(*waits).values(lease_until=when))

    async def servers_ahead(self, now: int) -> Sequence[GuildSettings]:
        """The servers to which nothing comes for longer than a week."""
        ahead = sa.or_(*(column > now + WEEK for column in (guilds.c.checkin_at, guilds.c.digest_at)))
        rows = await self._connection.execute(select(guilds).where(ahead))
        return [value_of(row, GuildSettings, guild=row.guild_id) for row in rows]


def _happened(kind: type[sa.types.TypeEngine[int]]) -> list[sa.Column[int]]:
    columns = (column for table in metadata.sorted_tables for column in table.c)
    return [column for column in columns if isinstance(column.type, kind) and column.name not in TO_COME]
