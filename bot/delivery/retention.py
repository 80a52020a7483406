"""The daily care: what nobody needs any more is deleted, and who was away for long is told before."""

import logging
from collections.abc import Callable

from bot.delivery.sender import DiscordSender, Refusal
from bot.domain.nudge_state import Kind
from bot.domain.nudges import Nudge
from bot.domain.schedule import DAY
from bot.domain.unanswered import DAYS as QUESTION_DAYS
from bot.store.nudges import NudgeStore
from bot.store.retention import RetentionStore

log = logging.getLogger(__name__)

EVERY = 60 * 60
"""Seconds between two looks: a daily job that a restart can't put off for ever."""

MEMBER_DAYS = 548
"""Eighteen months without a sign of life, in days; then everything about a member is deleted."""

NOTICE_DAYS = 30
"""So long before that they are told, where a DM works."""

NUDGE_DAYS = 396
"""Thirteen months, in days, for which the nudge log is kept."""

NOBODY_DAYS = 30
"""How long an account that Discord does not know is given to come back."""

SERVER_DAYS = 30
"""How long what a server set up and wrote is kept after Cairn was removed from it, in days."""

AT_ONCE = 50
"""So many members a look; the rest have waited for months and can wait an hour."""


class Retention:
    """Keeps the promises about retention. Every step can be repeated and left half-way."""

    def __init__(
        self, care: RetentionStore, nudges: NudgeStore, sender: DiscordSender, now: Callable[[], int]
    ) -> None:
        self._care = care
        self._nudges = nudges
        self._outbox = sender
        self._now = now

    async def look(self) -> None:
        """Everything that is due for care now."""
        now = self._now()
        today = now // DAY
        await self._say_farewell(now, today - MEMBER_DAYS + NOTICE_DAYS)
        gone = await self._care.delete_unseen(today - MEMBER_DAYS, now - NOTICE_DAYS * DAY)
        gone += await self._delete_nobody(now)
        rows = await self._care.delete_nudges(now - NUDGE_DAYS * DAY)
        await self._care.delete_clicks(now - DAY)
        await self._care.delete_questions(now - QUESTION_DAYS * DAY)
        await self._care.delete_question_days(now)
        left = await self._care.delete_left(now - SERVER_DAYS * DAY)
        if gone or rows or left:
            log.info("care: %s members, %s old nudges and %s servers deleted", gone, rows, left)

    async def _say_farewell(self, now: int, day: int) -> None:
        """Leave it to the engine to send them, at its pace and by day."""
        for user in await self._care.unseen_since(day, now, AT_ONCE):
            nudge = await self._nudges.add(user, Kind.FAREWELL, now)
            if isinstance(nudge, Nudge):
                await self._nudges.wait([nudge.id], now, tried=False)

    async def _delete_nobody(self, now: int) -> int:
        """Ask once for accounts that did not exist a month ago; delete those that still do not."""
        deleted = 0
        for user in await self._care.refused_as_nobody(now - NOBODY_DAYS * DAY, AT_ONCE):
            exists = await self._outbox.exists(user)
            if exists is Refusal.NOBODY:
                deleted += await self._care.delete(user)
            elif exists is None:
                await self._care.account_exists(user)
        return deleted
