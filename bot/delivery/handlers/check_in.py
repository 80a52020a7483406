"""A server's check-in: a post with this week's question, and a thread below it for whoever takes part."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.content.live import LiveContent
from bot.delivery.dm_channels import Later
from bot.delivery.handlers.handler import GIVEN_UP, Handler, Outcome
from bot.delivery.places import Places
from bot.delivery.sender import DiscordSender, look_from
from bot.domain.guilds import GuildSettings, Place
from bot.domain.jobs import Ending, Job, JobKind, JobState, NewJob, Refusal
from bot.domain.recurring import QUIET, arranged, question_of, too_late
from bot.domain.schedule import local_day
from bot.domain.shown import Obstacle
from bot.store.rows import Rows
from bot.store.store import Store
from bot.views.check_in import check_in, thread_name

SERVERS_COME_IN = 10  # seconds until another look while Discord has not told yet which servers there are
NOBODY_CAME = "quiet"
"""Why a check-in ends, and what the moderators are told."""

_NO_ANSWER = (Refusal.LATER, Refusal.UNSURE, Refusal.TOO_MANY, Refusal.FLAGGED)


@dataclass(frozen=True, eq=False, repr=False)
class CheckIn(Handler):
    """Two requests: the post, which is looked for before it is sent again, and its thread, of which there is
    one at most.
    """

    kinds = frozenset({JobKind.CHECK_IN})
    guarded = False

    _store: Store
    _sender: DiscordSender
    _places: Places
    _content: LiveContent
    _now: Callable[[], int]

    async def look(self, job: Job) -> Outcome:
        """Whether the post stands; then it gets its thread, if it has none."""
        settings = await self._store.read.guilds.get(job.owner)
        channel = settings.checkin_channel
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
        return found and await self._with_thread(job, settings, found[0], found=True)

    async def do(self, job: Job) -> Outcome:
        """Ask whether it may come and whether anybody came to the last ones, and post it."""
        settings = await self._store.read.guilds.get(job.owner)
        if not await self._store.read.jobs.held(job):
            return None
        in_the_way = await in_way(self._places, job, settings, Place.CHECK_IN, self._now())
        if in_the_way is not None or settings.checkin_rests:
            return in_the_way or Ending(JobState.WITHDRAWN, self._now(), job.kind)
        quiet = await self._quiet(job)
        if isinstance(quiet, Refusal):
            return quiet
        if quiet:
            return Ending(JobState.WITHDRAWN, self._now(), job.kind, reason=NOBODY_CAME)
        return await self._post(job, settings)

    async def _post(self, job: Job, settings: GuildSettings) -> Outcome:
        roadmap = self._content.library.active(settings.roadmap)
        question = question_of(roadmap.check_ins, job.due_at, settings.zone)
        message = check_in(question, roadmap.title, job.key)
        sent = await self._sender.send(settings.checkin_channel or 0, message, nonce=job.nonce)
        return sent if isinstance(sent, Refusal) else await self._with_thread(job, settings, sent)

    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        """What may pass is tried again, and so is the thread of a post that stands."""
        if now - job.claimed_at > GIVEN_UP or refusal is Refusal.CLOSED:
            return self._failed(job, Obstacle.GONE if refusal is Refusal.CLOSED else Obstacle.REFUSED)
        return None

    async def settled(self, rows: Rows, job: Job, ending: Ending) -> None:
        """Where nobody came, none follows until a moderator starts it again; they are told."""
        if ending.reason != NOBODY_CAME:
            return
        settings = replace(await rows.guilds.get(job.owner), checkin_rests=True)
        await rows.guilds.put(arranged(settings, self._now()))
        if settings.moderators_channel is not None:
            word = NewJob(JobKind.NOTICE, job.owner, job.due_at, guild=job.owner, about=NOBODY_CAME)
            await rows.jobs.add(word, self._now(), wait_until=self._now())

    async def _with_thread(
        self, job: Job, settings: GuildSettings, message: int, *, found: bool = False
    ) -> Outcome:
        channel = settings.checkin_channel or 0
        name = thread_name(local_day(job.due_at, settings.zone or "UTC"))
        opened = await self._sender.open_thread(channel, message, name)
        if opened not in (None, Refusal.THERE):
            return opened
        return Ending(JobState.SENT, self._now(), job.kind, channel, message, found=found)

    async def _quiet(self, job: Job) -> bool | Refusal:
        """Whether nobody wrote anything below the last two."""
        last = await self._store.read.jobs.last_sent(job.owner, JobKind.CHECK_IN, QUIET)
        if len(last) < QUIET:
            return False
        for _, thread in last:
            written = await self._sender.written_in(thread)
            if isinstance(written, Refusal) and written is not Refusal.CLOSED:
                return Refusal.LATER if written in _NO_ANSWER else False
            if not isinstance(written, Refusal) and written:
                return False
        return True

    def _failed(self, job: Job, obstacle: Obstacle) -> Ending:
        return Ending(JobState.FAILED, self._now(), job.kind, reason=obstacle)


async def in_way(
    places: Places, job: Job, settings: GuildSettings, place: Place, now: int
) -> Ending | Later | None:
    """Why what comes to a server by itself can't be posted in its place now, or at all."""
    channel = settings.place(place)
    if channel is None:
        return Ending(JobState.WITHDRAWN, now, job.kind)
    if too_late(job.kind, job.due_at, now):
        return Ending(JobState.MISSED, now, job.kind)
    spot = await places.spot(job.owner, channel)
    if isinstance(spot, Refusal):
        return Later(now + SERVERS_COME_IN)
    obstacle = spot if isinstance(spot, Obstacle) else places.obstacle(spot, place)
    return Ending(JobState.FAILED, now, job.kind, reason=obstacle) if obstacle else None
