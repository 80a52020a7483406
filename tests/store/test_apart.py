"""A database brought up to date by another process."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.errors import StoreUnavailable
from bot.store.apart import CUT_OFF, migrate
from bot.store.revisions import revisions
from tests.stored import address


async def other() -> int:
    """The process, as soon as there is one."""
    while not (there := multiprocessing.active_children()):  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.001)
    pid = there[0].pid
    assert pid is not None
    return pid


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


async def test_another_process_that_is_killed_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    url = address(tmp_path / "cairn.db")
    migrating = asyncio.create_task(migrate(url))
    os.kill(await other(), signal.SIGKILL)
    with pytest.raises(StoreUnavailable, match=CUT_OFF):
        await migrating
    assert await migrate(url) == (None, revisions()[-1])


async def test_the_terminals_interrupt_does_not_reach_the_other_process(tmp_path: Path) -> None:
    migrating = asyncio.create_task(migrate(address(tmp_path / "cairn.db")))
    os.kill(await other(), signal.SIGINT)
    assert await migrating == (None, revisions()[-1])
