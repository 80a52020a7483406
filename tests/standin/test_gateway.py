"""Connecting, resuming, being turned away; and the address that comes from `/gateway/bot`."""

import discord
import pytest

from bot.discord_internals import connect_through, stay_connected
from tests.standin import payloads
from tests.standin.conftest import Probe, connected
from tests.standin.server import StandIn

ADA = 4001


async def test_a_bot_logs_in_and_sees_its_server(standin: StandIn, probe: Probe) -> None:
    await probe.wait_until_ready()
    (guild,) = probe.guilds
    assert (guild.id, guild.name) == (payloads.GUILD, "Stand-in")
    assert guild.get_channel(payloads.UPDATES) is not None
    assert [command["name"] for command in standin.world.commands] == ["ping", "where", "pet"]
    assert standin.gateway.identified[0]["intents"] == 1
    assert standin.gateway.heartbeats >= 1


@pytest.mark.parametrize("code", [4000, None])
async def test_a_lost_connection_is_resumed_without_losing_events(
    standin: StandIn, probe: Probe, code: int | None
) -> None:
    if code:
        await standin.gateway.drop(code)
    else:
        await standin.gateway.ask_to_reconnect()
    await standin.world.until(lambda: not standin.gateway.connected)
    assert (await standin.member(ADA).command("ping")).text.startswith("pong")
    assert (len(standin.gateway.identified), standin.gateway.resumed) == (1, 1)


async def test_a_session_that_ended_is_begun_anew(standin: StandIn, probe: Probe) -> None:
    await standin.gateway.drop(1000)
    with pytest.raises(AssertionError, match="no bot is connected"):
        await standin.member(ADA).command("ping")
    await standin.gateway.ready()
    assert (await standin.member(ADA).command("ping")).text.startswith("pong")
    assert (len(standin.gateway.identified), standin.gateway.resumed) == (2, 0)


async def test_another_bot_takes_over(standin: StandIn) -> None:
    for _ in range(2):
        async with connected(standin):
            assert (await standin.member(ADA).command("ping")).text.startswith("pong")
        await standin.world.until(lambda: not standin.gateway.connected)
    assert (len(standin.gateway.identified), standin.gateway.resumed) == (2, 0)


async def test_a_wrong_token_is_refused_everywhere(standin: StandIn) -> None:
    with pytest.raises(discord.LoginFailure):
        await connect_through(standin.url, "wrong")
    await connect_through(standin.url, standin.token)
    async with Probe() as probe:
        with pytest.raises(discord.LoginFailure):
            await probe.login("wrong")


async def test_intents_that_are_not_granted(standin: StandIn) -> None:
    standin.gateway.refuse = 4014
    await connect_through(standin.url, standin.token)
    async with Probe() as probe:
        await probe.login(standin.token)
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await stay_connected(probe, None)
