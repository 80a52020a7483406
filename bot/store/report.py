"""What is counted across everybody: what became of weekly messages, and who holds a mark on what."""

from collections.abc import Mapping

from sqlalchemy import func, select

from bot.domain.due import LATE
from bot.domain.jobs import JobKind, JobState
from bot.domain.nudges import WeekCount
from bot.domain.schedule import DAY
from bot.store.changes import changes, marks
from bot.store.connection import Executes
from bot.store.jobs import jobs
from bot.store.members import member_guilds
from bot.store.passed import passed

_WEEKLY = jobs.c.kind.in_((JobKind.WEEKLY, JobKind.SNOOZED, JobKind.PLANNED, JobKind.REST, JobKind.FINISHED))
"""What may have been a weekly message when it was claimed."""

_WEEK = 7 * DAY
_MONDAY = 4 * DAY  # the first Monday of the epoch, 5 January 1970

_LATE = (func.coalesce(jobs.c.sent_at, jobs.c.claimed_at) - jobs.c.due_at > LATE).label("late")
"""Whether one was sent, or claimed to be sent, more than two hours after it was due."""


async def weekly_messages(connection: Executes, since: int) -> tuple[WeekCount, ...]:
    """How many came to which end since an instant (epoch seconds), by week (of UTC), oldest first."""
    week = ((jobs.c.due_at - _MONDAY) // _WEEK).label("week")
    query = (
        select(week, jobs.c.state, _LATE, func.count().label("number"))
        .where(jobs.c.due_at >= since, _WEEKLY)
        .group_by(week, jobs.c.state, _LATE)
        .order_by(week)
    )
    return tuple(
        WeekCount(int(row.week) * _WEEK + _MONDAY, JobState(row.state), bool(row.late), row.number)
        for row in await connection.execute(query)
    )


async def ends_in_server(connection: Executes, guild_id: int, since: int) -> dict[tuple[JobState, bool], int]:
    """How many weekly messages of a server's members, due since an instant, came to which end; True: late."""
    query = (
        select(jobs.c.state, _LATE, func.count().label("number"))
        .join(member_guilds, member_guilds.c.user_id == jobs.c.owner)
        .where(member_guilds.c.guild_id == guild_id, jobs.c.due_at >= since, _WEEKLY)
        .group_by(jobs.c.state, _LATE)
    )
    rows = await connection.execute(query)
    return {(JobState(row.state), bool(row.late)): row.number for row in rows}


async def holders(connection: Executes) -> Mapping[tuple[str, str], int]:
    """Members with a standing mark, by roadmap and ref as it was stored."""
    query = (
        select(changes.c.roadmap, marks.c.ref, func.count(changes.c.user_id.distinct()).label("members"))
        .join(marks, marks.c.change_id == changes.c.id)
        .where(changes.c.undone_by.is_(None), marks.c.undone_by.is_(None))
        .group_by(changes.c.roadmap, marks.c.ref)
    )
    return {(row.roadmap, row.ref): row.members for row in await connection.execute(query)}


async def passers(connection: Executes) -> Mapping[tuple[str, str], int]:
    """Members who passed an exam, by roadmap and id as it was stored."""
    query = select(passed.c.exam, func.count().label("members")).group_by(passed.c.exam)
    found = {tuple(row.exam.split("/", 1)): row.members for row in await connection.execute(query)}
    return {(roadmap, exam): members for (roadmap, exam), members in found.items()}
