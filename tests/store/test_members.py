"""Members are kept whole, told everything, and erased without a trace."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Column, delete, func, select

from bot.domain.errors import BadTime
from bot.domain.goals import Passed
from bot.domain.members import Member, NudgeSchedule, NudgeState
from bot.domain.schedule import DAY
from bot.store.database import Database
from bot.store.goals import GoalStore
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.store.tables import Day, Moment, metadata
from tests.store.samples import TRAIL, Tick, fill, of_members

ADA = Member(
    1, "trail", 100, True, True, NudgeSchedule(3, 1_110, "Asia/Kathmandu"), dm_channel=10**18, seen_day=19_000
)

ADA_ID, BOB_ID = 80_351_110_224_678_912, 80_351_110_224_678_913


async def test_a_member_comes_back_as_they_were_put(members: MemberStore) -> None:
    assert await members.get(1) is None
    assert await members.put(1, lambda _: ADA, at=100) == ADA
    assert await members.get(1) == ADA


async def test_a_change_is_decided_on_what_is_stored(members: MemberStore) -> None:
    await members.put(1, lambda _: ADA, at=100)

    def later(known: Member | None) -> Member:
        assert known is not None
        return replace(known, schedule=replace(known.schedule, minute=known.schedule.minute + 1))

    await asyncio.gather(*(members.put(1, later, at=200) for _ in range(20)))
    assert await members.get(1) == replace(ADA, schedule=replace(ADA.schedule, minute=1_130))


async def test_a_click_counts_once_whatever_came_after_it(members: MemberStore) -> None:
    later, off = replace(ADA, schedule=NudgeSchedule(5)), replace(ADA, nudged=False)
    await members.put(1, lambda _: ADA, at=100, click=7)
    assert await members.put(1, lambda _: later, at=100, click=8) == later
    assert await members.put(1, lambda _: off, at=100, click=7) == later
    assert await members.put(1, lambda _: off, at=100, click=8) == later
    assert await members.put(1, lambda _: off, at=100, click=9) == off


async def test_a_click_of_whom_everything_was_deleted_counts_anew(members: MemberStore) -> None:
    await members.put(1, lambda _: ADA, at=100, click=7)
    await members.delete(1)
    assert await members.put(1, lambda _: ADA, at=100, click=7) == ADA


async def test_a_refusal_leaves_everything_as_it_was(members: MemberStore) -> None:
    def refuse(_: Member | None) -> Member:
        raise BadTime("25:00")

    with pytest.raises(BadTime):
        await members.put(1, refuse, at=100, guild_id=5)
    assert await members.get(1) is None
    assert await members.guilds(1) == ()


async def test_servers_are_remembered_once_in_the_order_they_came(members: MemberStore) -> None:
    for at, guild_id in ((100, 9), (200, 5), (300, 9), (400, None)):
        await members.put(1, lambda _: ADA, at=at, guild_id=guild_id)
    assert await members.guilds(1) == (9, 5)
    assert await members.guilds(2) == ()


async def test_the_direct_message_channel_can_be_set(members: MemberStore) -> None:
    await members.put(1, lambda _: ADA, at=100)
    await members.set_dm_channel(1, 77)
    assert await members.get(1) == replace(ADA, dm_channel=77)


async def test_a_sign_of_life_is_written_once_a_day(database: Database, members: MemberStore) -> None:
    await members.put(1, lambda _: ADA, at=100)
    assert await members.seen(1, 19_001 * DAY + 5) == ADA
    today = replace(ADA, seen_day=19_001)
    assert await members.get(1) == today

    async with database.writing(), asyncio.timeout(1):  # nobody else could write now
        assert await members.seen(1, 19_001 * DAY + 500) == today
        assert await members.seen(1, 18_000 * DAY) == today
        assert await members.seen(2, 19_001 * DAY) is None
    assert await members.get(2) is None


async def test_a_sign_of_life_ends_the_count_of_unanswered_nudges(members: MemberStore) -> None:
    await members.put(1, lambda _: replace(ADA, nudges=NudgeState(unanswered=2)), at=100)
    await members.seen(1, ADA.seen_day * DAY)
    assert await members.get(1) == ADA


async def test_a_sign_of_life_brings_back_nobody(database: Database, members: MemberStore) -> None:
    await members.put(1, lambda _: ADA, at=100)
    async with database.writing() as connection:
        late = asyncio.create_task(members.seen(1, 19_001 * DAY))
        await asyncio.sleep(0.05)  # by then it has read and waits to write
        await connection.execute(delete(metadata.tables["members"]))
    await late
    assert await members.get(1) is None


def as_told(column: Column[object], value: object) -> object:
    """How a stored value should look in the export."""
    match column.type, value:
        case Moment(), int(seconds):
            return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case Day(), int(days):
            return (date(1970, 1, 1) + timedelta(days=days)).isoformat()
        case Boolean(), bool(yes):
            return json.dumps(yes)
        case _:
            return str(value)


async def test_the_export_tells_every_value_of_every_table(database: Database, members: MemberStore) -> None:
    async with database.writing() as connection:
        for user_id in (ADA_ID, BOB_ID):
            rows = await connection.run_sync(fill, metadata, user_id)

    told = json.dumps(await members.export(BOB_ID))

    for table in filter(of_members, rows):
        for name, value in rows[table].items():
            assert f"{as_told(table.c[name], value)}" in told, f"{table.name}.{name}"
    assert str(ADA_ID) not in told


async def test_the_export_of_a_stranger_is_empty(members: MemberStore) -> None:
    assert not any((await members.export(1)).values())


async def test_nothing_of_a_deleted_member_stays(
    file: Path, database: Database, members: MemberStore, journeys: JourneyStore
) -> None:
    async with database.writing() as connection:
        for user_id in (ADA_ID, BOB_ID):
            await connection.run_sync(fill, metadata, user_id)
    await journeys.change(ADA_ID, TRAIL, 10, 100, Tick(0, evidence="https://example.org/my-secret-project"))

    assert await members.delete(ADA_ID) is True

    async with database.reading() as connection:
        for table in metadata.sorted_tables:
            left = (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            assert left == (1 if of_members(table) else 2), table.name
            for column in table.c:
                hers = select(func.count()).where(column == ADA_ID)
                assert (await connection.execute(hers)).scalar_one() == 0, str(column)
    assert not any((await members.export(ADA_ID)).values())
    for part in file.parent.iterdir():
        assert b"my-secret-project" not in part.read_bytes(), part.name
    assert await members.delete(ADA_ID) is False


async def test_a_deletion_does_not_wait_for_a_long_reader(
    file: Path, database: Database, members: MemberStore
) -> None:
    await members.put(1, lambda _: ADA, at=100)
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM members").fetchall()
        async with asyncio.timeout(2):
            assert await members.delete(1) is True
    assert await members.get(1) is None


async def test_who_is_stored_first_was_here_that_day(
    database: Database, members: MemberStore, journeys: JourneyStore
) -> None:
    at = 20_000 * DAY + 5
    await members.put(1, lambda _: Member(1, "trail", at), at=at)
    await journeys.change(2, TRAIL, 10, at, Tick(0))
    exam = Passed("trail/exam", date(2026, 1, 1), None)
    await GoalStore(database).note(Member(3, "trail", at), exam)
    for user in (1, 2, 3):
        member = await members.get(user)
        assert member is not None
        assert member.seen_day == 20_000
