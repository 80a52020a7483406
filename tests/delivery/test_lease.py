"""What is leased goes out while the lease holds, and not a moment later: looked at right before the write."""

import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.clocks import SharedClock
from bot.delivery.lease import MARGIN, LeaseOver, lease, watch


class There:
    """A server that counts what reaches it, and the time by everybody's clock."""

    def __init__(self) -> None:
        self.now = 1_000
        self.reached = 0
        self.url = ""

    async def answer(self, _: web.Request) -> web.Response:
        self.reached += 1
        return web.Response()

    async def ask(self) -> None:
        fenced = aiohttp.ClientSession(trace_configs=[watch(lambda: self.now)])
        async with fenced as session, session.post(self.url, json={"content": "x" * 10_000}):
            pass


@pytest.fixture
async def there() -> AsyncIterator[There]:
    found = There()
    application = web.Application()
    application.router.add_post("/", found.answer)
    async with TestServer(application) as server:
        found.url = str(server.make_url("/"))
        yield found


async def test_what_is_not_leased_goes_out(there: There) -> None:
    await there.ask()
    assert there.reached == 1


@pytest.mark.parametrize(("left", "goes"), [(60, True), (MARGIN, True), (MARGIN - 1, False), (-60, False)])
async def test_a_lease_has_to_hold_a_little_longer(there: There, left: int, *, goes: bool) -> None:
    lease.set(there.now + left)
    if goes:
        await there.ask()
    else:
        with pytest.raises(LeaseOver):
            await there.ask()
    await asyncio.sleep(0)
    assert there.reached == goes


async def test_a_lease_is_over_after_a_freeze_before_the_answer_was_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The database has said what time it is; the process is stopped for 90 seconds before it hears that."""
    machine, frozen = 5_000.0, 0.0
    monkeypatch.setattr(time, "clock_gettime", lambda _: machine)

    async def ask() -> float:
        nonlocal machine
        told = machine + 1_000_000
        machine += frozen
        return told

    clock = SharedClock(ask)
    await clock.look()
    until, frozen = clock() + 60, 90.0
    await clock.look()
    assert clock() == until + 30
