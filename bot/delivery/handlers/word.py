"""A word to one person that nothing follows from: to an update's author, to whoever owns the application."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from bot.delivery.handlers.handler import GIVEN_UP, Handler, Outcome
from bot.delivery.posts import Posts
from bot.delivery.sender import DiscordSender, look_from
from bot.domain.jobs import Ending, Job, JobKind, JobState, Refusal
from bot.domain.schedule import DAY
from bot.domain.updates import Stage
from bot.store.store import Store
from bot.views.messages import ClassicMessage
from bot.views.owner import sending_words
from bot.views.updates import not_posted

NEWS = DAY  # seconds for which it is news to the owner how sending does


@dataclass(frozen=True, eq=False, repr=False)
class Word(Handler):
    """A message that is all there is to it: nothing follows from its end."""

    guarded = False

    _store: Store
    _sender: DiscordSender
    _now: Callable[[], int]

    async def look(self, job: Job) -> Outcome:
        """Whether it stands in the DM."""
        channel = await self._channel(job)
        if not isinstance(channel, int):
            return channel
        found = await self._sender.find(channel, job.names, look_from(job.claimed_at, job.due_at))
        if isinstance(found, Refusal):
            return Refusal.UNSURE
        return found and Ending(JobState.SENT, self._now(), job.kind, channel, found[0], found=True)

    async def do(self, job: Job) -> Outcome:
        """Say it, if there is still something to say."""
        if not await self._store.read.jobs.held(job):
            return None
        message = await self._message(job)
        channel = await self._channel(job) if message else None
        if message is None or channel is None:
            return Ending(JobState.WITHDRAWN, self._now(), job.kind)
        if isinstance(channel, Refusal):
            return channel
        sent = await self._sender.send(channel, message, nonce=job.nonce)
        now = self._now()
        return sent if isinstance(sent, Refusal) else Ending(JobState.SENT, now, job.kind, channel, sent)

    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        """Who can't be written to has the log."""
        if refusal is Refusal.LATER or (refusal is Refusal.UNSURE and now - job.claimed_at <= GIVEN_UP):
            return None
        return Ending(JobState.REFUSED, now, job.kind, reason=refusal)

    @abstractmethod
    async def _channel(self, job: Job) -> int | Refusal | None:
        """Where it is said; None if nowhere any more."""

    @abstractmethod
    async def _message(self, job: Job) -> ClassicMessage | None:
        """What is said; None if there is nothing to say any more."""


@dataclass(frozen=True, eq=False, repr=False)
class AuthorNote(Word):
    """Tells who scheduled an update that it could not be posted."""

    kinds = frozenset({JobKind.NOTE})

    _posts: Posts

    async def _channel(self, job: Job) -> int | Refusal | None:
        update = await self._store.read.updates.find(int(job.about or 0))
        return update.author_channel if update else None

    async def _message(self, job: Job) -> ClassicMessage | None:
        update = await self._store.read.updates.find(int(job.about or 0))
        if update is None or update.stage is not Stage.DRAFT or update.trouble is None:
            return None
        guild = self._posts.guild(update.guild)
        return not_posted(update, guild.name if guild else None, job.owner, job.key)


class OwnerWord(Word):
    """Tells whoever owns the application that sending rests, or works again."""

    kinds = frozenset({JobKind.OWNER})

    async def _channel(self, job: Job) -> int | Refusal | None:
        return await self._sender.open_owners_dm()

    async def _message(self, job: Job) -> ClassicMessage | None:
        return sending_words(job.about or "", job.key) if self._now() - job.due_at <= NEWS else None
