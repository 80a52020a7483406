"""Whatever the system refuses, a command ends with a sentence and an exit code, never with a traceback."""

import asyncio
import json
import logging
import os
import shutil
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import Coroutine, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot import logs
from bot.cli import main
from bot.store.sqlite.migrate import migrate
from tests.content.edits import good
from tests.postgres import Server
from tests.process.command import cairn
from tests.process.conftest import CHECKOUT
from tests.standin.server import StandIn

OK, FAILED, UNAVAILABLE, MISCONFIGURED = 0, 1, 69, 78
COMMANDS = (("report",), ("migrate",), ("backup", "copy.db"), ("backup", "copy.db", "--verify"), ("run",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a host starts it, with good content."""
    good(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def permissions() -> Iterator[None]:
    """A command sets for its process who may read what it makes, and some run in that of the tests."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(file.name for file in folder.iterdir())


def for_others(folder: Path) -> dict[str, int]:
    """What others may do with the files of the database."""
    return {file.name: file.stat().st_mode & 0o077 for file in folder.glob("cairn.db*")}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
async def test_another_programs_database(folder: Path, standin: StandIn, command: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(folder / "cairn.db")) as theirs:
        theirs.execute("CREATE TABLE orders (what TEXT)")
    before = (folder / "cairn.db").read_bytes()
    code, lines = await cairn(folder, *command, DISCORD_TOKEN=standin.token, DISCORD_API_URL=standin.url)
    said = "cairn: cairn.db is not a database of Cairn's, so it was left as it was: check DATABASE_URL"
    assert (code, lines) == (UNAVAILABLE, [said])
    assert (folder / "cairn.db").read_bytes() == before
    assert names(folder) == ["cairn.db", "content"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite+aiosqlite:///what?.db", "DATABASE_URL takes no options"),
        ("sqlite+aiosqlite:///file::memory:", "DATABASE_URL names no SQLite file"),
        ("sqlite+aiosqlite:///file:cairn.db?mode=memory&uri=true", "DATABASE_URL names no SQLite file"),
        ("mysql://localhost/cairn", "DATABASE_URL names no SQLite file"),
    ],
)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
async def test_an_address_that_names_no_file(
    folder: Path, command: tuple[str, ...], url: str, said: str
) -> None:
    code, lines = await cairn(folder, *command, DATABASE_URL=url, DISCORD_TOKEN="a.b.c")
    assert code == MISCONFIGURED
    assert lines[0].startswith(f"cairn: {said}")
    assert names(folder) == ["content"]


async def shell(folder: Path, line: str, **variables: str) -> tuple[int, str]:
    """Run a line in which `cairn` is the command line; its exit code and what came out of it."""
    command = f'cairn() {{ "{sys.executable}" -m bot "$@"; }}; {line}'
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), **variables}
    process = await asyncio.create_subprocess_exec(
        *(str(shutil.which("bash")), "-o", "pipefail", "-c", command),
        cwd=folder,
        env=environment,
        stdout=PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(60):
        output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


async def test_whoever_reads_may_stop_reading(folder: Path) -> None:
    assert await shell(folder, "cairn check | true") == (OK, "")


async def test_a_full_disk_below_the_output(folder: Path) -> None:
    code, said = await shell(folder, "cairn check >/dev/full")
    assert code == UNAVAILABLE
    assert said == ("cairn: something can't be written (No space left on device): mend that and try again.\n")


async def test_a_terminal_without_arrows(folder: Path) -> None:
    code, said = await shell(folder, "cairn doctor", PYTHONIOENCODING="latin-1")
    assert code == FAILED
    assert "\\u2717 database: cairn.db is not there" in said


async def test_names_and_values_that_would_move_a_terminal(folder: Path) -> None:
    (folder / "content" / "\x1b[31mred").mkdir()
    (folder / "content" / os.fsdecode(b"b\xe4d")).mkdir()
    roadmap = folder / "content" / "trail" / "roadmap.yaml"
    roadmap.write_text(roadmap.read_text().replace("praise: Read.", '"\\e]0;mine\\a\\N\\u202e": Read.', 1))
    code, lines = await cairn(folder, "check")
    assert code == FAILED
    said = "\n".join(lines)
    assert "\\u001b[31mred" in said
    assert "b\\udce4d" in said
    assert "read-map.\\u001b]0;mine\\u0007\\u0085\\u202e: is no key here" in said
    assert [sign for sign in said if not sign.isprintable() and sign != "\n"] == []


async def test_a_python_without_what_cairn_needs(folder: Path) -> None:
    python = await asyncio.create_subprocess_exec(
        *(sys.executable, "-S", "-m", "bot", "run"), cwd=CHECKOUT, stdout=PIPE, stderr=PIPE
    )
    out, said = await python.communicate()
    assert (python.returncode, out, said.count(b"\n")) == (MISCONFIGURED, b"", 1)
    assert b"is not installed for Python" in said
    assert b"run `./cairn check`, which installs it anew" in said


@pytest.mark.parametrize(
    ("typed", "usage", "more"),
    [
        ([], "usage: cairn [-h]", "`./cairn --help` says what there is"),
        (["tri"], "usage: cairn [-h]", "`./cairn --help` says what there is"),
        (["try", "--no-open"], "usage: cairn try [-h]", "`./cairn try --help` says what there is"),
        (
            ["report", "--weeks", "x"],
            "usage: cairn report [-h]",
            "`./cairn report --help` says what there is",
        ),
    ],
)
def test_a_slip_of_the_hand_is_told_with_the_way_on(
    typed: list[str], usage: str, more: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(typed)
    said = capsys.readouterr().err
    assert (ended.value.code, said.startswith(usage)) == (2, True)
    assert said.endswith(f"; {more}\n")


def test_what_was_counted_comes_before_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    logs.set_up("INFO", "text")
    for _ in range(2):
        logging.getLogger("bot").error("the disk is full")
    assert main(["backup", "copy.db"]) == UNAVAILABLE
    said = capsys.readouterr().err.splitlines()
    assert "the disk is full (and once more)" in said[-2]
    assert said[-1].startswith("cairn: cairn.db is not there")


def test_a_working_folder_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for command in (["check"], ["report"], ["migrate"], ["backup", "copy.db"]):
        assert main(command) in (OK, FAILED, UNAVAILABLE, MISCONFIGURED)
        capsys.readouterr()


def test_a_key_that_ends_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(work: Coroutine[object, object, object]) -> None:
        work.close()
        raise KeyboardInterrupt

    monkeypatch.setattr(asyncio, "run", interrupted)
    assert main(["migrate"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_machine_that_is_too_slow(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def slow(work: Coroutine[object, object, object]) -> None:
        work.close()
        raise TimeoutError

    monkeypatch.setattr(asyncio, "run", slow)
    assert main(["try", "--tour"]) == UNAVAILABLE
    assert (
        capsys.readouterr().err == "cairn: this machine takes longer for it than it ever should: try again.\n"
    )


async def test_an_upgrade_over_a_loss_is_not_begun(folder: Path) -> None:
    await migrate(f"sqlite+aiosqlite:///{folder}/cairn.db")
    with closing(sqlite3.connect(folder / "cairn.db")) as connection, connection:
        connection.execute("DROP TABLE passed")
    for command in ("migrate", "report"):
        code, lines = await cairn(folder, command)
        assert code == UNAVAILABLE
        assert "its table passed is missing" in lines[-1]


async def test_what_is_wrong_with_the_settings_is_told_as_the_log_is(folder: Path) -> None:
    (folder / ".env").write_text("LOG_FORMAT=JSON\nNUDGE_RATE=fast\n")
    code, lines = await cairn(folder, "run")
    assert code == MISCONFIGURED
    (line,) = map(json.loads, lines)
    assert (line["level"], "NUDGE_RATE" in line["message"]) == ("CRITICAL", True)
    code, lines = await cairn(folder, "run", LOG_FORMAT="text")
    assert code == MISCONFIGURED
    assert lines[0].startswith("cairn: NUDGE_RATE")


async def test_a_copy_that_is_moved_leaves_nothing_that_others_may_open(
    folder: Path, postgres: Server
) -> None:
    assert (await cairn(folder, "migrate"))[0] == OK
    (folder / "cairn.db.lock").unlink(missing_ok=True)
    assert (await cairn(folder, "copy", "sqlite+aiosqlite:///cairn.db", postgres.emptied()))[0] == OK
    assert for_others(folder) == {"cairn.db": 0, "cairn.db.lock": 0}
