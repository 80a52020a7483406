"""A moderator's update, from its form to its post and after it; who did what is kept with each."""

from collections.abc import Callable

from bot.domain.acts import Act
from bot.domain.jobs import Job, JobKind, NewJob
from bot.domain.updates import Stage, Trouble, Update, Wording
from bot.store.rows import Rows
from bot.store.store import Store

Check = Callable[[Update], None]
"""Is given an update as it is before it is changed, and may refuse."""


def _anything(_: Update) -> None:
    """Whatever it says."""


class UpdateService:
    """Writes updates; every act counts once. May raise StoreUnavailable, NoSuchUpdate and what Update raises.

    Who may is asked before; whose server it is stands in the act.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, act: Act, update_id: int) -> Update:
        """An update of this server."""
        return await self._store.read.updates.get(update_id, _server(act))

    async def listed(
        self, act: Act, *stages: Stage, title: str = "", before: int | None = None, limit: int
    ) -> tuple[Update, ...]:
        """The server's newest updates: in these stages, with a part of their title, older than a number."""
        return await self._store.read.updates.listed(
            _server(act), *stages, title=title, before=before, limit=limit
        )

    async def draft(self, act: Act, signature: str, wording: Wording, scheduled_at: int | None) -> Update:
        """Keep what was written, for the time that was given with it."""
        new = Update(0, _server(act), act.user, signature, wording, Stage.DRAFT, act.at, scheduled_at)
        async with self._store.transaction(_server(act)) as rows:
            return await rows.updates.add(act, new)

    async def reword(
        self, act: Act, update_id: int, title: str, text: str, seen: str | None = None
    ) -> Update:
        """Put it in other words, written over what was seen; a post is edited after this, if there is one."""

        def decide(known: Update) -> Update:
            return known.reworded(Wording(title, text, known.wording.about), seen)

        return await self._change(act, update_id, "edited", decide)

    async def post(
        self, act: Act, update_id: int, channel: int | None, check: Check = _anything
    ) -> tuple[Update, Job | None]:
        """Post it now: its job, to be done while they wait; None if there is nothing to post."""
        async with self._store.transaction(_server(act)) as rows:
            before, after = await _decided(rows, act, update_id, Update.posting, check)
            if after == before:
                return before, None
            job = await rows.jobs.add(_posting(after, act.at, asked=True), act.at)
            after = after.under(job.key).on_its_way(channel)
            return await _saved(rows, act, "posted", before, after), job

    async def schedule(
        self, act: Act, update_id: int, at: int, told_in: int | None, check: Check = _anything
    ) -> Update:
        """Post it at an instant (epoch seconds); `told_in` is the DM of who answers for it."""

        def decide(known: Update) -> Update:
            return known.scheduled(at, act.user, told_in)

        async with self._store.transaction(_server(act)) as rows:
            before, after = await _decided(rows, act, update_id, decide, check)
            if after == before:
                return before
            job = await rows.jobs.add(_posting(after, at), act.at, wait_until=at)
            return await _saved(rows, act, "scheduled", before, after.under(job.key))

    async def cancel(self, act: Act, update_id: int, check: Check = _anything) -> Update:
        """It is a draft again."""
        return await self._change(act, update_id, "cancelled", Update.cancelled, check)

    async def discard(self, act: Act, update_id: int, check: Check = _anything) -> Update:
        """Throw it away."""
        return await self._change(act, update_id, "discarded", Update.discarded, check)

    async def retract(self, act: Act, update_id: int, trouble: Trouble | None) -> Update:
        """Its post was removed; the record stays."""
        return await self._change(act, update_id, "retracted", lambda known: known.retracted(trouble))

    async def missing(self, update_id: int) -> None:
        """Note that somebody deleted the post by hand in Discord."""
        async with self._store.transaction() as rows:
            known = await rows.updates.find(update_id)
            if known is not None:
                await rows.updates.save(known.retracted(Trouble.DELETED))

    async def _change(
        self,
        act: Act,
        update_id: int,
        what: str,
        decide: Callable[[Update], Update],
        check: Check = _anything,
    ) -> Update:
        async with self._store.transaction(_server(act)) as rows:
            before, after = await _decided(rows, act, update_id, decide, check)
            return before if after == before else await _saved(rows, act, what, before, after)


def _server(act: Act) -> int:
    return act.guild or 0


def _posting(update: Update, due_at: int, *, asked: bool = False) -> NewJob:
    return NewJob(JobKind.POST, update.guild, due_at, asked=asked, guild=update.guild, about=str(update.id))


async def _decided(
    rows: Rows, act: Act, update_id: int, decide: Callable[[Update], Update], check: Check
) -> tuple[Update, Update]:
    """As it is and as it shall be: the same, if this act was delivered before."""
    before = await rows.updates.get(update_id, _server(act))
    after = before if await rows.updates.changed_by(act) else decide(before)
    if after != before:
        check(before)
    return before, after


async def _saved(rows: Rows, act: Act, what: str, before: Update, after: Update) -> Update:
    """Keep it with what it said before. Of what is scheduled only the words change without another job."""
    reworded = after.wording != before.wording
    if before.stage is Stage.SCHEDULED and before.key is not None and not reworded:
        await rows.jobs.withdraw(before.guild, before.key)
    await rows.updates.save(after)
    await rows.updates.note(act, what, before, reworded=reworded)
    return after
