"""What members show, and whom a server's moderators keep from it."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Row, delete, func, insert, or_, select, true, update

from bot.domain.acts import Act
from bot.domain.jobs import JobKey
from bot.domain.shown import SEEN, GoneBy, Obstacle, Shown, ShownKind, ShownStage
from bot.domain.unanswered import mark
from bot.store.columns import NUMBER, Moment, Snowflake, member_id, metadata
from bot.store.connection import Queries
from bot.store.keys import key, key_or_new
from bot.store.values import columns_of, value_of

shown = sa.Table(
    "shown",
    metadata,
    sa.Column("id", NUMBER, primary_key=True),
    member_id(nullable=False),
    sa.Column("guild_id", Snowflake, nullable=False),
    sa.Column("interaction_id", Snowflake, nullable=False, unique=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("about", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("context", sa.String, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("link", sa.String),
    sa.Column("picture", sa.String),  # of a trail alone: that is how it is told from what it is stored as
    sa.Column("place", Snowflake),
    sa.Column("key", sa.String),
    sa.Column("posted_at", Moment),
    sa.Column("channel", Snowflake),
    sa.Column("message", Snowflake),
    sa.Column("solved", sa.Boolean, nullable=False),
    sa.Column("reason", sa.String),
    sa.Column("gone_by", sa.String),
    sa.Column("told", sa.Boolean, nullable=False, server_default=true()),
    sa.Column("looked_at", Moment, nullable=False),
    sa.Index(None, "user_id", "id"),
    sa.Index(None, "guild_id", "key"),
    sqlite_autoincrement=True,
)
sa.Index(None, shown.c.looked_at)

# Who may not show anything in a server: a mark of theirs, as in `questions`. It outlives their other data.
blocks = sa.Table(
    "blocks",
    metadata,
    sa.Column("guild_id", Snowflake, primary_key=True),
    sa.Column("mark", sa.String, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

# How much somebody showed within a day who had everything deleted since: a mark of theirs, for that day.
shown_before = sa.Table(
    "shown_before",
    metadata,
    sa.Column("mark", sa.String, primary_key=True),
    sa.Column("at", Moment, primary_key=True, index=True),
    sa.Column("number", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

# The roles that members took for finished phases, so that they can be taken back.
roles = sa.Table(
    "roles",
    metadata,
    member_id(primary_key=True),
    sa.Column("guild_id", Snowflake, primary_key=True, index=True),
    sa.Column("about", sa.String, primary_key=True),
    sa.Column("role", Snowflake, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

LISTED = 100  # of what stands in a server, the newest
_KEY = "key of blocks"
_COUNTED = "shown"  # what a mark is beside that stands for somebody's number
_SEEN = shown.c.state.in_(SEEN)
# A version before, beside this one, reads every row, and knows no trail: it takes one for something made.
_STORED_AS = {ShownKind.TRAIL: ShownKind.SHOWCASE}


class ShownRows(Queries):
    """Reads and writes what members show; instants are epoch seconds."""

    async def add(self, act: Act, new: Shown) -> Shown:
        """Keep a draft; an act that is delivered twice makes one. The number of `new` does not count."""
        known = await self._one(shown.c.interaction_id == act.interaction)
        if known is not None:
            return known
        row = {"interaction_id": act.interaction, "looked_at": act.at, **_columns(new)}
        return _shown((await self._connection.execute(insert(shown).values(row).returning(shown))).one())

    async def find(self, number: int) -> Shown | None:
        """The one with this number, whosever it is."""
        return await self._one(shown.c.id == number)

    async def by_key(self, guild_id: int, name: JobKey) -> Shown | None:
        """The one that a job of this server posted."""
        return await self._one((shown.c.guild_id == guild_id) & (shown.c.key == str(name)))

    async def save(self, after: Shown, *, told: bool = True) -> None:
        """Write one that is there already as it is now; its owner is to hear of it unless they are `told`."""
        values = _columns(after) | {"told": told}
        await self._connection.execute(update(shown).where(shown.c.id == after.id).values(values))

    async def delete(self, number: int) -> None:
        """Forget one."""
        await self._connection.execute(delete(shown).where(shown.c.id == number))

    async def seen_of(self, user_id: int) -> tuple[Shown, ...]:
        """All of a member's that others see or may see, the newest first."""
        return await self._all(shown.c.user_id == user_id, _SEEN)

    async def about(self, user_id: int, guild_id: int, kind: ShownKind, names: Sequence[str]) -> Shown | None:
        """What a member shows of one thing in a server, under any of its names, and has not taken back."""
        theirs = (shown.c.user_id == user_id, shown.c.guild_id == guild_id, shown.c.kind == kind)
        shows = (shown.c.about.in_(names), _SEEN, shown.c.state != ShownStage.LEAVING)
        found = await self._all(*theirs, *shows, most=1)
        return found[0] if found else None

    async def in_place(self, user_id: int, place: int) -> Shown | None:
        """The step that a member shows in one place, and has not taken back."""
        this = (shown.c.place == place, shown.c.kind == ShownKind.STEP)
        shows = (*this, _SEEN, shown.c.state != ShownStage.LEAVING)
        found = await self._all(shown.c.user_id == user_id, *shows, most=1)
        return found[0] if found else None

    async def number_since(self, user_id: int, at: int) -> int:
        """How much somebody has shown since an instant, whether it is gone by now or not.

        Nor does it begin anew with a deletion of everything.
        """
        mine = (shown.c.user_id == user_id, shown.c.posted_at > at)
        number = (await self._connection.execute(select(func.count()).where(*mine))).scalar_one()
        secret = await key(self._connection, _KEY)
        if secret is None:
            return int(number)
        theirs = (shown_before.c.mark == mark(secret, user_id, _COUNTED), shown_before.c.at > at)
        before = select(func.coalesce(func.sum(shown_before.c.number), 0)).where(*theirs)
        return int(number + (await self._connection.execute(before)).scalar_one())

    async def keep_number(self, user_id: int, since: int) -> None:
        """Keep of somebody who is forgotten now how much they have shown since an instant."""
        mine = (shown.c.user_id == user_id, shown.c.posted_at > since)
        counted = select(shown.c.posted_at, func.count().label("number")).where(*mine)
        rows = (await self._connection.execute(counted.group_by(shown.c.posted_at))).all()
        for row in rows:
            theirs = mark(await key_or_new(self._connection, _KEY), user_id, _COUNTED)
            kept = {"mark": theirs, "at": row.posted_at, "number": row.number}
            await self._connection.execute(insert(shown_before).values(kept))

    async def untold(self, user_id: int, most: int) -> tuple[Shown, ...]:
        """What became of a member's without their doing, that they have not heard of, the newest first."""
        return await self._all(shown.c.user_id == user_id, ~shown.c.told, most=most)

    async def told(self, number: int, at: int) -> None:
        """They have heard of this one: from now on it counts how long a preview is kept."""
        heard = update(shown).where(shown.c.id == number)
        await self._connection.execute(heard.values(told=True, looked_at=at))

    async def standing_in(self, guild_id: int) -> tuple[Shown, ...]:
        """What stands in a server, the newest first."""
        keyed = shown.c.key.is_not(None)
        stands = shown.c.state == ShownStage.STANDS
        return await self._all(shown.c.guild_id == guild_id, keyed, stands, most=LISTED)

    async def to_look_at(self, before: int, most: int) -> tuple[Shown, ...]:
        """What stands, or should be gone by now, and was not looked at since an instant, the oldest first."""
        stands = shown.c.state.in_((ShownStage.STANDS, ShownStage.LEAVING))
        long_ago = (shown.c.looked_at < before, stands)
        query = select(shown).where(*long_ago).order_by(shown.c.looked_at).limit(most)
        return tuple(_shown(row) for row in await self._connection.execute(query))

    async def looked_at(self, number: int, at: int) -> None:
        """Note that it was looked at."""
        await self._connection.execute(update(shown).where(shown.c.id == number).values(looked_at=at))

    async def delete_old(self, drafts_before: int, gone_before: int) -> None:
        """Delete previews nobody pressed anything on, and what is left of things that are gone.

        What became of them its owner has heard of.
        """
        draft = (shown.c.state == ShownStage.DRAFT) & (shown.c.looked_at < drafts_before)
        gone = (shown.c.state == ShownStage.GONE) & (shown.c.posted_at < gone_before)
        old = (shown.c.looked_at < gone_before) & shown.c.told & or_(draft, gone)
        await self._connection.execute(delete(shown).where(old))
        await self._connection.execute(delete(shown_before).where(shown_before.c.at < gone_before))

    async def _all(self, *which: ColumnElement[bool], most: int | None = None) -> tuple[Shown, ...]:
        query = select(shown).where(*which).order_by(shown.c.id.desc()).limit(most)
        return tuple(_shown(row) for row in await self._connection.execute(query))

    async def _one(self, which: ColumnElement[bool]) -> Shown | None:
        row = (await self._connection.execute(select(shown).where(which))).first()
        return _shown(row) if row else None


