"""One pace for all processes, over a real PostgreSQL."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from itertools import pairwise

import pytest

from bot.delivery.rate_limit import CATCHING_UP
from bot.delivery.shared_pace import SharedPace
from bot.domain.errors import StoreUnavailable
from bot.store.jobs import LEASE
from bot.store.postgres.session import Session
from bot.store.store import Store
from tests.postgres import Server

RATE = 20
GAP = 1 / RATE


class Process:
    """What one of several processes sends by: when its turns came, in seconds of the loop they all run in."""

    def __init__(self, url: str) -> None:
        self.store, self.session = Store.open(url), Session(url)
        self.pace = SharedPace(self.store, self.session, RATE)

    async def take(self, number: int) -> list[float]:
        """When its next turns come."""
        turns = await self.pace.turns(number)
        return [turns.take(asyncio.get_running_loop().time()) for _ in range(number)]

    async def close(self) -> None:
        """End it, or let it be dead."""
        await self.session.close()
        await self.store.close()


@pytest.fixture
async def processes(postgres: Server) -> AsyncIterator[list[Process]]:
    """Three on one database."""
    url = postgres.emptied()
    async with AsyncExitStack() as opened:
        started = [Process(url) for _ in range(3)]
        for each in started:
            opened.push_async_callback(each.close)
        yield started


async def test_what_all_of_them_take_comes_at_one_pace(processes: list[Process]) -> None:
    taken = await asyncio.gather(*(each.take(number) for each in processes for number in (7, 5)))
    turns = sorted(turn for some in taken for turn in some)
    assert len(turns) == 3 * (7 + 5)
    assert min(later - earlier for earlier, later in pairwise(turns)) > GAP * CATCHING_UP / 2
    assert turns[-1] - turns[0] == pytest.approx((len(turns) - 1) * GAP, abs=3 * GAP)


async def test_who_dies_with_turns_in_hand_keeps_nobody_waiting_for_longer_than_those(
    processes: list[Process],
) -> None:
    dying, other, _ = processes
    last = (await dying.take(RATE))[-1]
    await dying.close()
    assert (await other.take(1))[0] == pytest.approx(last + GAP, abs=GAP)


async def test_nobody_waits_for_a_clock_that_was_ahead(processes: list[Process]) -> None:
    one, other, _ = processes
    ahead = await one.session.look() + LEASE + 3_600
    async with one.store.transaction() as rows:
        await rows.shared.put("pace", json.dumps((ahead, ahead)))
    assert (await other.take(1))[0] == pytest.approx(asyncio.get_running_loop().time(), abs=1)


async def test_without_the_database_there_are_no_turns(postgres: Server, processes: list[Process]) -> None:
    one, *_ = processes
    with postgres.ended(2), pytest.raises(StoreUnavailable):
        await one.take(1)
    await one.take(1)
