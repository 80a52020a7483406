"""Progress as a log: every tick and skip adds a change, every undo signs one; nothing is rewritten."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import NothingToUndo
from bot.domain.journey import Journey, Outcome, progress_of
from bot.domain.library import Library
from bot.domain.members import Member
from bot.domain.progress import Change, Mark, Progress
from bot.domain.roadmap import Roadmap
from bot.store import log
from bot.store.database import Database
from bot.store.members import columns_of, newcomer
from bot.store.tables import changes, marks, members


class JourneyStore:
    """Reads and writes progress. Every method may raise StoreUnavailable; nothing is changed then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, user_id: int, library: Library, roadmap_id: str | None = None) -> Journey:
        """A member, if known, and their progress: in their active roadmap, or in the one asked for.

        Raises UnknownName for a roadmap that the library does not hold.
        """
        async with self._database.reading() as connection:
            found = await log.read(connection, log.STANDING, user_id)
        if roadmap_id is None:
            roadmap = library.active(found.member.roadmap if found.member else None)
        else:
            roadmap = library.roadmap(roadmap_id)
        return Journey(found.member, progress_of(roadmap, found.standing))

    async def change(
        self,
        user_id: int,
        roadmap: Roadmap,
        interaction: int,
        at: int,
        decide: Callable[[Progress], Sequence[Mark]],
    ) -> Outcome:
        """Mark what `decide` says, given today's progress; no marks, no change.

        An interaction that was stored before changes nothing: its outcome is told again, and its change
        says whether it was undone since. Who is not a member becomes one, without nudges. What `decide`
        raises is raised here and leaves everything as it was.
        """
        async with self._database.writing() as connection:
            found = await log.read(connection, log.MADE_BY, user_id, interaction)
            before = progress_of(roadmap, found.standing)
            if found.again:
                return _outcome(roadmap, _without(found.standing, found.again), found.standing, found.again)
            wanted = sorted(decide(before), key=lambda mark: mark.action)
            if not wanted:
                return Outcome(before, before, None)
            if found.member is None:
                new = newcomer(Member(user_id, roadmap.id, enrolled_at=at))
                await connection.execute(insert(members).values(columns_of(new)))
            change = await _store(connection, user_id, interaction, Change(0, roadmap.id, at, tuple(wanted)))
        return _outcome(roadmap, found.standing, (*found.standing, change), change)

    async def undo(
        self, user_id: int, interaction: int, at: int, library: Library, change_id: int | None = None
    ) -> Outcome:
        """Take back the member's last change in a loaded roadmap, or the one with this number.

        An interaction that was stored before changes nothing: its outcome is told again. Raises
        NothingToUndo when no change, or not this one, is there to take back.
        """
        async with self._database.writing() as connection:
            found = await log.read(connection, log.UNDONE_BY, user_id, interaction)
            change = found.again or _last(found.standing, library, change_id)
            if not found.again:
                await connection.execute(
                    update(changes)
                    .where(changes.c.id == change.id)
                    .values(undone_by=interaction, undone_at=at)
                )
        left = _without(found.standing, change)
        return _outcome(library.active(change.roadmap), (*left, change), left, replace(change, undone=True))


def _last(standing: Sequence[Change], library: Library, change_id: int | None) -> Change:
    loaded = {roadmap.id for roadmap in library.roadmaps}
    for change in reversed(standing):
        if change.roadmap in loaded and change_id in (None, change.id):
            return change
    raise NothingToUndo


def _without(standing: Sequence[Change], change: Change) -> tuple[Change, ...]:
    return tuple(other for other in standing if other.id != change.id)


def _outcome(roadmap: Roadmap, before: Sequence[Change], after: Sequence[Change], change: Change) -> Outcome:
    return Outcome(progress_of(roadmap, before), progress_of(roadmap, after), change)


async def _store(connection: AsyncConnection, user_id: int, interaction: int, change: Change) -> Change:
    row = {"user_id": user_id, "interaction_id": interaction, "roadmap": change.roadmap, "at": change.at}
    number = (await connection.execute(insert(changes).values(row).returning(changes.c.id))).scalar_one()
    await connection.execute(
        insert(marks),
        [
            {"change_id": number, "action": m.action, "state": m.state.value, "evidence": m.evidence}
            for m in change.marks
        ],
    )
    return replace(change, id=number)
