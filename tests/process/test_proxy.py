"""A network that lets nobody out but through its proxy."""

from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port

from tests.process.command import cairn
from tests.process.conftest import ADA, Start
from tests.process.tunnel import HOST, OPENSSL, tunnel
from tests.standin.server import StandIn

UNAVAILABLE = 69
ADDRESS = f"https://{HOST}"

encrypted = pytest.mark.skipif(OPENSSL is None, reason="there is no openssl to make a certificate with")


@encrypted
async def test_rest_and_the_gateway_go_through_the_proxy(
    standin: StandIn, start: Start, tmp_path: Path
) -> None:
    async with tunnel(standin, tmp_path) as way:
        bot = await start(DISCORD_API_URL=ADDRESS, HTTPS_PROXY=way.url, SSL_CERT_FILE=str(way.certificate))
        await standin.gateway.ready()
        member = standin.member(ADA)
        assert "Linux" in (await member.command("next")).text
        assert set(way.asked) == {f"{HOST}:443"}
        assert len(way.asked) >= 2, "one for REST, one for the gateway"
        assert way.refused == 0
        assert await bot.stop() == 0
        assert "secret" not in bot.output


@encrypted
async def test_the_clocks_are_compared_through_the_proxy(
    standin: StandIn, start: Start, tmp_path: Path
) -> None:
    async with tunnel(standin, tmp_path) as way:
        certificate = str(way.certificate)
        bot = await start(
            ahead=864_000, DISCORD_API_URL=ADDRESS, HTTPS_PROXY=way.url, SSL_CERT_FILE=certificate
        )
        await standin.gateway.ready()
        await bot.says("seconds ahead of Discord's")
        assert await bot.stop() == 0


@encrypted
async def test_the_gateway_alone_goes_through_it_where_rest_is_near(
    standin: StandIn, start: Start, tmp_path: Path
) -> None:
    async with tunnel(standin, tmp_path) as way:
        bot = await start(HTTPS_PROXY=way.url, SSL_CERT_FILE=str(way.certificate))
        await standin.gateway.ready()
        assert way.asked == [f"{HOST}:443"]
        assert await bot.stop() == 0


@encrypted
async def test_a_proxy_that_wants_another_password_is_told(standin: StandIn, tmp_path: Path) -> None:
    async with tunnel(standin, tmp_path) as way:
        for command in ("run", "doctor"):
            code, lines = await cairn(
                tmp_path,
                command,
                DISCORD_TOKEN=standin.token,
                DISCORD_API_URL=ADDRESS,
                HTTPS_PROXY=way.url.replace("secret", "wrong"),
            )
            said = "the proxy in HTTPS_PROXY wants another name or password (407): mend them there."
            assert lines[-1].endswith(said)
            assert code == (UNAVAILABLE if command == "run" else 1)
        assert way.refused >= 2


@pytest.mark.parametrize("api", [ADDRESS, "https://discord.com"])
async def test_a_proxy_that_is_not_there_is_told(tmp_path: Path, api: str) -> None:
    code, lines = await cairn(
        tmp_path,
        "run",
        DISCORD_TOKEN="a.b.c",
        DISCORD_API_URL=api,
        HTTPS_PROXY=f"http://127.0.0.1:{unused_port()}",
    )
    assert code == UNAVAILABLE
    assert lines[-1].startswith("cairn: ")
    assert lines[-1].endswith(
        "can't be reached: the proxy in HTTPS_PROXY can't be reached: check its address and the network."
    )
