"""A message in a member's DM: looked for there, asked for once more, composed as of now, sent."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.delivery.composer import Composer
from bot.delivery.dm_channels import DMChannels, Later
from bot.delivery.handlers.handler import GIVEN_UP, Handler, Outcome
from bot.delivery.sender import DiscordSender, instant_of, look_from
from bot.domain.due import deadline, night_ends
from bot.domain.jobs import Ending, Job, JobKind, JobState, Refusal
from bot.domain.members import Member
from bot.domain.nudge_state import delivered, refused, unsent
from bot.domain.nudges import Past, still_wanted
from bot.store.rows import Rows
from bot.store.store import Store

_FOR_GOOD = (Refusal.CLOSED, Refusal.NOBODY, Refusal.UNOPENED)


@dataclass(frozen=True, slots=True)
class Context:
    """A job right before it is done: its member as they are now, and what they were sent before.

    `opening` says that a message which may open the member's DM is on its way.
    """

    job: Job
    member: Member
    opening: bool
    past: tuple[Past, ...]


class MemberMessage(Handler):
    """What is due to a member at a time of theirs, and a test of it."""

    kinds = frozenset({JobKind.WEEKLY, JobKind.SNOOZED, JobKind.REST, JobKind.FINISHED, JobKind.TEST})
    expires: ClassVar[bool] = True
    """Whether it is too old to be sent after three days."""

    def __init__(
        self,
        store: Store,
        sender: DiscordSender,
        channels: DMChannels,
        composer: Composer,
        now: Callable[[], int],
    ) -> None:
        self._store = store
        self._sender = sender
        self._channels = channels
        self._composer = composer
        self._now = now

    async def look(self, job: Job) -> Outcome:
        """Whether it stands in the DM."""
        context = await self._context(job)
        return await self._find(context, context.member.dm_channel) if context else None

    async def do(self, job: Job, *, clicked: bool) -> Outcome:
        """Send it, into the DM that was opened once or that may be opened now."""
        context = await self._context(job)
        if context is None:
            return None
        if hindrance := self._hindrance(context, clicked=clicked):
            return hindrance
        channel = self._channels.known(job, context.member)
        if channel is not None:
            return await self._send(context, channel)
        opened = await self._channels.open(job, opening=context.opening, clicked=clicked)
        return await self._send_first(job, opened, clicked=clicked) if isinstance(opened, int) else opened

    async def _send_first(self, job: Job, channel: int, *, clicked: bool) -> Outcome:
        """Send it into a DM that was just opened: that took its time, and they may not want it any more.

        A database that was restored does not know that the DM was opened before, and what stands in it.
        """
        context = await self._context(job)
        if context is None:
            return None
        if hindrance := self._hindrance(context, clicked=clicked):
            return hindrance
        found = await self._find(context, channel) if job.unsure else None
        return found or await self._send(context, channel)

    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        """A closed DM is for good; what nobody can know is given up after four days."""
        if refusal in _FOR_GOOD:
            return Ending(JobState.REFUSED, now, job.kind, reason=refusal)
        if refusal is Refusal.UNSURE and now - job.claimed_at > GIVEN_UP:
            return Ending(JobState.FAILED, now, job.kind, reason=refusal, sure=False)
        return None

    async def settled(self, rows: Rows, job: Job, ending: Ending, *, clicked: bool) -> None:
        """What it means for the member; a refusal is told in the answer to their click, if there is one."""
        member = await rows.members.get(job.owner)
        if member is not None:
            await rows.members.save(self._after(member, job, ending, told=clicked))

    def _after(self, member: Member, job: Job, ending: Ending, *, told: bool) -> Member:
        now = self._now()
        if ending.state is JobState.SENT:
            return _goal_told(delivered(member, ending.kind, now, job.due_at), ending)
        without = unsent(member, ending.kind, job.due_at, now, sure=ending.sure)
        if ending.state is not JobState.REFUSED or ending.reason is None:
            return without
        after = refused(without, now)
        return replace(after, nudges=replace(after.nudges, told=told))

    def _hindrance(self, context: Context, *, clicked: bool) -> Ending | Later | None:
        """Why it is not to be sent, or not yet."""
        job, member, now = context.job, context.member, self._now()
        if not still_wanted(job, member, clicked=clicked):
            return Ending(JobState.WITHDRAWN, now, job.kind)
        if self.expires and now > deadline(member, job.due_at):
            return Ending(JobState.MISSED, now, job.kind)
        if member.nudges.refused_at is not None and not self._may_try(job):
            return Ending(JobState.REFUSED, now, job.kind)
        morning = None if clicked else night_ends(member, self._meant_for(job), now)
        return Later(morning) if morning else None

    def _may_try(self, job: Job) -> bool:
        """Whether it is tried although Discord refused before."""
        return job.asked

    def _meant_for(self, job: Job) -> int:
        """When it would have come in time, at night too (epoch seconds)."""
        return job.due_at

    async def _context(self, job: Job) -> Context | None:
        found = await self._store.read.jobs.member_of(job)
        return found and Context(job, *found, await self._store.read.jobs.past(job.owner))

    async def _find(self, context: Context, channel: int | None) -> Ending | Refusal | None:
        """How it ended, if it stands in this DM."""
        if channel is None:
            return None
        job = context.job
        older = max((past.message for past in context.past if past.message), default=channel)
        found = await self._sender.find(channel, job.names, look_from(job.claimed_at, job.due_at, older))
        if isinstance(found, Refusal):
            return Refusal.UNSURE
        if found is None:
            return None
        message, about = found
        return Ending(JobState.SENT, instant_of(message), job.kind, channel, message, about, found=True)

    async def _send(self, context: Context, channel: int) -> Ending | Refusal:
        """Compose it as of now, and hand it to Discord."""
        job, at = context.job, self._now()
        about, message = await self._composer.compose(job, context.member, context.past)
        if about.kind is not job.kind:
            async with self._store.transaction() as rows:
                await rows.jobs.becomes(job, about.kind)
        sent = await self._sender.send(channel, message, nonce=job.nonce)
        if isinstance(sent, Refusal):
            return sent
        action = about.action.id if about.action else None
        tells = context.member.goal.ref if about.goal and context.member.goal else None
        return Ending(JobState.SENT, at, about.kind, channel, sent, action, tells=tells)


class Welcome(MemberMessage):
    """The first message, which opens and tests the DM; it comes whenever it can."""

    kinds = frozenset({JobKind.WELCOME})
    expires = False


class Farewell(MemberMessage):
    """A month before everything about a member is deleted.

    They were gone for long: that they can't be written to says nothing about the bot and changes nothing for
    them. Nobody waits for it, so it is never in time at night.
    """

    kinds = frozenset({JobKind.FAREWELL})
    expires = False
    refusals_count = False

    def _after(self, member: Member, job: Job, ending: Ending, *, told: bool) -> Member:
        return member if ending.state is JobState.REFUSED else super()._after(member, job, ending, told=told)

    def _may_try(self, job: Job) -> bool:
        return True

    def _meant_for(self, job: Job) -> int:
        return 0


def _goal_told(member: Member, ending: Ending) -> Member:
    if member.goal is None or member.goal.ref != ending.tells:
        return member
    return replace(member, goal=replace(member.goal, told=True))
