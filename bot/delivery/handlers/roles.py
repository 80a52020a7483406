"""A role for a finished phase: given by a click, taken back by an undo or a deletion."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.content.live import LiveContent
from bot.delivery.dm_channels import Later
from bot.delivery.handlers.handler import GIVEN_UP, SERVERS_COME_IN, Handler, Outcome
from bot.delivery.roles import TROUBLES, PhaseRoles
from bot.domain.guilds import RoleTrouble, of_phase
from bot.domain.jobs import Ending, Job, JobKind, JobState, NewJob, Refusal
from bot.domain.journey import journey_of
from bot.domain.phase_roles import OF_THE_MEMBER, Deed, Refused
from bot.domain.schedule import DAY
from bot.domain.shown import REMOVAL_DAYS
from bot.services.removals import ON_THE_WIRE, has_news, take_role
from bot.services.servers import ServerService
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
    _servers: ServerService
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
            return await self._take(job, user, deed.role)
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

    async def _take(self, job: Job, user: int, role: int) -> Outcome:
        """Unless they took it again meanwhile, or hold it for another phase as well."""
        read, this = self._store.read, (job.owner, role)
        if await _holds(read, user, this):
            return Ending(JobState.WITHDRAWN, self._now(), job.kind)
        others = [each for each in await read.jobs.roles_of(user) if each.id != job.id]
        if any((each.owner, _deed(each).role) == this and _deed(each).about for each in others):
            return Later(self._now() + ON_THE_WIRE)
        refusal = await self._roles.take(job.owner, user, role)
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
        """It is known who has it, and what they were given for the phase before.

        What was undone while it was on the wire is taken back at once; so is what a try may have given that
        nobody saw the end of.
        """
        deed, user = _deed(job), job.user or 0
        if deed.about is None:
            return
        sent = ending.state is JobState.SENT
        await (rows.jobs.role_works(job.owner, deed.role) if sent else self._refused(rows, job, ending))
        if sent and self._finished(await rows.changes.of(user), deed.about):
            earlier = await rows.roles.put(user, job.owner, deed.about, deed.role, ending.at)
            if earlier not in (None, deed.role):
                await take_role(rows, user, job.owner, earlier, ending.at)
        elif (sent or job.unsure) and not await _holds(rows, user, (job.owner, deed.role)):
            await take_role(rows, user, job.owner, deed.role, ending.at)

    async def _refused(self, rows: Rows, job: Job, ending: Ending) -> None:
        """Whoever took it hears of it; so do the moderators who chose it, once until it can be given."""
        refused = Refused(job.owner, _deed(job), RoleTrouble(ending.reason or RoleTrouble.REFUSED))
        if refused.trouble is not RoleTrouble.UNFINISHED:  # which was their own doing
            await has_news(rows, job.user or 0)
        theirs = refused.trouble in OF_THE_MEMBER
        if not theirs and await rows.jobs.refused_role(job.owner, refused.deed.role) is None:
            word = NewJob(JobKind.NOTICE, job.owner, ending.at, guild=job.owner, about=str(refused))
            await rows.jobs.add(word, ending.at, wait_until=ending.at)

    async def _trouble(self, guild: int, user: int, role: int, about: str) -> RoleTrouble | Refusal | None:
        read, names = self._store.read, self._content.library.names(about)
        if of_phase((await read.guilds.get(guild)).phase_roles, names) != role:
            return RoleTrouble.GONE
        if not self._finished(await read.changes.of(user), about):
            return RoleTrouble.UNFINISHED
        return await self._roles.trouble(guild, role, await self._servers.chooser(guild, about))

    def _finished(self, log: Log, about: str) -> bool:
        road, _, name = about.partition("/")
        library = self._content.library
        progress = journey_of(library, log.member, log.marked, library.active(road)).progress
        return any(name in phase.ids and progress.is_finished(phase) for phase in progress.roadmap.phases)


async def _holds(read: Rows, user: int, this: tuple[int, int]) -> bool:
    """Whether somebody took this role of a server for a phase that they have finished."""
    return any((guild, role) == this for guild, _, role in await read.roles.of(user))


def _deed(job: Job) -> Deed:
    return Deed.read(job.about or "")
