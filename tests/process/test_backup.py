"""`cairn backup`: a whole copy while another process writes, and the way back from it."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.sqlite.backup import verify
from bot.store.sqlite.migrate import migrate
from tests.process.command import cairn
from tests.process.conftest import ADA, CHECKOUT, Start
from tests.process.restore import restore
from tests.standin.server import StandIn

OK, UNAVAILABLE = 0, 69


@pytest.fixture
async def url(tmp_path: Path) -> str:
    """A database at the newest revision."""
    address = f"sqlite+aiosqlite:///{tmp_path}/cairn.db"
    await migrate(address)
    return address


@pytest.fixture
async def writer(url: str) -> AsyncIterator[Process]:
    """A process that saves one change after the other and tells of each."""
    command = (sys.executable, "-m", "tests.store.process", "tick_on", url)
    process = await asyncio.create_subprocess_exec(*command, cwd=CHECKOUT, stdout=PIPE)
    yield process
    process.kill()
    await process.communicate()


async def saved(writer: Process, number: int) -> None:
    """Wait until it told of the change with this number."""
    assert writer.stdout
    while int(await writer.stdout.readline()) < number:
        pass


async def test_a_copy_made_under_load_is_whole(writer: Process, tmp_path: Path) -> None:
    await saved(writer, 20)
    code, lines = await cairn(tmp_path, "backup", "copy.db", "--verify")
    rows = await verify(tmp_path / "copy.db")
    await saved(writer, rows["members"] + 1)
    assert code == OK
    assert rows["members"] >= 20
    assert rows["members"] == rows["changes"] == rows["marks"]
    assert lines == [
        "backup: copy.db written",
        f"backup: copy.db is whole, {rows['members']} members and {rows['changes']} changes in it",
    ]


async def test_a_bot_on_the_restored_copy_goes_on_where_it_was(
    standin: StandIn, start: Start, url: str, tmp_path: Path
) -> None:
    bot = await start()
    await standin.gateway.ready()
    member = standin.member(ADA)
    await member.press((await member.command("next")).shown[0], "Done")
    assert (await cairn(tmp_path, "backup", "copy.db", "--verify"))[0] == OK
    await member.press((await member.command("next")).shown[0], "Done")
    assert await bot.stop() == 0

    restore(tmp_path)
    await start()
    await standin.world.until(lambda: len(standin.gateway.identified) == 2)
    await standin.gateway.ready()
    assert "step 2 of 11" in (await member.command("progress")).text


async def test_a_copy_that_cannot_be_made_is_told_in_a_sentence(url: str, tmp_path: Path) -> None:
    code, lines = await cairn(tmp_path, "backup", "nowhere/copy.db")
    assert code == UNAVAILABLE
    assert lines == ["cairn: the copy nowhere/copy.db can't be written: No such file or directory"]
