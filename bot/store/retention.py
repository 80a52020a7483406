"""Whom and what the daily retention finds."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, exists, func, select, update

from bot.domain.jobs import OPEN_STATES, JobKind, JobState, Refusal
from bot.domain.schedule import DAY
from bot.store.clicks import clicks
from bot.store.connection import Queries
from bot.store.jobs import REMOVALS, jobs
from bot.store.members import members

_SAID = (JobState.SENT, JobState.REFUSED, JobState.FAILED)
"""How a farewell ends that was said, or could not be said."""

ANEW = 7 * DAY  # seconds after which a farewell that failed for a reason nobody knows is said once more


class RetentionQueries(Queries):
    """Old members, old clicks; instants are epoch seconds, days are counted from 1970-01-01."""

    async def unseen_since(self, day: int, now: int, most: int) -> Sequence[tuple[int, int]]:
        """Members last here on that day or before, and on which, who were not told what follows."""
        stands = jobs.c.state.in_((JobState.SENT, JobState.REFUSED, *OPEN_STATES))
        lately_failed = (jobs.c.state == JobState.FAILED) & (jobs.c.claimed_at > now - ANEW)
        told = exists().where(_farewell(), jobs.c.due_at >= members.c.seen_day * DAY, stands | lately_failed)
        query = select(members.c.user_id, members.c.seen_day).where(members.c.seen_day <= day, ~told)
        return [(row.user_id, row.seen_day) for row in await self._connection.execute(query.limit(most))]

    async def forgotten(self, day: int, told_before: int, most: int) -> Sequence[int]:
        """Members last here on that day or before, and told (or found unreachable) early enough."""
        when = func.coalesce(jobs.c.sent_at, jobs.c.claimed_at)
        told = exists().where(_farewell(), jobs.c.state.in_(_SAID), when <= told_before)
        lately = exists().where(_farewell(), jobs.c.state == JobState.SENT, when > told_before)
        query = select(members.c.user_id).where(members.c.seen_day <= day, told, ~lately)
        return (await self._connection.execute(query.limit(most))).scalars().all()

    async def refused_as_nobody(self, before: int, most: int) -> Sequence[int]:
        """Members whose account Discord did not know when it last refused, before an instant."""
        nobody = exists().where(_nobody(members.c.user_id), jobs.c.claimed_at < before)
        query = select(members.c.user_id).where(members.c.refused_at < before, nobody)
        return (await self._connection.execute(query.limit(most))).scalars().all()

    async def account_exists(self, user_id: int) -> None:
        """Note that the account exists after all: to the member it was a closed DM."""
        closed = update(jobs).where(_nobody(user_id)).values(reason=Refusal.CLOSED)
        await self._connection.execute(closed)

    async def delete_clicks(self, before: int) -> None:
        """Delete what was clicked before an instant: Discord delivers nothing twice after minutes."""
        await self._connection.execute(delete(clicks).where(clicks.c.at < before))

    async def delete_removals(self, before: int) -> None:
        """Delete the removals that are settled, and those that nobody could do since an instant."""
        over = jobs.c.state.not_in(OPEN_STATES) | (jobs.c.due_at < before)
        await self._connection.execute(delete(jobs).where(REMOVALS, over))


def _nobody(user: int | ColumnElement[int]) -> ColumnElement[bool]:
    return (jobs.c.owner == user) & (jobs.c.state == JobState.REFUSED) & (jobs.c.reason == Refusal.NOBODY)


def _farewell() -> ColumnElement[bool]:
    return (jobs.c.owner == members.c.user_id) & (jobs.c.kind == JobKind.FAREWELL)
