"""What members show: a preview, a post, and the way back; and what moderators may do about it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.acts import Act
from bot.domain.errors import (
    NoSuchPost,
    PlaceChanged,
    ShownAlready,
    ShownBlocked,
    TooManyShown,
)
from bot.domain.guilds import Place
from bot.domain.jobs import Job, JobKey, JobKind, NewJob
from bot.domain.members import Member
from bot.domain.shown import A_DAY, PLACES, GoneBy, Leftover, Shown, ShownKind, ShownStage, day_before
from bot.services.activity import alive
from bot.services.progress import newcomer
from bot.store.rows import Rows
from bot.store.store import Store

ON_THE_WIRE = 70  # seconds after which what was being posted has been, or never will be by that request


class ShowingService:
    """Every act counts once. May raise StoreUnavailable; nothing is changed then.

    Who may speak where is asked before; a block and the limit of a day are asked here, as the last thing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    async def servers(self, act: Act, place: Place) -> Sequence[int]:
        """Where something can be shown: in this server, or, in a direct message, in those of `/start`."""
        read = self._store.read
        found = [act.guild] if act.guild is not None else await read.members.guilds(act.user)
        chosen = [each for each in found if (await read.guilds.get(each)).place(place) is not None]
        return [each for each in chosen if not await read.blocks.holds(each, act.user)]

    async def place(self, guild_id: int, kind: ShownKind) -> int | None:
        """The channel for it in a server."""
        return (await self._store.read.guilds.get(guild_id)).place(PLACES[kind])

    async def begin(self, act: Act, roadmap: str, new: Shown) -> Shown:
        """Keep a draft of what somebody who acts may show; they become a member, if they are none."""
        async with self._store.transaction() as rows:
            await _member(rows, act, roadmap)
            return await rows.shown.add(act, new)

    async def get(self, act: Act, number: int) -> Shown:
        """One of who acts; NoSuchPost for any other, and for what is gone."""
        return _mine(act, await self._store.read.shown.find(number))

    async def settle_on(self, act: Act, number: int, guild: int) -> Shown:
        """Let a draft be for one server; one that was previewed for another stays as it is."""
        async with self._store.transaction() as rows:
            draft = _mine(act, await rows.shown.find(number))
            if draft.stage is ShownStage.DRAFT and not draft.place:
                draft = replace(draft, guild=guild)
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
            return await rows.shown.add(act, replace(after, obstacle=None))

    async def post(self, act: Act, number: int) -> tuple[Shown, Job | None]:
        """Post it now: its job, to be done while they wait; None if it was pressed before.

        Raises NoSuchPost, PlaceChanged, ShownBlocked, ShownAlready and TooManyShown.
        """
        async with self._store.transaction() as rows:
            draft = _mine(act, await rows.shown.find(number))
            if draft.stage is not ShownStage.DRAFT:
                return draft, None
            await _may(rows, act, draft)
            new = NewJob(
                JobKind.SHOW,
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

    async def discard(self, act: Act, number: int) -> None:
        """Throw a draft away."""
        async with self._store.transaction() as rows:
            draft = await rows.shown.find(number)
            if draft is not None and draft.user == act.user and draft.stage is ShownStage.DRAFT:
                await rows.shown.delete(number)

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

    async def take_back(self, act: Act, *numbers: int) -> Sequence[tuple[Shown, Job | None]]:
        """Take back what is shown: each with the job that removes it, None where one is on its way."""
        async with self._store.transaction() as rows:
            found = [_mine(act, await rows.shown.find(number)) for number in numbers]
            return [(each.leaving(), await leave(rows, each, act.at)) for each in found]

    async def remove(self, act: Act, number: int) -> tuple[Shown, Job | None]:
        """Remove what somebody shows in the server of a moderator who acts; its owner will hear of it."""
        async with self._store.transaction() as rows:
            found = await rows.shown.find(number)
            if found is None or found.guild != act.guild or not found.seen:
                raise NoSuchPost
            return found, await leave(rows, found, act.at, GoneBy.MODERATOR)

    async def solve(self, act: Act, number: int) -> Shown:
        """Note that a question of who acts is solved."""
        async with self._store.transaction() as rows:
            found = _mine(act, await rows.shown.find(number))
            await rows.shown.save(replace(found, solved=True))
        return replace(found, solved=True)

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

    async def news(self, user: int) -> Sequence[Shown]:
        """What became of somebody's without their doing; they hear of it now."""
        async with self._store.transaction() as rows:
            found = await rows.shown.untold(user)
            await rows.shown.told(user)
            member = await rows.members.get(user)
            if member is not None:
                await rows.members.save(replace(member, shown_told=True))
        return found


async def leave(rows: Rows, shown: Shown, at: int, by: GoneBy | None = None) -> Job | None:
    """Let something be removed: the job, to be done at once; None if it is under way, or waits.

    What is on its way itself is looked for once it must have arrived.
    """
    if shown.stage is ShownStage.LEAVING or not shown.seen:
        return None
    await rows.shown.save(shown.leaving(by))
    if shown.message is not None:
        return await rows.jobs.add(_removal(shown, at), at)
    await rows.jobs.add(_removal(shown, at), at, wait_until=at + ON_THE_WIRE)
    return None


async def remove_later(rows: Rows, shown: Shown) -> None:
    """Let something be removed by the next run; what is on its way, once it must have arrived."""
    posted_at = shown.posted_at or shown.created_at
    wait = 0 if shown.message is not None else ON_THE_WIRE
    await rows.jobs.add(_removal(shown, posted_at), posted_at, wait_until=posted_at + wait)


def _removal(shown: Shown, due_at: int) -> NewJob:
    """It names nobody, as it may outlive whoever showed it."""
    return NewJob(
        JobKind.REMOVE, shown.guild, due_at, asked=True, guild=shown.guild, about=str(shown.leftover)
    )


async def tell_owner(rows: Rows, after: Shown) -> None:
    """Keep what became of something without its owner's doing; they hear of it at their next command."""
    await rows.shown.save(after, told=False)
    member = await rows.members.get(after.user)
    if member is not None:
        await rows.members.save(replace(member, shown_told=False))


def of_removal(job: Job) -> Leftover:
    """What a job is to remove."""
    return Leftover.read(job.about or "0/0/0/")


async def _may(rows: Rows, act: Act, draft: Shown) -> None:
    if (await rows.guilds.get(draft.guild)).place(PLACES[draft.kind]) != draft.place:
        raise PlaceChanged
    if await rows.blocks.holds(draft.guild, act.user):
        raise ShownBlocked
    if draft.kind is ShownKind.SHOWCASE:
        there = await rows.shown.about(act.user, draft.guild, draft.kind, draft.about)
        if there is not None:
            raise ShownAlready(there.address)
    if await rows.shown.number_since(act.user, day_before(act.at)) >= A_DAY:
        raise TooManyShown


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
