"""What the daily care finds and deletes."""

from sqlalchemy import Column, ColumnElement, delete, exists, func, select, update

from bot.domain.nudge_state import Kind
from bot.domain.nudges import State
from bot.domain.schedule import DAY
from bot.store.database import Database
from bot.store.questions import forget
from bot.store.tables import (
    clicks,
    guilds,
    member_guilds,
    members,
    nudges,
    question_days,
    questions,
    updates,
)

_TOLD = (State.SENT, State.REFUSED, State.FAILED)
"""How a farewell ends that was said, or could not be said."""

ANEW = 7 * DAY
"""Seconds after which a farewell that failed for a reason nobody knows is said once more."""

AT_ONCE = 200
"""Rows deleted in one transaction."""


class RetentionStore:
    """Old members, old rows. Every method may raise StoreUnavailable; nothing is changed then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unseen_since(self, day: int, now: int, limit: int) -> list[int]:
        """Members last here on that day or before, who were not told what follows."""
        told = _farewell() & (nudges.c.due_at >= members.c.seen_day * DAY)
        stands = nudges.c.state.in_((State.SENT, State.REFUSED, State.CLAIMED, State.WAITING))
        query = select(members.c.user_id).where(
            members.c.seen_day <= day,
            ~exists().where(
                told, stands | ((nudges.c.state == State.FAILED) & (nudges.c.due_at > now - ANEW))
            ),
        )
        async with self._database.reading() as connection:
            return list((await connection.execute(query.limit(limit))).scalars())

    async def delete_unseen(self, day: int, told_before: int) -> int:
        """Delete members last here on that day or before, and told (or found unreachable) early enough."""
        when = func.coalesce(nudges.c.sent_at, nudges.c.claimed_at)
        told = exists().where(_farewell(), nudges.c.state.in_(_TOLD), when <= told_before)
        lately = exists().where(_farewell(), nudges.c.state == State.SENT, when > told_before)
        return await self._delete_members(members.c.seen_day <= day, told, ~lately)

    async def delete_nudges(self, before: int) -> int:
        """Delete the log of what was due before an instant."""
        settled = nudges.c.state.not_in((State.CLAIMED, State.WAITING))
        return await self._delete(nudges.c.id, nudges.c.due_at < before, settled)

    async def delete_clicks(self, before: int) -> None:
        """Delete what was clicked before an instant: Discord delivers nothing twice after minutes."""
        await self._delete(clicks.c.interaction_id, clicks.c.at < before)

    async def delete_questions(self, before: int) -> None:
        """Delete the questions without an answer that were asked last on days before an instant's."""
        async with self._database.writing() as connection:
            await connection.execute(delete(questions).where(questions.c.day < before // DAY))

    async def delete_question_days(self, before: int) -> None:
        """Delete who asked how much on days before an instant's."""
        async with self._database.writing() as connection:
            await connection.execute(delete(question_days).where(question_days.c.day < before // DAY))

    async def refused_as_nobody(self, before: int, limit: int) -> list[int]:
        """Members whose account Discord did not know when it last refused, before an instant."""
        query = (
            select(members.c.user_id)
            .where(members.c.refused_at < before)
            .where(exists().where(_nobody(members.c.user_id), nudges.c.claimed_at < before))
            .limit(limit)
        )
        async with self._database.reading() as connection:
            return list((await connection.execute(query)).scalars())

    async def account_exists(self, user_id: int) -> None:
        """Note that the account exists after all: to the member it was a closed DM."""
        async with self._database.writing() as connection:
            await connection.execute(update(nudges).where(_nobody(user_id)).values(reason="closed"))

    async def delete(self, user_id: int) -> int:
        """Delete one member and everything about them."""
        async with self._database.writing() as connection:
            await forget(connection, user_id)
        return await self._delete_members(members.c.user_id == user_id)

    async def delete_left(self, before: int) -> int:
        """Delete what belongs to the servers that Cairn left before an instant; how many they were.

        Their settings, drafts, updates and questions go, and who used `/start` there; members and progress
        stay.
        """
        left = select(guilds.c.guild_id).where(guilds.c.left_at < before)
        async with self._database.writing() as connection:
            for table in (updates, questions, member_guilds, guilds):
                result = await connection.execute(delete(table).where(table.c.guild_id.in_(left)))
        if result.rowcount:
            await self._database.scrub()
        return int(result.rowcount)

    async def _delete_members(self, *which: ColumnElement[bool]) -> int:
        deleted = await self._delete(members.c.user_id, *which)
        if deleted:
            await self._database.scrub()
        return deleted

    async def _delete(self, key: Column[int], *which: ColumnElement[bool]) -> int:
        """Delete by the few hundred, so that no click waits for the end of it."""
        deleted = 0
        while True:
            some = select(key).where(*which).limit(AT_ONCE)
            async with self._database.writing() as connection:
                result = await connection.execute(delete(key.table).where(key.in_(some)))
            deleted += result.rowcount
            if result.rowcount < AT_ONCE:
                return deleted


def _nobody(user: int | ColumnElement[int]) -> ColumnElement[bool]:
    return (nudges.c.user_id == user) & (nudges.c.state == State.REFUSED) & (nudges.c.reason == "nobody")


def _farewell() -> ColumnElement[bool]:
    return (nudges.c.user_id == members.c.user_id) & (nudges.c.kind == Kind.FAREWELL)
