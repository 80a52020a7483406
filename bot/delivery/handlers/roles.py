"""A role for a finished phase: given by a click, taken back by an undo or a deletion."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.content.live import LiveContent
from bot.delivery.dm_channels import Later
from bot.delivery.handlers.handler import GIVEN_UP, SERVERS_COME_IN, Handler, Outcome
from bot.delivery.roles import TROUBLES, PhaseRoles
from bot.domain.guilds import RoleTrouble
from bot.domain.jobs import Ending, Job, JobKind, JobState, Refusal
from bot.domain.journey import journey_of
from bot.domain.phase_roles import Deed
from bot.domain.schedule import DAY
from bot.domain.shown import REMOVAL_DAYS
from bot.services.removals import take_role
from bot.store.changes import Log
from bot.store.rows import Rows
from bot.store.store import Store


@dataclass(frozen=True, eq=False, repr=False)
class PhaseRole(Handler):
    """To give a role twice, or to take it twice, is to do it once."""

    kinds = frozenset({JobKind.ROLE})
    guarded = False
    patient = True

    _store: Store
    _roles: PhaseRoles
    _content: LiveContent
    _now: Callable[[], int]

    async def look(self, job: Job) -> Outcome:
        """It need not be looked for."""
        return None

    async def do(self, job: Job) -> Outcome:
        """Ask everything once more, and give it or take it."""
        if not await self._store.read.jobs.held(job):
            return None
        deed, user = _deed(job), job.user or 0
        if deed.about is None:
            refusal = await self._roles.take(job.owner, user, deed.role)
            return refusal or Ending(JobState.SENT, self._now(), job.kind)
        trouble = await self._trouble(job.owner, user, deed.role, deed.about)
        if trouble is Refusal.LATER:
            return Later(self._now() + SERVERS_COME_IN)
        if isinstance(trouble, RoleTrouble):
            return Ending(JobState.FAILED, self._now(), job.kind, reason=trouble)
        refusal = await self._roles.give(job.owner, user, deed.role)
        if refusal is None and await self._store.read.members.get(user) is None:
            async with self._store.transaction() as rows:  # forgotten while it was on the wire
                await take_role(rows, user, job.owner, deed.role, self._now())
        return refusal or Ending(JobState.SENT, self._now(), job.kind)

    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        """What is taken back is asked for as long as a removal is; what can't be given is told at once."""
        if _deed(job).about is None:
            over = now - job.due_at > (REMOVAL_DAYS - 1) * DAY
        else:
            over = refusal not in (Refusal.LATER, Refusal.UNSURE) or now - job.claimed_at > GIVEN_UP
        reason = TROUBLES.get(refusal, RoleTrouble.REFUSED)
        return Ending(JobState.FAILED, now, job.kind, reason=reason) if over else None

    async def settled(self, rows: Rows, job: Job, ending: Ending) -> None:
        """It is known who has it; what was undone while it was on the wire is taken back at once."""
        deed, user = _deed(job), job.user or 0
        if deed.about is None or ending.state is not JobState.SENT:
            return
        if self._finished(await rows.changes.of(user), deed.about):
            await rows.roles.put(user, job.owner, deed.about, deed.role, ending.at)
        else:
            await take_role(rows, user, job.owner, deed.role, ending.at)

    async def _trouble(self, guild: int, user: int, role: int, about: str) -> RoleTrouble | Refusal | None:
        read = self._store.read
        if (await read.guilds.get(guild)).phase_roles.get(about) != role:
            return RoleTrouble.GONE
        if not self._finished(await read.changes.of(user), about):
            return RoleTrouble.UNFINISHED
        change = await read.guilds.last_change(guild, f"role {about}")
        return await self._roles.trouble(guild, role, change[0] if change else None)

    def _finished(self, log: Log, about: str) -> bool:
        road, _, name = about.partition("/")
        library = self._content.library
        progress = journey_of(library, log.member, log.marked, library.active(road)).progress
        return any(name in phase.ids and progress.is_finished(phase) for phase in progress.roadmap.phases)


def _deed(job: Job) -> Deed:
    return Deed.read(job.about or "")
