"""`/livez` and `/readyz`: the ways in which Cairn may be out of order, and what health says of each."""

import socket
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from sqlalchemy import text

from bot.app import health_of
from bot.content.live import LiveContent
from bot.domain.due import LATE
from bot.domain.errors import StoreUnavailable
from bot.domain.outcomes import FEW
from bot.host.endpoints import served
from bot.host.health import STALE_TICKS, Health, well
from bot.host.metrics import Metrics
from bot.host.startup_errors import PortUnusable
from bot.store.store import Store
from bot.trial.people import NotThere
from tests.delivery.conftest import Office
from tests.host.conftest import metrics_at
from tests.stored import address

TICK = 20
PARTS = ("gateway", "database", "discord", "sending", "oldest_due", "content", "breaker")


def health_at(office: Office, store: Store | None = None, tick: float = TICK) -> Health:
    """What is asked; of another store, if one is named."""
    built, store = office.world.app, store or office.store
    own = replace(built, store=store, dispatcher=office.dispatcher, content=office.content)
    return health_of(own, tick, office.world.now)


@pytest.fixture
def health(office: Office) -> Health:
    """What is asked of a bot that looks what is due three times a minute."""
    return health_at(office)


async def wrong(health: Health) -> Mapping[str, str]:
    """The parts that are not ok."""
    return {name: state for name, state in (await health.ready()).items() if state != "ok"}


async def test_all_is_well_after_the_first_run(office: Office, health: Health) -> None:
    assert await wrong(health) == {"sending": "not begun yet"}
    await office.tick()
    assert await health.ready() == dict.fromkeys(PARTS, "ok")
    assert await health.alive() == {"loop": "ok", "database": "ok"}


# Sending


@pytest.mark.parametrize(("tick", "patience"), [(TICK, TICK * STALE_TICKS), (1, 60)])
async def test_a_dispatcher_that_hangs_is_noticed(office: Office, tick: float, patience: int) -> None:
    health = health_at(office, tick=tick)
    await office.tick()
    await office.later(patience)
    assert await wrong(health) == {}
    await office.later(1)
    assert await wrong(health) == {"sending": f"nothing came to an end for {patience + 1} seconds"}


async def test_a_run_that_begins_and_gets_nowhere_is_no_work(office: Office, health: Health) -> None:
    await office.crowd(1)
    await office.tick()
    await office.until_due()
    away = office.file.rename(office.file.with_name("away.db"))
    with pytest.raises(StoreUnavailable):
        await office.tick()
    assert (await wrong(health))["sending"].startswith("nothing came to an end for")
    away.rename(office.file)
    await office.tick()
    assert "sending" not in await wrong(health)


async def test_what_is_due_for_hours_is_told(office: Office, health: Health) -> None:
    await office.crowd(1)
    await office.until_due(LATE)
    assert "oldest_due" not in await wrong(health)
    await office.later(1)
    assert (await wrong(health))["oldest_due"] == f"something has been due for {LATE + 1} seconds"
    await office.tick()
    assert await wrong(health) == {}


async def test_a_breaker_that_is_open_is_a_warning_and_says_until_when(
    office: Office, health: Health
) -> None:
    robin, _ = await office.crowd(2)
    await office.until_due(-60)
    office.refuse(403, 20026)
    await office.test(robin)
    until = office.dispatcher.resting_until
    assert until is not None
    await office.tick()
    said = f"warning: Discord refuses too many messages: all sending rests until {until}"
    assert await wrong(health) == {"breaker": said}
    assert well(await health.ready())
    await office.later(until - office.world.now())
    await office.tick()
    assert await wrong(health) == {}


# The database


@pytest.mark.breaks
async def test_a_file_that_is_deleted_under_the_bot_takes_no_more_ticks(
    office: Office, health: Health
) -> None:
    """What can still be read is served, so that a supervisor doesn't throw it away by a new start."""
    robin = office.world.robin
    await robin.slash("done", action="numpy-pandas")
    await office.tick()
    away = office.file.rename(office.file.with_name("away.db"))

    assert "I can't reach my database right now" in (await robin.slash("done", action="mlflow")).text
    assert "1 of 22 actions" in (await robin.slash("progress")).text
    said = (await wrong(health))["database"]
    assert said.startswith(f"{office.file} was deleted, moved or replaced while Cairn runs")
    assert await health.alive() == {"loop": "ok", "database": "ok"}
    assert not office.file.exists(), "an empty file would be taken for the database at the next start"

    office.file.write_bytes(away.read_bytes())
    assert "I can't reach my database right now" in (await robin.slash("done", action="mlflow")).text
    away.replace(office.file)
    assert "2 of 22 actions" in (await robin.slash("done", action="mlflow")).text
    await wrong(health)
    assert await wrong(health) == {}


async def test_a_full_disk_is_told_until_something_can_be_written_again(
    office: Office, health: Health
) -> None:
    assert office.file.exists()  # no other engine can be told how large it may become
    await office.tick()
    async with office.store.transaction() as rows:
        (pages,) = (await rows.connection.execute(text("PRAGMA page_count"))).one()
        await rows.connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="disk is full"):
            async with office.store.transaction() as rows:
                await rows.shared.put("much", "x" * 100_000)
        assert (await wrong(health))["database"].startswith("the disk is full: free some space")
    assert await wrong(health) == {}


