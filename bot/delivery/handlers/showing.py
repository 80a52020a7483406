"""What a member chose to show, on its way into a server's channel, and out of it again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import discord

from bot.delivery.dm_channels import Later
from bot.delivery.handlers.handler import GIVEN_UP, NO_ANSWER, SERVERS_COME_IN, Handler, Outcome
from bot.delivery.pictures import Pictures
from bot.delivery.places import Places, Spot, Where
from bot.delivery.sender import look_from, snowflake_at
from bot.domain.guilds import TO_LOOK, missing
from bot.domain.jobs import Ending, Job, JobKind, JobState, Refusal
from bot.domain.schedule import DAY
from bot.domain.shown import (
    PLACES,
    REMOVAL_DAYS,
    TOO_LATE,
    Leftover,
    Obstacle,
    Shown,
    ShownKind,
    ShownStage,
    too_late,
)
from bot.services.removals import of_removal, removal, stays, tell_owner, went
from bot.store.rows import Rows
from bot.store.store import Store
from bot.views.shown import post

_OBSTACLES: Mapping[Refusal, Obstacle] = {
    Refusal.CLOSED: Obstacle.GONE,
    Refusal.FORBIDDEN: Obstacle.PERMISSIONS,
    Refusal.LOCKED: Obstacle.LOCKED,
    Refusal.UNTAGGED: Obstacle.TAGS,
}


@dataclass(frozen=True, eq=False, repr=False)
class Show(Handler):
    """Posts it once; what is in its way keeps it as a preview, and its owner hears of that."""

    kinds = frozenset({JobKind.SHOW, JobKind.TRAIL})
    guarded = False

    _store: Store
    _places: Places
    _now: Callable[[], int]
    _pictures: Pictures

    async def look(self, job: Job) -> Outcome:
        """Whether it stands. Where the bot may not look, Discord shows nothing: no answer."""
        shown = await self._shown(job)
        if shown is None:
            return None
        spot = await self._places.spot(shown.guild, shown.place or 0, shown.kind)
        if isinstance(spot, Refusal):
            return Later(self._now() + SERVERS_COME_IN)
        if isinstance(spot, Obstacle):
            return self._kept(job, Obstacle.UNSURE if spot is Obstacle.AWAY else spot)
        if not spot.permissions_for(spot.guild.me).read_message_history:
            return self._kept(job, Obstacle.UNSURE)
        found = await self._places.find(spot, job.names, look_from(job.claimed_at, job.due_at))
        if isinstance(found, Refusal):
            return Refusal.UNSURE if found in NO_ANSWER else self._kept(job, Obstacle.UNSURE)
        return found and Ending(JobState.SENT, self._now(), job.kind, *found, found=True)

    async def do(self, job: Job) -> Outcome:
        """Ask once more whether it may be posted, and post it as it was previewed."""
        shown = await self._shown(job)
        if shown is None:
            return Ending(JobState.WITHDRAWN, self._now(), job.kind)
        spot = await self._places.spot(shown.guild, shown.place or 0, shown.kind)
        if isinstance(spot, Refusal):
            return Later(self._now() + SERVERS_COME_IN)
        obstacle = spot if isinstance(spot, Obstacle) else await self._obstacle(job, spot, shown)
        if isinstance(spot, Obstacle) or obstacle is not None:
            return self._kept(job, obstacle) if isinstance(obstacle, Obstacle) else obstacle
        return await self._sent(job, spot, shown)

    async def _sent(self, job: Job, spot: Spot, shown: Shown) -> Outcome:
        picture = await self._pictures.of(shown)
        if shown.picture and picture is None:  # what was previewed with one is not posted without
            return Refusal.LATER
        if await self._shown(job) is None:  # taken back, or forgotten, while it was asked who may
            return Ending(JobState.WITHDRAWN, self._now(), job.kind)
        sent = await self._places.post(spot, shown, post(shown, picture), job.nonce)
        if isinstance(sent, Refusal):
            return sent
        await self._arrived(shown.stands(*sent))
        return Ending(JobState.SENT, self._now(), job.kind, *sent)

    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        """What Discord refuses with a reason is a preview again."""
        if refusal in NO_ANSWER:
            given_up = refusal is Refusal.UNSURE and now - job.claimed_at > GIVEN_UP
            return self._kept(job, Obstacle.UNSURE) if given_up else None
        return self._kept(job, _OBSTACLES.get(refusal, Obstacle.REFUSED))

    async def settled(self, rows: Rows, job: Job, ending: Ending) -> None:
        """It stands, or is a preview again; whoever is not told of that in their click hears of it later."""
        shown = await rows.shown.find(_number(job))
        if shown is None or shown.key != job.key:
            return
        if ending.state is JobState.SENT and ending.channel and ending.message:
            await rows.shown.save(shown.stands(ending.channel, ending.message))
        elif ending.reason is not None and shown.stage is ShownStage.ON_ITS_WAY:
            await tell_owner(rows, shown.kept(Obstacle(ending.reason)))

    async def _arrived(self, shown: Shown) -> None:
        """What was taken back or forgotten on the wire may have been looked for before it arrived."""
        known = await self._store.read.shown.find(shown.id)
        if known is None or known.stage is ShownStage.GONE:
            now = self._now()
            async with self._store.transaction() as rows:
                await rows.jobs.add(removal(shown.guild, shown.leftover, now), now, wait_until=now)

    async def _obstacle(self, job: Job, spot: Spot, shown: Shown) -> Obstacle | Refusal | None:
        if too_late(job.due_at, self._now()):
            return Obstacle.TOO_LATE
        if obstacle := self._places.obstacle(spot, PLACES.get(shown.kind), shown):
            return obstacle
        if await self._store.read.blocks.holds(shown.guild, shown.user):
            return Obstacle.BLOCKED
        member = await self._places.speaker(spot, shown.user)
        if isinstance(member, discord.Member):
            return None
        return Refusal.LATER if isinstance(member, Refusal) else member

    async def _shown(self, job: Job) -> Shown | None:
        """What is shown, as long as this job is to post it."""
        shown = await self._store.read.shown.find(_number(job))
        posting = shown is not None and shown.stage is ShownStage.ON_ITS_WAY and shown.key == job.key
        return shown if posting and await self._store.read.jobs.held(job) else None

    def _kept(self, job: Job, obstacle: Obstacle) -> Ending:
        return Ending(JobState.FAILED, self._now(), job.kind, reason=obstacle)


@dataclass(frozen=True, eq=False, repr=False)
class Removal(Handler):
    """Takes it away again. Its row, and whose it was, may be forgotten by then."""

    kinds = frozenset({JobKind.REMOVE})
    guarded = False
    patient = True

    _store: Store
    _places: Places
    _now: Callable[[], int]

    async def look(self, job: Job) -> Outcome:
        """To remove it twice is to remove it once."""
        return None

    async def do(self, job: Job) -> Outcome:
        """Find it, if nobody knows where it stands, and remove it."""
        if not await self._store.read.jobs.held(job):
            return None
        left = of_removal(job)
        spot = await self._places.spot(job.guild or 0, left.place, ShownKind.STEP)
        if isinstance(spot, Refusal):
            return Later(self._now() + SERVERS_COME_IN)
        if spot is Obstacle.AWAY:
            return Refusal.ELSEWHERE
        if spot is Obstacle.PERMISSIONS:
            return Refusal.FORBIDDEN
        refusal = None if isinstance(spot, Obstacle) else await self._removed(job, spot, left)
        return refusal or Ending(JobState.SENT, self._now(), job.kind)

    async def _removed(self, job: Job, spot: Spot, left: Leftover) -> Refusal | None:
        """None when nobody sees it any more. Where the bot may not look, Discord shows an empty channel."""
        known = (left.channel, left.message) if left.message else None
        if missing(spot.permissions_for(spot.guild.me).value, TO_LOOK[: 1 if known else None]):
            return Refusal.FORBIDDEN
        where: Where | Refusal | None = known
        if where is None and left.key is not None:
            set_out = left.key.due_at
            since, until = look_from(job.due_at, set_out), snowflake_at(set_out + TOO_LATE + DAY)
            where = await self._places.find(spot, frozenset({left.key}), since, until)
        if where is None or isinstance(where, Refusal):
            return where
        return await self._places.remove(spot, *where)

    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        """It is tried for as long as it may outlive its member, but for a last day to note that it stays."""
        if now - job.due_at > (REMOVAL_DAYS - 1) * DAY:
            return Ending(JobState.FAILED, now, job.kind, reason=refusal)
        return None

    async def settled(self, rows: Rows, job: Job, ending: Ending) -> None:
        """Nothing is kept of it any more; of what can't be removed its owner is told."""
        left = of_removal(job)
        shown = await rows.shown.by_key(job.guild or 0, left.key) if left.key else None
        if shown is None or not shown.to_go:
            return
        await (went if ending.state is JobState.SENT else stays)(rows, shown)


def _number(job: Job) -> int:
    return int(job.about or 0)
