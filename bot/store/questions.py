"""Questions that found nothing: what they were about and how many asked it; never who."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.schedule import DAY
from bot.domain.unanswered import A_DAY, AUTHORS_FROM, MODERATORS_FROM, Unanswered, mark
from bot.store.database import Database
from bot.store.tables import question_days, questions, shared

NOWHERE = 0
"""Where a question was asked that was asked in no server of the bot's."""

_KEY = "key of questions"


class QuestionStore:
    """Notes questions and counts askers. Every method may raise StoreUnavailable; nothing is changed then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, asker: int, guild: int | None, roadmap: str, gist: str, at: int) -> bool:
        """Keep what somebody asked at an instant (epoch seconds), of which only the day is kept.

        False if they asked too much on that day, so that nothing was kept.
        """
        day = at // DAY
        async with self._database.writing() as connection:
            key = await _key(connection) or await _new_key(connection)
            row = {
                "guild_id": guild or NOWHERE,
                "roadmap": roadmap,
                "gist": gist,
                "asker": mark(key, asker, roadmap, gist),
            }
            again = update(questions).where(*(questions.c[name] == value for name, value in row.items()))
            if (await connection.execute(again.values(day=day))).rowcount:
                return True
            if not await _has_room(connection, mark(key, asker, day), day):
                return False
            await connection.execute(insert(questions).values(day=day, **row))
        return True

    async def of_server(self, guild: int, since: int, limit: int = 10) -> tuple[Unanswered, ...]:
        """What at least three different people asked in a server since an instant, most asked first."""
        return await self._asked(MODERATORS_FROM, since, limit, guild)

    async def everywhere(self, since: int, limit: int = 10) -> tuple[Unanswered, ...]:
        """What at least five different people asked since an instant, in whatever place; most asked first."""
        return await self._asked(AUTHORS_FROM, since, limit)

    async def _asked(
        self, at_least: int, since: int, limit: int, guild: int | None = None
    ) -> tuple[Unanswered, ...]:
        askers = func.count(questions.c.asker.distinct())
        query = (
            select(questions.c.roadmap, questions.c.gist, askers.label("askers"))
            .where(questions.c.day >= since // DAY)
            .group_by(questions.c.roadmap, questions.c.gist)
            .having(askers >= at_least)
            .order_by(askers.desc(), questions.c.gist, questions.c.roadmap)
            .limit(limit)
        )
        if guild is not None:
            query = query.where(questions.c.guild_id == guild)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(Unanswered(row.roadmap, row.gist, row.askers) for row in rows)


async def asked_by(connection: AsyncConnection, asker: int) -> list[dict[str, Any]]:
    """What is kept of somebody's questions, ready for JSON; found by making their marks again."""
    return [
        {"roadmap": row.roadmap, "about": row.gist, "server": str(row.guild_id) if row.guild_id else None}
        for row in await _theirs(connection, asker)
    ]


async def forget(connection: AsyncConnection, asker: int) -> int:
    """Delete what is kept of somebody's questions; how many they were."""
    key = await _key(connection)
    if key is None:
        return 0
    theirs = {row.asker for row in await _theirs(connection, asker)}
    for each in theirs:
        await connection.execute(delete(questions).where(questions.c.asker == each))
    days = (await connection.execute(select(question_days.c.day).distinct())).scalars()
    marks = [mark(key, asker, day) for day in days]
    await connection.execute(delete(question_days).where(question_days.c.asker.in_(marks)))
    return len(theirs)


async def _theirs(connection: AsyncConnection, asker: int) -> Sequence[Row[Any]]:
    key = await _key(connection)
    if key is None:
        return ()
    rows = await connection.execute(select(questions).order_by(questions.c.day, questions.c.gist))
    return [row for row in rows if row.asker == mark(key, asker, row.roadmap, row.gist)]


async def _has_room(connection: AsyncConnection, today: str, day: int) -> bool:
    """Count one more question of a person on a day, unless it is one too many."""
    mine = question_days.c.asker == today
    number = (await connection.execute(select(question_days.c.number).where(mine))).scalar()
    if number is None:
        await connection.execute(insert(question_days).values(asker=today, day=day, number=1))
    elif number < A_DAY:
        await connection.execute(update(question_days).where(mine).values(number=number + 1))
    return (number or 0) < A_DAY


async def _key(connection: AsyncConnection) -> bytes | None:
    value = (await connection.execute(select(shared.c.value).where(shared.c.name == _KEY))).scalar()
    return bytes.fromhex(value) if value else None


async def _new_key(connection: AsyncConnection) -> bytes:
    key = secrets.token_bytes(32)
    await connection.execute(insert(shared).values(name=_KEY, value=key.hex()))
    return key
