"""Writes the letter for a nudge, as of the moment in which it is sent."""

from collections.abc import Callable

from bot.content.live import LiveContent
from bot.domain.nudge_state import reached
from bot.domain.nudges import Subject, subject
from bot.store.journeys import JourneyStore
from bot.store.nudges import Standing
from bot.store.updates import UpdateStore
from bot.views.messages import ClassicMessage, write


class Scribe:
    """Knows what a member did, what was posted, and the content; `now` gives epoch seconds."""

    def __init__(
        self, journeys: JourneyStore, updates: UpdateStore, content: LiveContent, now: Callable[[], int]
    ) -> None:
        self._journeys = journeys
        self._updates = updates
        self._shelf = content
        self._now = now

    async def write(self, standing: Standing) -> tuple[Subject, ClassicMessage]:
        """What there is to say, and how it is said. Raises StoreUnavailable."""
        member, now = standing.member, self._now()
        journey = await self._journeys.load(member.id, self._shelf.library)
        since = max((past.sent_at for past in standing.past), default=member.enrolled_at - 1)
        posted = await self._updates.news_for(member.id, since)
        about = subject(standing.nudge, journey.progress, standing.past, now, posted, member)
        return about, write(about, reached(member, now))
