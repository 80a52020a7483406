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


@dataclass(frozen=True, eq=False, repr=False)
class Recurring(Handler):
    """Posted once in its place, unless it comes too late or something is in its way."""

    place: ClassVar[Place]
    guarded = False

    _store: Store
    _sender: DiscordSender
    _places: Places
    _now: Callable[[], int]

    async def look(self, job: Job) -> Outcome:
        """Whether it stands in its place."""
        settings = await self._store.read.guilds.get(job.owner)
        channel = settings.place(self.place)
        if channel is None or not await self._store.read.jobs.held(job):
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
        return found and await self._stands(job, channel, found[0], found=True)

    async def do(self, job: Job) -> Outcome:
        """Ask whether it may come, and post it."""
        settings = await self._store.read.guilds.get(job.owner)
        if not await self._store.read.jobs.held(job):
            return None
        return await self._in_the_way(job, settings) or await self._post(job, settings)

    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        """What may pass is tried again for as long as anybody wants it."""
        if now - job.claimed_at > GIVEN_UP or refusal is Refusal.CLOSED:
            return self._failed(job, Obstacle.GONE if refusal is Refusal.CLOSED else Obstacle.REFUSED)
        return None

    @abstractmethod
    async def _post(self, job: Job, settings: GuildSettings) -> Outcome:
        """Write it and post it."""

    async def _stands(self, job: Job, channel: int, message: int, *, found: bool = False) -> Outcome:
        """What is left to do with a post that stands."""
        return Ending(JobState.SENT, self._now(), job.kind, channel, message, found=found)

    async def _in_the_way(self, job: Job, settings: GuildSettings) -> Outcome:
        channel = settings.place(self.place)
        if channel is None:
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
