"""A member's data, in their hands."""

from bot.domain.shown import day_before
from bot.services.removals import held_roles, leave, take_role
from bot.store.export import Export, everything_about
from bot.store.rows import Rows
from bot.store.store import Store


class DataService:
    """Shows and deletes all that is stored about somebody. May raise StoreUnavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def export(self, user_id: int) -> Export:
        """Everything stored about this member as of one moment, at which nobody else writes."""
        async with self._store.transaction() as rows:
            return await everything_about(rows.connection, user_id)

    async def delete(self, user_id: int, at: int) -> bool:
        """Erase everything about this member, from the log files too; False if there was nothing.

        What they show is removed by the next run of the dispatcher. Updates they posted in a server stay
        there, signed; only the author's id goes.
        """
        async with self._store.transaction() as rows:
            gone = await forget(rows, at, user_id)
        await self._store.scrub()
        return gone > 0


async def forget(rows: Rows, at: int, *users: int) -> int:
    """Delete people, as of an instant, with all that is theirs; 0 if nothing bore their id.

    What others see of them, posts and roles, becomes jobs first that take it away. How much they showed
    within a day is kept under a mark: the limit of a day holds all the same.
    """
    if not users:
        return 0
    await leave(rows, [shown for user in users for shown in await rows.shown.seen_of(user)], at)
    for user in users:
        await rows.shown.keep_number(user, day_before(at))
    roles = [role for user in users for role in await held_roles(rows, user)]
    gone = await rows.questions.forget(*users) + await rows.members.delete(*users)
    for user, guild, role, wait in roles:
        await take_role(rows, user, guild, role, at, wait)
    return gone
