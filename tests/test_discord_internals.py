"""The wire: finding a gateway, saying what is wrong with an address, noticing that discord.py moved."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from aiohttp import web
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.test_utils import TestServer, unused_port

from bot.discord_internals import (
    InternalsMoved,
    Unreachable,
    cause,
    connect_through,
    find_gateway,
    self_check,
    their_time,
)
from bot.settings import DISCORD

TOKEN = "made-up-token"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def answering(handler: Handler) -> AsyncIterator[str]:
    """The address of a server that answers `GET /api/v10/gateway/bot` like this."""
    app = web.Application()
    app.router.add_get("/api/v10/gateway/bot", handler)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


def constant(status: int, text: str) -> Handler:
    """Answers always the same."""

    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=status, text=text)

    return handler


async def test_the_gateway_is_asked_for_with_the_token() -> None:
    seen: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        seen.append(request.headers["Authorization"])
        return web.json_response({"url": "wss://gateway.example"})

    async with answering(handler) as address:
        assert await find_gateway(address, TOKEN) == "wss://gateway.example"
    assert seen == [f"Bot {TOKEN}"]


@pytest.mark.parametrize(
    ("status", "text", "said"),
    [
        (503, "", r"answered 503: check the network and, if it is set"),
        (200, "<html>", r"names no gateway: check the"),
        (200, "[]", r"names no gateway: check the"),
        (200, '{"url": null}', r"names no gateway: check the"),
        (200, '{"url": "https://discord.com"}', r"names no gateway: check the"),
    ],
)
async def test_a_useless_answer_is_said(status: int, text: str, said: str) -> None:
    async with answering(constant(status, text)) as address:
        with pytest.raises(Unreachable, match=said):
            await find_gateway(address, TOKEN)


async def test_a_refused_token_is_discord_py_s_own_error() -> None:
    async with answering(constant(401, "{}")) as address:
        with pytest.raises(discord.LoginFailure):
            await find_gateway(address, TOKEN)


async def test_nobody_there_is_said() -> None:
    with pytest.raises(Unreachable, match=r"^http://127\.0\.0\.1:\d+ can't be reached: 127\.0\.0\.1 port"):
        await find_gateway(f"http://127.0.0.1:{unused_port()}", TOKEN)


async def test_no_answer_in_time_is_said() -> None:
    async def handler(_: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    async with answering(handler) as address:
        with pytest.raises(Unreachable, match=r"gave no answer in 0\.1 seconds"):
            await find_gateway(address, TOKEN, seconds=0.1)


async def test_discord_s_own_address_changes_and_asks_nothing() -> None:
    rest, gateway = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    await connect_through(DISCORD, TOKEN)
    assert rest == discord.http.Route.BASE
    assert gateway == discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY


class Route:
    """A route that reads its address from BASE, as discord.py's does."""

    BASE = "https://discord.example/api/v10"

    def __init__(self, method: str, path: str) -> None:
        self.url = self.BASE + path


class RouteElsewhere(Route):
    """A route that no longer cares for BASE."""

    def __init__(self, method: str, path: str) -> None:
        self.url = "https://elsewhere.example" + path


def library(route: object = Route, **names: object) -> Any:
    """A discord.py with these names in its gateway class."""
    return SimpleNamespace(
        __version__="2.9",
        http=SimpleNamespace(Route=route),
        gateway=SimpleNamespace(DiscordWebSocket=SimpleNamespace(**names)),
    )


def test_the_discord_py_we_ship_with_is_fine() -> None:
    self_check()
    self_check(library(DEFAULT_GATEWAY=yarl.URL("wss://gateway.example")))


@pytest.mark.parametrize(
    "moved",
    [
        library(),
        library(DEFAULT_GATEWAY="wss://gateway.example"),
        library(RouteElsewhere, DEFAULT_GATEWAY=yarl.URL("wss://gateway.example")),
        library(lambda: None, DEFAULT_GATEWAY=yarl.URL("wss://gateway.example")),
        SimpleNamespace(),
    ],
)
def test_names_that_moved_are_said(moved: object) -> None:
    with pytest.raises(InternalsMoved, match=r"can't be pointed at DISCORD_API_URL: install the version in"):
        self_check(moved)


async def test_the_time_is_that_of_any_answer() -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=401, headers={"Date": "Thu, 26 Nov 2026 12:00:00 GMT"})

    async with answering(handler) as address:
        assert await their_time(address) == 1_795_694_400


async def test_an_answer_without_a_time_is_said() -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(headers={"Date": "at tea time"})

    async with answering(handler) as address:
        with pytest.raises(Unreachable, match="does not say what time it is: check the"):
            await their_time(address)


async def test_where_nobody_is_there_is_no_time() -> None:
    with pytest.raises(Unreachable, match=r"^http://127\.0\.0\.1:\d+ can't be reached: 127\.0\.0\.1 port"):
        await their_time(f"http://127.0.0.1:{unused_port()}")


KEY = ConnectionKey("discord.com", 443, True, True, None, None, None)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            aiohttp.ClientConnectorCertificateError(KEY, ssl.SSLCertVerificationError("self-signed")),
            "its certificate is not trusted. Something in between opens the connection",
        ),
        (
            aiohttp.ClientConnectorDNSError(KEY, OSError()),
            "the name discord.com leads nowhere: check the name servers",
        ),
        (
            aiohttp.ClientConnectorDNSError(KEY._replace(host="proxy"), OSError()),
            "the name proxy leads nowhere: check HTTPS_PROXY, DISCORD_API_URL or the name servers",
        ),
        (
            aiohttp.ClientConnectorError(KEY, ConnectionRefusedError()),
            "discord.com port 443 refuses",
        ),
        (
            aiohttp.ClientConnectorError(KEY, OSError(101, "Network is unreachable")),
            "Network is unreachable: check the network",
        ),
        (aiohttp.ServerDisconnectedError(), "check the network and, if it is set"),
    ],
)
def test_what_is_in_the_way_is_told(error: aiohttp.ClientError, words: str) -> None:
    assert cause(error).startswith(words)


async def test_a_name_that_leads_nowhere_is_told() -> None:
    with pytest.raises(Unreachable, match=r"the name nowhere\.invalid leads nowhere"):
        await find_gateway("http://nowhere.invalid", TOKEN)
