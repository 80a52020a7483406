"""Progress: tick, skip, reopen, take back, choose a path, and how far a member is."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from bot.content.live import LiveContent
from bot.domain import ticks
from bot.domain.acts import Act
from bot.domain.crossroads import choice_ahead
from bot.domain.errors import NoSuchChange, NothingToUndo, NotTicked, Outdated
from bot.domain.journey import Journey, Marked, Outcome, journey_of, outcome_of, progress_of
from bot.domain.marks import Change
from bot.domain.members import Member
from bot.domain.paths import Choice, Option, Path, settled
from bot.domain.personal import on_path
from bot.domain.portfolio import kept
from bot.domain.progress import Progress
from bot.domain.roadmap import Roadmap
from bot.domain.schedule import done_on
from bot.services.activity import alive, settle_clicked
from bot.services.names import Names, Target
from bot.services.removals import undone as taken_back
from bot.store.store import Store

Decide = Callable[[Progress], ticks.Marks]
"""What is marked, given how far a member is along their path."""


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
        return journey_of(library, log.member, log.marked, roadmap)

    async def tick(
        self,
        act: Act,
        ref: str,
        evidence: str | None = None,
        time: int | None = None,
    ) -> tuple[Target, Outcome]:
        """Mark a step done, or a whole action; UnknownName if there is none.

        `time` is the how-manieth time of a habit was meant, so that a second press changes nothing.
        """
        target = await self._names.target(act.user, ref)
        return target, await self._mark(
            act,
            target.roadmap,
            lambda progress: ticks.tick(progress, target.action, target.step, evidence, time),
        )

    async def tick_each(self, act: Act, refs: Sequence[str], earlier: date | None = None) -> Outcome:
        """Mark several steps or actions of one roadmap done, with one change; UnknownName if one is none.

        `earlier` is the day on which they were done, in the member's zone, if that was another one; Unusable
        for one on which nothing can have been done.
        """
        targets = [await self._names.target(act.user, ref) for ref in refs]
        wanted = [(target.action, target.step) for target in targets]
        return await self._mark(
            act, targets[0].roadmap, lambda progress: ticks.tick_each(progress, wanted), earlier
        )

    async def skip(self, act: Act, ref: str) -> tuple[Target, Outcome]:
        """Set an open step, or a whole action, aside; UnknownName if there is none."""
        target = await self._names.target(act.user, ref)
        return target, await self._mark(
            act, target.roadmap, lambda progress: ticks.skip(progress, target.action, target.step)
        )

    async def reopen(self, act: Act, ref: str) -> tuple[Target, Outcome]:
        """Open what was done or skipped again; UnknownName if there is none."""
        target = await self._names.target(act.user, ref)
        return target, await self._mark(
            act,
            target.roadmap,
            lambda progress: ticks.reopen(progress, target.action, target.step),
            back=True,
        )

    def choice_ahead(self, progress: Progress, path: Path) -> Choice | None:
        """What to ask a member about their path at their next step."""
        return choice_ahead(self._content.library.active(progress.roadmap.id), progress, path)

    async def link(self, act: Act, ref: str, evidence: str | None) -> Outcome:
        """Put another link beside what was ticked, or none; UnknownName if there is no such thing.

        Raises NotTicked for a link beside what was not.
        """
        target = await self._names.target(act.user, ref)

        def linked(progress: Progress) -> ticks.Marks:
            if evidence and not kept(progress, target.action, target.step, ()).done:
                raise NotTicked
            return ticks.link(progress, target.action, target.step, evidence)

        return await self._mark(act, target.roadmap, linked, back=True)

    async def choose(self, act: Act, roadmap_id: str, choice: str, option: str) -> tuple[Option, Journey]:
        """Take a path, for the first time or anew; Outdated for what is no option of it any more."""
        roadmap = self._content.library.roadmap(roadmap_id)
        taken = settled(roadmap.choices, {choice: option})
        if not taken:
            raise Outdated
        async with self._store.transaction(act.user) as rows:
            await settle_clicked(rows, act)
            log = await rows.changes.of(act.user)
            member = log.member or await rows.members.add(newcomer(act, roadmap.id))
            if not await rows.clicks.known(act):
                path = {**member.path(roadmap.id), **taken}
                member = on_path(alive(member, act), roadmap, path)
                await rows.members.save(member)
                await rows.clicks.add(act)
        made = next(each for c in roadmap.choices for each in c.options if taken.get(c.id) == each.id)
        return made, journey_of(self._content.library, member, log.marked, roadmap)

    async def undoable(self, user_id: int) -> tuple[Member | None, Sequence[Change]]:
        """A member, if known, and the last of their changes that can be taken back, the newest first."""
        log = await self._store.read.changes.of(user_id)
        return log.member, self._undoable(log.standing)

    async def undo(self, act: Act, change_id: int | None = None) -> Outcome:
        """Take back one of the member's last changes in a loaded roadmap: the last, or that with a number.

        Delivered twice, its outcome is told again. Raises NothingToUndo when no change is there to take back,
        NoSuchChange when it is not this one.
        """
        # What is taken back with it may be of servers as well.
        async with self._store.transaction() as rows:
            await settle_clicked(rows, act)
            log = await rows.changes.undone_by(act)
            change = log.again or self._last(log.standing, change_id)
            before = journey_of(
                self._content.library,
                log.member,
                Marked.by(_with(log.standing, change)),
                self._content.library.active(change.roadmap),
            ).progress
            fallen = ticks.fallen(before, change.id)
            undone = log.again or await rows.changes.undo(act, change, fallen)
            after = progress_of(before.roadmap, _without(log.standing, change, fallen))
            if not log.again:
                await taken_back(rows, act.user, before, after, act.at)
        return outcome_of(log.member, before, after, undone)

    async def _mark(
        self,
        act: Act,
        roadmap: Roadmap,
        decide: Decide,
        earlier: date | None = None,
        *,
        back: bool = False,
    ) -> Outcome:
        """Mark what `decide` says, given today's progress; no marks, no change.

        Delivered twice, the outcome is told again, and its change says whether it was undone since. Who is
        no member becomes one, without nudges. With what goes `back`, what others see of it goes too.
        """
        # What goes with it may be of servers as well.
        async with self._store.transaction(*(() if back else (act.user,))) as rows:
            await settle_clicked(rows, act)
            log = await rows.changes.made_by(act)
            before = journey_of(self._content.library, log.member, log.marked, roadmap).progress
            if log.again:
                without = progress_of(before.roadmap, _without(log.standing, log.again))
                return outcome_of(log.member, without, before, log.again)
            wanted = decide(before)
            if not wanted:
                return outcome_of(log.member, before, before, None)
            member = log.member or await rows.members.add(newcomer(act, roadmap.id))
            at = act.at if earlier is None else done_on(earlier, member.schedule.zone, act.at)
            change = await rows.changes.add(act, roadmap.id, wanted, at)
            after = progress_of(before.roadmap, (*log.standing, change))
            if back:
                await taken_back(rows, act.user, before, after, act.at)
        return outcome_of(log.member, before, after, change)

    def _undoable(self, standing: Sequence[Change]) -> Sequence[Change]:
        loaded = {roadmap.id for roadmap in self._content.library.roadmaps}
        return [change for change in reversed(standing) if change.roadmap in loaded][: ticks.UNDOABLE]

    def _last(self, standing: Sequence[Change], change_id: int | None) -> Change:
        found = self._undoable(standing)
        for change in found:
            if change_id in (None, change.id):
                return change
        raise NoSuchChange if found else NothingToUndo


def newcomer(act: Act, roadmap_id: str) -> Member:
    """Who acts and is no member yet, as one: nothing is sent to them before they ask for it."""
    return Member(act.user, roadmap_id, enrolled_at=act.at, locale=act.locale)


def _with(standing: Sequence[Change], change: Change) -> Sequence[Change]:
    return standing if change in standing else (*standing, change)


def _without(
    standing: Sequence[Change], change: Change, fallen: Collection[ticks.Place] = ()
) -> tuple[Change, ...]:
    return tuple(
        other._replace(marks=tuple(mark for mark in other.marks if (other.id, mark.ref) not in fallen))
        for other in standing
        if other.id != change.id
    )
