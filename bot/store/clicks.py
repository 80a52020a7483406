"""The acts that were done already, so that one which Discord delivers twice counts once."""

import sqlalchemy as sa
from sqlalchemy import insert, select

from bot.domain.acts import Act
from bot.store.columns import Moment, Snowflake, member_id, metadata
from bot.store.connection import Queries

# So that a click which is delivered twice changes a member once; forgotten after a day.
clicks = sa.Table(
    "clicks",
    metadata,
    sa.Column("interaction_id", Snowflake, primary_key=True, autoincrement=False),
    member_id(nullable=False, index=True),
    sa.Column("at", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)


class Clicks(Queries):
    """Acts that changed something about a member beside their progress, by their interaction's id."""

    async def known(self, act: Act) -> bool:
        """Whether this very act was done before."""
        query = select(clicks.c.at).where(clicks.c.interaction_id == act.interaction)
        return (await self._connection.execute(query)).first() is not None

    async def add(self, act: Act) -> None:
        """Note that it is done; its member has to be stored."""
        row = {"interaction_id": act.interaction, "user_id": act.user, "at": act.at}
        await self._connection.execute(insert(clicks).values(row))
