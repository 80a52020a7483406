"""A copy is whole, made while the bot works, and proven before anyone relies on it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.errors import DatabaseTooNew, StoreUnavailable
from bot.store.sqlite.backup import backup, verify
from bot.store.sqlite.migrate import migrate
from bot.store.store import Store
from tests.store.samples import tick, ticked
from tests.stored import address


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(file.name for file in folder.iterdir())


def set_mode(file: Path, mode: int) -> None:
    file.chmod(mode)


def mode_of(file: Path) -> int:
    """Who may read and write a file."""
    return file.stat().st_mode & 0o777


async def test_a_copy_made_while_others_write_holds_whole_changes(
    url: str, store: Store, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    await tick(store, 1, 1)
    writes = [asyncio.create_task(tick(store, n, n)) for n in range(2, 40)]
    await writes[5]
    await backup(url, copy)
    await asyncio.gather(*writes)

    rows = await verify(copy)
    assert 7 <= rows["members"] <= 39
    assert rows["members"] == rows["changes"] == rows["marks"]

    await migrate(address(copy))
    restored = Store.open(address(copy))
    assert await ticked(restored, 1) == 1
    await restored.close()


async def test_a_copy_of_a_stopped_bot_replaces_an_older_one(
    database_file: Path, url: str, store: Store, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    await backup(url, copy)
    assert (await verify(copy))["members"] == 0
    await tick(store, 1, 1)
    await store.close()
    set_mode(database_file, 0o644)
    await backup(url, copy)
    assert (await verify(copy))["members"] == 1
    assert mode_of(copy) == 0o640, "a group that may read the one may read the other, and nobody beside"
    assert names(tmp_path) == ["copy.db", "world.db"]


async def test_the_database_is_not_replaced_by_its_copy(url: str, database_file: Path) -> None:
    with pytest.raises(StoreUnavailable, match="is the database itself"):
        await backup(url, database_file)


async def test_what_is_no_database_is_not_replaced(url: str, tmp_path: Path) -> None:
    settings = tmp_path / "settings"
    settings.write_text("DISCORD_TOKEN=secret")
    with pytest.raises(StoreUnavailable, match="is no copy of Cairn's, so it was left as it was"):
        await backup(url, settings)
    assert settings.read_text() == "DISCORD_TOKEN=secret"
    settings.write_text("")
    await backup(url, settings)
    assert (await verify(settings))["members"] == 0


async def test_a_missing_database_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"none\.db is not there: mend DATABASE_URL"):
        await backup(address(tmp_path / "none.db"), tmp_path / "copy.db")
    assert names(tmp_path) == []


async def test_a_copy_that_cannot_be_written_is_told(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="can't be written: No such file or directory"):
        await backup(url, tmp_path / "nowhere" / "copy.db")


async def test_a_damaged_copy_is_told(url: str, store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    for n in range(5):
        await tick(store, 1, n, evidence="x" * 5_000)
    await backup(url, copy)
    content = copy.read_bytes()
    copy.write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreUnavailable, match="make another"):
        await verify(copy)


@pytest.mark.parametrize(
    ("accident", "error", "told"),
    [
        (
            "INSERT INTO member_guilds VALUES (1, 2, 3)",
            StoreUnavailable,
            "member_guilds: a row without owner",
        ),
        (
            "UPDATE alembic_version SET version_num = '9999'; "
            "UPDATE shared SET value = '9999' WHERE name = 'oldest revision'",
            DatabaseTooNew,
            "of a newer Cairn",
        ),
    ],
    ids=["a row without owner", "a newer version"],
)
async def test_a_copy_that_is_no_use_is_told(
    url: str, tmp_path: Path, accident: str, error: type[Exception], told: str
) -> None:
    copy = tmp_path / "copy.db"
    await backup(url, copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.executescript(accident)
    with pytest.raises(error, match=told):
        await verify(copy)


async def test_a_folder_is_no_name_for_a_copy(url: str, store: Store, tmp_path: Path) -> None:
    before = names(tmp_path)
    for folder in (tmp_path, Path()):
        with pytest.raises(StoreUnavailable, match="is a folder: name a file in it"):
            await backup(url, folder)
    assert names(tmp_path) == before
