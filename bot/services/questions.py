"""Questions: what was asked in vain is kept for those who could answer it."""

from bot.domain.acts import Act
from bot.domain.roadmap import Roadmap
from bot.domain.schedule import DAY
from bot.domain.unanswered import DAYS, Unanswered, gist
from bot.store.store import Store


class QuestionService:
    """Notes questions, and shows what enough people asked. May raise StoreUnavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def note(self, act: Act, roadmap: Roadmap, asked: str) -> bool:
        """Keep what a question was about; False if it was about nothing, or if who asks asked too much."""
        about = gist(asked)
        if not about:
            return False
        async with self._store.transaction() as rows:
            return await rows.questions.note(act, roadmap.id, about)

    async def of_server(self, guild_id: int, now: int, limit: int) -> tuple[Unanswered, ...]:
        """What enough members of a server asked in vain lately, most asked first."""
        return await self._store.read.questions.of_server(guild_id, now - DAYS * DAY, limit)
