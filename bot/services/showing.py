"""What members show: a preview, a post, and the way back; and what moderators may do about it."""

from collections.abc import Iterable, Sequence

from bot.content.live import LiveContent
from bot.domain.acts import Act
from bot.domain.errors import (
    NoPlace,
    NoSuchPost,
    PlaceChanged,
    ShownAlready,
    ShownBlocked,
    TooManyShown,
)
from bot.domain.guilds import RoleTrouble, of_phase
from bot.domain.jobs import OPEN_STATES, Job, JobKey, JobKind, JobState, NewJob, Refusal
from bot.domain.members import Member
from bot.domain.phase_roles import NEWS as ROLE_NEWS
from bot.domain.phase_roles import Deed, Refused
from bot.domain.shown import A_DAY, PLACES, GoneBy, Shown, ShownKind, ShownStage, day_before
from bot.services.activity import alive
from bot.services.progress import newcomer
from bot.services.removals import leave
from bot.store.rows import Rows
from bot.store.store import Store

NEWS = 5  # so many at a time, of what became of somebody's posts


class ShowingService:
    """Every act counts once. May raise StoreUnavailable; nothing is changed then.

    Who may speak where is asked before; a block and the limit of a day are asked here, as the last thing.
    """

    def __init__(self, store: Store, content: LiveContent) -> None:
        self._store = store
        self._content = content

    async def servers(self, act: Act, kind: ShownKind) -> Sequence[int]:
        """Where there is a place for it: in this server, or, in a direct message, in those of `/start`.

        ShownBlocked if that could be somewhere, and they may not show anything there.
        """
        read, place = self._store.read, PLACES.get(kind)
        found = [act.guild] if act.guild is not None else await read.members.guilds(act.user)
        chosen = [each for each in found if (await read.guilds.get(each)).place(place) is not None]
        free = [each for each in chosen if not await read.blocks.holds(each, act.user)]
        if chosen and not free:
            raise ShownBlocked
        return free

    async def place(self, guild_id: int, kind: ShownKind) -> int | None:
        """The channel for it in a server."""
        return (await self._store.read.guilds.get(guild_id)).place(PLACES.get(kind))

    async def begin(self, act: Act, roadmap: str, new: Shown) -> Shown:
        """Keep a draft of what somebody who acts may show; they become a member, if they are none."""
        async with self._store.transaction() as rows:
            await _member(rows, act, roadmap)
            return await rows.shown.add(act, new)

    async def get(self, act: Act, number: int) -> Shown:
        """One of who acts; NoSuchPost for any other, and for what is gone."""
        return _mine(act, await self._store.read.shown.find(number))

    async def heard(self, act: Act, number: int) -> Shown:
        """The same, for who acts and is told now what became of it."""
        async with self._store.transaction() as rows:
            found = _mine(act, await rows.shown.find(number))
            await _told(rows, act, found)
        return found

    async def settle_on(self, act: Act, number: int, guild: int) -> Shown:
        """Let a draft be for one server; one that was previewed for another stays as it is."""
        async with self._store.transaction() as rows:
            draft = _mine(act, await rows.shown.find(number))
            if draft.stage is ShownStage.DRAFT and not draft.place:
                draft = draft._replace(guild=guild)
                await rows.shown.save(draft)
        return draft

    async def previewed(self, act: Act, number: int, after: Shown) -> Shown:
        """Keep a draft as it is previewed now; under a number of its own, if it was previewed before.

        So what is posted is what was seen, whichever of two previews is pressed.
        """
        async with self._store.transaction() as rows:
            before = _mine(act, await rows.shown.find(number))
            if before.stage is not ShownStage.DRAFT or before == after:
                return before
            if not before.place:
                await rows.shown.save(after)
                return after
            await rows.shown.delete(number)
            return await rows.shown.add(act, after._replace(obstacle=None))

    async def post(self, act: Act, number: int) -> tuple[Shown, Job | None]:
        """Post it now: its job, to be done while they wait; None if it was pressed before.

        Raises NoSuchPost, PlaceChanged, ShownBlocked, ShownAlready and TooManyShown.
        """
        async with self._store.transaction() as rows:
            draft = _mine(act, await rows.shown.find(number))
            if draft.stage is not ShownStage.DRAFT:
                return draft, None
            await _may(rows, act, draft, self._content.library.names(draft.about))
            new = NewJob(
                JobKind.TRAIL if draft.kind is ShownKind.TRAIL else JobKind.SHOW,
                draft.guild,
                act.at,
                asked=True,
                user=act.user,
                guild=draft.guild,
                about=str(number),
            )
            job = await rows.jobs.add(new, act.at)
            posting = draft.posting(job.key, act.at)
            await rows.shown.save(posting)
            return posting, job

    async def discard(self, act: Act, number: int) -> Shown | None:
        """Throw a draft away; what it has become instead, if it was posted meanwhile."""
        async with self._store.transaction() as rows:
            found = await rows.shown.find(number)
            if found is None or found.user != act.user:
                return None
            if found.stage is not ShownStage.DRAFT:
                return found
            await rows.shown.delete(number)
        return None

    async def all_of(self, user: int) -> Sequence[Shown]:
        """What others see of somebody, the newest first."""
        return await self._store.read.shown.seen_of(user)

    async def by_key(self, guild: int, key: JobKey) -> Shown:
        """What stands in a server with this key in its buttons; NoSuchPost if there is none."""
        found = await self._store.read.shown.by_key(guild, key)
        if found is None or not found.seen:
            raise NoSuchPost
        return found

    async def arrived(self, shown: Shown, channel: int, message: int) -> Shown:
        """Note where a post stands, as somebody clicked on it, if that was not known."""
        if shown.message is not None:
            return shown
        async with self._store.transaction() as rows:
            found = await rows.shown.find(shown.id)
            if found is None or not found.seen:
                raise NoSuchPost
            await rows.shown.save(found.stands(channel, message))
        return found.stands(channel, message)

    async def take_back(self, act: Act, *numbers: int) -> Sequence[Job]:
        """Take back what is shown: the jobs that remove what is not leaving already, to be done now."""
        async with self._store.transaction() as rows:
            found = [_mine(act, await rows.shown.find(number)) for number in numbers]
            return await leave(rows, found, act.at, clicked=True)

    async def remove(self, act: Act, number: int) -> Sequence[Job]:
        """Remove what somebody shows in the server of a moderator who acts; its owner will hear of it."""
        async with self._store.transaction() as rows:
            found = await rows.shown.find(number)
            if found is None or found.guild != act.guild or not found.seen:
                raise NoSuchPost
            return await leave(rows, [found], act.at, GoneBy.MODERATOR, clicked=True)

    async def take_role(self, act: Act, guild: int, about: str) -> tuple[int, Job]:
        """The role of a finished phase for who acts: the job that gives it. NoPlace if there is none."""
        async with self._store.transaction() as rows:
            names = self._content.library.names(about)
            role = of_phase((await rows.guilds.get(guild)).phase_roles, names)
            if role is None:
                raise NoPlace
            deed = str(Deed(role, about))
            new = NewJob(JobKind.ROLE, guild, act.at, asked=True, user=act.user, guild=guild, about=deed)
            return role, await rows.jobs.add(new, act.at)

    async def role_trouble(self, act: Act, job: Job) -> RoleTrouble | Refusal | None:
        """Why a role was not given, as they hear now; LATER while it may follow, None if it was."""
        known = await self._store.read.jobs.end_of(job)
        if known is None or known[0] in OPEN_STATES:
            return Refusal.LATER
        state, reason = known
        if state is JobState.SENT:
            return None
        async with self._store.transaction() as rows:
            await _told(rows, act, roles=(job.id,))
        return RoleTrouble(reason or RoleTrouble.REFUSED)

    async def solve(self, act: Act, number: int) -> Shown:
        """Note that a question of who acts is solved."""
        async with self._store.transaction() as rows:
            found = _mine(act, await rows.shown.find(number))
            await rows.shown.save(found._replace(solved=True))
        return found._replace(solved=True)

    async def posted_in(self, guild: int) -> Sequence[Shown]:
        """What members show in a server, the newest first."""
        return await self._store.read.shown.standing_in(guild)

    async def blocked(self, guild: int, user: int) -> bool:
        """Whether somebody may not show anything in a server."""
        return await self._store.read.blocks.holds(guild, user)

    async def block(self, act: Act, user: int, *, blocked: bool) -> None:
        """Let somebody show nothing more in the server of a moderator who acts, or let them again."""
        guild = act.guild or 0
        async with self._store.transaction() as rows:
            if blocked:
                await rows.blocks.put(guild, user, act.at)
            else:
                await rows.blocks.lift(guild, user)

    async def news(self, act: Act) -> tuple[Sequence[Shown], Sequence[Refused]]:
        """What became of somebody's without their doing, and which roles they were not given after all.

        They hear of it now, of many posts in turn.
        """
        async with self._store.transaction() as rows:
            found = await rows.shown.untold(act.user, NEWS)
            roles = await rows.jobs.refused_roles(act.user, act.at - ROLE_NEWS)
            await _told(rows, act, *found, roles=roles)
        return found, tuple(roles.values())


