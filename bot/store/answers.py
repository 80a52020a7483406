"""Answers of servers' moderators, and everything that was changed in them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Row, func, insert, select, update

from bot.domain.acts import Act
from bot.domain.answers import A_SERVER, Answer, AnswerStage
from bot.domain.errors import NoSuchAnswer
from bot.limits import CHOICES
from bot.store.columns import NUMBER, Moment, Snowflake, metadata
from bot.store.connection import Queries
from bot.store.values import columns_of, value_of

# An answer belongs to its server. Its author's id is forgotten with the author; the signature stays.
answers = sa.Table(
    "answers",
    metadata,
    sa.Column("id", NUMBER, primary_key=True),
    sa.Column("guild_id", Snowflake, nullable=False),
    sa.Column("interaction_id", Snowflake, nullable=False, unique=True),
    sa.Column("author_id", Snowflake, index=True),
    sa.Column("signature", sa.String, nullable=False),
    sa.Column("roadmap", sa.String, nullable=False),
    sa.Column("gist", sa.String, nullable=False),
    sa.Column("question", sa.String, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Index(None, "guild_id", "id"),
    sqlite_autoincrement=True,
)

answer_changes = sa.Table(
    "answer_changes",
    metadata,
    sa.Column("id", NUMBER, primary_key=True),
    sa.Column(
        "answer_id",
        sa.BigInteger,
        sa.ForeignKey("answers.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("interaction_id", Snowflake, nullable=False, unique=True),
    sa.Column("author_id", Snowflake, index=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("what", sa.String, nullable=False),
    sa.Column("question_before", sa.String),
    sa.Column("text_before", sa.String),
    sqlite_autoincrement=True,
)

_LISTED = tuple(stage for stage in AnswerStage if stage is not AnswerStage.DISCARDED)
_STANDS = answers.c.state == AnswerStage.STANDS


class AnswerRows(Queries):
    """Reads and writes answers."""

    async def add(self, act: Act, new: Answer) -> Answer:
        """Keep a draft; a form that is delivered twice makes one. The number of `new` does not count."""
        known = await self._one(answers.c.interaction_id == act.interaction)
        if known is not None:
            return known
        kept = insert(answers).values(interaction_id=act.interaction, **_columns(new)).returning(answers)
        return _answer((await self._connection.execute(kept)).one())

    async def get(self, number: int, guild_id: int) -> Answer:
        """An answer of this server; NoSuchAnswer for any other number."""
        found = await self._one((answers.c.id == number) & (answers.c.guild_id == guild_id))
        if found is None:
            raise NoSuchAnswer
        return found

    async def listed(
        self,
        guild_id: int,
        *stages: AnswerStage,
        question: str = "",
        before: int | None = None,
        limit: int = CHOICES,
    ) -> tuple[Answer, ...]:
        """A server's newest answers in these stages (all but discarded ones, if none is named).

        `question` is a part of theirs; `before` is the number of an answer that is newer than all of them.
        """
        query = (
            select(answers)
            .where(answers.c.guild_id == guild_id, answers.c.state.in_(stages or _LISTED))
            .where(answers.c.question.icontains(question, autoescape=True))
            .order_by(answers.c.id.desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(answers.c.id < before)
        return tuple(_answer(row) for row in await self._connection.execute(query))

    async def standing(self, guild_id: int) -> tuple[Answer, ...]:
        """All that a server's members may find, the newest first."""
        return await self.listed(guild_id, AnswerStage.STANDS, limit=A_SERVER)

    async def number_standing(self, guild_id: int) -> int:
        """How many that are."""
        query = select(func.count()).where(answers.c.guild_id == guild_id, _STANDS)
        return int((await self._connection.execute(query)).scalar_one())

    async def answering(self, guild_id: int, roadmap: str, gist: str) -> Answer | None:
        """What stands in a server for something that was asked there in vain."""
        asked = (answers.c.roadmap == roadmap) & (answers.c.gist == gist)
        return await self._one((answers.c.guild_id == guild_id) & asked & _STANDS)

    async def everywhere(self, guild_id: int | None = None) -> tuple[Answer, ...]:
        """All that stand, or those of one server, by roadmap and in the order in which they were written."""
        query = select(answers).where(_STANDS).order_by(answers.c.roadmap, answers.c.id)
        if guild_id is not None:
            query = query.where(answers.c.guild_id == guild_id)
        return tuple(_answer(row) for row in await self._connection.execute(query))

    async def save(self, after: Answer) -> None:
        """Write an answer that is there already as it is now."""
        this = answers.c.id == after.id
        await self._connection.execute(update(answers).where(this).values(_columns(after)))

    async def changed_by(self, act: Act) -> bool:
        """Whether this very act changed an answer before."""
        query = select(answer_changes.c.id).where(answer_changes.c.interaction_id == act.interaction)
        return (await self._connection.execute(query)).first() is not None

    async def note(self, act: Act, what: str, before: Answer, *, reworded: bool) -> None:
        """Keep who did what, and what it said before."""
        row = {
            "answer_id": before.id,
            "interaction_id": act.interaction,
            "author_id": act.user,
            "at": act.at,
            "what": what,
            "question_before": before.question if reworded else None,
            "text_before": before.text if reworded else None,
        }
        await self._connection.execute(insert(answer_changes).values(row))

    async def _one(self, which: ColumnElement[bool]) -> Answer | None:
        row = (await self._connection.execute(select(answers).where(which).limit(1))).first()
        return _answer(row) if row else None


def _columns(it: Answer) -> dict[str, Any]:
    return columns_of(answers, it, guild_id=it.guild, author_id=it.author, state=it.stage)


def _answer(row: Row[Any]) -> Answer:
    return value_of(row, Answer, guild=row.guild_id, author=row.author_id, stage=AnswerStage(row.state))
