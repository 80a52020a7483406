"""How many members hold a mark on each action, for authors who are about to edit it."""

from collections.abc import Mapping

from sqlalchemy import func, select

from bot.store.database import Database
from bot.store.tables import changes, marks


async def holders(database: Database) -> Mapping[tuple[str, str], int]:
    """Members with a standing mark, by roadmap and the action's id as it was stored."""
    query = (
        select(changes.c.roadmap, marks.c.action, func.count(changes.c.user_id.distinct()).label("members"))
        .join(marks, marks.c.change_id == changes.c.id)
        .where(changes.c.undone_by.is_(None))
        .group_by(changes.c.roadmap, marks.c.action)
    )
    async with database.reading() as connection:
        rows = (await connection.execute(query)).all()
    return {(row.roadmap, row.action): row.members for row in rows}