async def _told(rows: Rows, act: Act, *found: Shown, roles: Iterable[int] = ()) -> None:
    for each in found:
        await rows.shown.told(each.id, act.at)
    for number in roles:
        await rows.jobs.forget(number)
    member = await rows.members.get(act.user)
    if member is None or await rows.jobs.refused_roles(act.user, act.at - ROLE_NEWS):
        return
    if not await rows.shown.untold(act.user, 1):
        await rows.members.save(member._replace(shown_told=True))


async def _may(rows: Rows, act: Act, draft: Shown, names: Sequence[str]) -> None:
    place = (await rows.guilds.get(draft.guild)).place(PLACES.get(draft.kind))
    stays = place is not None and (place == draft.place or draft.kind is ShownKind.STEP)
    if draft.kind in PLACES and not stays:
        raise PlaceChanged
    if await rows.blocks.holds(draft.guild, act.user):
        raise ShownBlocked
    if there := await _there(rows, act, draft, names):
        raise ShownAlready(there.address)
    if await rows.shown.number_since(act.user, day_before(act.at)) >= A_DAY:
        raise TooManyShown


async def _there(rows: Rows, act: Act, draft: Shown, names: Sequence[str]) -> Shown | None:
    """What is shown already, of what is shown once: an action, a phase, a step in a check-in's thread."""
    if draft.kind is ShownKind.STEP:
        return await rows.shown.in_place(act.user, draft.place or 0)
    if draft.kind in (ShownKind.HELP, ShownKind.TRAIL):
        return None
    return await rows.shown.about(act.user, draft.guild, draft.kind, names)


async def _member(rows: Rows, act: Act, roadmap: str) -> Member:
    known = await rows.members.get(act.user)
    if known is None:
        return await rows.members.add(newcomer(act, roadmap))
    await rows.members.save(alive(known, act))
    return known


def _mine(act: Act, found: Shown | None) -> Shown:
    if found is None or found.user != act.user or found.stage is ShownStage.GONE:
        raise NoSuchPost
    return found
