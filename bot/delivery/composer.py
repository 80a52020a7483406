"""Composes a member's message as of the moment in which it is sent."""

from collections.abc import Callable, Sequence

from bot.content.live import LiveContent
from bot.domain.jobs import Job
from bot.domain.journey import journey_of
from bot.domain.members import Member
from bot.domain.nudge_state import reached
from bot.domain.nudges import Past, Subject, subject
from bot.store.store import Store
from bot.views.messages import ClassicMessage, write


class Composer:
    """Knows what a member did, what was posted, and the content; `now` gives epoch seconds."""

    def __init__(self, store: Store, content: LiveContent, now: Callable[[], int]) -> None:
        self._store = store
        self._content = content
        self._now = now

    async def compose(self, job: Job, member: Member, past: Sequence[Past]) -> tuple[Subject, ClassicMessage]:
        """What there is to say, and how it is said. Raises StoreUnavailable."""
        now = self._now()
        log = await self._store.read.changes.of(member.id)
        progress = journey_of(self._content.library, member, log.standing).progress
        since = max((each.sent_at for each in past), default=member.enrolled_at - 1)
        posted = await self._store.read.updates.news_for(member.id, since)
        about = subject(job, progress, past, now, posted, member)
        return about, write(about, reached(member, now))
