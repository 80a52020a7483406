"""Claims what is due: what waits or was left behind, what comes due to members and to servers by itself."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.delivery.handlers.handler import Handler
from bot.domain.due import Due, claim_due
from bot.domain.guilds import GuildSettings
from bot.domain.jobs import Job, JobKey, JobKind, NewJob
from bot.domain.members import Member
from bot.domain.recurring import ServerDue, due_in
from bot.domain.shards import Share
from bot.store.rows import Rows
from bot.store.store import Store

log = logging.getLogger(__name__)
AN_HOUR = 60 * 60  # seconds until another look at who can't be scheduled


@dataclass(frozen=True, slots=True)
class Claims:
    """Finds out by three small reads whether a transaction is worth it. May raise StoreUnavailable."""

    _store: Store
    _handlers: Mapping[JobKind, Handler]

    async def take(
        self, now: int, room: int, but: Collection[int], *, guarded: bool, share: Share | None = None
    ) -> tuple[list[Job], int]:
        """Claim at most as many as there is room for, but for these; how many more are too old.

        What waits comes first. Without `guarded`, only what the circuit breaker does not concern; with a
        share, only what is the part of this process.
        """
        found, missed = await self._left(now, max(1, room // 2), but, share, guarded=guarded), 0
        members = guarded and (share is None or share.members)
        next_due = await self._store.read.members.next_due() if members else None
        while next_due is not None and next_due <= now and len(found) < room:
            async with self._store.transaction() as rows:
                jobs, too_old, next_due = await self._due(rows, now, room - len(found))
            found += jobs
            missed += too_old
        return [*found, *await self._of_servers(now, room - len(found), share)], missed

    async def _left(
        self, now: int, most: int, but: Collection[int], share: Share | None, *, guarded: bool
    ) -> list[Job]:
        """What waits no longer or was left behind; it is looked for, which takes a turn as well."""
        next_due = await self._store.read.jobs.next_due(share)
        if next_due is None or next_due > now:
            return []
        kinds = [kind for kind, handler in self._handlers.items() if guarded or not handler.guarded]
        async with self._store.transaction() as rows:
            jobs = await rows.jobs.take_over(now, most, kinds, but, share)
            for job in jobs:
                await self._handlers[job.kind].claimed(rows, job)
        return jobs

    async def _of_servers(self, now: int, most: int, share: Share | None) -> list[Job]:
        """What comes to servers by itself: a job for each, and each server moved on to its next due time."""
        next_due = await self._store.read.guilds.next_due(share)
        if next_due is None or next_due > now or most < 1:
            return []
        async with self._store.transaction() as rows:
            found: list[Job] = []
            for settings in await rows.guilds.due(now, most, share):
                after, due = _due_in(settings, now)
                await rows.guilds.put(after)
                for each in due:
                    if await rows.jobs.state(JobKey.of(each.kind, each.due_at), settings.guild) is None:
                        guild, about = settings.guild, str(each.channel)
                        new = NewJob(each.kind, guild, each.due_at, guild=guild, about=about)
                        found.append(await rows.jobs.add(new, now))
        return found

    async def _due(self, rows: Rows, now: int, most: int) -> tuple[list[Job], int, int | None]:
        """What is due to members: a job for each, and each moved on to their next due time."""
        decided = [_claim_due(member, now) for member in await rows.members.due(now, most)]
        await rows.members.save(*(member for member, _ in decided))
        due = [(member.id, due) for member, dues in decided for due in dues]
        return *await rows.jobs.claim_due(due, now), await rows.members.next_due()


def _claim_due(member: Member, now: int) -> tuple[Member, list[Due]]:
    """What was missed, and what is to be sent if anything is.

    Who can't be scheduled, as in a zone that this machine does not know, must not stop the others.
    """
    found: list[Due] = []
    try:
        while not found or found[-1].missed:
            member, due = claim_due(member, now)
            if due is None:
                break
            found.append(due)
    except Exception:  # one member's trouble must not reach another's message; they are looked at again
        log.exception("a member can't be scheduled; another look follows in an hour")
        member = member._replace(nudges=member.nudges._replace(wake_at=now + AN_HOUR))
    return member, found


def _due_in(settings: GuildSettings, now: int) -> tuple[GuildSettings, Sequence[ServerDue]]:
    """What is due in a server; one that can't be scheduled must not stop the others either."""
    try:
        return due_in(settings, now)
    except Exception:  # one server's trouble must not reach anybody else; it is looked at again
        log.exception("a server can't be scheduled; another look follows in an hour")
        later = now + AN_HOUR
        checkin_at, digest_at = settings.checkin_at and later, settings.digest_at and later
        return settings._replace(checkin_at=checkin_at, digest_at=digest_at), ()
