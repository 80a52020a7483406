"""Members: who they are, and where they used /start."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Delete, Update, bindparam, delete, func, insert, select, update

from bot.domain.members import Goal, Member, NudgeSchedule, NudgeState
from bot.domain.schedule import day_number
from bot.store.columns import ID, Day, Moment, Snowflake, member_id, metadata
from bot.store.connection import Queries, affected
from bot.store.values import columns_of, value_of

members = sa.Table(
    "members",
    metadata,
    sa.Column("user_id", ID, primary_key=True, autoincrement=False),
    sa.Column("roadmap", sa.String, nullable=False),
    sa.Column("enrolled_at", Moment, nullable=False),
    sa.Column("started", sa.Boolean, nullable=False),
    sa.Column("nudged", sa.Boolean, nullable=False),
    sa.Column("weekday", sa.Integer, nullable=False),
    sa.Column("minute", sa.Integer, nullable=False),
    sa.Column("zone", sa.String),
    sa.Column("dm_channel", Snowflake),
    sa.Column("seen_day", Day, nullable=False, index=True),
    sa.Column("weekly_at", Moment),
    sa.Column("snooze_at", Moment),
    sa.Column("wake_at", Moment),
    sa.Column("last_due", Moment),
    sa.Column("last_week", sa.Integer),
    sa.Column("week_before", sa.Integer),
    sa.Column("paused_until", Moment),
    sa.Column("resting", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("unanswered", sa.Integer, nullable=False, server_default="0"),
    sa.Column("refused_at", Moment),
    sa.Column("told_at", Moment),
    sa.Column("locale", sa.String),
    sa.Column("goal", sa.String),
    sa.Column("goal_by", Day),
    sa.Column("goal_told", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("hours", sa.Integer),
    sa.Column("hours_at", Moment),
    sa.Column("every", sa.Integer, nullable=False, server_default="1"),
    sa.Column("pause_from", Moment),
    sa.Column("pause_to", Moment),
    sa.Column("planned", sa.String),
    sa.Column("last_planned", Moment),
    sa.Column("still_at", Moment),
    sa.Column("away", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("paths", sa.JSON, nullable=False, server_default="{}"),
    sa.Column("steps_told", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("told_hours", sa.Double),
    sa.Column("shown_told", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("earlier_pauses", sa.JSON(none_as_null=True)),
)
# What few rows have is indexed for those alone. To say the same for PostgreSQL would load its dialect.
for _rare in (members.c.wake_at, members.c.refused_at):
    sa.Index(None, _rare, sqlite_where=_rare.is_not(None))

# Where they used /start.
member_guilds = sa.Table(
    "member_guilds",
    metadata,
    member_id(primary_key=True),
    sa.Column("guild_id", Snowflake, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Index(None, "guild_id", "user_id"),
    sqlite_with_rowid=False,
)

_EPOCH = date(1970, 1, 1)
_SIGNED = ("author_id", "author_channel")
_ONE = select(members).where(members.c.user_id == bindparam("user"))
# Said in so many words: only then does SQLite see that the index of who is to be looked at will do.
_COUNT = select(func.count()).select_from(members)
_NEXT = select(func.min(members.c.wake_at)).where(members.c.wake_at.is_not(None))
_SAVE = update(members).where(members.c.user_id == bindparam("member"))


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

    async def count(self) -> int:
        """How many there are."""
        return int((await self._connection.execute(_COUNT)).scalar_one())

    async def next_due(self) -> int | None:
        """When the first of all members is to be looked at (epoch seconds)."""
        return (await self._connection.execute(_NEXT)).scalar()

    async def due(self, now: int, most: int) -> list[Member]:
        """So many members who are to be looked at by now, the first first."""
        query = select(members).where(members.c.wake_at <= now).order_by(members.c.wake_at).limit(most)
        return [member_of(row) for row in await self._connection.execute(query)]

    async def add(self, member: Member) -> Member:
        """Enrol somebody; as they are stored: whoever was never seen would be taken for long gone."""
        seen = max(member.seen_day, day_number(member.enrolled_at, member.schedule.zone))
        new = member._replace(seen_day=seen)
        await self._connection.execute(insert(members).values(user_id=new.id, **_columns(new)))
        return new

    async def save(self, *changed: Member) -> None:
        """Write members who are there already as they are now."""
        if changed:
            rows = [{"member": member.id, **_columns(member)} for member in changed]
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
        met = select(member_guilds.c.guild_id).where(member_guilds.c.user_id == user_id)
        ordered = met.order_by(member_guilds.c.at, member_guilds.c.guild_id)
        return tuple((await self._connection.execute(ordered)).scalars())

    async def delete(self, *user_ids: int) -> int:
        """Erase people with all that is theirs; 0 if nothing bore their id.

        What they posted for a server stays there, signed; only the author's id goes.
        """
        rows = 0
        for table in metadata.sorted_tables:
            if "user_id" in table.c:
                theirs: Delete | Update = delete(table).where(table.c.user_id.in_(user_ids))
            elif "author_id" in table.c:
                unsigned = {name: None for name in _SIGNED if name in table.c}
                theirs = update(table).where(table.c.author_id.in_(user_ids)).values(unsigned)
            else:
                continue
            rows += affected(await self._connection.execute(theirs))
        return rows


def member_of(row: Any) -> Member:
    """The member that a row of the table describes."""
    by = None if row.goal_by is None else date_of(row.goal_by)
    return value_of(
        row,
        Member,
        id=row.user_id,
        schedule=value_of(row, NudgeSchedule),
        nudges=value_of(row, NudgeState),
        goal=Goal(row.goal, by, row.goal_told) if row.goal else None,
    )


def _columns(member: Member) -> dict[str, Any]:
    goal = member.goal
    return columns_of(
        members,
        member,
        member.schedule,
        member.nudges,
        goal=goal.ref if goal else None,
        goal_by=day_of(goal.by) if goal and goal.by else None,
        goal_told=goal.told if goal else True,
    )


def day_of(when: date) -> int:
    """A date as it is stored: days since 1970-01-01."""
    return (when - _EPOCH).days


def date_of(day: int) -> date:
    """A stored day as a date."""
    return _EPOCH + timedelta(days=day)
