"""A server's check-in: a post with this week's question, and a thread below it for whoever takes part."""

from dataclasses import dataclass

from bot.content.live import LiveContent
from bot.delivery.handlers.handler import NO_ANSWER, Outcome
from bot.delivery.handlers.recurring import Recurring, channel_of
from bot.domain.guilds import GuildSettings, Place
from bot.domain.jobs import Ending, Job, JobKind, JobState, NewJob, Refusal
from bot.domain.recurring import QUIET, arranged, question_of
from bot.domain.schedule import local_day
from bot.store.rows import Rows
from bot.views.check_in import check_in, thread_name

NOBODY_CAME = "quiet"
"""Why a check-in ends, and what the moderators are told."""


@dataclass(frozen=True, eq=False, repr=False)
class CheckIn(Recurring):
    """Two requests: the post, which is looked for before it is sent again, and its thread, of which there is
    one at most.
    """

    kinds = frozenset({JobKind.CHECK_IN})
    place = Place.CHECK_IN

    _content: LiveContent

    async def _written(self, job: Job, settings: GuildSettings) -> Outcome:
        """Not where it rests, nor where nobody came to the last ones."""
        if settings.checkin_rests:
            return Ending(JobState.WITHDRAWN, self._now(), job.kind)
        quiet = await self._quiet(job)
        if isinstance(quiet, Refusal):
            return quiet
        if quiet:
            return Ending(JobState.WITHDRAWN, self._now(), job.kind, reason=NOBODY_CAME)
        roadmap = self._content.library.active(settings.roadmap)
        question = question_of(roadmap.check_ins, job.due_at, settings.zone)
        return await self._post(job, check_in(question, roadmap.title, job.key))

    async def settled(self, rows: Rows, job: Job, ending: Ending) -> None:
        """Where nobody came, none follows until a moderator starts it again; they are told."""
        if ending.reason != NOBODY_CAME:
            return
        settings = (await rows.guilds.get(job.owner))._replace(checkin_rests=True)
        await rows.guilds.put(arranged(settings, self._now()))
        if settings.moderators_channel is not None:
            word = NewJob(JobKind.NOTICE, job.owner, job.due_at, guild=job.owner, about=NOBODY_CAME)
            await rows.jobs.add(word, self._now(), wait_until=self._now())

    async def _stands(self, job: Job, message: int, *, found: bool = False) -> Outcome:
        """It gets its thread, if it has none."""
        stands = await super()._stands(job, message, found=found)
        settings = await self._store.read.guilds.get(job.owner)
        name = thread_name(local_day(job.due_at, settings.zone or "UTC"))
        opened = await self._sender.open_thread(channel_of(job), message, name)
        return stands if opened in (None, Refusal.THERE) else opened

    async def _quiet(self, job: Job) -> bool | Refusal:
        """Whether nobody wrote anything below the last two, counted from where it was started again."""
        last = await self._store.read.jobs.last_sent(job.owner, JobKind.CHECK_IN, QUIET, since=NOBODY_CAME)
        if len(last) < QUIET:
            return False
        for _, thread in last:
            written = await self._sender.written_in(thread)
            if isinstance(written, Refusal) and written is not Refusal.CLOSED:
                return Refusal.LATER if written in NO_ANSWER else False
            if not isinstance(written, Refusal) and written:
                return False
        return True
