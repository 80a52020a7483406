"""A server's week for its moderators, in their channel; and a word to them when something of theirs rests."""

from dataclasses import dataclass

from bot.content.live import LiveContent
from bot.delivery.charts import chart_of
from bot.delivery.handlers.handler import Outcome
from bot.delivery.handlers.recurring import Recurring
from bot.delivery.handlers.word import Word
from bot.delivery.places import Places
from bot.domain.guilds import GuildSettings, Place, of_phase
from bot.domain.jobs import Job, JobKind, Refusal
from bot.domain.phase_roles import Refused
from bot.domain.schedule import DAY
from bot.domain.shown import Obstacle
from bot.domain.unanswered import DAYS as QUESTION_DAYS
from bot.domain.updates import Stage
from bot.services.servers import ServerService
from bot.views.community import QUESTIONS, digest
from bot.views.messages import ClassicMessage
from bot.views.notice import check_in_rests, role_refused

UPDATES = 5  # so many scheduled updates are named


@dataclass(frozen=True, eq=False, repr=False)
class Digest(Recurring):
    """The figures of `/community`, what was asked in vain, and what is scheduled."""

    kinds = frozenset({JobKind.DIGEST})
    place = Place.MODERATORS

    _servers: ServerService
    _content: LiveContent

    async def _written(self, job: Job, settings: GuildSettings) -> Outcome:
        """Count, and post it."""
        return await self._post(job, await self._message(job, settings))

    async def _message(self, job: Job, settings: GuildSettings) -> ClassicMessage:
        read, library = self._store.read, self._content.library
        counted = await self._servers.survey(settings, job.due_at)
        asked = await read.questions.of_server(job.owner, job.due_at - QUESTION_DAYS * DAY, QUESTIONS)
        scheduled = await read.updates.listed(job.owner, Stage.SCHEDULED, limit=UPDATES)
        picture = None if counted.empty else await chart_of(counted, library)
        return digest(counted, library, asked, scheduled, job.key, picture)


@dataclass(frozen=True, eq=False, repr=False)
class Notice(Word):
    """Tells a server's moderators that their check-in rests, or that a role they chose can't be given."""

    kinds = frozenset({JobKind.NOTICE})

    _content: LiveContent
    _places: Places

    async def _channel(self, job: Job) -> int | Refusal | None:
        """The moderators' channel, if the server has it."""
        chosen = (await self._store.read.guilds.get(job.owner)).moderators_channel
        spot = await self._places.spot(job.owner, chosen) if chosen else Obstacle.GONE
        return spot if isinstance(spot, Refusal) else None if isinstance(spot, Obstacle) else spot.id

    async def _message(self, job: Job) -> ClassicMessage | None:
        settings = await self._store.read.guilds.get(job.owner)
        refused = Refused.read(job.owner, job.about or "")
        if refused is None:
            return check_in_rests(job.key) if settings.checkin_rests else None
        library, about = self._content.library, refused.deed.about or ""
        chosen = of_phase(settings.phase_roles, library.names(about))
        return role_refused(refused, library.title(about), job.key) if chosen == refused.deed.role else None
