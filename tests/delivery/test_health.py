"""`/healthz`: every part by name, 200 when all is well."""

from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from bot.delivery.health import STALE_TICKS, Health
from bot.store.database import Database
from bot.store.nudges import NudgeStore
from tests.delivery.conftest import Office

TICK = 20
WELL = {"gateway": "ok", "database": "ok", "last_tick": "ok", "content": "ok", "breaker": "ok"}


@pytest.fixture
def health(office: Office) -> Health:
    """What is asked."""
    world = office.world
    return Health(world.app.client, office.nudges, office.engine, world.app.content, TICK, world.now)


async def test_all_is_well_after_the_first_tick(office: Office, health: Health) -> None:
    assert (await health.parts())["last_tick"] == "none for a while"
    await office.tick()
    assert await health.parts() == WELL


async def test_an_engine_that_hangs_is_noticed(office: Office, health: Health) -> None:
    await office.tick()
    await office.later(TICK * STALE_TICKS)
    assert await health.parts() == WELL
    await office.later(1)
    assert (await health.parts())["last_tick"] == "none for a while"


async def test_a_breaker_that_is_open_says_until_when(office: Office, health: Health) -> None:
    office.courier.breaker.refused(office.world.now(), 1, at_once=True)
    until = office.courier.breaker.open_until
    assert (await health.parts())["breaker"] == f"open until {until}"
    await office.later((until or 0) - office.world.now())
    assert (await health.parts())["breaker"] == "ok"


async def test_a_database_that_is_gone_says_what_to_do(office: Office, tmp_path: Path) -> None:
    world, nowhere = office.world, Database.open(f"sqlite+aiosqlite:///{tmp_path}/gone/cairn.db")
    health = Health(world.app.client, NudgeStore(nowhere), office.engine, world.app.content, TICK, world.now)
    assert "check that its folder exists" in (await health.parts())["database"]
    await nowhere.close()


async def test_served_on_loopback(office: Office, health: Health) -> None:
    port = unused_port()
    address = f"http://127.0.0.1:{port}/healthz"
    async with health.served(port), aiohttp.ClientSession() as session:
        async with session.get(address) as answer:
            assert answer.status == 503
            assert (await answer.json())["last_tick"] == "none for a while"
        await office.tick()
        async with session.get(address) as answer:
            assert answer.status == 200
            assert await answer.json() == WELL
