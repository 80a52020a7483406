"""The database by its address, on either engine, and processes that use it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.postgres import Server
from tests.stored import address

Launch = Callable[[str, str], "subprocess.Popen[str]"]
Statement = tuple[str, Any]


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database without rows: every test of the store runs on both engines."""
    if request.param == "sqlite":
        return address(request.getfixturevalue("database_file"))
    server: Server = request.getfixturevalue("postgres")
    return server.emptied()


@pytest.fixture
def url(database_url: str) -> str:
    """The same, by a shorter name."""
    return database_url


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


@pytest.fixture
def statements() -> Iterator[list[Statement]]:
    """Every statement with its parameters, as the driver gets it."""
    seen: list[Statement] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        seen.append((statement, parameters[0] if many else parameters))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)
