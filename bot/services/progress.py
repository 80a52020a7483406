"""Progress: tick, skip, reopen, take back, choose a path, and how far a member is."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from bot.content.live import LiveContent
from bot.domain import ticks
from bot.domain.acts import Act
from bot.domain.errors import NothingToUndo, Outdated
from bot.domain.journey import Journey, Outcome, journey_of, progress_of
from bot.domain.marks import Change
from bot.domain.members import Member
from bot.domain.paths import settled
from bot.domain.progress import Progress
from bot.domain.roadmap import Action
from bot.domain.steps import Step
from bot.services.activity import alive, settle_clicked
from bot.services.names import Names, Target
from bot.store.store import Store

Decide = Callable[[Progress, Action, Step | None], ticks.Marks]
"""What is marked of a step, or of a whole action, given how far a member is along their path."""


class ProgressService:
    """What members do with steps and actions. May raise StoreUnavailable; nothing is changed then."""

    def __init__(self, store: Store, content: LiveContent, names: Names) -> None:
        self._store = store
        self._content = content
        self._names = names

    async def journey(self, user_id: int, roadmap_id: str | None = None) -> Journey:
        """A member, if known, and their progress: in their active roadmap, or in the one asked for.

        Raises UnknownName for a roadmap that is not loaded.
        """
        log, library = await self._store.read.changes.of(user_id), self._content.library
        roadmap = None if roadmap_id is None else library.roadmap(roadmap_id)
        return journey_of(library, log.member, log.standing, roadmap)

    async def tick(
        self, act: Act, ref: str, evidence: str | None = None, time: int | None = None
    ) -> tuple[Target, Outcome]:
        """Mark a step done, or a whole action; UnknownName if there is none.

        `time` is the how-manieth time of a habit was meant, so that a second press changes nothing.
        """
        return await self._mark(act, ref, partial(ticks.tick, evidence=evidence, time=time))

    async def skip(self, act: Act, ref: str) -> tuple[Target, Outcome]:
        """Set an open step, or a whole action, aside; UnknownName if there is none."""
        return await self._mark(act, ref, ticks.skip)

    async def reopen(self, act: Act, ref: str) -> tuple[Target, Outcome]:
        """Open what was done or skipped again; UnknownName if there is none."""
        return await self._mark(act, ref, ticks.reopen)

    async def choose(self, act: Act, roadmap_id: str, choice: str, option: str) -> Journey:
        """Take a path, for the first time or anew; Outdated for what is no option of it any more."""
        roadmap = self._content.library.roadmap(roadmap_id)
        taken = settled(roadmap.choices, {choice: option})
        if not taken:
            raise Outdated
        async with self._store.transaction() as rows:
            await settle_clicked(rows, act)
            log = await rows.changes.of(act.user)
            member = log.member or await rows.members.add(newcomer(act, roadmap.id))
            if not await rows.clicks.known(act):
                path = {**member.path(roadmap.id), **taken}
                member = replace(alive(member, act), paths={**member.paths, roadmap.id: path})
                await rows.members.save(member)
                await rows.clicks.add(act)
        return journey_of(self._content.library, member, log.standing, roadmap)

    async def undoable(self, user_id: int) -> Sequence[Change]:
        """The last changes that can be taken back, the newest first."""
        return self._undoable((await self._store.read.changes.of(user_id)).standing)

    async def undo(self, act: Act, change_id: int | None = None) -> Outcome:
        """Take back one of the member's last changes in a loaded roadmap: the last, or that with a number.

        Delivered twice, its outcome is told again. Raises NothingToUndo when no change, or not this one, is
        there to take back.
        """
        async with self._store.transaction() as rows:
            await settle_clicked(rows, act)
            log = await rows.changes.undone_by(act)
            change = log.again or self._last(log.standing, change_id)
            before = journey_of(
                self._content.library,
                log.member,
                _with(log.standing, change),
                self._content.library.active(change.roadmap),
            ).progress
            fallen = ticks.fallen(before, change.id)
            undone = log.again or await rows.changes.undo(act, change, fallen)
        after = progress_of(before.roadmap, _without(log.standing, change, fallen))
        return Outcome(before, after, undone)

    async def _mark(self, act: Act, ref: str, decide: Decide) -> tuple[Target, Outcome]:
        """Mark what `decide` says of what a ref names; no marks, no change.

        Delivered twice, the outcome is told again, and its change says whether it was undone since. Who is
        no member becomes one, without nudges.
        """
        target = await self._names.target(act.user, ref)
        async with self._store.transaction() as rows:
            await settle_clicked(rows, act)
            log = await rows.changes.made_by(act)
            before = journey_of(self._content.library, log.member, log.standing, target.roadmap).progress
            if log.again:
                earlier = progress_of(before.roadmap, _without(log.standing, log.again))
                return target, Outcome(earlier, before, log.again)
            wanted = decide(before, target.action, target.step)
            if not wanted:
                return target, Outcome(before, before, None)
            if log.member is None:
                await rows.members.add(newcomer(act, target.roadmap.id))
            change = await rows.changes.add(act, target.roadmap.id, wanted)
        return target, Outcome(before, progress_of(before.roadmap, (*log.standing, change)), change)

    def _undoable(self, standing: Sequence[Change]) -> Sequence[Change]:
        loaded = {roadmap.id for roadmap in self._content.library.roadmaps}
        return [change for change in reversed(standing) if change.roadmap in loaded][: ticks.UNDOABLE]

    def _last(self, standing: Sequence[Change], change_id: int | None) -> Change:
        for change in self._undoable(standing):
            if change_id in (None, change.id):
                return change
        raise NothingToUndo


def newcomer(act: Act, roadmap_id: str) -> Member:
    """Who acts and is no member yet, as one: nothing is sent to them before they ask for it."""
    return Member(act.user, roadmap_id, enrolled_at=act.at, locale=act.locale)


def _with(standing: Sequence[Change], change: Change) -> Sequence[Change]:
    return standing if change in standing else (*standing, change)


def _without(
    standing: Sequence[Change], change: Change, fallen: Collection[ticks.Place] = ()
) -> tuple[Change, ...]:
    return tuple(
        replace(other, marks=tuple(mark for mark in other.marks if (other.id, mark.ref) not in fallen))
        for other in standing
        if other.id != change.id
    )
