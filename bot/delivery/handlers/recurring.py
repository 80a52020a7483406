"""What comes to a server by itself, week by week, into a place that it chose for it."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from bot.delivery.dm_channels import Later
from bot.delivery.handlers.handler import GIVEN_UP, SERVERS_COME_IN, Handler, Outcome
from bot.delivery.places import Places
from bot.delivery.sender import DiscordSender, look_from
from bot.domain.guilds import GuildSettings, Place
from bot.domain.jobs import Ending, Job, JobState, Refusal
from bot.domain.recurring import too_late
from bot.domain.shown import Obstacle
from bot.store.store import Store
from bot.views.messages import ClassicMessage


@dataclass(frozen=True, eq=False, repr=False)
class Recurring(Handler):
    """Posted once in its place, unless it comes too late or something is in its way.

    The job names the channel that was chosen when it came due: that is where it may stand already.
    """

    place: ClassVar[Place]
    guarded = False

    _store: Store
    _sender: DiscordSender
    _places: Places
    _now: Callable[[], int]

    async def look(self, job: Job) -> Outcome:
        """Whether it stands in its place."""
        channel = channel_of(job)
        if not await self._store.read.jobs.held(job):
            return None
        spot = await self._places.spot(job.owner, channel)
        if isinstance(spot, Refusal):
            return Later(self._now() + SERVERS_COME_IN)
        if isinstance(spot, Obstacle):
            return None
        if not spot.permissions_for(spot.guild.me).read_message_history:
            return self._failed(job, Obstacle.UNSURE)
        found = await self._sender.find(channel, job.names, look_from(job.claimed_at, job.due_at))
        if isinstance(found, Refusal):
            return Refusal.UNSURE
        return found and await self._stands(job, found[0], found=True)

    async def do(self, job: Job) -> Outcome:
        """Ask whether it may come, and post it."""
        settings = await self._store.read.guilds.get(job.owner)
        if not await self._store.read.jobs.held(job):
            return None
        return await self._in_the_way(job, settings) or await self._written(job, settings)

    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        """What may pass is tried again for as long as anybody wants it."""
        if now - job.claimed_at > GIVEN_UP or refusal is Refusal.CLOSED:
            return self._failed(job, Obstacle.GONE if refusal is Refusal.CLOSED else Obstacle.REFUSED)
        return None

    @abstractmethod
    async def _written(self, job: Job, settings: GuildSettings) -> Outcome:
        """Write it, if it is still wanted, and post it."""

    async def _post(self, job: Job, message: ClassicMessage) -> Outcome:
        sent = await self._sender.send(channel_of(job), message, nonce=job.nonce)
        return sent if isinstance(sent, Refusal) else await self._stands(job, sent)

    async def _stands(self, job: Job, message: int, *, found: bool = False) -> Outcome:
        """What is left to do with a post that stands."""
        return Ending(JobState.SENT, self._now(), job.kind, channel_of(job), message, found=found)

    async def _in_the_way(self, job: Job, settings: GuildSettings) -> Outcome:
        channel = settings.place(self.place)
        if channel is None or channel != channel_of(job):
            return Ending(JobState.WITHDRAWN, self._now(), job.kind)
        if too_late(job.kind, job.due_at, self._now()):
            return Ending(JobState.MISSED, self._now(), job.kind)
        spot = await self._places.spot(job.owner, channel)
        if isinstance(spot, Refusal):
            return Later(self._now() + SERVERS_COME_IN)
        obstacle = spot if isinstance(spot, Obstacle) else self._places.obstacle(spot, self.place)
        return self._failed(job, obstacle) if obstacle else None

    def _failed(self, job: Job, obstacle: Obstacle) -> Ending:
        return Ending(JobState.FAILED, self._now(), job.kind, reason=obstacle)


def channel_of(job: Job) -> int:
    """The channel that a job of this kind goes to."""
    return int(job.about or 0)
