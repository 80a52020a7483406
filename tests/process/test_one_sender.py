"""One process sends: a second is turned away, one that ends gives back, the next takes over at once."""

import asyncio
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.process.conftest import Start
from tests.process.people import due_at, enrol
from tests.standin.faults import Fault
from tests.standin.server import StandIn

POST = "POST /channels/{channel}/messages"
GET = "GET /channels/{channel}/messages"
PEOPLE = range(1, 31)
QUICK = {"NUDGE_RATE": "10", "NUDGE_TICK_SECONDS": "1"}


@pytest.fixture(autouse=True)
async def people(standin: StandIn, tmp_path: Path) -> None:
    """Thirty members who are due."""
    now = int(standin.world.clock.now())
    members = [due_at(standin.world, user, now) for user in PEOPLE]
    await enrol(f"sqlite+aiosqlite:///{tmp_path}/cairn.db", members)


def states(folder: Path) -> Counter[str]:
    """How many nudges stand how."""
    connection = sqlite3.connect(folder / "cairn.db")
    rows = connection.execute("SELECT state FROM jobs").fetchall()
    connection.close()
    return Counter(state for (state,) in rows)


def inboxes(standin: StandIn) -> Counter[int]:
    """How many members found how many messages."""
    return Counter(len(standin.world.delivered(user)) for user in PEOPLE)


async def test_a_second_run_is_turned_away(standin: StandIn, start: Start) -> None:
    first = await start()
    await standin.gateway.ready()
    second = await start()
    assert await second.ended() == 69
    (said,) = second.said
    assert said.startswith(f"another Cairn is running on this database (process {first.number}): stop it")
    assert await first.stop() == 0


async def test_sigterm_in_the_middle_of_a_run(standin: StandIn, start: Start, tmp_path: Path) -> None:
    standin.faults.add(Fault(POST, delay=1))
    bot = await start(**QUICK)
    await standin.world.until(lambda: standin.requests[POST] >= 8)
    began = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - began < 10
    stand = states(tmp_path)
    assert stand.keys() == {"sent", "waiting"}
    assert inboxes(standin) == {1: stand["sent"], 0: stand["waiting"] + 30 - stand.total()}

    standin.faults.clear()
    await start(**QUICK)
    await standin.world.until(lambda: inboxes(standin) == {1: 30})
    assert standin.requests[POST] == 30
    assert standin.requests[GET] == 0


async def test_sigterm_while_discord_does_not_answer(standin: StandIn, start: Start, tmp_path: Path) -> None:
    standin.faults.add(Fault(POST, delay=12, after=True, times=5))
    bot = await start(**QUICK)
    await standin.world.until(lambda: standin.requests[POST] >= 8)
    began = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - began < 10
    assert states(tmp_path)["claimed"] == 5

    standin.world.clock.shift(20 * 60)
    await start(**QUICK)
    await standin.world.until(lambda: inboxes(standin) == {1: 30})
    await asyncio.sleep(1)
    assert inboxes(standin) == {1: 30}
    assert standin.requests[GET] == 5


async def test_sigterm_while_the_database_is_locked(standin: StandIn, start: Start, tmp_path: Path) -> None:
    """A claim that waits for the lock is cut off, and must not keep the end waiting."""
    bot = await start(**QUICK)
    await standin.world.until(lambda: inboxes(standin) == {1: 30})
    later = due_at(standin.world, 31, 60 * (int(standin.world.clock.now()) // 60))._replace(dm_channel=None)
    await enrol(f"sqlite+aiosqlite:///{tmp_path}/cairn.db", [later])
    with closing(sqlite3.connect(tmp_path / "cairn.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(1.5)
        began = time.monotonic()
        assert await bot.stop() == 0
        assert time.monotonic() - began < 10


async def test_the_next_takes_over_at_once(standin: StandIn, start: Start, tmp_path: Path) -> None:
    standin.faults.add(Fault(POST, delay=8, after=True))
    bot = await start(**QUICK)
    await standin.world.until(lambda: standin.requests[POST] >= 10)
    await bot.kill()
    assert states(tmp_path) == {"claimed": 10}  # no more at a time than are sent in a second

    standin.faults.clear()
    standin.world.clock.shift(20 * 60)
    await start(**QUICK)
    await standin.world.until(lambda: inboxes(standin) == {1: 30}, seconds=15)
    await asyncio.sleep(1)
    assert inboxes(standin) == {1: 30}


async def test_a_stall_is_followed_by_no_burst(standin: StandIn, start: Start, tmp_path: Path) -> None:
    """What was sent while nobody took it arrives in one bunch; nothing comes on top of that.

    But for a handful, where the machine delays one thing more than another: it would be more than a hundred.
    """
    now = int(standin.world.clock.now())
    many = range(1000, 1200)
    await enrol(
        f"sqlite+aiosqlite:///{tmp_path}/cairn.db", [due_at(standin.world, user, now) for user in many]
    )
    await start(NUDGE_RATE="45", NUDGE_TICK_SECONDS="1")
    await standin.world.until(lambda: standin.requests[POST] >= 30, 60)
    time.sleep(2.5)  # noqa: ASYNC251 - the stand-in, and with it the way to it, stands still
    await standin.world.until(lambda: all(len(standin.world.delivered(user)) for user in many), 60)
    assert standin.limits.refused.total() <= 20
