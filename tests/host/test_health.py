"""`/healthz`: every part by name, 200 when all is well."""

import socket
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from bot.content.live import LiveContent
from bot.host.health import STALE_TICKS, Health, PortUnusable
from bot.store.store import Store
from tests.delivery.conftest import Office

TICK = 20
WELL = {"gateway": "ok", "database": "ok", "last_tick": "ok", "content": "ok", "breaker": "ok"}


def health_of(office: Office, store: Store | None = None, tick: float = TICK) -> Health:
    """What is asked."""
    client, content = office.world.app.client, office.content
    return Health(client, store or office.store, office.dispatcher, content, tick, office.world.now)


@pytest.fixture
def health(office: Office) -> Health:
    """What is asked of a bot that looks what is due three times a minute."""
    return health_of(office)


async def test_all_is_well_after_the_first_tick(office: Office, health: Health) -> None:
    assert (await health.parts())["last_tick"] == "none for a while"
    await office.tick()
    assert await health.parts() == WELL


@pytest.mark.parametrize(("tick", "patience"), [(TICK, TICK * STALE_TICKS), (1, 60)])
async def test_a_dispatcher_that_hangs_is_noticed(office: Office, tick: float, patience: int) -> None:
    health = health_of(office, tick=tick)
    await office.tick()
    await office.later(patience)
    assert await health.parts() == WELL
    await office.later(1)
    assert (await health.parts())["last_tick"] == "none for a while"


async def test_a_breaker_that_is_open_says_until_when(office: Office, health: Health) -> None:
    (robin,) = await office.crowd(1)
    office.refuse(403, 20026)
    await office.test(robin)
    until = office.dispatcher.resting_until
    assert until is not None
    assert (await health.parts())["breaker"] == f"open until {until}"
    await office.later(until - office.world.now())
    assert (await health.parts())["breaker"] == "ok"


async def test_a_database_that_is_gone_says_what_to_do(office: Office, tmp_path: Path) -> None:
    nowhere = Store.open(f"sqlite+aiosqlite:///{tmp_path}/gone/cairn.db")
    health = health_of(office, nowhere)
    assert "check that its folder exists" in (await health.parts())["database"]
    await nowhere.close()


async def test_content_that_could_not_be_read_again_is_told(office: Office, tmp_path: Path) -> None:
    good = office.content
    office.content = LiveContent(tmp_path, good.library)
    assert office.content.reload()
    await office.tick()
    assert str(tmp_path) in (await health_of(office).parts())["content"]


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


async def test_a_port_that_is_taken_is_told(health: Health) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortUnusable, match=f"HEALTH_PORT {port} can't be used .*: choose another"):
            async with health.served(port):
                pass
