"""Members are told everything that is kept of them, and erased without a trace."""

import asyncio
import sqlite3
import weakref
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Select, String, Table, cast, func, select

from bot.domain.enrolment import Request
from bot.domain.jobs import Ending, JobKind, JobState
from bot.domain.schedule import DAY
from bot.domain.updates import Wording
from bot.services.certifications import CertificationService
from bot.services.data import DataService
from bot.services.enrolment import Enrolment
from bot.services.nudges import NudgeService
from bot.services.progress import ProgressService
from bot.services.questions import QuestionService
from bot.services.updates import UpdateService
from bot.store.columns import Day, Moment, Snowflake, metadata
from bot.store.questions import question_days
from bot.store.shown import roles
from bot.store.store import Store
from tests.services.samples import NOON, PATH, TRAIL, act
from tests.store.samples import fill_store, of_members, tick
from tests.stored import everything, the_member, the_update

ADA, BOB = 80_351_110_224_678_912, 80_351_110_224_678_913


def as_told(column: Column[object], value: object) -> object:
    """How a stored value should look in the export."""
    match column.type, value:
        case Moment(), int(seconds):
            return datetime.fromtimestamp(seconds, UTC)
        case Day(), int(days):
            return date(1970, 1, 1) + timedelta(days=days)
        case Snowflake(), int(number):
            return str(number)
        case _:
            return value


async def test_the_export_tells_every_value_of_every_table(store: Store, data: DataService) -> None:
    await fill_store(store, ADA)
    rows = await fill_store(store, BOB)
    filled = {table: row for table, row in rows.items() if of_somebody(table)}

    told = await data.export(BOB)

    assert told == {"questions": [], "blocks": []} | {
        table.name: [{name: as_told(table.c[name], value) for name, value in row.items()}]
        for table, row in filled.items()
    }
    assert str(ADA) not in str(told)


def of_somebody(table: Table) -> bool:
    """Whether the rows of a table belong to a person, for as long as they want."""
    return of_members(table) or "author_id" in table.c


async def test_the_export_of_a_stranger_is_empty(data: DataService) -> None:
    assert not any((await data.export(1)).values())


async def test_the_export_has_what_they_asked_in_vain(store: Store, data: DataService) -> None:
    questions = QuestionService(store)
    await questions.note(act(1, guild=10), TRAIL, "What about salary")
    await questions.note(act(2), TRAIL, "What about rust")
    await questions.note(act(3, user=2), TRAIL, "What about remote")
    assert (await data.export(1))["questions"] == [
        {"roadmap": "trail", "about": "rust", "guild_id": None},
        {"roadmap": "trail", "about": "salary", "guild_id": "10"},
    ]


MARKED = ("shared", "shown_before")
"""How much they showed within a day is kept for it, under a mark, and so is the key that the mark takes."""


async def test_nothing_of_a_deleted_member_stays(
    database_url: str, store: Store, data: DataService, progress: ProgressService
) -> None:
    for user in (ADA, BOB):
        await fill_store(store, user)
    there = {table: await count(store, table) for table in metadata.sorted_tables}
    await progress.tick(act(10, ADA), "a0", "https://example.org/my-secret-project")

    assert await data.delete(ADA, NOON) is True
    await take_roles_back(store, ADA)

    for table in metadata.sorted_tables:
        left = there[table] + (table.name in MARKED)
        assert await count(store, table) == (1 if of_members(table) else left), table.name
        for column in table.c:
            assert await number(store, select(func.count()).where(cast(column, String) == str(ADA))) == 0, (
                str(column)
            )
    assert not any((await data.export(ADA)).values())
    assert "my-secret-project" not in "".join(everything(database_url))
    assert await data.delete(ADA, NOON) is False


async def test_nothing_of_a_deleted_member_stays_in_the_file(
    database_file: Path, data: DataService, progress: ProgressService
) -> None:
    await progress.tick(act(10, ADA), "a0", "https://example.org/my-secret-project")
    assert await data.delete(ADA, NOON) is True
    for part in database_file.parent.iterdir():
        assert b"my-secret-project" not in part.read_bytes(), part.name


