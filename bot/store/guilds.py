"""Servers: what was set up in them, who was met there, and when the bot left."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import ColumnElement, delete, exists, false, func, insert, or_, select, union, update

from bot.domain.acts import Act
from bot.domain.guilds import GuildSettings
from bot.domain.shards import Share
from bot.store.columns import ID, NUMBER, Moment, Snowflake, metadata
from bot.store.connection import Queries, affected
from bot.store.members import member_guilds
from bot.store.parts import of_its_servers
from bot.store.values import columns_of, value_of

guilds = sa.Table(
    "guilds",
    metadata,
    sa.Column("guild_id", ID, primary_key=True, autoincrement=False),
    sa.Column("updates_channel", Snowflake),
    sa.Column("ping_role", Snowflake),
    sa.Column("moderator_role", Snowflake),
    sa.Column("zone", sa.String),
    sa.Column("publish", sa.Boolean, nullable=False),
    sa.Column("role_worked", sa.Boolean, nullable=False),
    sa.Column("left_at", Moment),
    sa.Column("help_channel", Snowflake),
    sa.Column("showcase_channel", Snowflake),
    sa.Column("checkin_channel", Snowflake),
    sa.Column("milestones_channel", Snowflake),
    sa.Column("moderators_channel", Snowflake),
    sa.Column("checkin_day", sa.Integer, nullable=False, server_default="1"),
    sa.Column("checkin_minute", sa.Integer, nullable=False, server_default="600"),
    sa.Column("checkin_at", Moment),
    sa.Column("checkin_week", sa.Integer),
    sa.Column("checkin_rests", sa.Boolean, nullable=False, server_default=false()),
    sa.Column("digest_minute", sa.Integer, nullable=False, server_default="540"),
    sa.Column("digest_at", Moment),
    sa.Column("digest_week", sa.Integer),
    sa.Column("roadmap", sa.String),
    sa.Column("phase_roles", sa.JSON, nullable=False, server_default="{}"),
)
# What few rows have is indexed for those alone.
for _rare in (guilds.c.checkin_at, guilds.c.digest_at):
    sa.Index(None, _rare, sqlite_where=_rare.is_not(None))

# Who changed what was set. Whose id it is is forgotten with them.
setup_changes = sa.Table(
    "setup_changes",
    metadata,
    sa.Column("id", NUMBER, primary_key=True),
    sa.Column("guild_id", Snowflake, nullable=False),
    sa.Column("author_id", Snowflake, index=True),
    sa.Column("interaction_id", Snowflake, nullable=False, unique=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("what", sa.String, nullable=False),
    sa.Column("value", sa.String),
    sa.Index(None, "guild_id", "what", "id"),
    sqlite_autoincrement=True,
)
sa.Index(None, guilds.c.left_at, sqlite_where=guilds.c.left_at.is_not(None))

_PLACES = (
    *(guilds.c.help_channel, guilds.c.showcase_channel, guilds.c.checkin_channel),
    guilds.c.milestones_channel,
)
_DUES = (guilds.c.checkin_at, guilds.c.digest_at)
_NEXT = [select(func.min(due)).where(due.is_not(None)) for due in _DUES]
_elsewhere = member_guilds.alias("elsewhere")


class Guilds(Queries):
    """Reads and writes what belongs to servers."""

    async def get(self, guild_id: int) -> GuildSettings:
        """What is set; a server without settings has the defaults."""
        row = (await self._connection.execute(select(guilds).where(guilds.c.guild_id == guild_id))).first()
        return value_of(row, GuildSettings, guild=guild_id) if row else GuildSettings(guild_id)

    async def put(self, settings: GuildSettings) -> None:
        """Write what is set, whether anything was before or not."""
        values = columns_of(guilds, settings, guild_id=settings.guild)
        changed = update(guilds).where(guilds.c.guild_id == settings.guild).values(values)
        if not affected(await self._connection.execute(changed)):
            await self._connection.execute(insert(guilds).values(values))

    async def configured(self) -> list[GuildSettings]:
        """Every server that has a channel for updates and that Cairn has not left."""
        here = guilds.c.updates_channel.is_not(None) & guilds.c.left_at.is_(None)
        rows = await self._connection.execute(select(guilds).where(here).order_by(guilds.c.guild_id))
        return [value_of(row, GuildSettings, guild=row.guild_id) for row in rows]

    async def with_places(self) -> list[GuildSettings]:
        """Every server that has chosen a place for what members show, and that Cairn has not left."""
        chosen = or_(
            *(column.is_not(None) for column in _PLACES), sa.cast(guilds.c.phase_roles, sa.String) != "{}"
        )
        rows = await self._connection.execute(select(guilds).where(chosen, guilds.c.left_at.is_(None)))
        return [value_of(row, GuildSettings, guild=row.guild_id) for row in rows]

    async def next_due(self, share: Share | None = None) -> int | None:
        """When the first server is to be looked at, for its check-in or its digest (epoch seconds).

        The first of all, or of those that are the part of a process.
        """
        part = () if share is None else (of_its_servers(guilds.c.guild_id, share),)
        query = select(*(each.where(*part).scalar_subquery() for each in _NEXT))
        found = (await self._connection.execute(query)).one()
        return min((at for at in found if at is not None), default=None)

    async def due(self, now: int, most: int, share: Share | None = None) -> list[GuildSettings]:
        """So many servers that are to be looked at by now, and that Cairn has not left.

        With a share, only those that are the part of its process.
        """
        found = union(*(select(guilds.c.guild_id).where(column <= now) for column in _DUES))
        here: list[ColumnElement[bool]] = [guilds.c.guild_id.in_(found), guilds.c.left_at.is_(None)]
        if share is not None:
            here.append(of_its_servers(guilds.c.guild_id, share))
        rows = await self._connection.execute(select(guilds).where(*here).limit(most))
        return [value_of(row, GuildSettings, guild=row.guild_id) for row in rows]

    async def note(self, act: Act, guild_id: int, what: str, value: object) -> None:
        """Keep who set what to what, and when."""
        row = {"guild_id": guild_id, "author_id": act.user, "interaction_id": act.interaction, "at": act.at}
        said = None if value is None else str(value)
        await self._connection.execute(insert(setup_changes).values(**row, what=what, value=said))

    async def changed_by(self, act: Act) -> bool:
        """Whether this very act changed a setting before."""
        query = select(setup_changes.c.id).where(setup_changes.c.interaction_id == act.interaction)
        return (await self._connection.execute(query)).first() is not None

    async def last_change(self, guild_id: int, *whats: str) -> tuple[int | None, str, int] | None:
        """Who last changed anything, or one of these, which and when; the id is None once it is forgotten."""
        which = [setup_changes.c.guild_id == guild_id]
        if whats:
            which.append(setup_changes.c.what.in_(whats))
        query = select(setup_changes).where(*which).order_by(setup_changes.c.id.desc()).limit(1)
        row = (await self._connection.execute(query)).first()
        return (row.author_id, row.what, row.at) if row else None

    async def here(self) -> frozenset[int]:
        """The servers that anything is stored of, and that Cairn has not left as far as it knows."""
        tables = (table for table in metadata.sorted_tables if "guild_id" in table.c)
        stored = union(*(select(table.c.guild_id) for table in tables))
        anywhere = stored.subquery().c.guild_id
        query = select(anywhere).where(anywhere > 0, ~_left(anywhere))  # 0 is a direct message
        return frozenset((await self._connection.execute(query)).scalars())

    async def left(self) -> frozenset[int]:
        """The servers that Cairn has left."""
        query = select(guilds.c.guild_id).where(guilds.c.left_at.is_not(None))
        return frozenset((await self._connection.execute(query)).scalars())

    async def members(self, guild_id: int, after: int, most: int) -> Sequence[int]:
        """The next members, by id, who used /start in a server."""
        return await self._ids(guild_id, after, most)

    async def members_only_here(self, guild_id: int, after: int, most: int) -> Sequence[int]:
        """Those of them who were met in no other server that Cairn has not left."""
        elsewhere = exists().where(
            _elsewhere.c.user_id == member_guilds.c.user_id, ~_left(_elsewhere.c.guild_id)
        )
        return await self._ids(guild_id, after, most, ~elsewhere)

    async def delete_left(self, before: int) -> int:
        """Delete what belongs to the servers that Cairn left before an instant; how many they were.

        With them goes every row that bears their id; members stay.
        """
        left = guilds.c.left_at < before
        gone = select(guilds.c.guild_id).where(left)
        for table in metadata.sorted_tables:
            if "guild_id" in table.c and table is not guilds:
                await self._connection.execute(delete(table).where(table.c.guild_id.in_(gone)))
        return affected(await self._connection.execute(delete(guilds).where(left)))

    async def _ids(self, guild_id: int, after: int, most: int, *which: ColumnElement[bool]) -> Sequence[int]:
        query = (
            select(member_guilds.c.user_id)
            .where(member_guilds.c.guild_id == guild_id, member_guilds.c.user_id > after, *which)
            .order_by(member_guilds.c.user_id)
            .limit(most)
        )
        return (await self._connection.execute(query)).scalars().all()


def _left(guild: ColumnElement[int]) -> ColumnElement[bool]:
    return exists().where(guilds.c.guild_id == guild, guilds.c.left_at.is_not(None))
