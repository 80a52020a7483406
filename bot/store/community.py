"""What `/community` counts: the members of one server page by page, and what became of their messages."""

from collections.abc import AsyncIterator, Sequence

from sqlalchemy import func, select

from bot.domain.journey import progress_of
from bot.domain.library import Library
from bot.domain.nudges import State
from bot.domain.progress import Progress
from bot.store import log
from bot.store.database import Database
from bot.store.report import SENT_LATE, WEEKLY
from bot.store.tables import member_guilds, nudges

_AT_ONCE = 50
"""So many members are read at once, so that commands are answered in between."""


class CommunityStore:
    """Reads across the members of a server. Every method may raise StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def progress(self, guild_id: int, library: Library) -> AsyncIterator[Progress]:
        """How far each member who used `/start` in this server is, in the roadmap they are on."""
        last = 0
        while ids := await self._next_members(guild_id, last):
            async with self._database.reading() as connection:
                logs = await log.read_several(connection, ids)
            for each in logs:
                roadmap = library.active(each.member.roadmap if each.member else None)
                yield progress_of(roadmap, each.standing)
            last = ids[-1]

    async def ends(self, guild_id: int, since: int) -> dict[tuple[State, bool], int]:
        """How many of their weekly messages due since an instant came to which end; True means late."""
        query = (
            select(nudges.c.state, SENT_LATE, func.count().label("number"))
            .join(member_guilds, member_guilds.c.user_id == nudges.c.user_id)
            .where(member_guilds.c.guild_id == guild_id)
            .where(nudges.c.due_at >= since, nudges.c.kind.in_(WEEKLY))
            .group_by(nudges.c.state, SENT_LATE)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return {(State(row.state), bool(row.late)): row.number for row in rows}

    async def _next_members(self, guild_id: int, after: int) -> Sequence[int]:
        query = (
            select(member_guilds.c.user_id)
            .where(member_guilds.c.guild_id == guild_id, member_guilds.c.user_id > after)
            .order_by(member_guilds.c.user_id)
            .limit(_AT_ONCE)
        )
        async with self._database.reading() as connection:
            return (await connection.execute(query)).scalars().all()
