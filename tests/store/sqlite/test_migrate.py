"""Every file ever written comes up to date whole, or stays as it was."""

import asyncio
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, create_engine, text

from bot.domain.errors import DatabaseTooNew, StoreUnavailable
from bot.domain.jobs import OPEN_STATES, JobKey, JobKind
from bot.store.columns import metadata
from bot.store.revisions import OLDEST, configuration, revisions
from bot.store.sqlite.migrate import migrate
from bot.store.store import Store
from tests.store.samples import fill
from tests.stored import address

HEAD = revisions()[-1]
BEFORE_JOBS = revisions()[: revisions().index("0009")]
"""Until what was sent or posted got one table, the jobs."""
KINDS = ("weekly", "snoozed", "rest", "finished", "test", "welcome", "farewell")
DUE = 1_767_600_000


def rows(file: Path) -> dict[str, list[dict[str, Any]]]:
    """Everything in a file, by table, each row by column."""
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        ).fetchall()
        found = {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1") for (name,) in names}  # noqa: S608
        return {name: [dict(row) for row in table] for name, table in found.items()}


def file_at(revision: str, file: Path, prepare: Callable[[Connection], object]) -> None:
    """A file as a version that knew this revision left it."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), revision)
        prepare(connection)
    engine.dispose()


def fill_up(connection: Connection) -> None:
    """Three members with a row in every table there is; messages and updates wherever one could stand."""
    tables = MetaData()
    tables.reflect(connection)
    for user_id in (1, 2, 3):
        rows = fill(connection, tables, user_id)
    if (nudges := tables.tables.get("nudges")) is not None:
        connection.execute(nudges.delete())
        connection.execute(nudges.insert(), list(messages()))
    if (updates := tables.tables.get("updates")) is not None:
        connection.execute(updates.update().values(state="draft"))
        connection.execute(updates.insert(), list(stages(rows[updates])))


def messages() -> Iterator[dict[str, Any]]:
    """What was sent, is on its way or never came: of each kind, to each end, asked for or not."""
    ends = product(KINDS, ("claimed", "waiting", "sent", "refused", "withdrawn", "missed", "failed"), (0, 1))
    for number, (kind, state, asked) in enumerate(ends, start=1):
        open_still = state in ("claimed", "waiting")
        yield {
            "id": 100 + number,
            "user_id": 1 + number % 3,
            "kind": kind,
            "due_at": DUE + 60 * number,
            "state": state,
            "claimed_at": DUE + 60 * number + 1,
            "lease_until": DUE + 60 * number + 61,
            "attempts": number % 3,
            "sent_at": DUE + 60 * number + 2 if state == "sent" else None,
            "action": "numpy" if state == "sent" else None,
            "channel": 5 if state == "sent" else None,
            "message": number if state == "sent" else None,
            "reason": "asked" if asked and open_still else "closed" if state == "refused" else None,
        }


def stages(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """An update at every stage, for some time or for none, several of one server for the same second."""
    ends = product(
        (7, 8), ("draft", "scheduled", "claimed", "posted", "retracted"), (None, DUE, DUE, DUE + 1)
    )
    for number, (guild, state, scheduled) in enumerate(ends, start=1):
        if state == "scheduled" and scheduled is None:
            continue
        times: dict[str, int | None] = {"claimed_at": None, "lease_until": scheduled}
        if state == "claimed":
            times = {"claimed_at": DUE + 5, "lease_until": DUE + 65}
        made = {"id": 100 + number, "interaction_id": 100 + number, "guild_id": guild, "state": state}
        yield row | made | times | {"scheduled_at": scheduled, "attempts": number % 3, "created_at": DUE - 60}


async def test_a_new_file_gets_all_tables_once(tmp_path: Path) -> None:
    url = address(tmp_path / "new.db")
    assert await migrate(url) == (None, HEAD)
    assert await migrate(url) == (HEAD, HEAD)


def test_the_migrated_tables_are_those_the_code_means(database_file: Path) -> None:
    engine = create_engine(f"sqlite:///{database_file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


@pytest.mark.parametrize("revision", BEFORE_JOBS)
async def test_an_older_file_loses_nothing(revision: str, tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    file_at(revision, file, fill_up)
    before = rows(file)

    assert await migrate(address(file)) == (revision, HEAD)

    after = rows(file)
    after["shared"] = [row for row in after["shared"] if row["name"] != OLDEST]
    for name in before.keys() - {"alembic_version", "questions", "nudges"}:
        kept = before[name][0].keys() & after[name][0].keys()
        assert [within(row, kept) for row in after[name]] == [within(row, kept) for row in before[name]], name
    assert len(before["members"]) == 3
    marked = [row["ref"] for row in after["marks"] if not row["follows"]]
    assert marked == [row["action"] for row in before["marks"]]
    if "jobs" in before:
        return
    jobs = {(row["owner"], row["number"]): row for row in after["jobs"]}
    assert len(jobs) == len(after["jobs"])
    for nudge in before.get("nudges", []):
        assert jobs.pop((nudge["user_id"], nudge["id"])).items() >= job_of(nudge).items()
    for update, written in zip(before.get("updates", []), after["updates"], strict=True):
        job = jobs.pop((update["guild_id"], update["id"]), None)
        assert (job is not None) == (update["state"] in ("scheduled", "claimed"))
        assert written["key"] == (job and job["key"])
        if job:
            assert job.items() >= posting_of(update).items()
            assert 0 <= job["due_at"] - due_of(update) < 10
            assert JobKey.read(job["key"]) == JobKey.of(JobKind.POST, job["due_at"])
    assert jobs == {}


def within(row: dict[str, Any], columns: Collection[str]) -> dict[str, Any]:
    """What stands in these columns."""
    return {name: row[name] for name in columns}


def job_of(nudge: dict[str, Any]) -> dict[str, Any]:
    """The job that a message of the first edition has become."""
    same = (
        "kind",
        "due_at",
        "state",
        "claimed_at",
        "lease_until",
        "attempts",
        "sent_at",
        "channel",
        "message",
    )
    return within(nudge, same) | {
        "user_id": nudge["user_id"],
        "guild_id": None,
        "key": str(JobKey.of(JobKind(nudge["kind"]), nudge["due_at"])),
        "about": nudge["action"],
        "asked": nudge["kind"] in ("welcome", "test") or nudge["reason"] == "asked",
        "reason": None if nudge["reason"] == "asked" else nudge["reason"],
    }


def posting_of(update: dict[str, Any]) -> dict[str, Any]:
    """The job of an update that is scheduled or on its way, but for its second."""
    claimed = update["state"] == "claimed"
    return {
        "kind": "post",
        "user_id": None,
        "guild_id": update["guild_id"],
        "about": str(update["id"]),
        "state": "claimed" if claimed else "waiting",
        "claimed_at": update["claimed_at"] if claimed else update["created_at"],
        "lease_until": update["lease_until"],
        "attempts": update["attempts"],
        "asked": update["scheduled_at"] is None,
        "sent_at": None,
        "message": None,
    }


def due_of(update: dict[str, Any]) -> int:
    """When an update is or was to be posted."""
    due: int = update["scheduled_at"] or update["claimed_at"]
    return due


@pytest.mark.parametrize("revision", BEFORE_JOBS[3:])
async def test_what_was_on_its_way_is_taken_over(revision: str, tmp_path: Path) -> None:
    """By a start after the upgrade: everything that was open, whatever was between, each of it once."""
    file = tmp_path / "old.db"
    file_at(revision, file, fill_up)
    before = rows(file)
    await migrate(address(file))
    store = Store.open(address(file))
    async with store.transaction() as open_still:
        await open_still.jobs.inherit()
        jobs = await open_still.jobs.take_over(10 * DUE, 1_000, tuple(JobKind), ())
    await store.close()

    expected = [(row["user_id"], row["id"]) for row in before["nudges"] if row["state"] in OPEN_STATES]
    pending = [row for row in before["updates"] if row["state"] in ("scheduled", "claimed")]
    expected += [(row["guild_id"], row["id"]) for row in pending]
    assert Counter((job.owner, job.number) for job in jobs) == Counter(expected)
    sure = {(job.owner, job.number) for job in jobs if not job.unsure}
    waiting = [row for row in (*before["nudges"], *pending) if row["state"] in ("waiting", "scheduled")]
    assert sure == {(row.get("user_id") or row["guild_id"], row["id"]) for row in waiting}


@pytest.mark.parametrize("revision", ["0006", "0007"])
async def test_questions_of_nobody_knows_whom_go(revision: str, tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    file_at(revision, file, fill_up)
    assert len(rows(file)["questions"]) == 3
    await migrate(address(file))
    assert rows(file)["questions"] == []


async def test_questions_that_are_known_stay(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    file_at("0008", file, fill_up)
    before = rows(file)["questions"]
    await migrate(address(file))
    assert rows(file)["questions"] == before


async def test_a_plan_that_was_spent_stays_spent(tmp_path: Path) -> None:
    """As `NudgeState.plan_spent` tells it: what was planned was due after the last weekly message."""
    file = tmp_path / "old.db"

    def spent(connection: Connection) -> None:
        fill_up(connection)
        for user_id, due, planned in ((1, DUE, 1), (2, None, 1), (3, DUE, 0)):
            connection.execute(
                text("UPDATE members SET last_due = :due, plan_spent = :planned WHERE user_id = :user_id"),
                {"due": due, "planned": planned, "user_id": user_id},
            )

    file_at("0011", file, spent)
    await migrate(address(file))
    told = {
        row["user_id"]: (row["last_planned"] or 0) > (row["last_due"] or 0) for row in rows(file)["members"]
    }
    assert told == {1: True, 2: True, 3: False}


async def test_a_newer_file_is_refused_and_left_alone(database_file: Path, url: str) -> None:
    with sqlite3.connect(database_file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("UPDATE shared SET value = '9999' WHERE name = ?", [OLDEST])
    connection.close()
    before = rows(database_file)

    with pytest.raises(
        DatabaseTooNew, match=f"newer Cairn .revision 9999; this one knows up to {HEAD}.*install"
    ):
        await migrate(url)

    assert rows(database_file) == before


async def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    in_the_way = "CREATE TABLE guilds AS SELECT 'kept' AS mine"
    file_at(revisions()[0], file, lambda connection: connection.exec_driver_sql(in_the_way))
    before = rows(file)

    with pytest.raises(StoreUnavailable, match=r"taken back, .*(table guilds already exists)"):
        await migrate(address(file))

    assert rows(file) == before


async def test_an_upgrade_that_would_leave_orphans_is_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    lost = "INSERT INTO marks (change_id, action, state) VALUES (99, 'a0', 'done')"
    file_at(revisions()[0], file, lambda connection: connection.exec_driver_sql(lost))
    before = rows(file)

    with pytest.raises(StoreUnavailable, match="taken back, because 1 rows"):
        await migrate(address(file))

    assert rows(file) == before


def test_four_processes_at_once_all_succeed(
    tmp_path: Path, launch: Callable[[str, str], "subprocess.Popen[str]"]
) -> None:
    processes = [launch("bring_up_to_date", address(tmp_path / "new.db")) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    assert rows(tmp_path / "new.db")["alembic_version"] == [{"version_num": HEAD}]


def test_an_ordinary_start_does_without_alembic(
    url: str, launch: Callable[[str, str], "subprocess.Popen[str]"]
) -> None:
    assert launch("start", url).communicate()[0] == "False\n"


async def test_a_restored_copy_logs_ahead_again(database_file: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(database_file, tmp_path / "restored.db"))
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    connection.close()
    await migrate(address(copy))
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


async def test_a_start_waits_for_who_still_reads_a_restored_copy(database_file: Path, url: str) -> None:
    reader = sqlite3.connect(database_file, isolation_level=None)
    reader.execute("PRAGMA journal_mode = DELETE")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM members").fetchall()
    start = asyncio.create_task(migrate(url))
    await asyncio.sleep(0.2)
    assert not start.done()
    reader.execute("COMMIT")
    reader.close()
    assert await start == (HEAD, HEAD)


async def test_several_that_start_on_a_restored_copy_all_succeed(database_file: Path, url: str) -> None:
    for _ in range(50):
        with sqlite3.connect(database_file) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        assert await asyncio.gather(*(migrate(url) for _ in range(8))) == [(HEAD, HEAD)] * 8


async def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="can't be opened"):
        await migrate(address(tmp_path / "nowhere" / "cairn.db"))
