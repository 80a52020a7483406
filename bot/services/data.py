"""A member's data, in their hands."""

from bot.store.export import Export, everything_about
from bot.store.store import Store


class DataService:
    """Shows and deletes all that is stored about somebody. May raise StoreUnavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def export(self, user_id: int) -> Export:
        """Everything stored about this member as of one moment."""
        async with self._store.transaction() as rows:
            return await everything_about(rows.connection, user_id)

    async def delete(self, user_id: int) -> bool:
        """Erase everything about this member, from the log files too; False if there was nothing.

        Updates they posted in a server stay there, signed; only the author's id goes.
        """
        async with self._store.transaction() as rows:
            gone = await rows.questions.forget(user_id) + await rows.members.delete(user_id)
        await self._store.scrub()
        return gone > 0
