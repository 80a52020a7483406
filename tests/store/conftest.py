"""A migrated database for each test, copied from one that is migrated once."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.store.migrate import migrate

Launch = Callable[[str, str], "subprocess.Popen[str]"]


def address(file: Path) -> str:
    """How DATABASE_URL names this file."""
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file at the newest revision, without rows; not to be written."""
    file = tmp_path_factory.mktemp("template") / "cairn.db"
    asyncio.run(migrate(address(file)))
    return file


@pytest.fixture
def file(template: Path, tmp_path: Path) -> Path:
    """A migrated file for one test."""
    return Path(shutil.copy(template, tmp_path / "cairn.db"))


@pytest.fixture
def url(file: Path) -> str:
    """The address of that file."""
    return address(file)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """That file, open."""
    opened = Database.open(url)
    yield opened
    await opened.close()


@pytest.fixture
def members(database: Database) -> MemberStore:
    """The members in that file."""
    return MemberStore(database)


@pytest.fixture
def journeys(database: Database) -> JourneyStore:
    """The progress in that file."""
    return JourneyStore(database)


@pytest.fixture
def launch() -> Iterator[Launch]:
    """Starts one of the tasks of tests/store/process.py; ends what a test leaves running."""
    started: list[subprocess.Popen[str]] = []

    def begin(task: str, url: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.store.process", task, url]
        started.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield begin
    for process in started:
        with process:
            process.kill()
