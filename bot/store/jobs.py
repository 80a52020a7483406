"""Jobs, and the leases that make each of them happen exactly once.

A claimed job belongs to whoever claimed it until its lease runs out. It may have been done by then, so it is
looked for before it is done again.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.domain.due import Due
from bot.domain.guilds import RoleTrouble
from bot.domain.jobs import OPEN_STATES, Ending, Job, JobKey, JobKind, JobState, NewJob
from bot.domain.members import Member
from bot.domain.nudges import Past
from bot.domain.phase_roles import Deed, Refused
from bot.domain.shards import Share
from bot.store.columns import NUMBER, Moment, Snowflake, metadata
from bot.store.connection import Queries, affected
from bot.store.members import member_of, members
from bot.store.parts import of_its_servers
from bot.store.values import columns_of, value_of

# `key` is what the buttons of a job's message carry; `number` what they carried in the first edition.
jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", NUMBER, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("owner", Snowflake, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("user_id", Snowflake, index=True),
    sa.Column("guild_id", Snowflake, index=True),
    sa.Column("due_at", Moment, nullable=False, index=True),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("claimed_at", Moment, nullable=False),
    sa.Column("lease_until", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("asked", sa.Boolean, nullable=False),
    sa.Column("about", sa.String),
    sa.Column("sent_at", Moment),
    sa.Column("channel", Snowflake),
    sa.Column("message", Snowflake),
    sa.Column("reason", sa.String),
    sa.Column("number", sa.Integer),
    sa.UniqueConstraint("owner", "key"),
)
sa.Index(None, jobs.c.lease_until, sqlite_where=jobs.c.state.in_(("claimed", "waiting")))
# Written out, so that SQLite sees in a statement that the index of these few will do.
REMOVALS = jobs.c.kind.in_((sa.literal_column("'remove'"), sa.literal_column("'role'")))
sa.Index("ix_jobs_kind", jobs.c.kind, sqlite_where=REMOVALS)

LEASE = 60  # seconds for which what is claimed belongs to whoever claimed it

# Written out in the statement: only then does SQLite see that the index of what is open will do.
_OPEN = jobs.c.state.in_(
    bindparam("open", [state.value for state in OPEN_STATES], expanding=True, literal_execute=True)
)
_NEXT = select(func.min(jobs.c.lease_until)).where(_OPEN)
_UNDER_WAY = (
    select(jobs.c.kind, jobs.c.state, func.count().label("number"))
    .where(_OPEN, jobs.c.lease_until >= 0)
    .group_by(jobs.c.kind, jobs.c.state)
)
_THIS = jobs.c.id == bindparam("job")
_MINE = _THIS & (jobs.c.state == JobState.CLAIMED) & (jobs.c.lease_until == bindparam("lease"))
# What was given up may have got through all the same, as a click on it shows.
_UNSETTLED = _THIS & or_(_OPEN, jobs.c.state == JobState.FAILED)
_HELD = select(jobs.c.id).where(_MINE)
_OTHER = jobs.alias()
_OPENING = exists().where(
    _OTHER.c.owner == members.c.user_id,
    _OTHER.c.kind.in_((JobKind.WELCOME, JobKind.TEST)),
    _OTHER.c.state.in_(OPEN_STATES),
)
_MEMBER = (
    select(members, _OPENING.label("opening")).join(jobs, jobs.c.owner == members.c.user_id).where(_MINE)
)
_NUDGE = jobs.c.kind.in_((JobKind.WEEKLY, JobKind.SNOOZED, JobKind.PLANNED))
_PAST = select(jobs.c.sent_at, jobs.c.about, jobs.c.message, jobs.c.kind).where(
    jobs.c.owner == bindparam("owner"), jobs.c.state == JobState.SENT, _NUDGE
)


class Jobs(Queries):
    """Adds, claims, settles and remembers jobs; instants are epoch seconds."""

    async def next_due(self, share: Share | None = None) -> int | None:
        """When the first of what is open is to be looked at: of all of it, or of the part of a process."""
        query = _NEXT if share is None else _NEXT.where(_part(share))
        return (await self._connection.execute(query)).scalar()

    async def open(self) -> dict[tuple[str, str], int]:
        """How many are under way, by kind and state."""
        rows = await self._connection.execute(_UNDER_WAY)
        return {(row.kind, row.state): row.number for row in rows}

    async def add(self, new: NewJob, now: int, *, wait_until: int | None = None) -> Job:
        """A job, due in the first second from when it should be that no other of its kind and owner has.

        It is claimed now by whoever adds it, unless it waits until an instant.
        """
        while await self.state(JobKey.of(new.kind, new.due_at), new.owner) is not None:
            new = new._replace(due_at=new.due_at + 1)
        row = _row(new, now)
        if wait_until is not None:
            row |= {"state": JobState.WAITING, "lease_until": wait_until}
        return _job((await self._connection.execute(insert(jobs).returning(jobs), [row])).one())

    async def claim_due(self, due: Sequence[tuple[int, Due]], now: int) -> tuple[list[Job], int]:
        """The jobs of members that came due by themselves, and how many more were too old and are missed.

        Whatever the clock did, none gets a second one. What was missed by a clock that was ahead has never
        been on the wire: it comes when it is due after all.
        """
        keys = [(user, str(JobKey.of(each.kind, each.due_at))) for user, each in due]
        # SQLite would look for pairs by reading all there are.
        owners, names = {owner for owner, _ in keys}, {key for _, key in keys}
        known = select(jobs.c.id, jobs.c.owner, jobs.c.key, jobs.c.state).where(
            jobs.c.owner.in_(owners), jobs.c.key.in_(names)
        )
        taken = {(row.owner, row.key): row for row in await self._connection.execute(known)} if keys else {}
        in_time = {key for key, (_, each) in zip(keys, due, strict=True) if not each.missed}
        anew = [key for key, row in taken.items() if row.state == JobState.MISSED and key in in_time]
        if anew:
            never_sent = [taken.pop(key).id for key in anew]
            await self._connection.execute(delete(jobs).where(jobs.c.id.in_(never_sent)))
        rows = [
            _row(NewJob(each.kind, user, each.due_at, user=user, about=each.about), now)
            | ({"state": JobState.MISSED} if each.missed else {})
            for (user, each), key in zip(due, keys, strict=True)
            if key not in taken
        ]
        if not rows:
            return [], 0
        stored = (await self._connection.execute(insert(jobs).returning(jobs), rows)).all()
        claimed = [_job(row) for row in stored if row.state == JobState.CLAIMED]
        return claimed, len(stored) - len(claimed)

    async def take_over(
        self,
        now: int,
        most: int,
        kinds: Collection[JobKind],
        but: Collection[int],
        share: Share | None = None,
    ) -> list[Job]:
        """Claim what waits no longer, and what was left behind: claims that ran out, `but` for these.

        What was claimed once may be on the wire; what waited is not, so that this is its first claim. With a
        share, only what is the part of its process.
        """
        left = (_OPEN, jobs.c.lease_until <= now, jobs.c.id.not_in(but), jobs.c.kind.in_(kinds))
        query = select(jobs).where(*left).order_by(jobs.c.lease_until).limit(most)
        if share is not None:
            query = query.where(_part(share))
        rows = (await self._connection.execute(query)).all()
        ids, waited = [row.id for row in rows], jobs.c.state == JobState.WAITING
        mine = {
            "state": JobState.CLAIMED,
            "claimed_at": case((waited, now), else_=jobs.c.claimed_at),
            "lease_until": now + LEASE,
        }
        await self._connection.execute(update(jobs).where(jobs.c.id.in_(ids)).values(mine))
        return [_taken(row, now) for row in rows]

    async def inherit(self) -> None:
        """At start nobody else is alive to hold a claim: all of them may be taken over at once."""
        held = (_OPEN, jobs.c.lease_until > 0, jobs.c.state == JobState.CLAIMED)
        await self._connection.execute(update(jobs).where(*held).values(lease_until=0))

    async def held(self, job: Job) -> bool:
        """Whether it is claimed as before: not settled, nor taken over by somebody else."""
        return (await self._connection.execute(_HELD, _mine(job))).first() is not None

    async def member_of(self, job: Job) -> tuple[Member, bool] | None:
        """Whose job it is, as they are now, and whether something on its way may open their DM.

        None if they are gone, or if it is not claimed as before.
        """
        row = (await self._connection.execute(_MEMBER, _mine(job))).first()
        return (member_of(row), bool(row.opening)) if row else None

    async def open_of(self, owner: int, *kinds: JobKind) -> Job | None:
        """A job of one of these kinds that is on its way, if there is one."""
        return await self._newest(owner, jobs.c.kind.in_(kinds), _OPEN)

    async def find(self, name: JobKey | int, owner: int, *states: JobState) -> Job | None:
        """The job of an owner that a button names, in one of these states (any, if none is named)."""
        this = jobs.c.number == name if isinstance(name, int) else jobs.c.key == str(name)
        return await self._newest(owner, this, jobs.c.state.in_(states or JobState))

    async def last_sent(self, owner: int, kind: JobKind, most: int, since: str) -> Sequence[tuple[int, int]]:
        """Channel and message of the newest of a kind that were sent, the newest first.

        Of those alone that came after the last one that ended for this reason.
        """
        ends = (_OTHER.c.owner == owner, _OTHER.c.kind == kind, _OTHER.c.reason == since)
        ended = select(func.coalesce(func.max(_OTHER.c.due_at), 0)).where(*ends).scalar_subquery()
        theirs = (jobs.c.owner == owner, jobs.c.kind == kind, jobs.c.state == JobState.SENT)
        sent = (*theirs, jobs.c.due_at > ended)
        query = select(jobs.c.channel, jobs.c.message).where(*sent).order_by(jobs.c.due_at.desc()).limit(most)
        return [(row.channel, row.message) for row in await self._connection.execute(query)]

    async def roles_of(self, user_id: int) -> Sequence[Job]:
        """What gives a member a role, or takes one back, and is under way."""
        theirs = (jobs.c.user_id == user_id, jobs.c.kind == JobKind.ROLE, _OPEN)
        return [_job(row) for row in await self._connection.execute(select(jobs).where(*theirs))]

    async def refused_roles(self, user_id: int, since: int) -> Mapping[int, Refused]:
        """The roles that a member took since an instant and did not get, by the job's number.

        But for those whose phase they opened again themselves.
        """
        theirs = (jobs.c.user_id == user_id, jobs.c.kind == JobKind.ROLE, jobs.c.state == JobState.FAILED)
        news = (jobs.c.due_at > since, jobs.c.reason != RoleTrouble.UNFINISHED)
        query = select(jobs).where(*theirs, *news)
        rows = [(row, Deed.read(row.about)) for row in await self._connection.execute(query)]
        return {row.id: Refused(row.owner, deed, RoleTrouble(row.reason)) for row, deed in rows if deed.about}

    async def refused_role(self, guild_id: int, role: int) -> Refused | None:
        """Why a role of a server could not be given, until it is given to somebody or chosen anew."""
        query = select(jobs.c.about).where(_word_of(guild_id, role)).limit(1)
        about = (await self._connection.execute(query)).scalar()
        return Refused.read(guild_id, about) if about else None

    async def role_works(self, guild_id: int, role: int) -> None:
        """What a server's moderators were told of a role is over."""
        await self._connection.execute(delete(jobs).where(_word_of(guild_id, role)))

    async def forget(self, number: int) -> None:
        """Nothing of one that is settled is needed any more."""
        await self._connection.execute(delete(jobs).where(jobs.c.id == number))

    async def state(self, key: JobKey, owner: int) -> JobState | None:
        """Where a job stands; None if there is none."""
        query = select(jobs.c.state).where(jobs.c.owner == owner, jobs.c.key == str(key))
        state = (await self._connection.execute(query)).scalar()
        return JobState(state) if state else None

    async def end_of(self, job: Job) -> tuple[JobState, str | None] | None:
        """Where a job stands by now, and why; None if it is not there any more."""
        query = select(jobs.c.state, jobs.c.reason).where(jobs.c.id == job.id)
        row = (await self._connection.execute(query)).first()
        return (JobState(row.state), row.reason) if row else None

    async def last_refused(self, user_id: int) -> Job | None:
        """The member's newest weekly, snoozed or planned message that Discord refused."""
        return await self._newest(user_id, jobs.c.state == JobState.REFUSED, _NUDGE)

    async def reclaim(self, job: Job, at: int) -> Job | None:
        """Claim one that was refused for the try that its member asks for; None if somebody was quicker."""
        refused = (jobs.c.id == job.id) & (jobs.c.state == JobState.REFUSED)
        mine = {"state": JobState.CLAIMED, "claimed_at": at, "lease_until": at + LEASE, "asked": True}
        if not affected(await self._connection.execute(update(jobs).where(refused).values(mine))):
            return None
        return job._replace(claimed_at=at, lease_until=at + LEASE, asked=True)

    async def past(self, user_id: int) -> tuple[Past, ...]:
        """The weekly, snoozed and planned messages that this member was sent."""
        rows = await self._connection.execute(_PAST, {"owner": user_id})
        return tuple(Past(row.sent_at, row.about, row.message, JobKind(row.kind)) for row in rows)

    async def settle(self, job: Job, ending: Ending) -> bool:
        """Say what became of a claimed job; False, and nothing changes, if it was settled before.

        That it was sent is true whoever says it; anything else may only be said by who holds its lease.
        """
        sent = ending.state is JobState.SENT
        which, this = (_UNSETTLED, {"job": job.id}) if sent else (_MINE, _mine(job))
        at, about = ending.at if sent else None, ending.about or job.about
        settled = columns_of(jobs, ending, sent_at=at, about=about)
        return affected(await self._connection.execute(update(jobs).where(which), this | settled)) > 0

    async def becomes(self, job: Job, kind: JobKind) -> None:
        """Note that a job has become another kind before it is done."""
        await self._connection.execute(update(jobs).where(_MINE).values(kind=kind), _mine(job))

    async def withdraw(self, owner: int, key: JobKey) -> None:
        """It is not wanted any more, if it still waits."""
        waits = (jobs.c.owner == owner, jobs.c.key == str(key), jobs.c.state == JobState.WAITING)
        await self._connection.execute(update(jobs).where(*waits).values(state=JobState.WITHDRAWN))

    async def put_back(self, job: Job, until: int, *, tried: bool, unsure: bool) -> None:
        """Keep it for later; what may have reached Discord stays claimed, to be looked for from then on."""
        values = {
            "state": JobState.CLAIMED if unsure else JobState.WAITING,
            "lease_until": until,
            "attempts": jobs.c.attempts + int(tried),
        }
        await self._connection.execute(update(jobs).where(_MINE).values(values), _mine(job))

    async def wake(self, owner: int, now: int, within: int) -> None:
        """Look again at once at what waits for no longer than so many seconds from now."""
        waits = (jobs.c.owner == owner, jobs.c.state == JobState.WAITING, _NUDGE)
        soon = jobs.c.lease_until.between(now, now + within)
        await self._connection.execute(update(jobs).where(*waits, soon).values(lease_until=now))

    async def delete_settled(self, before: int, most: int) -> int:
        """Delete so many of what was due before an instant and is settled; how many they were."""
        old = select(jobs.c.id).where(jobs.c.due_at < before, jobs.c.state.not_in(OPEN_STATES)).limit(most)
        return affected(await self._connection.execute(delete(jobs).where(jobs.c.id.in_(old))))

    async def _newest(self, owner: int, *which: ColumnElement[bool]) -> Job | None:
        query = select(jobs).where(jobs.c.owner == owner, *which).order_by(jobs.c.due_at.desc()).limit(1)
        row = (await self._connection.execute(query)).first()
        return _job(row) if row else None


