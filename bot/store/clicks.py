"""The acts that were done already, so that one which Discord delivers twice counts once."""

from sqlalchemy import insert, select

from bot.domain.acts import Act
from bot.store.connection import Queries
from bot.store.tables import clicks


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
