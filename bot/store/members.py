"""Members: who they are, where they used /start, everything kept about them, and their deletion."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.members import Goal, Member, NudgeSchedule, NudgeState
from bot.domain.nudge_state import sign_of_life
from bot.domain.schedule import day_number
from bot.store.database import Database, Executes
from bot.store.export import everything_about
from bot.store.questions import asked_by, forget
from bot.store.tables import clicks, member_guilds, members, update_changes, updates

_EPOCH = date(1970, 1, 1)
_RHYTHM = tuple(field.name for field in fields(NudgeState))
_ONE = select(members).where(members.c.user_id == bindparam("user"))
_SAVE = (
    update(members)
    .where(members.c.user_id == bindparam("new_user_id"))
    .values(
        {column.name: bindparam(f"new_{column.name}") for column in members.columns if not column.primary_key}
    )
)


class MemberStore:
    """Reads and writes members. Every method may raise StoreUnavailable; nothing is changed then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, user_id: int) -> Member | None:
        """The member, if they are enrolled."""
        async with self._database.reading() as connection:
            return await find(connection, user_id)

    async def put(
        self,
        user_id: int,
        decide: Callable[[Member | None], Member],
        *,
        at: int,
        guild_id: int | None = None,
        click: int | None = None,
    ) -> Member:
        """Enrol or change a member: `decide` is given who they are and says who they shall be.

        Nobody else writes in between; what `decide` raises is raised here and leaves everything as it was.
        `guild_id` is the server where this happened, remembered with the time `at` it first did. `click` is
        the interaction: delivered twice, the second changes nothing.
        """
        async with self._database.writing() as connection:
            known = await find(connection, user_id)
            if known is not None and click is not None and await _clicked(connection, click):
                return known
            member = decide(known)
            if known is None:
                member = newcomer(member)
                await connection.execute(insert(members).values(columns_of(member)))
            elif member != known:
                await save(connection, [member])
            if guild_id is not None:
                here = (member_guilds.c.user_id == user_id, member_guilds.c.guild_id == guild_id)
                if (await connection.execute(select(member_guilds.c.at).where(*here))).first() is None:
                    place = {"user_id": user_id, "guild_id": guild_id, "at": at}
                    await connection.execute(insert(member_guilds).values(place))
            if click is not None:
                await connection.execute(insert(clicks).values(interaction_id=click, user_id=user_id, at=at))
        return member

    async def set_dm_channel(self, user_id: int, channel_id: int) -> None:
        """Remember the direct message channel that was opened."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(members).where(members.c.user_id == user_id).values(dm_channel=channel_id)
            )

    async def seen(self, user_id: int, at: int) -> Member | None:
        """Note a sign of life at an instant; the member as they were before, if they are one.

        Writes at most once a day, and once more after a nudge or when it ends a rest or a pause.
        """
        member = await self.get(user_id)
        if member is not None and sign_of_life(member, at) != member:
            async with self._database.writing() as connection:
                known = await find(connection, user_id)
                if known is not None:  # else deleted in between, and that is to stay so
                    await save(connection, [sign_of_life(known, at)])
        return member

    async def guilds(self, user_id: int) -> tuple[int, ...]:
        """The servers where this member used /start, the first one first."""
        places = (
            select(member_guilds.c.guild_id)
            .where(member_guilds.c.user_id == user_id)
            .order_by(member_guilds.c.at, member_guilds.c.guild_id)
        )
        async with self._database.reading() as connection:
            return tuple((await connection.execute(places)).scalars())

    async def export(self, user_id: int) -> dict[str, Any]:
        """Everything stored about this member as of one moment, ready for JSON."""
        async with self._database.writing() as connection:
            asked = {"questions without an answer": await asked_by(connection, user_id)}
            return await everything_about(connection, user_id) | asked

    async def delete(self, user_id: int) -> bool:
        """Erase everything about this member, from the log files too; False if there was nothing.

        Updates they posted in a server stay there, signed; only the author's id goes.
        """
        async with self._database.writing() as connection:
            gone = await connection.execute(delete(members).where(members.c.user_id == user_id))
            wrote = await connection.execute(
                update(updates)
                .where(updates.c.author_id == user_id)
                .values(author_id=None, author_channel=None)
            )
            await connection.execute(
                update(update_changes).where(update_changes.c.author_id == user_id).values(author_id=None)
            )
            asked = await forget(connection, user_id)
        await self._database.scrub()
        return gone.rowcount + wrote.rowcount + asked > 0


async def find(connection: Executes, user_id: int) -> Member | None:
    """The member, if they are enrolled."""
    row = (await connection.execute(_ONE, {"user": user_id})).first()
    return member_of(row) if row else None


def newcomer(member: Member) -> Member:
    """As they are stored first: whoever was never seen would be taken for somebody who left long ago."""
    return replace(
        member, seen_day=max(member.seen_day, day_number(member.enrolled_at, member.schedule.zone))
    )


async def _clicked(connection: AsyncConnection, click: int) -> bool:
    seen = select(clicks.c.at).where(clicks.c.interaction_id == click)
    return (await connection.execute(seen)).first() is not None


async def save(connection: AsyncConnection, changed: Sequence[Member]) -> None:
    """Write members who are there already as they are now."""
    if changed:
        rows = [{f"new_{name}": value for name, value in columns_of(member).items()} for member in changed]
        await connection.execute(_SAVE, rows)


def member_of(row: Row[Any]) -> Member:
    """The member that a row of the table describes."""
    return Member(
        id=row.user_id,
        roadmap=row.roadmap,
        enrolled_at=row.enrolled_at,
        started=row.started,
        nudged=row.nudged,
        schedule=NudgeSchedule(row.weekday, row.minute, row.zone),
        dm_channel=row.dm_channel,
        seen_day=row.seen_day,
        nudges=NudgeState(**{part: getattr(row, part) for part in _RHYTHM}),
        goal=_goal(row),
    )


def _goal(row: Row[Any]) -> Goal | None:
    if row.goal is None:
        return None
    return Goal(row.goal, None if row.goal_by is None else date_of(row.goal_by), row.goal_told)


def columns_of(member: Member) -> dict[str, object]:
    """The row that describes a member."""
    return {
        "user_id": member.id,
        "roadmap": member.roadmap,
        "enrolled_at": member.enrolled_at,
        "started": member.started,
        "nudged": member.nudged,
        "weekday": member.schedule.weekday,
        "minute": member.schedule.minute,
        "zone": member.schedule.zone,
        "dm_channel": member.dm_channel,
        "seen_day": member.seen_day,
        **{part: getattr(member.nudges, part) for part in _RHYTHM},
        "goal": member.goal.ref if member.goal else None,
        "goal_by": day_of(member.goal.by) if member.goal and member.goal.by else None,
        "goal_told": member.goal.told if member.goal else True,
    }


def day_of(when: date) -> int:
    """A date as it is stored: days since 1970-01-01."""
    return (when - _EPOCH).days


def date_of(day: int) -> date:
    """A stored day as a date."""
    return _EPOCH + timedelta(days=day)
