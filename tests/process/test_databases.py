"""Every command against all that is no usable database: one sentence, its exit code, nothing touched."""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import product
from pathlib import Path

import pytest

from bot.cli import main
from bot.store.sqlite.migrate import migrate
from tests.content.edits import good
from tests.content.test_folder import NOBODY, without_privileges
from tests.stored import address

FAILED, UNAVAILABLE = 1, 69
POSTGRES = "postgresql+asyncpg://nobody:x@127.0.0.1:1/nothing"
COMMANDS = (
    "check --against content",
    "migrate",
    "doctor",
    "backup copy.db",
    "backup copy.db --verify",
    f"copy sqlite+aiosqlite:///cairn.db {POSTGRES}",
    "report",
    "faqs",
    "run",
)

FOREIGN = "cairn.db is not a database of Cairn's, so it was left as it was: check DATABASE_URL"
DAMAGED = "the database file is damaged: stop Cairn and put the last good backup in its place"
TOO_NEW = "the database is of a newer Cairn (revision 9999; this one knows up to "
NO_WRITING = "the database can't be written: give Cairn's user write access to the file and its folder"


def _garbage_header(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(b"\xde\xad\xbe\xef" * 25 + whole[100:])


def _shop(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as theirs:
        theirs.execute("CREATE TABLE orders (what TEXT)")


def _too_new(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("UPDATE shared SET value = '9999' WHERE name = 'oldest revision'")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


KINDS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a header of garbage": (_garbage_header, FOREIGN),
    "garbage": (lambda file: file.write_bytes(bytes(range(256)) * 32), FOREIGN),
    "a text": (lambda file: file.write_text("Not a database.\n" * 99), FOREIGN),
    "an empty file": (lambda file: file.write_bytes(b""), "cairn.db holds nothing of Cairn's"),
    "a folder": (_folder, "cairn.db is a folder: name a file"),
    "a pipe": (_pipe, "cairn.db is a pipe, a socket or a device: name a file"),
    "another program's": (_shop, FOREIGN),
    "cut off": (lambda file: os.truncate(file, 20_000), DAMAGED),
    "cut off in its header": (lambda file: os.truncate(file, 50), DAMAGED),
    "of a newer version": (_too_new, TOO_NEW),
}
MAKES_IT = {("an empty file", "migrate"), ("an empty file", "run")}
"""What is empty is as good as not there to those that begin a database."""

COPIES_IT = ("of a newer version", "backup copy.db")
"""What this version can't read may still be worth a copy."""

LEFT_BESIDE = {"cairn.db-wal", "cairn.db-shm", "cairn.db.lock", "copy.db"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database as `migrate` makes it."""
    file = tmp_path_factory.mktemp("whole") / "cairn.db"
    asyncio.run(migrate(address(file)))
    return file.read_bytes()


@pytest.fixture
def folder(tmp_path: Path, whole: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where a host starts it, with good content and a database."""
    good(tmp_path)
    (tmp_path / "cairn.db").write_bytes(whole)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DISCORD_TOKEN", "YWJj.ZGVm.Z2hp")
    monkeypatch.setenv("DISCORD_API_URL", "http://127.0.0.1:1")
    before = os.umask(0o022)
    yield tmp_path
    os.umask(before)


def held(file: Path) -> bytes | None:
    """What is in a file; None of what is none."""
    return file.read_bytes() if file.is_file() else None


def told(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """The exit code of a command, and what it said of the database."""
    code = main(command.split())
    captured = capsys.readouterr()
    lines = [line for line in (captured.out + captured.err).splitlines() if line.startswith("cairn: ")]
    if command == "doctor":
        lines = [line for line in captured.out.splitlines() if line.startswith("✗ database: ")]
    assert "Traceback" not in captured.out + captured.err
    return code, lines


@pytest.mark.parametrize(
    ("kind", "command"), [each for each in product(KINDS, COMMANDS) if each not in MAKES_IT]
)
def test_what_is_no_database_of_ours(
    folder: Path, kind: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file, (spoil, said) = folder / "cairn.db", KINDS[kind]
    spoil(file)
    before = held(file)
    code, lines = told(command, capsys)
    if (kind, command) != COPIES_IT:
        assert code == (FAILED if command == "doctor" else UNAVAILABLE)
        assert len(lines) == 1
        assert said in lines[0]
    assert held(file) == before
    assert {each.name for each in folder.iterdir()} - LEFT_BESIDE == {"content", "cairn.db"}


@pytest.mark.parametrize("what", ["the file", "the folder"])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_may_not_be_written(
    folder: Path, command: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a file in a folder that may be written, what only reads does its work."""
    file = folder / "cairn.db"
    before = file.read_bytes()
    file.chmod(0o444)
    for above in folder.parents[:3]:  # pytest lets nobody else in there
        above.chmod(0o711)
    if what == "the folder":
        folder.chmod(0o555)
    elif os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    with ExitStack() as stack:
        stack.callback(folder.chmod, 0o755)
        with without_privileges():
            code, lines = told(command, capsys)
    if code:
        assert code == (FAILED if command == "doctor" else UNAVAILABLE)
        assert len(lines) == 1
        assert "can't be written" in lines[0]
    else:
        assert what == "the file"
        assert command not in ("run", "doctor", COMMANDS[5])
    assert file.read_bytes() == before


@pytest.mark.parametrize("kind", KINDS)
def test_what_needs_no_database_does_its_work(
    folder: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    KINDS[kind][0](folder / "cairn.db")
    before = held(folder / "cairn.db")
    assert main(["check"]) == main(["new", "other"]) == 0
    assert main(["reload"]) == UNAVAILABLE
    said = capsys.readouterr().err.splitlines()
    assert said == ["cairn: no Cairn is running on this database: it reads the content when it starts"]
    assert held(folder / "cairn.db") == before
