"""What `cairn report` counts: what became of the weekly nudges."""

from sqlalchemy import func, select

from bot.domain.due import LATE
from bot.domain.nudge_state import Kind
from bot.domain.nudges import State, WeekCount
from bot.domain.schedule import DAY
from bot.store.database import Database
from bot.store.tables import nudges

WEEKLY = (Kind.WEEKLY, Kind.SNOOZED, Kind.REST, Kind.FINISHED)
"""What may have been a weekly nudge when it was claimed."""

_WEEK = 7 * DAY
_MONDAY = 4 * DAY
"""The first Monday of the epoch, 5 January 1970."""

SENT_LATE = (func.coalesce(nudges.c.sent_at, nudges.c.claimed_at) - nudges.c.due_at > LATE).label("late")
"""Whether a nudge was sent, or taken up to be sent, more than two hours after it was due."""


class ReportStore:
    """Reads across all nudges. Every method may raise StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_week(self, since: int) -> tuple[WeekCount, ...]:
        """How many weekly nudges came to which end since an instant, by week (of UTC), oldest first."""
        week = ((nudges.c.due_at - _MONDAY) // _WEEK).label("week")
        query = (
            select(week, nudges.c.state, SENT_LATE, func.count().label("number"))
            .where(nudges.c.due_at >= since, nudges.c.kind.in_(WEEKLY))
            .group_by(week, nudges.c.state, SENT_LATE)
            .order_by(week)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            WeekCount(int(row.week) * _WEEK + _MONDAY, State(row.state), bool(row.late), row.number)
            for row in rows
        )
