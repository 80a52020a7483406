"""A moderator's update is posted once, on the wire as well: the bot is killed while Discord takes it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.process.conftest import ADA, Start
from tests.process.people import set_up, with_updates
from tests.standin import payloads
from tests.standin.faults import Fault
from tests.standin.interactions import Interaction
from tests.standin.server import StandIn

POST = "POST /channels/{channel}/messages"
TITLE = "MLflow 3 changes the registry"
SLOW = 2
"""Seconds by which Discord is slow, once."""


async def preview(standin: StandIn, guild: int = payloads.GUILD) -> Interaction:
    """What Ada sees after she filled in the form."""
    standin.world.person(ADA).permissions |= payloads.MANAGE_GUILD
    ada = standin.member(ADA, guild=guild)
    return await ada.submit(await ada.command("update post"), title=TITLE, text="Use aliases.")


def standing(standin: StandIn, guild: int = payloads.GUILD) -> list[str]:
    """What stands in a server's channel for updates."""
    return [message.content for message in standin.world.visible(payloads.channels(guild)[1])]


async def settled(folder: Path) -> None:
    """Wait until the bot knows that the update stands."""
    for _ in range(400):
        if state(folder) == "posted":
            return
        await asyncio.sleep(0.05)
    assert state(folder) == "posted"


def state(folder: Path) -> str:
    """Where the update stands in the database."""
    with closing(sqlite3.connect(folder / "cairn.db")) as connection:
        return str(connection.execute("SELECT state FROM updates").fetchone()[0])


async def test_an_update_goes_its_way(standin: StandIn, start: Start, tmp_path: Path) -> None:
    await set_up(f"sqlite+aiosqlite:///{tmp_path}/cairn.db", with_updates(payloads.GUILD))
    await start()
    await standin.gateway.ready()
    shown = await preview(standin)
    await standin.member(ADA).press(shown.shown[-1], "Post")
    await standin.world.until(lambda: standing(standin))
    await standin.world.until(lambda: "✓ Posted" in shown.shown[-1].text)
    assert standing(standin) == [f"**{TITLE}**"]


@pytest.mark.parametrize("taken", [True, False], ids=["answered late", "taken late"])
async def test_killed_while_discord_takes_it(
    standin: StandIn, start: Start, tmp_path: Path, taken: bool
) -> None:
    await set_up(f"sqlite+aiosqlite:///{tmp_path}/cairn.db", with_updates(payloads.GUILD))
    bot = await start()
    await standin.gateway.ready()
    shown = await preview(standin)
    standin.faults.add(Fault(POST, delay=SLOW, after=taken, times=1, only=str(payloads.UPDATES)))
    await standin.member(ADA).press(shown.shown[-1], "Post")
    await standin.world.until(lambda: standin.requests[POST] == 1)
    await bot.kill()
    await start(NUDGE_TICK_SECONDS="1")
    await settled(tmp_path)
    await asyncio.sleep(SLOW)
    assert standing(standin) == [f"**{TITLE}**"]
