"""More servers than one connection may have: nothing is set, all are served, and a shard may be away."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from bot.limits import IDENTIFY_SECONDS
from tests.process.conftest import ADA, CHECKOUT, BotProcess, Start
from tests.process.people import set_up, with_updates
from tests.process.test_updates import TITLE, preview, standing
from tests.standin.faults import Fault
from tests.standin.server import StandIn

UNAVAILABLE, MISCONFIGURED = 69, 78

Guilds = tuple[int, int, int]


@pytest.fixture
def guilds(standin: StandIn) -> Guilds:
    """A server on each of three shards, five in all; a shard may have two, and all may begin at once."""
    standin.gateway.guilds_per_shard, standin.gateway.shards, standin.gateway.concurrency = 2, 3, 3
    standin.world.found(0, 3)
    return standin.world.found(0, 3), standin.world.found(1, 3), standin.world.found(2, 3)


def left(folder: Path) -> set[int]:
    """The servers that Cairn knows it has left."""
    with closing(sqlite3.connect(folder / "cairn.db")) as database:
        rows = database.execute("SELECT guild_id FROM guilds WHERE left_at IS NOT NULL").fetchall()
    return {guild for (guild,) in rows}


async def notices(folder: Path, *guilds: int) -> None:
    """Wait until Cairn has left these servers, and no others."""
    for _ in range(400):
        if left(folder) == {*guilds}:
            return
        await asyncio.sleep(0.05)
    assert left(folder) == {*guilds}


async def prints(bot: BotProcess, text: str) -> None:
    """Wait until the bot has logged this."""
    for _ in range(400):
        if text in bot.output:
            return
        await asyncio.sleep(0.05)
    assert text in bot.output


async def health(port: int, gateway: str) -> None:
    """Wait until `/healthz` says this of the gateway."""
    said = ""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        for _ in range(400):
            async with session.get("/healthz") as answer:
                said = (await answer.json())["gateway"]
            if said == gateway:
                return
            await asyncio.sleep(0.05)
    assert said == gateway


def options(standin: StandIn, name: str) -> list[str]:
    """What a command lets people choose, as Discord knows it."""
    (command,) = (command for command in standin.world.commands if command["name"] == name)
    return [option["name"] for option in command["options"]]


async def test_every_server_and_every_direct_message_is_answered(
    standin: StandIn, start: Start, guilds: Guilds
) -> None:
    bot = await start()
    await standin.gateway.ready()
    assert [each["shard"] for each in standin.gateway.identified] == [[0, 3], [1, 3], [2, 3]]
    for guild in standin.world.guilds:
        assert "0 of 22 actions" in (await standin.member(ADA, guild=guild).command("next")).text
    assert "0 of 22 actions" in (await standin.member(ADA, direct=True).command("next")).text
    await prints(bot, "in 5 servers")
    assert await bot.stop() == 0
    assert bot.said == []


async def test_an_update_is_posted_in_servers_of_every_shard(
    standin: StandIn, start: Start, guilds: Guilds, tmp_path: Path
) -> None:
    await set_up(f"sqlite+aiosqlite:///{tmp_path}/cairn.db", *map(with_updates, guilds))
    await start()
    await standin.gateway.ready()
    for guild in guilds:
        shown = await preview(standin, guild)
        await standin.member(ADA, guild=guild).press(shown.shown[-1], "Post")
    await standin.world.until(lambda: all(standing(standin, guild) for guild in guilds))
    assert [standing(standin, guild) for guild in guilds] == [[f"**{TITLE}**"]] * 3


async def test_while_a_shard_is_away_others_answer_and_it_is_told_which(
    standin: StandIn, start: Start, guilds: Guilds
) -> None:
    port = unused_port()
    await start(HEALTH_PORT=str(port), NUDGE_TICK_SECONDS="1")
    await standin.gateway.ready()
    await health(port, "ok")
    away = standin.faults.add(Fault("GET /gateway", status=503))
    await standin.gateway.drop(4000, shard=1)
    await health(port, "not connected: shard 1")
    for guild in (guilds[0], guilds[2]):
        assert "0 of 22 actions" in (await standin.member(ADA, guild=guild).command("next")).text
    assert "0 of 22 actions" in (await standin.member(ADA, direct=True).command("next")).text
    away.times = 0
    await standin.gateway.ready()
    await health(port, "ok")
    assert "0 of 22 actions" in (await standin.member(ADA, guild=guilds[1]).command("next")).text


async def test_a_shard_that_resumes_begins_no_session(standin: StandIn, start: Start, guilds: Guilds) -> None:
    await start()
    await standin.gateway.ready()
    await standin.gateway.drop(4000, shard=1)
    assert "0 of 22 actions" in (await standin.member(ADA, guild=guilds[1]).command("next")).text
    assert (len(standin.gateway.identified), standin.gateway.resumed) == (3, 1)


async def test_a_server_that_was_left_meanwhile_is_noticed(
    standin: StandIn, start: Start, guilds: Guilds, tmp_path: Path
) -> None:
    """While the bot was down, and while the shard had lost its session."""
    await set_up(f"sqlite+aiosqlite:///{tmp_path}/cairn.db", *map(with_updates, guilds))
    standin.world.guilds.remove(guilds[1])
    await start()
    await standin.gateway.ready()
    await notices(tmp_path, guilds[1])
    standin.world.guilds.remove(guilds[2])
    await standin.gateway.drop(1000, shard=2)
    await notices(tmp_path, guilds[1], guilds[2])
    assert "0 of 22 actions" in (await standin.member(ADA, guild=guilds[0]).command("next")).text


async def test_a_server_of_a_shard_that_is_not_ready_is_not_left(
    standin: StandIn, start: Start, guilds: Guilds, tmp_path: Path
) -> None:
    await set_up(f"sqlite+aiosqlite:///{tmp_path}/cairn.db", *map(with_updates, guilds))
    standin.world.guilds.remove(guilds[0])
    standin.gateway.hold(1)
    bot = await start()
    await notices(tmp_path, guilds[0])
    await prints(bot, "Shard ID 2 has connected")
    assert "0 of 22 actions" in (await standin.member(ADA, guild=guilds[2]).command("next")).text
    standin.gateway.hold()
    await prints(bot, "in 4 servers")
    assert left(tmp_path) == {guilds[0]}


async def test_shards_begin_on_their_turn(standin: StandIn, start: Start) -> None:
    standin.gateway.shards, standin.gateway.concurrency = 3, 2
    bot = await start()
    await standin.gateway.ready()
    begun = {each["shard"][0]: each["at"] for each in standin.gateway.identified}
    assert standin.gateway.hasty == 0
    assert begun[1] - begun[0] < IDENTIFY_SECONDS < begun[2] - begun[0]
    assert await bot.stop() == 0


async def test_it_ends_when_told_while_a_shard_waits_for_its_turn(standin: StandIn, start: Start) -> None:
    standin.gateway.shards = 3
    bot = await start()
    await standin.world.until(lambda: standin.gateway.identified)
    assert "0 of 22 actions" in (await standin.member(ADA, direct=True).command("next")).text
    assert await bot.stop() == 0
    assert "Traceback" not in bot.output


async def test_content_may_be_read_again_while_a_shard_waits(
    standin: StandIn, start: Start, guilds: Guilds, tmp_path: Path
) -> None:
    content = shutil.copytree(CHECKOUT / "content", tmp_path / "content")
    standin.gateway.hold(1)
    bot = await start(CONTENT_DIR=str(content))
    await prints(bot, "Shard ID 2 has connected")
    shutil.copytree(content / "mlops-engineer", content / "second")
    bot.reload()
    await standin.world.until(lambda: "roadmap" in options(standin, "start"))


async def test_the_number_of_shards_may_be_set(standin: StandIn, start: Start, guilds: Guilds) -> None:
    standin.gateway.concurrency = 4
    await start(SHARD_COUNT="4")
    await standin.gateway.ready()
    assert [each["shard"] for each in standin.gateway.identified] == [[0, 4], [1, 4], [2, 4], [3, 4]]
    assert "0 of 22 actions" in (await standin.member(ADA, guild=guilds[1]).command("next")).text


@pytest.mark.parametrize(
    ("refuse", "what"),
    [
        (None, "too small for the servers that this bot is in"),
        (4010, "no number of shards that Discord takes from this bot"),
    ],
)
async def test_a_number_of_shards_that_discord_does_not_take(
    standin: StandIn, start: Start, guilds: Guilds, refuse: int | None, what: str
) -> None:
    standin.gateway.refuse = refuse
    bot = await start(SHARD_COUNT="1")
    assert await bot.ended() == MISCONFIGURED
    (said,) = bot.said
    assert said == f"SHARD_COUNT is {what}: leave it out, and Cairn takes as many as Discord recommends."


async def test_a_bot_that_has_outgrown_its_shards_is_to_be_started_again(
    standin: StandIn, start: Start, guilds: Guilds
) -> None:
    standin.gateway.shards = 1
    bot = await start()
    assert await bot.ended() == UNAVAILABLE
    (said,) = bot.said
    assert said.startswith("Discord wants other shards of this bot (4011): start Cairn again")