def _word_of(guild_id: int, role: int) -> ColumnElement[bool]:
    """The word to a server's moderators that a role can't be given."""
    this = (jobs.c.owner == guild_id, jobs.c.kind == JobKind.NOTICE, jobs.c.about.startswith(f"{role} "))
    return and_(*this)


def _part(share: Share) -> ColumnElement[bool]:
    """What is for members alone, if that is this process's, and what is for the servers of its shards."""
    servers = of_its_servers(jobs.c.guild_id, share)
    return or_(jobs.c.guild_id.is_(None), servers) if share.members else servers


def _taken(row: Row[Any], now: int) -> Job:
    unsure = row.state == JobState.CLAIMED
    claimed_at = row.claimed_at if unsure else now
    return _job(row)._replace(claimed_at=claimed_at, lease_until=now + LEASE, unsure=unsure)


def _mine(job: Job) -> dict[str, Any]:
    return {"job": job.id, "lease": job.lease_until}


def _row(new: NewJob, now: int) -> dict[str, Any]:
    return columns_of(
        jobs,
        new,
        key=str(JobKey.of(new.kind, new.due_at)),
        user_id=new.user,
        guild_id=new.guild,
        state=JobState.CLAIMED,
        claimed_at=now,
        lease_until=now + LEASE,
        attempts=0,
    )


def _job(row: Row[Any]) -> Job:
    ids = {"user": row.user_id, "guild": row.guild_id}
    return value_of(row, Job, kind=JobKind(row.kind), **ids, unsure=False, clicked=False)
