"""The client's shards: how many they are, and when each may begin. What takes minutes is in tests/process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.client.bot import Cairn
from bot.client.shards import APART, untold
from bot.discord_internals import connect_through
from bot.views.errors import explain
from tests.standin.faults import Fault
from tests.standin.server import StandIn

Connect = Callable[..., AbstractAsyncContextManager[Cairn]]


def client() -> Cairn:
    """A bot without anything to do."""
    return Cairn(explain=explain)


@pytest.fixture
def connected(standin: StandIn) -> Connect:
    """Connects a bot with so many shards, or with as many as Discord recommends."""

    @asynccontextmanager
    async def connect(shards: int | None = None) -> AsyncIterator[Cairn]:
        await connect_through(standin.url, standin.token)
        async with client() as bot:
            await bot.login(standin.token)
            if shards is not None:
                bot.shard_count = shards
            running = asyncio.create_task(bot.connect())
            await standin.gateway.ready()
            yield bot
            await bot.close()
            await running

    return connect


def begun(standin: StandIn) -> list[list[int]]:
    """The shards that began, each with how many there are in all."""
    return [each["shard"] for each in standin.gateway.identified]


async def test_before_login_there_is_nothing_to_leave() -> None:
    bot = client()
    await bot.close()
    await bot.close()


async def test_there_are_as_many_as_discord_recommends(standin: StandIn, connected: Connect) -> None:
    standin.gateway.shards = standin.gateway.concurrency = 3
    async with connected():
        assert begun(standin) == [[0, 3], [1, 3], [2, 3]]
    assert standin.gateway.hasty == 0


async def test_there_are_as_many_as_are_set(standin: StandIn, connected: Connect) -> None:
    standin.gateway.shards, standin.gateway.concurrency = 3, 2
    async with connected(2):
        assert begun(standin) == [[0, 2], [1, 2]]
    assert standin.gateway.hasty == 0


async def test_discord_is_asked_once_how_many_may_begin_together(
    standin: StandIn, connected: Connect
) -> None:
    standin.gateway.concurrency = 4
    asked = standin.faults.add(Fault("GET /gateway/bot", times=10))
    async with connected(4):
        assert len(begun(standin)) == 4
    assert asked.times == 10 - 2, "one of them is for the address"


async def test_a_single_shard_has_nobody_to_wait_for_and_asks_nobody(
    standin: StandIn, connected: Connect
) -> None:
    asked = standin.faults.add(Fault("GET /gateway/bot", times=10))
    async with connected(1):
        assert begun(standin) == [[0, 1]]
    assert asked.times == 10 - 1, "that one is for the address"


async def test_a_server_whose_shard_is_being_taken_over_is_not_told_yet(
    standin: StandIn, connected: Connect
) -> None:
    standin.gateway.concurrency = 2
    async with connected(2) as bot:
        async with asyncio.timeout(30):
            while bot.told != {0, 1}:  # noqa: ASYNC110 - discord.py tells it in a task of its own
                await asyncio.sleep(0.01)
        bot.shard_ids, bot.shard_count = [0, 1, 2], 4  # as `add_shard` leaves it before it is there
        assert [untold(bot, shard << 22) for shard in range(4)] == [False, False, True, True]


async def test_who_gives_up_waiting_leaves_its_turn_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else shards that all come back at once, and each give up after a minute, would wait for ever."""
    slept, awake = list[float](), asyncio.Event()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await awake.wait()

    monkeypatch.setattr(asyncio, "sleep", sleep)
    async with client() as bot:
        bot.shard_count = 1
        await bot.before_identify_hook(0)
        waiting = asyncio.create_task(bot.before_identify_hook(1))
        later = asyncio.create_task(bot.before_identify_hook(2))
        await asyncio.wait({waiting, later}, timeout=0)
        assert not any(each.done() for each in (waiting, later))
        waiting.cancel()
        awake.set()
        await later
        assert set(slept) == {APART}