async def take_roles_back(store: Store, user: int) -> None:
    """What a deletion leaves bears their id until Discord has taken their role, and is deleted then."""
    async with store.transaction() as rows:
        (taking,) = await rows.jobs.roles_of(user)
        assert await rows.jobs.settle(taking, Ending(JobState.SENT, NOON, JobKind.ROLE))
        await rows.retention.delete_removals(NOON)


async def test_nothing_of_a_deleted_member_stays_in_memory(store: Store, data: DataService) -> None:
    await tick(store, ADA, 10, "https://example.org/of-ada")
    await store.read.changes.of(ADA)
    marked = weakref.ref((await store.read.changes.of(ADA)).marked)
    assert marked() is not None
    assert await data.delete(ADA, NOON)
    assert marked() is None


async def test_deleting_twice_takes_a_role_back_all_the_same(store: Store, data: DataService) -> None:
    filled = await fill_store(store, ADA)
    for _ in range(2):
        await data.delete(ADA, NOON)
        (taking,) = await store.read.jobs.roles_of(ADA)
        assert taking.about == str(filled[roles]["role"])
    await take_roles_back(store, ADA)


async def count(store: Store, table: Table) -> int:
    return await number(store, select(func.count()).select_from(table))


async def number(store: Store, query: Select[Any]) -> int:
    """The one number that a query is answered with."""
    return int((await store.read.connection.execute(query)).scalar_one())


async def test_deleting_a_member_finds_their_questions_again(store: Store, data: DataService) -> None:
    questions = QuestionService(store)
    for interaction, asked in enumerate(("salary", "rust", "remote")):
        await questions.note(act(interaction, guild=10), TRAIL, asked)
        await questions.note(act(interaction, user=2, guild=20), TRAIL, asked)
    await questions.note(act(9), PATH, "salary")
    assert await data.delete(1, NOON)
    assert (await data.export(1))["questions"] == []
    assert [row["guild_id"] for row in (await data.export(2))["questions"]] == ["20"] * 3
    assert await number(store, select(question_days.c.number)) == 3
    assert not await data.delete(1, NOON)


async def test_deleting_before_anybody_did_anything(data: DataService) -> None:
    assert not await data.delete(1, NOON)


async def test_a_moderators_deletion_leaves_posts_and_signatures(
    store: Store, data: DataService, updates: UpdateService
) -> None:
    draft = await updates.draft(act(1, guild=10), "Mona", Wording("Title", "Text"), None)
    scheduled = await updates.schedule(act(2, guild=10), draft.id, NOON + 60, told_in=5)
    assert await data.delete(1, NOON)
    assert await the_update(store, draft.id) == scheduled._replace(author=None, author_channel=None)
    assert not any((await data.export(1)).values())
    assert await store.read.jobs.next_due() == NOON + 60, "it is still to be posted, and not by the member"


async def test_a_deletion_does_not_wait_for_a_long_reader(
    database_file: Path, store: Store, data: DataService, progress: ProgressService
) -> None:
    await progress.tick(act(10), "a0")
    with closing(sqlite3.connect(database_file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM members").fetchall()
        async with asyncio.timeout(2):
            assert await data.delete(1, NOON) is True
    assert await store.read.members.get(1) is None


async def test_who_is_stored_first_was_here_that_day(
    store: Store,
    enrolment: Enrolment,
    progress: ProgressService,
    nudges: NudgeService,
    certifications: CertificationService,
) -> None:
    """However they came; who was never seen would be taken for long gone, and be deleted."""
    await enrolment.start(act(1, user=1), Request(), None)
    await progress.tick(act(2, user=2), "a0")
    await nudges.reschedule(act(3, user=3), Request(weekday=1))
    await certifications.passed(act(4, user=4), "exam", date(2026, 6, 1), None)
    for user in (1, 2, 3, 4):
        assert (await the_member(store, user)).seen_day == NOON // DAY
