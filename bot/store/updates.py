"""Updates: drafts, what is scheduled, what was posted, and everything that was changed in them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Row, bindparam, insert, select, update

from bot.domain.acts import Act
from bot.domain.errors import NoSuchUpdate
from bot.domain.jobs import JobKey
from bot.domain.updates import Stage, Trouble, Update, Wording
from bot.limits import CHOICES
from bot.store.columns import NUMBER, Moment, Snowflake, metadata
from bot.store.connection import Queries
from bot.store.members import member_guilds
from bot.store.values import columns_of, value_of

# An update belongs to its server. Its author's id is forgotten with the author; the signature stays.
updates = sa.Table(
    "updates",
    metadata,
    sa.Column("id", NUMBER, primary_key=True),
    sa.Column("guild_id", Snowflake, nullable=False),
    sa.Column("interaction_id", Snowflake, nullable=False, unique=True),
    sa.Column("author_id", Snowflake, index=True),
    sa.Column("author_channel", Snowflake),
    sa.Column("signature", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("about", sa.String),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("scheduled_at", Moment),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("key", sa.String),
    sa.Column("posted_at", Moment),
    sa.Column("channel", Snowflake),
    sa.Column("message", Snowflake),
    sa.Column("reason", sa.String),
    sa.Index(None, "guild_id", "id"),
    sqlite_autoincrement=True,
)

update_changes = sa.Table(
    "update_changes",
    metadata,
    sa.Column("id", NUMBER, primary_key=True),
    sa.Column(
        "update_id",
        sa.BigInteger,
        sa.ForeignKey("updates.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("interaction_id", Snowflake, nullable=False, unique=True),
    sa.Column("author_id", Snowflake, index=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("what", sa.String, nullable=False),
    sa.Column("title_before", sa.String),
    sa.Column("text_before", sa.String),
)

NEWS = 25  # at most so many news are looked at for one message

_MET = select(member_guilds.c.guild_id).where(member_guilds.c.user_id == bindparam("user"))
_NEWS = (
    select(updates)
    .where(updates.c.state == Stage.POSTED, updates.c.posted_at > bindparam("since"))
    .where(updates.c.about.is_not(None))
    .where(updates.c.guild_id.in_(_MET))
    .order_by(updates.c.posted_at.desc())
    .limit(NEWS)
)
_SHOWN = tuple(stage for stage in Stage if stage is not Stage.DISCARDED)


class Updates(Queries):
    """Reads and writes updates."""

    async def add(self, act: Act, new: Update) -> Update:
        """Keep a draft; a form that is delivered twice makes one. The number of `new` does not count."""
        known = await self._one(updates.c.interaction_id == act.interaction)
        if known is not None:
            return known
        kept = insert(updates).values(interaction_id=act.interaction, **_columns(new)).returning(updates)
        return _update((await self._connection.execute(kept)).one())

    async def get(self, update_id: int, guild_id: int) -> Update:
        """An update of this server; NoSuchUpdate for any other number."""
        found = await self._one((updates.c.id == update_id) & (updates.c.guild_id == guild_id))
        if found is None:
            raise NoSuchUpdate
        return found

    async def find(self, update_id: int) -> Update | None:
        """The update with this number, in whatever server."""
        return await self._one(updates.c.id == update_id)

    async def listed(
        self, guild_id: int, *stages: Stage, title: str = "", before: int | None = None, limit: int = CHOICES
    ) -> tuple[Update, ...]:
        """A server's newest updates in these stages (all but discarded ones, if none is named).

        `title` is a part of theirs; `before` is the number of an update that is newer than all of them.
        """
        query = (
            select(updates)
            .where(updates.c.guild_id == guild_id, updates.c.state.in_(stages or _SHOWN))
            .where(updates.c.title.icontains(title, autoescape=True))
            .order_by(updates.c.id.desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(updates.c.id < before)
        return tuple(_update(row) for row in await self._connection.execute(query))

    async def save(self, after: Update) -> None:
        """Write an update that is there already as it is now."""
        this = updates.c.id == after.id
        await self._connection.execute(update(updates).where(this).values(_columns(after)))

    async def changed_by(self, act: Act) -> bool:
        """Whether this very act changed an update before."""
        query = select(update_changes.c.id).where(update_changes.c.interaction_id == act.interaction)
        return (await self._connection.execute(query)).first() is not None

    async def note(self, act: Act, what: str, before: Update, *, reworded: bool) -> None:
        """Keep who did what, and what it said before."""
        row = {
            "update_id": before.id,
            "interaction_id": act.interaction,
            "author_id": act.user,
            "at": act.at,
            "what": what,
            "title_before": before.wording.title if reworded else None,
            "text_before": before.wording.text if reworded else None,
        }
        await self._connection.execute(insert(update_changes).values(row))

    async def news_for(self, user_id: int, since: int) -> tuple[Update, ...]:
        """What was posted since an instant in the servers where this member used /start, newest first."""
        found = await self._connection.execute(_NEWS, {"user": user_id, "since": since})
        return tuple(_update(row) for row in found)

    async def _one(self, which: ColumnElement[bool]) -> Update | None:
        row = (await self._connection.execute(select(updates).where(which))).first()
        return _update(row) if row else None


def _columns(it: Update) -> dict[str, Any]:
    return columns_of(
        updates,
        it,
        it.wording,
        guild_id=it.guild,
        author_id=it.author,
        state=it.stage,
        key=str(it.key) if it.key else None,
        reason=it.trouble,
    )


def _update(row: Row[Any]) -> Update:
    return value_of(
        row,
        Update,
        guild=row.guild_id,
        author=row.author_id,
        wording=value_of(row, Wording),
        stage=Stage(row.state),
        key=JobKey.read(row.key) if row.key else None,
        trouble=Trouble(row.reason) if row.reason else None,
    )
