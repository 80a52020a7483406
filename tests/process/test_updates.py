"""A moderator's update is posted once, on the wire as well: the bot is killed while Discord takes it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.guilds import GuildSettings
from bot.store.database import Database
from bot.store.guilds import GuildStore
from bot.store.migrate import migrate
from tests.process.conftest import ADA, Start
from tests.standin import payloads
from tests.standin.faults import Fault
from tests.standin.interactions import Interaction
from tests.standin.server import StandIn

POST = "POST /channels/{channel}/messages"
TITLE = "MLflow 3 changes the registry"
SLOW = 2
"""Seconds by which Discord is slow, once."""


async def set_up(folder: Path) -> None:
    """Updates go to the stand-in's channel for them."""
    url = f"sqlite+aiosqlite:///{folder}/cairn.db"
    await migrate(url)
    database = Database.open(url)
    settings = GuildSettings(payloads.GUILD, updates_channel=payloads.UPDATES)
    await GuildStore(database).put(payloads.GUILD, lambda _: settings)
    await database.close()


async def preview(standin: StandIn) -> Interaction:
    """What Ada sees after she filled in the form."""
    standin.world.person(ADA).permissions |= payloads.MANAGE_GUILD
    ada = standin.member(ADA)
    return await ada.submit(await ada.command("update post"), title=TITLE, text="Use aliases.")


def standing(standin: StandIn) -> list[str]:
    """What stands in the channel for updates."""
    return [message.content for message in standin.world.visible(payloads.UPDATES)]


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
    await set_up(tmp_path)
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
    await set_up(tmp_path)
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