class Roles(Queries):
    """Reads and writes which roles members took."""

    async def of(self, user_id: int) -> Sequence[tuple[int, str, int]]:
        """Server, phase and role of all that a member took."""
        query = select(roles).where(roles.c.user_id == user_id)
        return [(row.guild_id, row.about, row.role) for row in await self._connection.execute(query)]

    async def put(self, user_id: int, guild_id: int, about: str, role: int, at: int) -> int | None:
        """They have it; which one they had for the same phase before."""
        theirs = (roles.c.user_id == user_id, roles.c.guild_id == guild_id, roles.c.about == about)
        earlier = (await self._connection.execute(select(roles.c.role).where(*theirs))).scalar()
        await self.drop(user_id, guild_id, about)
        row = {"user_id": user_id, "guild_id": guild_id, "about": about, "role": role, "at": at}
        await self._connection.execute(insert(roles).values(row))
        return earlier

    async def drop(self, user_id: int, guild_id: int, about: str) -> None:
        """They have it no more."""
        this = (roles.c.user_id == user_id, roles.c.guild_id == guild_id, roles.c.about == about)
        await self._connection.execute(delete(roles).where(*this))


class Blocks(Queries):
    """Whom the moderators of a server keep from showing anything there."""

    async def holds(self, guild_id: int, user_id: int) -> bool:
        """Whether this one is."""
        secret = await key(self._connection, _KEY)
        if secret is None:
            return False
        theirs = (blocks.c.guild_id == guild_id, blocks.c.mark == mark(secret, user_id, guild_id))
        return (await self._connection.execute(select(blocks.c.at).where(*theirs))).first() is not None

    async def put(self, guild_id: int, user_id: int, at: int) -> None:
        """From now on they are."""
        if not await self.holds(guild_id, user_id):
            theirs = mark(await key_or_new(self._connection, _KEY), user_id, guild_id)
            row = {"guild_id": guild_id, "mark": theirs, "at": at}
            await self._connection.execute(insert(blocks).values(row))

    async def lift(self, guild_id: int, user_id: int) -> None:
        """They are not any more."""
        secret = await key(self._connection, _KEY)
        if secret is not None:
            theirs = (blocks.c.guild_id == guild_id, blocks.c.mark == mark(secret, user_id, guild_id))
            await self._connection.execute(delete(blocks).where(*theirs))

    async def of(self, user_id: int) -> list[dict[str, str]]:
        """Where somebody is blocked, for them to read; found by making their marks again."""
        secret = await key(self._connection, _KEY)
        rows = (await self._connection.execute(select(blocks).order_by(blocks.c.at))).all() if secret else ()
        theirs = [row for row in rows if secret and row.mark == mark(secret, user_id, row.guild_id)]
        return [{"guild_id": str(row.guild_id)} for row in theirs]


def _columns(it: Shown) -> dict[str, Any]:
    return columns_of(
        shown,
        it,
        user_id=it.user,
        guild_id=it.guild,
        kind=_STORED_AS.get(it.kind, it.kind),
        state=it.stage,
        key=str(it.key) if it.key else None,
        reason=it.obstacle,
    )


def _shown(row: Row[Any]) -> Shown:
    return value_of(
        row,
        Shown,
        user=row.user_id,
        guild=row.guild_id,
        kind=ShownKind(row.kind) if row.picture is None else ShownKind.TRAIL,
        stage=ShownStage(row.state),
        key=JobKey.read(row.key) if row.key else None,
        obstacle=Obstacle(row.reason) if row.reason else None,
        gone_by=GoneBy(row.gone_by) if row.gone_by else None,
    )