async def test_a_disk_on_which_nothing_can_be_written_is_noticed_though_nobody_writes(
    office: Office, health: Health
) -> None:
    await office.tick()
    with closing(sqlite3.connect(office.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (await wrong(health))["database"].startswith("another program keeps the database locked")
    await health.ready()
    assert await wrong(health) == {}


@pytest.mark.breaks
async def test_a_damaged_page_stays_on_record(office: Office, health: Health) -> None:
    """Most of the file can be read and written all the while."""
    await office.tick()
    with closing(sqlite3.connect(office.file)) as connection:
        ((page,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'members'")
        ((size,),) = connection.execute("PRAGMA page_size")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with office.file.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    assert "I can't reach my database right now" in (await office.world.robin.slash("next")).text
    for _ in range(2):
        said = (await wrong(health))["database"]
        assert said.startswith("the database file is damaged: stop Cairn and put the last good backup")


async def test_a_database_that_can_not_even_be_read_is_no_life(office: Office, tmp_path: Path) -> None:
    nowhere = Store.open(address(tmp_path / "gone" / "cairn.db"))
    health = health_at(office, nowhere)
    assert "check that its folder exists" in (await health.alive())["database"]
    assert "check that its folder exists" in (await health.ready())["database"]
    assert not well(await health.alive())
    await nowhere.close()


# Discord, as far as it is asked


async def test_a_discord_that_takes_nothing_is_told_until_it_takes_something(
    office: Office, health: Health
) -> None:
    await office.crowd(FEW)
    await office.tick()
    await office.until_due()
    office.refuse(503, times=None)
    await office.tick()
    office.world.env.inject_error("GET", "/users/*", status=503)
    assert await wrong(health) == {"discord": "Discord answers 503"}
    assert await wrong(health) == {}, "asked once more, Discord is there again"


async def test_a_refusal_of_one_member_says_nothing_about_discord(office: Office, health: Health) -> None:
    await office.crowd(FEW)
    await office.until_due()
    office.refuse(403, 50007, times=None)
    await office.tick()
    assert office.states() == ["refused"] * FEW
    assert await wrong(health) == {}


@pytest.mark.breaks
async def test_answers_that_discord_does_not_take_are_told(office: Office, health: Health) -> None:
    """A token that was reset: the gateway stays as it is, every request is refused."""
    await office.tick()
    office.world.env.inject_error("POST", "/interactions/*", status=401, times=None)
    office.world.env.inject_error("GET", "/users/*", status=401, times=None)
    for _ in range(FEW):
        with pytest.raises(NotThere):
            await office.world.robin.slash("next")
    assert await wrong(health) == {"discord": "Discord answers 401"}


# The content


async def test_content_that_could_not_be_read_again_is_a_warning(office: Office, tmp_path: Path) -> None:
    """Members are served from the last good one; nothing has to be started again for it."""
    office.content = LiveContent(tmp_path, office.content.library)
    assert office.content.reload()
    await office.tick()
    health = health_at(office)
    said = await wrong(health)
    assert said.keys() == {"content"}
    assert said["content"].startswith(f"warning: {tmp_path}")
    assert well(await health.ready())


# Over HTTP


@pytest.fixture
def metrics(office: Office) -> Metrics:
    """What is counted."""
    return metrics_at(office)


@pytest.fixture
async def client(health: Health, metrics: Metrics) -> AsyncIterator[aiohttp.ClientSession]:
    """Asks what is served."""
    port = unused_port()
    address = f"http://127.0.0.1:{port}"
    async with served(health, metrics, "127.0.0.1", port), aiohttp.ClientSession(address) as session:
        yield session


@pytest.mark.parametrize("path", ["/readyz", "/healthz"])
async def test_ready_is_a_status_and_all_parts(
    office: Office, client: aiohttp.ClientSession, path: str
) -> None:
    async with client.get(path) as answer:
        assert answer.status == 503
        assert (await answer.json())["sending"] == "not begun yet"
    await office.tick()
    async with client.get(path) as answer:
        assert answer.status == 200
        assert await answer.json() == dict.fromkeys(PARTS, "ok")


async def test_alive_is_no_question_of_what_is_due(client: aiohttp.ClientSession) -> None:
    async with client.get("/livez") as answer:
        assert answer.status == 200
        assert await answer.json() == {"loop": "ok", "database": "ok"}


async def test_metrics_are_served_as_prometheus_reads_them(client: aiohttp.ClientSession) -> None:
    async with client.get("/metrics") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert "\ncairn_build{" in await answer.text()


async def test_a_port_that_is_taken_is_told(health: Health, metrics: Metrics) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortUnusable, match=f"HEALTH_PORT {port} can't be used on 127.0.0.1 .*: choose"):
            async with served(health, metrics, "127.0.0.1", port):
                pass


async def test_a_host_that_nobody_knows_is_told(health: Health, metrics: Metrics) -> None:
    with pytest.raises(PortUnusable, match=r"on nosuch\.invalid \([a-z ]+\): choose"):
        async with served(health, metrics, "nosuch.invalid", 18099):
            pass
