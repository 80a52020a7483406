"""A server's week for its moderators, in their channel; and a word to them when something of theirs rests."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.content.live import LiveContent
from bot.delivery.charts import chart_of
from bot.delivery.dm_channels import Later
from bot.delivery.handlers.check_in import SERVERS_COME_IN, in_way
from bot.delivery.handlers.handler import GIVEN_UP, Handler, Outcome
from bot.delivery.handlers.word import Word
from bot.delivery.places import Places
from bot.delivery.sender import DiscordSender, look_from
from bot.domain.guilds import GuildSettings, Place
from bot.domain.jobs import Ending, Job, JobKind, JobState, Refusal
from bot.domain.schedule import DAY
from bot.domain.shown import Obstacle
from bot.domain.unanswered import DAYS as QUESTION_DAYS
from bot.domain.updates import Stage
from bot.services.servers import ServerService
from bot.store.store import Store
from bot.views.community import QUESTIONS, digest
from bot.views.messages import ClassicMessage
from bot.views.notice import notice

UPDATES = 5  # so many scheduled updates are named


@dataclass(frozen=True, eq=False, repr=False)
class Digest(Handler):
    """The figures of `/community`, what was asked in vain, and what is scheduled."""

    kinds = frozenset({JobKind.DIGEST})
    guarded = False

    _store: Store
    _sender: DiscordSender
    _places: Places
    _servers: ServerService
    _content: LiveContent
    _now: Callable[[], int]

    async def look(self, job: Job) -> Outcome:
        """Whether it stands in the moderators' channel."""
        channel = (await self._store.read.guilds.get(job.owner)).moderators_channel
        if channel is None:
            return None
        spot = await self._places.spot(job.owner, channel)
        if isinstance(spot, Refusal):
            return Later(self._now() + SERVERS_COME_IN)
        if isinstance(spot, Obstacle):
            return None
        if not spot.permissions_for(spot.guild.me).read_message_history:
            return Ending(JobState.FAILED, self._now(), job.kind, reason=Obstacle.UNSURE)
        found = await self._sender.find(channel, job.names, look_from(job.claimed_at, job.due_at))
        if isinstance(found, Refusal):
            return Refusal.UNSURE
        return found and Ending(JobState.SENT, self._now(), job.kind, channel, found[0], found=True)

    async def do(self, job: Job) -> Outcome:
        """Count, and post it."""
        settings = await self._store.read.guilds.get(job.owner)
        channel = settings.moderators_channel or 0
        if not await self._store.read.jobs.held(job):
            return None
        in_the_way = await in_way(self._places, job, settings, Place.MODERATORS, self._now())
        if in_the_way is not None:
            return in_the_way
        sent = await self._sender.send(channel, await self._message(job, settings), nonce=job.nonce)
        if isinstance(sent, Refusal):
            return sent
        return Ending(JobState.SENT, self._now(), job.kind, channel, sent)

    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        """It is tried again for as long as anybody wants it."""
        if refusal is Refusal.CLOSED or now - job.claimed_at > GIVEN_UP:
            return Ending(JobState.FAILED, now, job.kind, reason=refusal)
        return None

    async def _message(self, job: Job, settings: GuildSettings) -> ClassicMessage:
        read, library = self._store.read, self._content.library
        counted = await self._servers.survey(settings, job.due_at)
        asked = await read.questions.of_server(job.owner, job.due_at - QUESTION_DAYS * DAY, QUESTIONS)
        scheduled = await read.updates.listed(job.owner, Stage.SCHEDULED, limit=UPDATES)
        picture = None if counted.empty else await chart_of(counted, library)
        return digest(counted, library, asked, scheduled, job.key, picture)


class Notice(Word):
    """Tells a server's moderators that their check-in rests."""

    kinds = frozenset({JobKind.NOTICE})

    async def _channel(self, job: Job) -> int | Refusal | None:
        return (await self._store.read.guilds.get(job.owner)).moderators_channel

    async def _message(self, job: Job) -> ClassicMessage | None:
        settings = await self._store.read.guilds.get(job.owner)
        return notice(job.key) if settings.checkin_rests else None
