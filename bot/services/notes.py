"""Notes: keep a line beside what was done, change it, let go of it, choose it for the portfolio."""

from collections.abc import Callable, Sequence

from bot.content.live import LiveContent
from bot.domain.acts import Act
from bot.domain.notes import Note, note_about, one_line
from bot.services.activity import alive, settle_clicked
from bot.services.names import Names, Target
from bot.services.progress import newcomer
from bot.store.store import Store

Decide = Callable[[Target, Note | None], Note | None]
"""What is kept about something, given what was."""


class NoteService:
    """The notes of members, each seen by its owner alone.

    May raise StoreUnavailable, and UnknownName for what names neither a step nor an action.
    """

    def __init__(self, store: Store, content: LiveContent, names: Names) -> None:
        self._store = store
        self._content = content
        self._names = names

    async def notes(self, user_id: int, roadmap_id: str) -> Sequence[Note]:
        """What somebody keeps about a roadmap, the oldest first, under the refs of when it was written."""
        return await self._store.read.notes.of(user_id, roadmap_id)

    async def keep(self, act: Act, ref: str, text: str) -> Note | None:
        """Keep a line, in place of the one that there was; nothing but spaces lets go of it."""
        kept = one_line(text)

        def written(target: Target, old: Note | None) -> Note | None:
            chosen = old is not None and old.chosen
            return Note(target.roadmap.id, target.refs[0], kept, act.at, chosen) if kept else None

        return await self._change(act, ref, written)

    async def choose(self, act: Act, ref: str, chosen: bool) -> Note | None:
        """Take the line about something into the portfolio, or out of it again; None if there is none."""
        return await self._change(act, ref, lambda _, old: old._replace(chosen=chosen) if old else None)

    async def delete(self, act: Act, ref: str) -> None:
        """Let go of the line about something."""
        await self._change(act, ref, lambda *_: None)

    async def _change(self, act: Act, ref: str, decide: Decide) -> Note | None:
        """What there is now; delivered twice, it is changed once."""
        target = await self._names.target(act.user, ref)
        async with self._store.transaction(act.user) as rows:
            await settle_clicked(rows, act)
            old = note_about(await rows.notes.of(act.user, target.roadmap.id), target.refs)
            if await rows.clicks.known(act):
                return old
            new, member = decide(target, old), await rows.members.get(act.user)
            if member is None and new is None:  # who lets go of nothing, or moves nothing, is none by that
                return None
            member = member or await rows.members.add(newcomer(act, target.roadmap.id))
            await rows.members.save(alive(member, act))
            await rows.clicks.add(act)
            if old:
                await rows.notes.delete(act.user, old.roadmap, old.ref)
            if new:
                await rows.notes.add(act.user, new)
        return new
