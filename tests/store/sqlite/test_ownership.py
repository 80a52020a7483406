"""What isn't Cairn's is recognised by every command, and left untouched: the file, and what is around it."""

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.errors import DatabaseTooNew, StoreUnavailable
from bot.store.sqlite.backup import backup, verify
from bot.store.sqlite.checkup import check_up, in_step
from bot.store.sqlite.lock import sole_sender
from bot.store.sqlite.migrate import migrate
from tests.content.test_folder import without_privileges
from tests.stored import address

SHOP = "CREATE TABLE orders (id INTEGER PRIMARY KEY, what TEXT); INSERT INTO orders VALUES (1, 'bread');"
CLUB = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
INSERT INTO alembic_version VALUES ('{}');
CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO members VALUES (1, 'Ada');
"""
FOREIGN = {
    "a shop": SHOP,
    "a shop with a log": f"PRAGMA journal_mode=WAL; {SHOP}",
    "a club with revisions of its own": CLUB.format("ae1027a6acf"),
    "a club whose revision sounds like ours": CLUB.format("0003"),
    "a club without a revision": CLUB.format("").replace("INSERT INTO alembic_version VALUES ('');", ""),
    "revisions alone": "CREATE TABLE alembic_version AS SELECT '1' AS version_num;",
    "another table of revisions": "CREATE TABLE alembic_version AS SELECT 1 AS x, 2 AS y;",
    "a view": "CREATE VIEW alembic_version AS SELECT '0001' AS version_num;",
    "a view of nothing": "CREATE VIEW alembic_version AS SELECT version_num FROM nowhere;",
    "names of ours that are no tables": "".join(
        f"CREATE VIEW {name} AS SELECT '0001' AS version_num;"
        for name in ("alembic_version", "members", "changes", "marks")
    ),
}


def _run(file: Path) -> None:
    with sole_sender(address(file)):
        pytest.fail("it runs on this database")


COMMANDS: dict[str, Callable[[Path], Awaitable[object]]] = {
    "doctor": lambda file: check_up(address(file)),
    "report": lambda file: in_step(address(file)),
    "migrate": lambda file: migrate(address(file)),
    "run": lambda file: asyncio.to_thread(_run, file),
    "backup": lambda file: backup(address(file), file.with_name("copy.db")),
    "backup --verify": verify,
}


def inside(folder: Path) -> dict[str, bytes]:
    """All files of a folder, and what is in them."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def made(file: Path, script: str) -> Path:
    """A database that another program made."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)
    return file


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("whose", FOREIGN)
async def test_another_programs_database_is_left_untouched(tmp_path: Path, whose: str, command: str) -> None:
    file = made(tmp_path / "theirs.db", FOREIGN[whose])
    before = inside(tmp_path)
    with pytest.raises(StoreUnavailable, match="is not a database of Cairn's, so it was left as it was"):
        await COMMANDS[command](file)
    assert inside(tmp_path) == before


@pytest.mark.parametrize("whose", FOREIGN)
async def test_no_copy_takes_the_place_of_another_programs_database(
    url: str, tmp_path: Path, whose: str
) -> None:
    file = made(tmp_path / "theirs.db", FOREIGN[whose])
    before = inside(tmp_path)
    with pytest.raises(StoreUnavailable, match="is no copy of Cairn's, so it was left as it was"):
        await backup(url, file)
    assert inside(tmp_path) == before


async def test_what_another_program_has_not_folded_in_yet_is_seen(url: str, tmp_path: Path) -> None:
    """All of it stands in the log beside a file that is empty but for its header."""
    file = tmp_path / "theirs.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as theirs:
        theirs.execute("PRAGMA journal_mode=WAL")
        theirs.executescript(SHOP)
        with pytest.raises(StoreUnavailable, match="not a database of Cairn's"):
            await migrate(address(file))
        with pytest.raises(StoreUnavailable, match="so it was left as it was"):
            await backup(url, file)
        assert theirs.execute("SELECT what FROM orders").fetchall() == [("bread",)]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("folder", "is a folder: name a file"),
        ("pipe", "is a pipe, a socket or a device: name a file"),
        ("loop", "can't be reached (Too many levels of symbolic links)"),
        ("below a file", "can't be reached (Not a directory)"),
        ("too long", "can't be reached (File name too long)"),
        ("words", "is not a database of Cairn's"),
    ],
)
async def test_what_is_no_file_is_told(tmp_path: Path, command: str, kind: str, said: str) -> None:
    file = tmp_path / "cairn.db"
    match kind:
        case "folder":
            file.mkdir()
        case "pipe":
            os.mkfifo(file)
        case "loop":
            file.symlink_to(file)
        case "below a file":
            file.touch()
            file = file / "cairn.db"
        case "too long":
            file = tmp_path / ("x" * 300)
        case _:
            file.write_text("Buy bread.")
    with pytest.raises(StoreUnavailable) as caught:
        await COMMANDS[command](file)
    assert said in str(caught.value)


def test_a_file_that_may_not_be_read_is_told(database_file: Path, url: str) -> None:
    database_file.chmod(0)
    with without_privileges(), pytest.raises(StoreUnavailable, match="Permission denied"):
        asyncio.run(check_up(url))


@pytest.mark.parametrize("name", ["alembic_version", "members"])
@pytest.mark.parametrize("command", COMMANDS)
async def test_a_view_under_the_name_of_one_of_our_tables_is_none_of_ours(
    database_file: Path, command: str, name: str
) -> None:
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute(f"ALTER TABLE {name} RENAME TO aside")
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM aside")  # noqa: S608
    with pytest.raises(StoreUnavailable, match="is not a database of Cairn's, so it was left as it was"):
        await COMMANDS[command](database_file)


@pytest.mark.parametrize("command", ["doctor", "report", "migrate", "backup --verify"])
async def test_ours_with_another_table_of_revisions_is_told(database_file: Path, command: str) -> None:
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute("DROP TABLE alembic_version")
        connection.execute("CREATE TABLE alembic_version AS SELECT '0014' AS v")
    with pytest.raises(StoreUnavailable, match="doesn't state which version it is of"):
        await COMMANDS[command](database_file)


@pytest.mark.parametrize(
    "rows", [(), ("0001", "0002"), ("",), (b"\x00\xff",), ("14",), ("9\x1b[31m\nx",), ("0001\n",), ("abc",)]
)
@pytest.mark.parametrize("command", COMMANDS)
async def test_ours_without_a_revision_is_told(
    database_file: Path, command: str, rows: tuple[str | bytes, ...]
) -> None:
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute("DELETE FROM alembic_version")
        connection.executemany("INSERT INTO alembic_version VALUES (?)", [(row,) for row in rows])
    if command in ("run", "backup"):  # the one migrates next; a copy of whatever there is can't hurt
        return
    with pytest.raises(StoreUnavailable, match="doesn't state which version it is of"):
        await COMMANDS[command](database_file)


@pytest.mark.parametrize("shared", ["DROP TABLE shared", "ALTER TABLE shared RENAME COLUMN value TO said"])
@pytest.mark.parametrize("command", ["doctor", "report", "migrate", "backup --verify"])
async def test_a_newer_one_that_says_nothing_of_what_suits_it_is_refused(
    database_file: Path, command: str, shared: str
) -> None:
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute(shared)
    with pytest.raises(DatabaseTooNew, match="is of a newer Cairn"):
        await COMMANDS[command](database_file)


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        ("DROP TABLE passed", "its table passed is missing"),
        ("ALTER TABLE guilds DROP COLUMN zone", "the column zone of its table guilds is missing"),
    ],
)
@pytest.mark.parametrize("command", ["doctor", "report", "migrate", "backup --verify"])
async def test_ours_with_a_loss_is_told(database_file: Path, command: str, loss: str, said: str) -> None:
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute(loss)
    with pytest.raises(StoreUnavailable, match=f"{said}: stop Cairn and put the last good backup"):
        await COMMANDS[command](database_file)


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal", ".lock"])
async def test_what_belongs_to_the_database_is_not_overwritten(
    url: str, database_file: Path, ending: str
) -> None:
    with pytest.raises(StoreUnavailable, match="belongs to the database itself"):
        await backup(url, database_file.with_name(database_file.name + ending))
    link = database_file.with_name("link.db")
    link.symlink_to(database_file.name + ending)
    with pytest.raises(StoreUnavailable, match="belongs to the database itself"):
        await backup(url, link)


async def test_a_database_that_a_bot_runs_on_is_not_overwritten(url: str, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    await migrate(address(other))
    in_use = pytest.raises(StoreUnavailable, match="is a database in use, so it was left as it was")
    with sole_sender(address(other)), in_use:
        await backup(url, other)
    await backup(url, other)
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("INSERT INTO member_guilds VALUES (1, 2, 3)")
        connection.commit()
        with pytest.raises(StoreUnavailable, match="is a database in use, so it was left as it was"):
            await backup(url, other)


async def test_a_copy_that_has_something_to_take_back_is_not_replaced(url: str, tmp_path: Path) -> None:
    """SQLite would take it back out of the new copy."""
    copy, journal = tmp_path / "copy.db", tmp_path / "copy.db-journal"
    await backup(url, copy)
    whole = copy.read_bytes()
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE junk AS SELECT zeroblob(999999) AS much")
        begun = journal.read_bytes()
        connection.execute("ROLLBACK")
    journal.write_bytes(begun)
    with pytest.raises(StoreUnavailable, match="is a database in use, so it was left as it was"):
        await backup(url, copy)
    assert copy.read_bytes() == whole
    journal.write_bytes(b"")
    await backup(url, copy)


NAMES = {
    "not UTF-8": os.fsdecode(b"d\xe4"),
    "an address's signs": "a?mode=memory#%41",
    "long": "x" * 255,
    "long in another script": "東" * 85,
}


@pytest.mark.parametrize("name", NAMES)
async def test_a_copy_under_every_name_that_the_disk_takes(url: str, tmp_path: Path, name: str) -> None:
    copy = tmp_path / NAMES[name]
    for _ in range(2):
        await backup(url, copy)
    assert (await verify(copy))["members"] == 0
    assert sorted(os.listdir(tmp_path)) == sorted([copy.name, "world.db"])  # noqa: PTH208


async def test_a_database_in_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"d\xe4")
    folder.mkdir()
    await migrate(address(folder / "cairn.db"))
    await backup(address(folder / "cairn.db"), folder / "copy.db")
    assert (await verify(folder / "copy.db"))["members"] == 0


async def test_a_copy_through_a_link_leaves_the_link(url: str, tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    latest = tmp_path / "latest.db"
    latest.symlink_to(tmp_path / "copies" / "monday.db")
    await backup(url, latest)
    assert latest.is_symlink()
    assert (await verify(tmp_path / "copies" / "monday.db"))["members"] == 0


async def test_a_part_that_was_left_behind_is_replaced_and_files_of_others_stay(
    url: str, tmp_path: Path
) -> None:
    (tmp_path / "copy.db.part").write_text("mine")
    (tmp_path / ".copy.db.cairn-part").write_text("cut off")
    await backup(url, tmp_path / "copy.db")
    assert (tmp_path / "copy.db.part").read_text() == "mine"
    assert not (tmp_path / ".copy.db.cairn-part").exists()


@pytest.mark.parametrize("kind", ["pipe", "loop"])
async def test_a_copy_to_what_is_no_file_is_told(url: str, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "copy.db"
    if kind == "pipe":
        os.mkfifo(target)
    else:
        target.symlink_to(target)
    with pytest.raises(StoreUnavailable, match=r"is a pipe, a socket or a device|can't be written"):
        await backup(url, target)


async def test_a_copy_to_where_nothing_can_be_written_nor_taken_away_is_told(url: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"can't be written: (Permission|Read-only)"):
        await backup(url, Path("/sys/copy.db"))


async def test_why_it_can_not_be_written_is_told_and_not_why_a_part_stays(url: str, tmp_path: Path) -> None:
    (tmp_path / ".copy.db.cairn-part").mkdir()
    with pytest.raises(StoreUnavailable, match="can't be written: "):
        await backup(url, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


async def test_a_database_that_was_taken_away_is_told_behind_a_link_as_well(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    file, link = tmp_path / "disk" / "cairn.db", tmp_path / "cairn.db"
    link.symlink_to(file)
    await migrate(address(link))
    with sole_sender(address(link)):
        pass
    file.unlink()
    with pytest.raises(StoreUnavailable, match="was deleted or moved: stop Cairn if it still runs"):
        await check_up(address(link))
