"""Questions that found nothing: what they were about and how often, by day; never who asked."""

from sqlalchemy import func, insert, select, update

from bot.domain.schedule import DAY
from bot.domain.unanswered import SHOWN_FROM, Unanswered
from bot.store.database import Database
from bot.store.tables import questions


class QuestionStore:
    """Counts askings. Every method may raise StoreUnavailable; nothing is changed then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, roadmap: str, gist: str, at: int) -> None:
        """One more asking at an instant (epoch seconds), of which only the day is kept."""
        day = at // DAY
        which = (questions.c.roadmap == roadmap, questions.c.gist == gist, questions.c.day == day)
        async with self._database.writing() as connection:
            counted = await connection.execute(
                update(questions).where(*which).values(askings=questions.c.askings + 1)
            )
            if not counted.rowcount:
                first = insert(questions).values(roadmap=roadmap, gist=gist, day=day, askings=1)
                await connection.execute(first)

    async def frequent(
        self, since: int, at_least: int = SHOWN_FROM, limit: int = 10
    ) -> tuple[Unanswered, ...]:
        """What was asked most since an instant (epoch seconds), that day included; most frequent first."""
        askings = func.sum(questions.c.askings).label("number")
        query = (
            select(questions.c.roadmap, questions.c.gist, askings)
            .where(questions.c.day >= since // DAY)
            .group_by(questions.c.roadmap, questions.c.gist)
            .having(func.sum(questions.c.askings) >= max(at_least, SHOWN_FROM))
            .order_by(askings.desc(), questions.c.gist, questions.c.roadmap)
            .limit(limit)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(Unanswered(row.roadmap, row.gist, int(row.number)) for row in rows)
