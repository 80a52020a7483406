"""A database brought up to date by another process."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.errors import StoreUnavailable
from bot.store.apart import migrate
from bot.store.revisions import revisions
from tests.stored import address

CHECKOUT = Path(__file__).parents[2]

told_here = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which processes were begun")


def others() -> list[int]:
    """The processes that this one has begun, and that go on."""
    told = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(pid) for each in told for pid in each.read_text().split()]


async def test_a_new_file_is_made_and_an_up_to_date_one_left_as_it_is(tmp_path: Path) -> None:
    url, newest = address(tmp_path / "cairn.db"), revisions()[-1]
    assert await migrate(url) == (None, newest)
    assert await migrate(url) == (newest, newest)


def wrong_folder(place: Path) -> str:
    return address(place / "gone" / "cairn.db")


def no_database(place: Path) -> str:
    (place / "notes.txt").write_text("Buy bread. " * 100)
    return address(place / "notes.txt")


@pytest.mark.parametrize(
    ("there", "told"), [(wrong_folder, "check that its folder exists"), (no_database, "is not a database")]
)
async def test_what_the_other_process_finds_is_told_as_it_says_it(
    tmp_path: Path, there: Callable[[Path], str], told: str
) -> None:
    with pytest.raises(StoreUnavailable, match=told):
        await migrate(there(tmp_path))


async def test_what_a_python_says_by_itself_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('Welcome to this machine.')")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(CHECKOUT), str(tmp_path))))
    assert await migrate(address(tmp_path / "cairn.db")) == (None, revisions()[-1])


@told_here
async def test_what_another_process_could_not_do_is_done_here(tmp_path: Path) -> None:
    before = others()
    migrating = asyncio.create_task(migrate(address(tmp_path / "cairn.db")))
    while not (begun := set(others()) - {*before}):  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.001)
    os.kill(begun.pop(), signal.SIGKILL)
    assert await migrating == (None, revisions()[-1])
    assert others() == before


async def test_without_another_process_it_is_done_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no python"))
    assert await migrate(address(tmp_path / "cairn.db")) == (None, revisions()[-1])


@told_here
async def test_no_other_process_is_left_and_it_hears_no_terminal(tmp_path: Path) -> None:
    before = others()
    migrating = asyncio.create_task(migrate(address(tmp_path / "cairn.db")))
    while not (begun := set(others()) - {*before}):  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.001)
    assert os.getsid(begun.pop()) != os.getsid(0)
    assert await migrating == (None, revisions()[-1])
    assert others() == before
