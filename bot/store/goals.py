"""The certifications that members passed; the one they are after stands with the member."""

from sqlalchemy import delete, insert, select

from bot.domain.goals import Passed
from bot.domain.members import Member
from bot.store.database import Database
from bot.store.members import columns_of, date_of, day_of, newcomer
from bot.store.tables import members, passed


class GoalStore:
    """Reads and writes what was passed. Every method may raise StoreUnavailable; nothing is changed then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def passed_by(self, user_id: int) -> tuple[Passed, ...]:
        """Everything this member passed, the first first."""
        query = select(passed).where(passed.c.user_id == user_id).order_by(passed.c.day, passed.c.exam)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(Passed(row.exam, date_of(row.day), row.link) for row in rows)

    async def note(self, member: Member, done: Passed) -> None:
        """Note an exam as passed, once; said again, the later word counts. `member` is stored if unknown."""
        mine = (passed.c.user_id == member.id, passed.c.exam == done.ref)
        row = {"user_id": member.id, "exam": done.ref, "day": day_of(done.on), "link": done.link}
        async with self._database.writing() as connection:
            known = select(members.c.user_id).where(members.c.user_id == member.id)
            if (await connection.execute(known)).first() is None:
                await connection.execute(insert(members).values(columns_of(newcomer(member))))
            await connection.execute(delete(passed).where(*mine))
            await connection.execute(insert(passed).values(row))
