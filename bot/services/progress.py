"""Progress: tick, skip, take back, and how far a member is."""

from collections.abc import Callable, Sequence

from bot.content.live import LiveContent
from bot.domain.acts import Act
from bot.domain.errors import NothingToUndo
from bot.domain.journey import Journey, Outcome, progress_of
from bot.domain.members import Member
from bot.domain.progress import Change, Mark, Progress, skip, tick
from bot.domain.roadmap import Action, Roadmap
from bot.services.activity import settle_clicked
from bot.services.names import Names
from bot.store.store import Store


class ProgressService:
    """What members do with actions. May raise StoreUnavailable; nothing is changed then."""

    def __init__(self, store: Store, content: LiveContent, names: Names) -> None:
        self._store = store
        self._content = content
        self._names = names

    async def journey(self, user_id: int, roadmap_id: str | None = None) -> Journey:
        """A member, if known, and their progress: in their active roadmap, or in the one asked for.

        Raises UnknownName for a roadmap that is not loaded.
        """
        log, library = await self._store.read.changes.of(user_id), self._content.library
        if roadmap_id is None:
            roadmap = library.active(log.member.roadmap if log.member else None)
        else:
            roadmap = library.roadmap(roadmap_id)
        return Journey(log.member, progress_of(roadmap, log.standing))

    async def tick(self, act: Act, ref: str, evidence: str | None = None) -> tuple[Action, Outcome]:
        """Mark an action done; UnknownName if there is none."""
        roadmap, action = await self._names.action(act.user, ref)
        return action, await self._mark(act, roadmap, lambda progress: tick(progress, action, evidence))

    async def skip(self, act: Act, ref: str) -> tuple[Action, Outcome]:
        """Set an open action aside; UnknownName if there is none."""
        roadmap, action = await self._names.action(act.user, ref)
        return action, await self._mark(act, roadmap, lambda progress: skip(progress, action))

    async def undo(self, act: Act, change_id: int | None = None) -> Outcome:
        """Take back the member's last change in a loaded roadmap, or the one with this number.

        Delivered twice, its outcome is told again. Raises NothingToUndo when no change, or not this one, is
        there to take back.
        """
        async with self._store.transaction() as rows:
            await settle_clicked(rows, act)
            log = await rows.changes.undone_by(act)
            change = log.again or self._last(log.standing, change_id)
            undone = log.again or await rows.changes.undo(act, change)
        left = _without(log.standing, change)
        roadmap = self._content.library.active(change.roadmap)
        return Outcome(progress_of(roadmap, (*left, change)), progress_of(roadmap, left), undone)

    async def _mark(
        self, act: Act, roadmap: Roadmap, decide: Callable[[Progress], Sequence[Mark]]
    ) -> Outcome:
        """Mark what `decide` says, given today's progress; no marks, no change.

        Delivered twice, the outcome is told again, and its change says whether it was undone since. Who is
        no member becomes one, without nudges.
        """
        async with self._store.transaction() as rows:
            await settle_clicked(rows, act)
            log = await rows.changes.made_by(act)
            before = progress_of(roadmap, log.standing)
            if log.again:
                earlier = progress_of(roadmap, _without(log.standing, log.again))
                return Outcome(earlier, before, log.again)
            wanted = decide(before)
            if not wanted:
                return Outcome(before, before, None)
            if log.member is None:
                await rows.members.add(newcomer(act, roadmap.id))
            change = await rows.changes.add(act, roadmap.id, wanted)
        return Outcome(before, progress_of(roadmap, (*log.standing, change)), change)

    def _last(self, standing: Sequence[Change], change_id: int | None) -> Change:
        loaded = {roadmap.id for roadmap in self._content.library.roadmaps}
        for change in reversed(standing):
            if change.roadmap in loaded and change_id in (None, change.id):
                return change
        raise NothingToUndo


def newcomer(act: Act, roadmap_id: str) -> Member:
    """Who acts and is no member yet, as one: nothing is sent to them before they ask for it."""
    return Member(act.user, roadmap_id, enrolled_at=act.at, locale=act.locale)


def _without(standing: Sequence[Change], change: Change) -> tuple[Change, ...]:
    return tuple(other for other in standing if other.id != change.id)
