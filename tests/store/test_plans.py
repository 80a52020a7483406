"""What is asked all the time is looked up in an index, however many members there are."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.domain.members import Member, NudgeSchedule, NudgeState
from bot.domain.nudges import State
from bot.store.database import Database
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.store.nudges import NudgeStore
from bot.store.updates import UpdateStore
from tests.store.samples import LIBRARY, TRAIL, Tick

Statement = tuple[str, Any]


@pytest.fixture
def statements() -> Iterator[list[Statement]]:
    """Every statement with its parameters, as the driver gets it."""
    seen: list[Statement] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        seen.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


async def plan_of(database: Database, statements: list[Statement]) -> list[str]:
    """How SQLite would go about all of it."""
    steps = []
    async with database.writing() as connection:
        for statement, parameters in statements[:]:
            if statement.startswith(("SELECT", "UPDATE")):
                rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                steps += [row.detail for row in rows]
    return steps


def searches(steps: list[str], table: str) -> set[str]:
    """The ways in which a table is searched."""
    return {step.partition("(")[0].strip() for step in steps if step.split()[1:2] == [table]}


async def test_a_member_s_changes_are_found_by_member(
    database: Database, journeys: JourneyStore, statements: list[Statement]
) -> None:
    await journeys.load(1, LIBRARY)
    await journeys.change(1, TRAIL, 10, 100, Tick(0))
    await journeys.undo(1, 11, 100, LIBRARY)
    steps = await plan_of(database, statements)
    assert searches(steps, "changes") >= {"SEARCH changes USING INDEX ix_changes_user_id_id"}
    assert not [step for step in steps if "undone_by" in step or step.startswith("SCAN")]


async def test_a_look_for_due_nudges_reads_no_table(database: Database, statements: list[Statement]) -> None:
    nudges = NudgeStore(database)
    await nudges.anything(100)
    await nudges.claim(100, 5)
    await nudges.take_over(100, 5, ())
    steps = await plan_of(database, statements)
    assert searches(steps, "members") == {"SEARCH members USING INDEX ix_members_wake_at"}
    assert searches(steps, "nudges") >= {"SEARCH nudges USING INDEX ix_nudges_lease_until"}
    assert not {"SCAN members", "SCAN nudges"} & {*steps}


async def test_what_one_nudge_needs_is_found_by_its_number_and_its_member(
    database: Database, members: MemberStore, statements: list[Statement]
) -> None:
    due = Member(
        1,
        "trail",
        0,
        nudged=True,
        schedule=NudgeSchedule(zone="UTC"),
        nudges=NudgeState(weekly_at=100, wake_at=100),
    )
    await members.put(1, lambda _: due, at=0)
    nudges = NudgeStore(database)
    (nudge,) = (await nudges.claim(100, 1)).nudges
    statements.clear()
    assert await nudges.standing(nudge)
    assert await nudges.settle(nudge, State.SENT, 100, lambda member: replace(member, nudged=False))
    assert await UpdateStore(database).news_for(1, 0) == ()
    steps = await plan_of(database, statements)
    assert searches(steps, "nudges") >= {
        "SEARCH nudges USING INTEGER PRIMARY KEY",
        "SEARCH nudges USING INDEX sqlite_autoindex_nudges_1",
    }
    assert not [step for step in steps if step.startswith("SCAN")]
