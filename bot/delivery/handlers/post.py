"""A moderator's update on its way into its server's channel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.delivery.dm_channels import Later
from bot.delivery.handlers.handler import NO_ANSWER, SERVERS_COME_IN, Handler, Outcome
from bot.delivery.posts import TO_LOOK, Posts
from bot.delivery.sender import DiscordSender, look_from
from bot.domain.guilds import GuildSettings
from bot.domain.jobs import Ending, Job, JobKind, JobState, NewJob, Refusal
from bot.domain.updates import Stage, Trouble, Update, Wording, too_late
from bot.store.rows import Rows
from bot.store.store import Store

_TROUBLES: Mapping[Refusal, Trouble] = {
    Refusal.CLOSED: Trouble.GONE,
    Refusal.GONE: Trouble.DELETED,
    Refusal.FORBIDDEN: Trouble.PERMISSIONS,
}


@dataclass(frozen=True, eq=False, repr=False)
class Post(Handler):
    """Posts an update once; what is in its way keeps it as a draft, and its author is told."""

    kinds = frozenset({JobKind.POST})
    guarded = False

    _store: Store
    _sender: DiscordSender
    _posts: Posts
    _now: Callable[[], int]
    _said: dict[int, Wording] = field(default_factory=dict, init=False)

    async def claimed(self, rows: Rows, job: Job) -> None:
        """It can't be moved or cancelled any more, and goes to the channel that is set now."""
        update = await rows.updates.find(_number(job))
        if update is not None and update.stage is Stage.SCHEDULED:
            settings = await rows.guilds.get(update.guild)
            await rows.updates.save(update.on_its_way(settings.updates_channel))

    async def look(self, job: Job) -> Outcome:
        """Whether it stands in the channel. Without the permission Discord shows an empty one: no answer."""
        update = await self._update(job)
        if update is None:
            return None
        blocked = self._posts.blocked(update.guild, update.channel, TO_LOOK)
        if isinstance(blocked, Refusal):
            return Later(self._now() + SERVERS_COME_IN)
        if blocked is not None:
            return self._kept(job, Trouble.UNSURE if blocked is Trouble.PERMISSIONS else blocked)
        since = look_from(job.claimed_at, job.due_at)
        found = await self._sender.find(update.channel or 0, job.names, since)
        if isinstance(found, Refusal) and found in NO_ANSWER:
            return Refusal.UNSURE
        if isinstance(found, Refusal):
            return self._kept(job, Trouble.GONE if found is Refusal.CLOSED else Trouble.UNSURE)
        return found and await self._stands(job, update, found[0], found=True)

    async def do(self, job: Job) -> Outcome:
        """Ask once more whether it may be posted, and post it."""
        update = await self._update(job)
        if update is None:
            return None
        blocked = self._posts.blocked(update.guild, update.channel)
        if isinstance(blocked, Refusal):
            return Later(self._now() + SERVERS_COME_IN)
        settings = await self._store.read.guilds.get(update.guild)
        late = Trouble.TOO_LATE if too_late(job.due_at, self._now()) else None
        trouble = blocked or late or await self._objection(settings, update)
        if isinstance(trouble, Refusal):
            return trouble
        if trouble is not None:
            return self._kept(job, trouble)
        self._said[job.id] = update.wording
        message = self._posts.message(settings, update)
        sent = await self._sender.send(update.channel or 0, message, nonce=job.nonce)
        return sent if isinstance(sent, Refusal) else await self._stands(job, update, sent)

    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        """What Discord refuses with a reason is kept as a draft."""
        if refusal in NO_ANSWER:
            return None
        return self._kept(job, _TROUBLES.get(refusal, Trouble.REFUSED))

    async def settled(self, rows: Rows, job: Job, ending: Ending) -> None:
        """The update is posted, or a draft again; of what was scheduled its author is told why."""
        update = await rows.updates.find(_number(job))
        if update is None:
            return
        if ending.state is JobState.SENT and ending.message is not None:
            await rows.updates.save(update.posted(self._now(), ending.message))
        elif ending.reason is not None:
            await rows.updates.save(update.kept(Trouble(ending.reason)))
            if update.scheduled_at is not None and update.author_channel is not None and update.author:
                # Due when the post was, so that it has the same key in a database that was restored.
                note = NewJob(
                    JobKind.NOTE, update.author, job.due_at, True, update.author, update.guild, job.about
                )
                await rows.jobs.add(note, self._now(), wait_until=self._now())

    async def after(self, job: Job, ending: Ending) -> None:
        """What was edited while it was on its way, or may have been, is brought in step."""
        said = self._said.pop(job.id, None)
        if ending.state is not JobState.SENT:
            return
        update = await self._store.read.updates.find(_number(job))
        if update is not None and update.wording != said:
            await self._posts.edit(await self._store.read.guilds.get(update.guild), update)

    async def _stands(self, job: Job, update: Update, message: int, *, found: bool = False) -> Ending:
        """It stands; published before that is saved, so that a crash in between is made good."""
        settings = await self._store.read.guilds.get(update.guild)
        await self._posts.publish(settings, update.channel or 0, message)
        return Ending(JobState.SENT, self._now(), job.kind, update.channel, message, found=found)

    async def _objection(self, settings: GuildSettings, update: Update) -> Trouble | Refusal | None:
        """Whether whoever scheduled it is still a moderator, asked at the time of the post."""
        if update.scheduled_at is None:
            return None
        member = (
            await self._sender.member(update.guild, update.author) if update.author else Refusal.ELSEWHERE
        )
        if isinstance(member, Refusal):
            gone = member in (Refusal.ELSEWHERE, Refusal.NOBODY)
            return Trouble.NOT_MODERATOR if gone else Refusal.LATER
        roles = [role.id for role in member.roles]
        moderates = settings.moderated_by(manages=member.guild_permissions.manage_guild, roles=roles)
        return None if moderates else Trouble.NOT_MODERATOR

    async def _update(self, job: Job) -> Update | None:
        """The update, as long as this job is to post it."""
        update = await self._store.read.updates.find(_number(job))
        claimed = update is not None and update.stage is Stage.CLAIMED
        return update if claimed and await self._store.read.jobs.held(job) else None

    def _kept(self, job: Job, trouble: Trouble) -> Ending:
        return Ending(JobState.FAILED, self._now(), job.kind, reason=trouble)


def _number(job: Job) -> int:
    return int(job.about or 0)
