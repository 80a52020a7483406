"""A tick is kept once, whatever happens, and can be taken back."""

import asyncio
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, func, select, text

from bot.domain.errors import NothingToUndo, UnknownName
from bot.domain.journey import Journey
from bot.domain.library import Library
from bot.domain.members import Member
from bot.domain.progress import Mark, Progress, State
from bot.store import log
from bot.store.database import Database
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.store.tables import changes
from tests.store.samples import LIBRARY, PATH, TRAIL, Skip, Tick

NOON = 1_700_000_000


async def states(journeys: JourneyStore, user_id: int = 1) -> str:
    """The states of a member's actions, by their first letters."""
    progress = (await journeys.load(user_id, LIBRARY)).progress
    return "".join(progress.state(action).value[0] for action in progress.roadmap.actions)


async def number_of_changes(database: Database) -> int:
    async with database.reading() as connection:
        return int((await connection.execute(select(func.count()).select_from(changes))).scalar_one())


async def test_who_is_unknown_has_everything_open(journeys: JourneyStore) -> None:
    assert await journeys.load(1, LIBRARY) == Journey(None, Progress(TRAIL))


async def test_a_tick_without_start_enrols_without_nudges(journeys: JourneyStore) -> None:
    outcome = await journeys.change(1, TRAIL, 10, NOON, Tick(0, "https://example.org/proof"))
    journey = await journeys.load(1, LIBRARY)
    assert journey.member == Member(1, "trail", enrolled_at=NOON, nudged=False, seen_day=NOON // 86_400)
    assert journey.progress == outcome.after
    assert outcome.before == Progress(TRAIL)
    assert outcome.change is not None
    assert outcome.change.marks == (Mark("a0", State.DONE, "https://example.org/proof"),)
    assert outcome.change.at == NOON


async def test_a_tick_leaves_a_member_as_they_are(journeys: JourneyStore, members: MemberStore) -> None:
    ada = Member(1, "path", enrolled_at=5, nudged=True)
    await members.put(1, lambda _: ada, at=5)
    await journeys.change(1, TRAIL, 10, NOON, Tick(0))
    assert await members.get(1) == ada


async def test_the_same_click_twice_is_one_change_with_one_answer(
    database: Database, journeys: JourneyStore
) -> None:
    await journeys.change(1, TRAIL, 9, NOON, Tick(3))
    first = await journeys.change(1, TRAIL, 10, NOON, Tick(0))
    assert await journeys.change(1, TRAIL, 10, NOON + 5, Tick(0)) == first
    assert await number_of_changes(database) == 2


async def test_the_same_click_at_the_same_moment_is_one_change(
    database: Database, journeys: JourneyStore
) -> None:
    outcomes = await asyncio.gather(*(journeys.change(1, TRAIL, 10, NOON, Tick(0)) for _ in range(20)))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert await number_of_changes(database) == 1


async def test_two_clicks_on_the_same_action_are_one_change(
    database: Database, journeys: JourneyStore
) -> None:
    outcomes = await asyncio.gather(*(journeys.change(1, TRAIL, n, NOON, Tick(0)) for n in range(20)))
    assert sum(outcome.change is not None for outcome in outcomes) == 1
    assert await number_of_changes(database) == 1


async def test_a_click_that_was_undone_since_stays_undone(journeys: JourneyStore) -> None:
    first = await journeys.change(1, TRAIL, 10, NOON, Tick(0))
    await journeys.undo(1, 11, NOON, LIBRARY)
    again = await journeys.change(1, TRAIL, 10, NOON, Tick(0))
    assert first.change is not None
    assert again.change == replace(first.change, undone=True)
    assert again.before == again.after == Progress(TRAIL)
    assert await states(journeys) == "ooooo"


async def test_nothing_to_do_writes_nothing(journeys: JourneyStore) -> None:
    outcome = await journeys.change(1, TRAIL, 10, NOON, lambda _: ())
    assert outcome.change is None
    assert outcome.before == outcome.after == Progress(TRAIL)
    assert (await journeys.load(1, LIBRARY)).member is None


async def test_a_refusal_writes_nothing(journeys: JourneyStore) -> None:
    def refuse(progress: Progress) -> Sequence[Mark]:
        raise UnknownName("action", progress.roadmap.id)

    with pytest.raises(UnknownName):
        await journeys.change(1, TRAIL, 10, NOON, refuse)
    assert (await journeys.load(1, LIBRARY)).member is None


async def test_several_marks_are_one_change_and_one_undo(journeys: JourneyStore) -> None:
    known = [Mark("a2", State.SKIPPED), Mark("a0", State.SKIPPED), Mark("a1", State.SKIPPED)]
    first = await journeys.change(1, TRAIL, 10, NOON, lambda _: known)
    assert await journeys.change(1, TRAIL, 10, NOON, lambda _: known) == first
    assert await states(journeys) == "sssoo"
    await journeys.undo(1, 11, NOON, LIBRARY)
    assert await states(journeys) == "ooooo"


async def test_undo_takes_back_the_last_change_then_the_one_before(journeys: JourneyStore) -> None:
    await journeys.change(1, TRAIL, 10, NOON, Skip(0))
    await journeys.change(1, TRAIL, 11, NOON, Tick(0))
    await journeys.change(1, TRAIL, 12, NOON, Tick(1))
    for interaction, left in ((20, "doooo"), (21, "soooo"), (22, "ooooo")):
        await journeys.undo(1, interaction, NOON, LIBRARY)
        assert await states(journeys) == left
    with pytest.raises(NothingToUndo):
        await journeys.undo(1, 23, NOON, LIBRARY)


async def test_any_change_can_be_undone_in_any_order(journeys: JourneyStore) -> None:
    made = [(await journeys.change(1, TRAIL, 10 + n, NOON, Tick(n))).change for n in range(3)]
    for n, left in ((1, "dodoo"), (0, "oodoo"), (2, "ooooo")):
        change = made[n]
        assert change is not None
        before = (await journeys.load(1, LIBRARY)).progress
        outcome = await journeys.undo(1, 20 + n, NOON, LIBRARY, change.id)
        assert outcome.change == replace(change, undone=True)
        assert outcome.before == before
        assert outcome.after == (await journeys.load(1, LIBRARY)).progress
        assert await states(journeys) == left
        with pytest.raises(NothingToUndo):
            await journeys.undo(1, 30 + n, NOON, LIBRARY, change.id)


async def test_an_undo_delivered_twice_takes_back_one_change(journeys: JourneyStore) -> None:
    await journeys.change(1, TRAIL, 10, NOON, Tick(0))
    await journeys.change(1, TRAIL, 11, NOON, Tick(1))
    first = await journeys.undo(1, 20, NOON, LIBRARY)
    assert await journeys.undo(1, 20, NOON + 9, LIBRARY) == first
    assert first.before.tally().done == 2
    assert first.after.tally().done == 1
    assert await states(journeys) == "doooo"


async def test_nobody_can_undo_what_is_not_theirs(journeys: JourneyStore) -> None:
    theirs = (await journeys.change(1, TRAIL, 10, NOON, Tick(0))).change
    await journeys.change(2, TRAIL, 11, NOON, Tick(1))
    assert theirs is not None
    with pytest.raises(NothingToUndo):
        await journeys.undo(2, 20, NOON, LIBRARY, theirs.id)
    assert await states(journeys) == "doooo"


async def test_an_old_number_never_means_a_new_change(journeys: JourneyStore, members: MemberStore) -> None:
    old = (await journeys.change(1, TRAIL, 10, NOON, Tick(0))).change
    await members.delete(1)
    new = (await journeys.change(1, TRAIL, 11, NOON, Tick(0))).change
    assert old is not None
    assert new is not None
    assert new.id > old.id


async def test_each_roadmap_keeps_its_own_progress(journeys: JourneyStore, members: MemberStore) -> None:
    await journeys.change(1, TRAIL, 10, NOON, Tick(0))
    await journeys.change(1, PATH, 11, NOON, Tick(1))
    assert await states(journeys) == "doooo"
    await members.put(1, lambda _: Member(1, "path", enrolled_at=NOON), at=NOON)
    assert await states(journeys) == "odo"
    assert (await journeys.load(1, LIBRARY, "trail")).progress.tally().done == 1
    with pytest.raises(UnknownName):
        await journeys.load(1, LIBRARY, "moon")
    assert (await journeys.undo(1, 20, NOON, LIBRARY)).after == Progress(PATH)


async def test_undo_leaves_a_roadmap_alone_that_is_not_shown(journeys: JourneyStore) -> None:
    await journeys.change(1, PATH, 10, NOON, Tick(0))
    await journeys.change(1, TRAIL, 11, NOON, Tick(0))
    without = Library((PATH,))
    assert (await journeys.undo(1, 20, NOON, without)).after == Progress(PATH)
    with pytest.raises(NothingToUndo):
        await journeys.undo(1, 21, NOON, without)
    assert (await journeys.load(1, LIBRARY, "trail")).progress.tally().done == 1


async def test_a_tick_that_was_confirmed_survives_a_kill(
    url: str, journeys: JourneyStore, launch: Callable[[str, str], "subprocess.Popen[str]"]
) -> None:
    process = launch("tick_and_hang", url)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert await states(journeys, user_id=7) == "doooo"


async def test_a_journey_is_one_statement_that_scans_no_table(
    database: Database, journeys: JourneyStore
) -> None:
    await journeys.change(1, TRAIL, 10, NOON, Tick(0))
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(database._reader._engine, "before_cursor_execute", note)
    await journeys.load(1, LIBRARY)
    assert len(statements) == 1

    async with database.reading() as connection:
        for query in (log.STANDING, log.MADE_BY, log.UNDONE_BY):
            plain = query.params(user=1, interaction=10).compile(compile_kwargs={"literal_binds": True})
            plan = (await connection.execute(text(f"EXPLAIN QUERY PLAN {plain}"))).all()
            assert [step.detail.split()[0] for step in plan if step.parent == 0][:3] == ["SEARCH"] * 3
