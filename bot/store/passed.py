"""The certifications that members passed; the one they are after stands with the member."""

import sqlalchemy as sa
from sqlalchemy import delete, insert, select

from bot.domain.goals import Passed
from bot.store.columns import Day, member_id, metadata
from bot.store.connection import Queries
from bot.store.members import date_of, day_of

passed = sa.Table(
    "passed",
    metadata,
    member_id(primary_key=True),
    sa.Column("exam", sa.String, primary_key=True),
    sa.Column("day", Day, nullable=False),
    sa.Column("link", sa.String),
    sqlite_with_rowid=False,
)


class PassedExams(Queries):
    """What was passed, by whom and when."""

    async def of(self, user_id: int) -> tuple[Passed, ...]:
        """Everything this member passed, the first first."""
        query = select(passed).where(passed.c.user_id == user_id).order_by(passed.c.day, passed.c.exam)
        rows = await self._connection.execute(query)
        return tuple(Passed(row.exam, date_of(row.day), row.link) for row in rows)

    async def put(self, user_id: int, done: Passed) -> None:
        """Note an exam as passed, once; said again, the later word counts."""
        row = {"user_id": user_id, "exam": done.ref, "day": day_of(done.on), "link": done.link}
        await self.remove(user_id, done.ref)
        await self._connection.execute(insert(passed).values(row))

    async def remove(self, user_id: int, exam: str) -> None:
        """Note an exam as not passed."""
        mine = (passed.c.user_id == user_id, passed.c.exam == exam)
        await self._connection.execute(delete(passed).where(*mine))
