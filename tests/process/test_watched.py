"""What a host asks of several processes on PostgreSQL: each one's health and figures, `doctor`, `report`."""

import asyncio
import signal
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from prometheus_client.parser import text_string_to_metric_families

from tests.postgres import Server
from tests.process.command import cairn
from tests.process.conftest import Start
from tests.process.people import due_at, enrol, set_up, with_updates
from tests.standin import payloads
from tests.standin.server import StandIn

WELL, ILL = 200, 503
GONE = "the database can't be reached: check that PostgreSQL runs and that DATABASE_URL leads to it"


async def asked(port: int, what: str) -> tuple[int, dict[str, str]]:
    """What a process says of itself."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{what}") as answer:
        return answer.status, await answer.json()


async def says(port: int, what: str, status: int) -> dict[str, str]:
    """Wait until it answers with this; all its parts."""
    async with asyncio.timeout(60):
        while (answer := await asked(port, what))[0] != status:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.1)
    return answer[1]


async def figure(port: int, name: str, **labels: str) -> float:
    """One of the figures that it serves."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as answer:
        families = text_string_to_metric_families(await answer.text())
    samples = [sample for family in families for sample in family.samples if sample.name == name]
    return sum(sample.value for sample in samples if labels.items() <= sample.labels.items())


@pytest.fixture
def url(postgres: Server) -> str:
    """The address of the database of all of them."""
    return postgres.emptied()


@pytest.mark.long
async def test_each_tells_of_itself_and_of_the_database(
    standin: StandIn, start: Start, postgres: Server, url: str
) -> None:
    ports = sends, stands_by = unused_port(), unused_port()
    there = {"DATABASE_URL": url, "NUDGE_TICK_SECONDS": "1"}
    first = await start(**there, HEALTH_PORT=str(sends))
    await first.says("this process takes shard 0")
    await standin.gateway.ready()
    second = await start(**there, HEALTH_PORT=str(stands_by))
    await second.says("this process stands by")
    for port in ports:
        assert {*(await says(port, "/readyz", WELL)).values()} == {"ok"}
        assert await asked(port, "/livez") == (WELL, {"loop": "ok", "database": "ok"})

    await enrol(url, [due_at(standin.world, 1, int(standin.world.clock.now()))])
    await standin.world.until(lambda: standin.world.delivered(1))
    async with asyncio.timeout(60):
        while not await figure(sends, "cairn_jobs_total", kind="weekly", state="sent"):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert [await figure(port, "cairn_jobs_total", kind="weekly") for port in ports] == [1, 0]
    assert [await figure(port, "cairn_gateway_up") for port in ports] == [1, 0]
    assert [await figure(port, "cairn_oldest_due_seconds") for port in ports] == [0, 0]

    with postgres.ended(signal.SIGINT):
        for port in ports:
            assert (await says(port, "/readyz", ILL))["database"] == GONE
            assert (await says(port, "/livez", ILL))["database"] == GONE
    for port in ports:
        await says(port, "/readyz", WELL)
    assert [await first.stop(), await second.stop()] == [0, 0]


@pytest.mark.long
async def test_doctor_and_report_while_it_runs(
    standin: StandIn, start: Start, url: str, tmp_path: Path
) -> None:
    await set_up(url, with_updates(payloads.GUILD))
    await enrol(url, [due_at(standin.world, 1, int(standin.world.clock.now()))])
    bot = await start(DATABASE_URL=url, NUDGE_TICK_SECONDS="1")
    await standin.gateway.ready()
    await standin.world.until(lambda: standin.world.delivered(1))
    code, said = await cairn(
        tmp_path, "doctor", DATABASE_URL=url, DISCORD_TOKEN=standin.token, DISCORD_API_URL=standin.url
    )
    assert [line for line in said if line.startswith("✗")] == []
    assert code == 0
    assert await bot.stop() == 0
    code, said = await cairn(tmp_path, "report", DATABASE_URL=url)
    assert code == 0
    assert said[0].split()[2:5] == ["sent", "late", "refused"]
    assert said[1].split()[1:4] == ["1", "0", "0"]
