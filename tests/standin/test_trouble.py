"""Rate limits and planned faults, as real discord.py meets them."""

import asyncio
import time

import aiohttp
import discord
import pytest

from bot.discord_internals import forget_limits
from tests.standin.conftest import Probe, limited
from tests.standin.faults import Fault
from tests.standin.ratelimits import Budget, Limited, RateLimits
from tests.standin.server import StandIn

ADA, BEN = 4001, 4002
POST = "POST /channels/{channel}/messages"


async def test_discord_py_keeps_within_a_bucket_by_its_headers(standin: StandIn, probe: Probe) -> None:
    standin.limits.budgets[POST] = Budget(2, 0.3)
    channel = await probe.create_dm(discord.Object(ADA))
    started = time.monotonic()
    await asyncio.gather(*(channel.send(str(number)) for number in range(6)))
    assert time.monotonic() - started >= 0.6
    assert len(standin.world.delivered(ADA)) == 6
    assert not standin.limits.refused


async def test_limits_whose_time_is_over_are_forgotten_and_others_are_not(
    standin: StandIn, probe: Probe
) -> None:
    standin.limits.budgets[POST] = Budget(2, 0.3)
    channels = [await probe.create_dm(discord.Object(user)) for user in range(ADA, ADA + 5)]
    for channel in channels:
        await channel.send("hello")
    await asyncio.sleep(0.3)
    waiting = asyncio.gather(*(channels[0].send(str(number)) for number in range(6)))
    while standin.requests[POST] < 7:
        forget_limits(probe)
        await asyncio.sleep(0.01)
    assert limited(probe) == {channels[0].id}, "requests wait for it"
    await waiting
    forget_limits(probe)
    assert limited(probe) == {channels[0].id}, "its window is not over"
    assert not standin.limits.refused


async def test_too_many_in_a_second_are_refused_and_come_later(standin: StandIn, probe: Probe) -> None:
    standin.limits.per_second = 3
    channels = [await probe.create_dm(discord.Object(user)) for user in (ADA, BEN)]
    await asyncio.gather(*(channel.send("hello") for channel in channels * 2))
    assert standin.limits.refused[""] > 0
    assert [len(standin.world.delivered(user)) for user in (ADA, BEN)] == [2, 2]


def test_buckets_are_apart_and_answers_are_free() -> None:
    limits = RateLimits({POST: Budget(1, 60)}, per_second=3)
    assert limits.spend(POST, "1", counts=True)["X-RateLimit-Remaining"] == "0"
    limits.spend(POST, "2", counts=True)
    with pytest.raises(Limited) as bucket:
        limits.spend(POST, "1", counts=True)
    assert bucket.value.headers["X-RateLimit-Scope"] == "user"
    assert 59 < float(bucket.value.headers["X-RateLimit-Reset-After"]) <= 60
    with pytest.raises(Limited) as over_all:
        limits.spend("GET /users/@me", "", counts=True)
    assert over_all.value.body["global"] is True
    assert limits.spend("an answer", "", counts=False) == {}
    assert limits.refused == {POST: 1, "": 1}


async def test_an_error_before_and_one_after_delivery(standin: StandIn, probe: Probe) -> None:
    channel = await probe.create_dm(discord.Object(ADA))
    standin.faults.add(Fault(POST, status=503, times=1))
    with pytest.raises(discord.DiscordServerError):
        await channel.send("lost")
    assert standin.world.delivered(ADA) == []
    standin.faults.add(Fault(POST, status=503, after=True, times=1))
    with pytest.raises(discord.DiscordServerError):
        await channel.send("taken")
    assert [message.text for message in standin.world.delivered(ADA)] == ["taken"]
    assert (await channel.send("well again")).content == "well again"


async def test_a_retry_inside_discord_py_delivers_once(standin: StandIn, probe: Probe) -> None:
    channel = await probe.create_dm(discord.Object(ADA))
    standin.faults.add(Fault(POST, status=502, after=True, times=1))
    await channel.send("once")
    assert [message.text for message in standin.world.delivered(ADA)] == ["once"]
    assert standin.requests[POST] == 2


async def test_a_connection_that_breaks_after_delivery(standin: StandIn, probe: Probe) -> None:
    channel = await probe.create_dm(discord.Object(ADA))
    standin.faults.add(Fault(POST, cut=True, after=True, times=1))
    with pytest.raises((aiohttp.ClientError, OSError)):
        await channel.send("taken")
    assert [message.text for message in standin.world.delivered(ADA)] == ["taken"]


async def test_a_refusal_for_one_channel_with_discord_s_code(standin: StandIn, probe: Probe) -> None:
    ada, ben = [await probe.create_dm(discord.Object(user)) for user in (ADA, BEN)]
    standin.faults.add(Fault(POST, status=403, code=20026, only=str(ada.id)))
    with pytest.raises(discord.Forbidden) as caught:
        await ada.send("hello")
    assert caught.value.code == 20026
    await ben.send("hello")
    standin.faults.clear()
    await ada.send("hello")


async def test_a_slow_answer_is_still_an_answer(standin: StandIn, probe: Probe) -> None:
    channel = await probe.create_dm(discord.Object(ADA))
    standin.faults.add(Fault(POST, delay=0.2, times=1))
    started = time.monotonic()
    await channel.send("slow")
    assert time.monotonic() - started >= 0.2


def test_a_fault_ends_after_its_time() -> None:
    fault = Fault(status=500, seconds=10)
    assert fault.strikes(POST, "/")
    fault.begun -= 11
    assert not fault.strikes(POST, "/")
