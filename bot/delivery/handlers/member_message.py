"""A message in a member's DM: looked for there, asked for once more, composed as of now, sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from bot.content.live import LiveContent
from bot.delivery.dm_channels import DMChannels, Later
from bot.delivery.handlers.handler import GIVEN_UP, Handler, Outcome
from bot.delivery.sender import DiscordSender, instant_of, look_from
from bot.domain.crossroads import choice_ahead
from bot.domain.due import deadline, night_ends
from bot.domain.jobs import Ending, Job, JobKind, JobState, Refusal
from bot.domain.journey import journey_of
from bot.domain.members import Member
from bot.domain.nudge_state import delivered, reached, refused, unsent
from bot.domain.nudges import Past, Subject, still_wanted, subject
from bot.domain.personal import along
from bot.store.rows import Rows
from bot.store.store import Store
from bot.views.messages import write

_FOR_GOOD = (Refusal.CLOSED, Refusal.NOBODY, Refusal.UNOPENED)
_WHENEVER_IT_CAN = (JobKind.WELCOME, JobKind.FAREWELL)  # the rest is too old to be sent after three days


class Context(NamedTuple):
    """A job right before it is done: its member as they are now, and what they were sent before.

    `opening` says that a message which may open the member's DM is on its way.
    """

    job: Job
    member: Member
    opening: bool
    past: tuple[Past, ...]


@dataclass(frozen=True, eq=False, repr=False)
class MemberMessage(Handler):
    """What is due to a member at a time of theirs, a test of it, and the welcome.

    What comes `by_day` is never in time at night.
    """

    kinds = frozenset(
        {
            *(JobKind.WELCOME, JobKind.WEEKLY, JobKind.SNOOZED, JobKind.PLANNED),
            *(JobKind.REST, JobKind.FINISHED, JobKind.TEST),
        }
    )
    by_day: ClassVar[bool] = False

    _store: Store
    _sender: DiscordSender
    _channels: DMChannels
    _content: LiveContent
    _now: Callable[[], int]

    async def look(self, job: Job) -> Outcome:
        """Whether it stands in the DM."""
        context = await self._context(job)
        if context is None or context.member.dm_channel is None:
            return None
        return await self._find(context, context.member.dm_channel)

    async def do(self, job: Job) -> Outcome:
        """Send it, into the DM that was opened once or that may be opened now.

        Opening it takes its time, and they may not want it any more. A database that was restored does not
        know that it was opened before, and what stands in it.
        """
        context = await self._wanted(job)
        if not isinstance(context, Context):
            return context
        # The DM of who asks after it was refused may be gone.
        reopens = job.asked and context.member.nudges.refused_at is not None
        if context.member.dm_channel is not None and not reopens:
            return await self._send(context, context.member.dm_channel)
        opened = await self._channels.open(job, opening=context.opening)
        if not isinstance(opened, int):
            return opened
        context = await self._wanted(job)
        if not isinstance(context, Context):
            return context
        found = await self._find(context, opened) if job.unsure else None
        return found or await self._send(context, opened)

    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        """A closed DM is for good; what nobody can know is given up after four days."""
        if refusal in _FOR_GOOD:
            return Ending(JobState.REFUSED, now, job.kind, reason=refusal)
        if refusal is Refusal.UNSURE and now - job.claimed_at > GIVEN_UP:
            return Ending(JobState.FAILED, now, job.kind, reason=refusal, sure=False)
        return None

    async def settled(self, rows: Rows, job: Job, ending: Ending) -> None:
        """What it means for the member."""
        member = await rows.members.get(job.owner)
        if member is not None:
            await rows.members.save(self._after(member, job, ending))

    def _after(self, member: Member, job: Job, ending: Ending) -> Member:
        now = self._now()
        if ending.state is JobState.SENT:
            after = delivered(member, ending.kind, now, job.due_at)
            goal = after.goal and after.goal._replace(told=after.goal.told or after.goal.ref == ending.tells)
            told = self._way(after) if ending.kind is JobKind.WEEKLY else after.told_hours
            return after._replace(goal=goal, told_hours=told)
        if ending.state is JobState.REFUSED and not self.refusals_count:
            return member
        after = unsent(member, ending.kind, job.due_at, now, sure=ending.sure)
        if ending.state is JobState.REFUSED and ending.reason is not None:
            after = refused(after, now)
            # Who waits for it is told in the answer to their click.
            after = after._replace(nudges=after.nudges._replace(told_at=now if job.clicked else None))
        return after

    def _way(self, member: Member) -> float:
        """How many hours their way takes, as a message tells it."""
        roadmap = self._content.library.active(member.roadmap)
        return along(roadmap, member.path(roadmap.id)).hours

    async def _wanted(self, job: Job) -> Context | Ending | Later | None:
        """The job in its context, or why it is not to be sent, or not yet."""
        context, now = await self._context(job), self._now()
        if context is None:
            return None
        member = context.member
        if not still_wanted(job, member, clicked=job.clicked):
            return Ending(JobState.WITHDRAWN, now, job.kind)
        if job.kind not in _WHENEVER_IT_CAN and now > deadline(member, job.kind, job.due_at):
            return Ending(JobState.MISSED, now, job.kind)
        if self.refusals_count and member.nudges.refused_at is not None and not job.asked:
            return Ending(JobState.REFUSED, now, job.kind)
        morning = None if job.clicked else night_ends(member, 0 if self.by_day else job.due_at, now)
        return Later(morning) if morning else context

    async def _context(self, job: Job) -> Context | None:
        found = await self._store.read.jobs.member_of(job)
        return found and Context(job, *found, await self._store.read.jobs.past(job.owner))

    async def _find(self, context: Context, channel: int) -> Ending | Refusal | None:
        job = context.job
        older = max((past.message for past in context.past if past.message), default=channel)
        found = await self._sender.find(channel, job.names, look_from(job.claimed_at, job.due_at, older))
        if found is None:
            return None
        if isinstance(found, Refusal):
            return Refusal.UNSURE
        message, about = found
        return Ending(JobState.SENT, instant_of(message), job.kind, channel, message, about, found=True)

    async def _send(self, context: Context, channel: int) -> Ending | Refusal:
        job, member, at = context.job, context.member, self._now()
        about = await self._about(context, at)
        if job.kind is JobKind.PLANNED and not about.progress.is_open(job.about or ""):
            return Ending(JobState.WITHDRAWN, at, job.kind)
        if about.kind is not job.kind:
            async with self._store.transaction(job.owner) as rows:
                await rows.jobs.becomes(job, about.kind)
        sent = await self._sender.send(channel, write(about, reached(member, at)), nonce=job.nonce)
        if isinstance(sent, Refusal):
            return sent
        tells = member.goal.ref if about.goal and member.goal else None
        return Ending(JobState.SENT, at, about.kind, channel, sent, about.about, tells=tells)

    async def _about(self, context: Context, at: int) -> Subject:
        """What there is to say: what they did, what was posted, and the content decide it."""
        member, past = context.member, context.past
        log = await self._store.read.changes.of(member.id)
        library = self._content.library
        journey = journey_of(library, member, log.marked)
        progress = journey.progress
        choice = choice_ahead(library.roadmap(progress.roadmap.id), progress, journey.path)
        since = max((each.sent_at for each in past), default=member.enrolled_at - 1)
        posted = await self._store.read.updates.news_for(member.id, since)
        return subject(context.job, progress, past, at, posted, member)._replace(choice=choice)


class Farewell(MemberMessage):
    """A month before everything about a member is deleted.

    They were gone for long: that they can't be written to says nothing about the bot and changes nothing for
    them. Nobody waits for it.
    """

    kinds = frozenset({JobKind.FAREWELL})
    by_day = True
    refusals_count = False
