"""Servers as Cairn comes and goes: who was met where, and whom it can only reach there."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import ColumnElement, exists, insert, select, update

from bot.domain.members import Member
from bot.store.database import Database
from bot.store.members import member_of, save
from bot.store.tables import guilds, member_guilds, members

_AT_ONCE = 200
"""So many members are changed in one transaction, so that nobody else waits long."""

_elsewhere = member_guilds.alias("elsewhere")


class ServerStore:
    """Notes leaving and coming back. Every method may raise StoreUnavailable; it can be called again then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def here(self) -> frozenset[int]:
        """The servers that anything is stored of, and that Cairn has not left as far as it knows."""
        settings = select(guilds.c.guild_id).where(guilds.c.left_at.is_(None))
        places = select(member_guilds.c.guild_id).distinct().where(~_left(member_guilds.c.guild_id))
        async with self._database.reading() as connection:
            return frozenset((await connection.execute(settings.union(places))).scalars())

    async def back(self, present: Collection[int]) -> None:
        """Cairn is in these servers: whichever of them it had left counts as never left."""
        left = select(guilds.c.guild_id).where(guilds.c.left_at.is_not(None))
        async with self._database.reading() as connection:
            back = set((await connection.execute(left)).scalars()) & set(present)
        for guild in back:
            async with self._database.writing() as connection:
                await connection.execute(
                    update(guilds).where(guilds.c.guild_id == guild).values(left_at=None)
                )

    async def leave(self, guild_id: int, at: int, change: Callable[[Member], Member]) -> None:
        """Note that Cairn is no longer in a server, and change the members whose only server it was.

        Leaving twice keeps the first time.
        """
        async with self._database.writing() as connection:
            found = (await connection.execute(select(guilds).where(guilds.c.guild_id == guild_id))).first()
            if found is None:
                row = {"guild_id": guild_id, "publish": False, "role_worked": False, "left_at": at}
                await connection.execute(insert(guilds).values(row))
            elif found.left_at is None:
                await connection.execute(
                    update(guilds).where(guilds.c.guild_id == guild_id).values(left_at=at)
                )
        last = 0
        while ids := await self._only_there(guild_id, last):
            await self._change(ids, change)
            last = ids[-1]

    async def _only_there(self, guild_id: int, after: int) -> Sequence[int]:
        """The next members who were met in this server and in no other that Cairn has not left."""
        query = (
            select(member_guilds.c.user_id)
            .where(member_guilds.c.guild_id == guild_id, member_guilds.c.user_id > after, ~_met_elsewhere())
            .order_by(member_guilds.c.user_id)
            .limit(_AT_ONCE)
        )
        async with self._database.reading() as connection:
            return (await connection.execute(query)).scalars().all()

    async def _change(self, ids: Sequence[int], change: Callable[[Member], Member]) -> None:
        async with self._database.writing() as connection:
            rows = await connection.execute(select(members).where(members.c.user_id.in_(ids)))
            known = [member_of(row) for row in rows]
            changed = [change(member) for member in known]
            await save(connection, [new for new, old in zip(changed, known, strict=True) if new != old])


def _left(guild: ColumnElement[int]) -> ColumnElement[bool]:
    return exists().where(guilds.c.guild_id == guild, guilds.c.left_at.is_not(None))


def _met_elsewhere() -> ColumnElement[bool]:
    return exists().where(_elsewhere.c.user_id == member_guilds.c.user_id, ~_left(_elsewhere.c.guild_id))
