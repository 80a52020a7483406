"""The database by its address, and processes that use it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.stored import address

Launch = Callable[[str, str], "subprocess.Popen[str]"]


@pytest.fixture
def url(database_file: Path) -> str:
    """The address of the database."""
    return address(database_file)


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
