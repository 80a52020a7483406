"""Several servers and several shards: who gets what, who is turned away, and who has to wait."""

import discord
import pytest

from bot.discord_internals import connect_through
from tests.standin import payloads
from tests.standin.conftest import Probe, connected
from tests.standin.server import StandIn

ADA = 4001


async def refused(standin: StandIn, client: discord.Client) -> int:
    """The code with which the gateway closed this client's connection."""
    await connect_through(standin.url, standin.token)
    async with client:
        await client.login(standin.token)
        with pytest.raises(discord.ConnectionClosed) as caught:
            await client.connect()
    return caught.value.code


async def test_each_server_has_its_shard_and_direct_messages_go_to_the_first(standin: StandIn) -> None:
    standin.gateway.shards, standin.gateway.seconds = 3, 0
    guilds = [standin.world.found(shard, 3) for shard in range(3)]
    async with connected(standin) as probe:
        await probe.wait_until_ready()
        assert {guild.id for guild in probe.guilds} == {payloads.GUILD, *guilds}
        assert [probe.get_guild(guild).shard_id for guild in guilds] == [0, 1, 2]  # type: ignore[union-attr]
        standin.gateway.hold(1)
        await standin.gateway.drop(1000, shard=1)
        with pytest.raises(AssertionError, match="no bot is connected"):
            await standin.member(ADA, guild=guilds[1]).command("ping")
        for guild in (guilds[0], guilds[2]):
            assert (await standin.member(ADA, guild=guild).command("ping")).text.startswith("pong")
        assert (await standin.member(ADA, direct=True).command("ping")).text.startswith("pong")
        standin.gateway.hold()
        await standin.gateway.ready()
        await standin.member(ADA, guild=guilds[1]).command("ping")
        assert [heard.guild_id for heard in probe.heard] == [guilds[0], guilds[2], None, guilds[1]]
    assert [each["shard"] for each in standin.gateway.identified] == [[0, 3], [1, 3], [2, 3], [1, 3]]


async def test_a_shard_resumes_without_losing_events(standin: StandIn) -> None:
    guild = standin.world.found(1, 2)
    standin.gateway.concurrency = 2
    async with connected(standin, shard_count=2):
        await standin.gateway.drop(4000, shard=1)
        assert (await standin.member(ADA, guild=guild).command("ping")).text.startswith("pong")
    assert (len(standin.gateway.identified), standin.gateway.resumed) == (2, 1)


@pytest.mark.parametrize(("shard", "count"), [(2, 2), (7, 3), (0, 0)])
async def test_an_impossible_shard_is_turned_away(standin: StandIn, shard: int, count: int) -> None:
    assert await refused(standin, Probe(shard_count=count, shard_ids=[shard])) == 4010


async def test_too_many_servers_in_a_shard_are_turned_away(standin: StandIn) -> None:
    standin.gateway.guilds_per_shard, standin.gateway.concurrency = 2, 3
    for shard in (0, 0, 1, 2):
        standin.world.found(shard, 3)
    assert await refused(standin, discord.Client(intents=discord.Intents(guilds=True))) == 4011
    assert await refused(standin, Probe(shard_count=1)) == 4011
    async with connected(standin, shard_count=3) as probe:
        await probe.wait_until_ready()
        assert len(probe.guilds) == 5


@pytest.mark.parametrize("concurrency", [1, 2, 3])
async def test_who_begins_too_soon_begins_again(standin: StandIn, concurrency: int) -> None:
    standin.gateway.concurrency, standin.gateway.seconds = concurrency, 0.5
    async with connected(standin, shard_count=3):
        begun = [each["shard"][0] for each in standin.gateway.identified]
    assert begun[:3] == [0, 1, 2]
    assert (standin.gateway.hasty > 0) is (concurrency < 3)
    assert len(begun) == 3 + standin.gateway.hasty
