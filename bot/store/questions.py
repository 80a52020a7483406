"""Questions that found nothing: what they were about and how many asked it; never who."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Row, delete, exists, func, insert, select, update

from bot.domain.acts import Act
from bot.domain.answers import AnswerStage
from bot.domain.schedule import DAY
from bot.domain.unanswered import A_DAY, AUTHORS_FROM, MODERATORS_FROM, Unanswered, mark
from bot.store.answers import answers
from bot.store.columns import Day, Snowflake, metadata
from bot.store.connection import Queries, affected
from bot.store.keys import key, key_or_new

# Who asked is not kept, but a mark that only their id and the key in `shared` make again.
questions = sa.Table(
    "questions",
    metadata,
    sa.Column("guild_id", Snowflake, primary_key=True),
    sa.Column("roadmap", sa.String, primary_key=True),
    sa.Column("gist", sa.String, primary_key=True),
    sa.Column("asker", sa.String, primary_key=True),
    sa.Column("day", Day, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# How many questions of one person were kept on a day; forgotten after it.
question_days = sa.Table(
    "question_days",
    metadata,
    sa.Column("asker", sa.String, primary_key=True),
    sa.Column("day", Day, nullable=False, index=True),
    sa.Column("number", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

NOWHERE = 0  # where a question was asked that was asked in no server of the bot's

_KEY = "key of questions"
_ANSWERED = exists().where(
    answers.c.guild_id == questions.c.guild_id,
    answers.c.roadmap == questions.c.roadmap,
    answers.c.gist == questions.c.gist,
    answers.c.state == AnswerStage.STANDS,
)


class Questions(Queries):
    """Notes questions and counts askers."""

    async def note(self, act: Act, roadmap: str, gist: str) -> bool:
        """Keep what somebody asked, and of the instant only the day; False if they asked too much on it."""
        day, secret = act.at // DAY, await key_or_new(self._connection, _KEY)
        where, asker = act.guild or NOWHERE, mark(secret, act.user, roadmap, gist)
        row = {"guild_id": where, "roadmap": roadmap, "gist": gist, "asker": asker}
        again = update(questions).where(*(questions.c[name] == value for name, value in row.items()))
        if affected(await self._connection.execute(again.values(day=day))):
            return True
        if not await self._has_room(mark(secret, act.user, day), day):
            return False
        await self._connection.execute(insert(questions).values(day=day, **row))
        return True

    async def of_server(self, guild: int, since: int, limit: int = 10) -> tuple[Unanswered, ...]:
        """What at least three different people asked in a server since an instant, most asked first.

        What is answered there by now is left out.
        """
        return await self._asked(MODERATORS_FROM, since, limit, questions.c.guild_id == guild, ~_ANSWERED)

    async def everywhere(self, since: int, limit: int = 10) -> tuple[Unanswered, ...]:
        """What at least five different people asked since an instant, in whatever place; most asked first."""
        return await self._asked(AUTHORS_FROM, since, limit)

    async def of(self, asker: int) -> list[dict[str, str | None]]:
        """What is kept of somebody's questions, for them to read; found by making their marks again."""
        return [
            {"roadmap": row.roadmap, "about": row.gist, "guild_id": str(row.guild_id or "") or None}
            for row in await self._theirs(asker)
        ]

    async def forget(self, *askers: int) -> int:
        """Delete what is kept of people's questions; how many they were."""
        secret = await key(self._connection, _KEY)
        if secret is None:
            return 0
        theirs = {row.asker for asker in askers for row in await self._theirs(asker)}
        for each in theirs:
            await self._connection.execute(delete(questions).where(questions.c.asker == each))
        days = (await self._connection.execute(select(question_days.c.day).distinct())).scalars().all()
        marks = [mark(secret, asker, day) for asker in askers for day in days]
        await self._connection.execute(delete(question_days).where(question_days.c.asker.in_(marks)))
        return len(theirs)

    async def delete_old(self, before: int, now: int) -> None:
        """Delete what was asked last on days before an instant's, and who asked how much before today."""
        await self._connection.execute(delete(questions).where(questions.c.day < before // DAY))
        await self._connection.execute(delete(question_days).where(question_days.c.day < now // DAY))

    async def _asked(
        self, at_least: int, since: int, limit: int, *where: ColumnElement[bool]
    ) -> tuple[Unanswered, ...]:
        askers = func.count(questions.c.asker.distinct())
        query = (
            select(questions.c.roadmap, questions.c.gist, askers.label("askers"))
            .where(questions.c.day >= since // DAY, *where)
            .group_by(questions.c.roadmap, questions.c.gist)
            .having(askers >= at_least)
            .order_by(askers.desc(), questions.c.gist, questions.c.roadmap)
            .limit(limit)
        )
        rows = await self._connection.execute(query)
        return tuple(Unanswered(row.roadmap, row.gist, row.askers) for row in rows)

    async def _theirs(self, asker: int) -> Sequence[Row[Any]]:
        secret = await key(self._connection, _KEY)
        if secret is None:
            return ()
        rows = await self._connection.execute(select(questions).order_by(questions.c.day, questions.c.gist))
        return [row for row in rows if row.asker == mark(secret, asker, row.roadmap, row.gist)]

    async def _has_room(self, today: str, day: int) -> bool:
        """Count one more question of a person on a day, unless it is one too many."""
        mine = question_days.c.asker == today
        number = (await self._connection.execute(select(question_days.c.number).where(mine))).scalar()
        if number is None:
            await self._connection.execute(insert(question_days).values(asker=today, day=day, number=1))
        elif number < A_DAY:
            await self._connection.execute(update(question_days).where(mine).values(number=number + 1))
        return (number or 0) < A_DAY
