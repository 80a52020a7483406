"""The daily retention: what nobody needs any more is deleted, and who was away for long is told before."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.delivery.sender import DiscordSender
from bot.domain.jobs import JobKind, NewJob, Refusal
from bot.domain.schedule import DAY
from bot.domain.shown import DRAFT_DAYS, REMOVAL_DAYS, day_before
from bot.domain.unanswered import DAYS as QUESTION_DAYS
from bot.services.data import forget
from bot.store.rows import Rows
from bot.store.store import Store

log = logging.getLogger(__name__)

MEMBER_DAYS = 548  # eighteen months without a sign of life; then everything about a member is deleted
NOTICE_DAYS = 30  # so long before that they are told, where a DM works
NOBODY_DAYS = 30  # an account that Discord does not know is given to come back
JOB_DAYS = 396  # thirteen months for which jobs are kept
SERVER_DAYS = 30  # what a server set up and wrote is kept after Cairn was removed from it

EVERY = 60 * 60  # seconds between two looks: a daily job that a restart can't put off for ever
AT_ONCE = 50  # so many members a look; the rest have waited for months and can wait an hour
ROWS_AT_ONCE = 200  # deleted in one transaction, so that no click waits for the end of it


@dataclass(frozen=True, slots=True)
class Retention:
    """Keeps the promises about retention. Every step can be repeated and left half-way."""

    _store: Store
    _sender: DiscordSender
    _now: Callable[[], int]

    async def look(self) -> None:
        """Everything that is too old by now."""
        now = self._now()
        await self._say_farewell(now)
        gone = 0
        for delete in (self._delete_forgotten, self._delete_nobody):
            if some := await delete(now):
                await self._store.scrub()
            gone += some
        jobs = await self._in_parts(lambda rows: rows.jobs.delete_settled(now - JOB_DAYS * DAY, ROWS_AT_ONCE))
        async with self._store.transaction() as rows:
            await rows.retention.delete_clicks(now - DAY)
            await rows.questions.delete_old(now - QUESTION_DAYS * DAY, now)
            await rows.shown.delete_old(now - DRAFT_DAYS * DAY, day_before(now))
            await rows.retention.delete_removals(now - REMOVAL_DAYS * DAY)
            left = await rows.guilds.delete_left(now - SERVER_DAYS * DAY)
        if left:
            await self._store.scrub()
        if gone or jobs or left:
            log.info("retention: %s members, %s old jobs and %s servers deleted", gone, jobs, left)

    async def _say_farewell(self, now: int) -> None:
        """Leave it to the dispatcher to send them, at its pace and by day."""
        today, silence = now // DAY, MEMBER_DAYS - NOTICE_DAYS
        for user, seen_day in await self._store.read.retention.unseen_since(today - silence, now, AT_ONCE):
            # Due on the day when it was time: so it has the same key in a database that was restored.
            due = max(seen_day + silence, today - NOTICE_DAYS) * DAY
            async with self._store.transaction() as rows:
                await rows.jobs.add(NewJob(JobKind.FAREWELL, user, due, user=user), now, wait_until=now)

    async def _delete_forgotten(self, now: int) -> int:
        """Whoever comes back until the moment of it stays: they are found and deleted in one transaction."""
        day, told_before = now // DAY - MEMBER_DAYS, now - NOTICE_DAYS * DAY

        async def delete(rows: Rows) -> int:
            users = await rows.retention.forgotten(day, told_before, ROWS_AT_ONCE)
            await forget(rows, now, *users)
            return len(users)

        return await self._in_parts(delete)

    async def _delete_nobody(self, now: int) -> int:
        """Ask once for accounts that did not exist a month ago; delete those that still do not."""
        deleted = 0
        for user in await self._store.read.retention.refused_as_nobody(now - NOBODY_DAYS * DAY, AT_ONCE):
            exists = await self._sender.exists(user)
            if exists is Refusal.NOBODY:
                async with self._store.transaction() as rows:
                    await forget(rows, now, user)
                deleted += 1
            elif exists is None:
                async with self._store.transaction() as rows:
                    await rows.retention.account_exists(user)
        return deleted

    async def _in_parts(self, delete: Callable[[Rows], Awaitable[int]]) -> int:
        """Delete until less than a full part is left, each part in a transaction; how many they were."""
        deleted, some = 0, ROWS_AT_ONCE
        while some == ROWS_AT_ONCE:
            async with self._store.transaction() as rows:
                some = await delete(rows)
            deleted += some
        return deleted
