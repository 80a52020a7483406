"""The lines that members keep beside steps and actions."""

import sqlalchemy as sa
from sqlalchemy import delete, insert, select

from bot.domain.notes import Note
from bot.store.columns import Moment, member_id, metadata
from bot.store.connection import Queries

notes = sa.Table(
    "notes",
    metadata,
    member_id(primary_key=True),
    sa.Column("roadmap", sa.String, primary_key=True),
    sa.Column("ref", sa.String, primary_key=True),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("chosen", sa.Boolean, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)


class Notes(Queries):
    """What was written, by whom and about what."""

    async def of(self, user_id: int, roadmap: str) -> tuple[Note, ...]:
        """Everything this member keeps about a roadmap, the oldest first."""
        mine = (notes.c.user_id == user_id, notes.c.roadmap == roadmap)
        query = select(notes).where(*mine).order_by(notes.c.at, notes.c.ref)
        rows = await self._connection.execute(query)
        return tuple(Note(row.roadmap, row.ref, row.text, row.at, row.chosen) for row in rows)

    async def add(self, user_id: int, note: Note) -> None:
        """Keep a line about a ref, of which there was none."""
        await self._connection.execute(insert(notes).values(user_id=user_id, **note._asdict()))

    async def delete(self, user_id: int, roadmap: str, ref: str) -> None:
        """Let go of the line about a ref, if there is one."""
        this = (notes.c.user_id == user_id, notes.c.roadmap == roadmap, notes.c.ref == ref)
        await self._connection.execute(delete(notes).where(*this))
