"""Members: who they are, and where they used /start."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from bot.domain.members import Goal, Member, NudgeSchedule, NudgeState
from bot.domain.schedule import day_number
from bot.store.connection import Queries, affected
from bot.store.tables import jobs, member_guilds, members, update_changes, updates

_EPOCH = date(1970, 1, 1)
_NUDGES = tuple(field.name for field in fields(NudgeState))
_ONE = select(members).where(members.c.user_id == bindparam("user"))
_DUE = (
    select(members)
    .where(members.c.wake_at <= bindparam("now"))
    .order_by(members.c.wake_at)
    .limit(bindparam("most"))
)
# Said in so many words: only then does SQLite see that the index of who is to be looked at will do.
_NEXT = select(func.min(members.c.wake_at)).where(members.c.wake_at.is_not(None))
_SAVE = (
    update(members)
    .where(members.c.user_id == bindparam("new_user_id"))
    .values(
        {column.name: bindparam(f"new_{column.name}") for column in members.columns if not column.primary_key}
    )
)


class Members(Queries):
    """Reads and writes members."""

    async def get(self, user_id: int) -> Member | None:
        """The member, if they are enrolled."""
        row = (await self._connection.execute(_ONE, {"user": user_id})).first()
        return member_of(row) if row else None

    async def get_all(self, user_ids: Sequence[int]) -> list[Member]:
        """Those of these who are members."""
        rows = await self._connection.execute(select(members).where(members.c.user_id.in_(user_ids)))
        return [member_of(row) for row in rows]

    async def next_due(self) -> int | None:
        """When the first of all members is to be looked at (epoch seconds)."""
        return (await self._connection.execute(_NEXT)).scalar()

    async def due(self, now: int, most: int) -> list[Member]:
        """So many members who are to be looked at by now, the first first."""
        return [member_of(row) for row in await self._connection.execute(_DUE, {"now": now, "most": most})]

    async def add(self, member: Member) -> Member:
        """Enrol somebody; as they are stored: whoever was never seen would be taken for long gone."""
        seen = max(member.seen_day, day_number(member.enrolled_at, member.schedule.zone))
        new = replace(member, seen_day=seen)
        await self._connection.execute(insert(members).values(_columns(new)))
        return new

    async def save(self, *changed: Member) -> None:
        """Write members who are there already as they are now."""
        if changed:
            rows = [{f"new_{name}": value for name, value in _columns(member).items()} for member in changed]
            await self._connection.execute(_SAVE, rows)

    async def set_dm_channel(self, user_id: int, channel_id: int) -> None:
        """Remember the DM that was opened."""
        this = members.c.user_id == user_id
        await self._connection.execute(update(members).where(this).values(dm_channel=channel_id))

    async def meet(self, user_id: int, guild_id: int, at: int) -> None:
        """Note that a member used /start in a server, with the time of the first time."""
        here = (member_guilds.c.user_id == user_id, member_guilds.c.guild_id == guild_id)
        if (await self._connection.execute(select(member_guilds.c.at).where(*here))).first() is None:
            row = {"user_id": user_id, "guild_id": guild_id, "at": at}
            await self._connection.execute(insert(member_guilds).values(row))

    async def guilds(self, user_id: int) -> tuple[int, ...]:
        """The servers where this member used /start, the first one first."""
        query = (
            select(member_guilds.c.guild_id)
            .where(member_guilds.c.user_id == user_id)
            .order_by(member_guilds.c.at, member_guilds.c.guild_id)
        )
        return tuple((await self._connection.execute(query)).scalars())

    async def delete(self, *user_ids: int) -> int:
        """Erase people with all that is theirs; how many of them were members or authors of anything.

        What they posted for a server stays there, signed; only the author's id goes.
        """
        gone = await self._connection.execute(delete(members).where(members.c.user_id.in_(user_ids)))
        await self._connection.execute(delete(jobs).where(jobs.c.user_id.in_(user_ids)))
        wrote = await self._connection.execute(
            update(updates)
            .where(updates.c.author_id.in_(user_ids))
            .values(author_id=None, author_channel=None)
        )
        await self._connection.execute(
            update(update_changes).where(update_changes.c.author_id.in_(user_ids)).values(author_id=None)
        )
        return affected(gone) + affected(wrote)


def member_of(row: Row[Any]) -> Member:
    """The member that a row of the table describes."""
    return Member(
        id=row.user_id,
        roadmap=row.roadmap,
        enrolled_at=row.enrolled_at,
        started=row.started,
        nudged=row.nudged,
        schedule=NudgeSchedule(row.weekday, row.minute, row.zone, row.every),
        dm_channel=row.dm_channel,
        seen_day=row.seen_day,
        nudges=NudgeState(**{part: getattr(row, part) for part in _NUDGES}),
        goal=_goal(row),
        locale=row.locale,
        hours=row.hours,
        hours_at=row.hours_at,
        paths=row.paths,
    )


def _goal(row: Row[Any]) -> Goal | None:
    if row.goal is None:
        return None
    return Goal(row.goal, None if row.goal_by is None else date_of(row.goal_by), row.goal_told)


def _columns(member: Member) -> dict[str, object]:
    return {
        "user_id": member.id,
        "roadmap": member.roadmap,
        "enrolled_at": member.enrolled_at,
        "started": member.started,
        "nudged": member.nudged,
        "weekday": member.schedule.weekday,
        "minute": member.schedule.minute,
        "zone": member.schedule.zone,
        "every": member.schedule.every,
        "dm_channel": member.dm_channel,
        "seen_day": member.seen_day,
        **{part: getattr(member.nudges, part) for part in _NUDGES},
        "goal": member.goal.ref if member.goal else None,
        "goal_by": day_of(member.goal.by) if member.goal and member.goal.by else None,
        "goal_told": member.goal.told if member.goal else True,
        "locale": member.locale,
        "hours": member.hours,
        "hours_at": member.hours_at,
        "paths": dict(member.paths),
    }


def day_of(when: date) -> int:
    """A date as it is stored: days since 1970-01-01."""
    return (when - _EPOCH).days


def date_of(day: int) -> date:
    """A stored day as a date."""
    return _EPOCH + timedelta(days=day)
