"""Where Discord's REST and gateway live: the only place that touches private names of discord.py."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from copy import copy
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import aiohttp
import discord
import yarl

from bot.settings import DISCORD, BadSettings

API_PATH = "/api/v10"
"""What follows an address: the version of Discord's API that discord.py speaks."""

_HANG_UP = 1
"""Seconds to say good-bye to the gateway; where there is no network any more, nobody says it back."""

_ADDRESS = "a firewall and, if it is set, the address in DISCORD_API_URL."
_HINT = "check the network and, if it is set, the address in DISCORD_API_URL."
_DISCORDS = ("discord.com", "discord.gg")
_SHARDS = {
    4010: "SHARD_COUNT is no number of shards that Discord takes from this bot",
    4011: "SHARD_COUNT is too small for the servers that this bot is in",
}


def cause(error: Exception) -> str:
    """Why an address can't be reached, and what to do about it, as the end of a sentence."""
    match error:
        case aiohttp.ClientHttpProxyError() | aiohttp.ClientProxyConnectionError():
            return f"the proxy in HTTPS_PROXY {_at_the_proxy(error)}"
        case aiohttp.ClientConnectorCertificateError():
            return (
                "its certificate is not trusted. Something in between opens the connection (a proxy, a virus "
                "scanner): give Python its certificate in SSL_CERT_FILE, or go around it."
            )
        case aiohttp.ClientConnectorDNSError():
            where = "" if error.host.endswith(_DISCORDS) else "HTTPS_PROXY, DISCORD_API_URL or "
            return f"the name {error.host} leads nowhere: check {where}the name servers of this machine."
        case aiohttp.ClientConnectorError(os_error=ConnectionRefusedError()):
            return f"{error.host} port {error.port} refuses connections: check {_ADDRESS}"
        case aiohttp.ClientConnectorError():
            return f"{error.strerror or error.os_error}: {_HINT}"
        case _:
            return _HINT


def _at_the_proxy(error: aiohttp.ClientHttpProxyError | aiohttp.ClientProxyConnectionError) -> str:
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return "can't be reached: check its address and the network."
    if error.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return "wants another name or password (407): mend them there."
    return f"answered {error.status}: ask whoever runs it to let Cairn through."


class InternalsMoved(Exception):
    """The installed discord.py keeps its addresses elsewhere; the text says what to install."""


class Unreachable(Exception):
    """Nothing usable at an address; the text is one sentence on what to do."""


ProxyFor = Callable[[str], str | None]
"""Tells the proxy on the way to an address."""


def directly(_: str) -> None:
    """No proxy to anywhere."""


async def connect_through(api_url: str, token: str, proxy_for: ProxyFor = directly) -> None:
    """Make discord.py use `api_url` for REST and the gateway named there; call it before `login`.

    Discord's own address changes nothing and asks nothing. Raises InternalsMoved, Unreachable, or
    discord.LoginFailure for a refused token.
    """
    if api_url == DISCORD:
        return
    self_check()
    point_at(api_url, await find_gateway(api_url, token, proxy=proxy_for(api_url)))


def go_through(client: discord.Client, proxy_for: ProxyFor) -> None:
    """Let a client reach REST and its gateway through their proxies; call it after `connect_through`."""
    rest = proxy_for(discord.http.Route.BASE)
    gateway = proxy_for(str(discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY))
    client.http.proxy = rest
    if gateway == rest:
        return

    async def connect(url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        # discord.py has one proxy for both; a copy of its client has the same connections, and another one.
        other = copy(client.http)
        other.proxy = gateway
        return await type(other).ws_connect(other, url, compress=compress)

    other_way: Any = client.http
    other_way.ws_connect = connect


async def stay_connected(client: discord.AutoShardedClient, shards: int | None) -> None:
    """Keep a logged-in client connected until it is closed, with so many shards or as many as Discord likes.

    Raises Unreachable if not even once, BadSettings for a number that Discord does not take, or what
    discord.py raises when Discord ends the connection.
    """
    if shards is not None:
        client.shard_count = shards
    _forget_servers_at_ready(client)
    try:
        await client.connect()
    except discord.GatewayNotFound:
        raise Unreachable(f"Discord's gateway can't be reached: {_HINT}") from None
    except discord.ConnectionClosed as error:
        if shards is None or error.code not in _SHARDS:
            raise
        remedy = "leave it out, and Cairn takes as many as Discord recommends."
        raise BadSettings(f"{_SHARDS[error.code]}: {remedy}") from None


async def add_shard(client: discord.AutoShardedClient, shard: int, count: int) -> None:
    """Connect one more shard, of so many, of a client that has no others but those added before."""
    first = not client.shards
    client.shard_ids = [*(client.shard_ids or ()), shard]
    client._connection.shard_count = client.shard_count = count  # noqa: SLF001 - here is the place for it
    client._connection.shard_ids = client.shard_ids  # noqa: SLF001
    await client.launch_shard(discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY, shard, initial=first)


def away(client: discord.AutoShardedClient) -> Sequence[int]:
    """The client's own shards that are not connected at this moment; all of them before it is ready.

    For discord.py itself a client stays ready while it tries to come back.
    """
    there, own = client.shards, client.shard_ids
    own = [*range(client.shard_count or 1)] if own is None else own
    gone = [shard for shard in own if shard not in there or there[shard].is_closed()]
    return gone or ([] if client.is_ready() else own)


def _forget_servers_at_ready(client: discord.AutoShardedClient) -> None:
    """Take what READY names for all the servers of its shard: one that isn't named was left meanwhile.

    A sharded client of discord.py would keep it; one without shards forgets all before.
    """
    state: Any = client._connection  # noqa: SLF001 - here is the place for it
    parse = state.parsers["READY"]

    def parse_ready(data: Mapping[str, Any]) -> None:
        for guild in client.guilds:
            if guild.shard_id == data["shard"][0]:
                state._remove_guild(guild)  # noqa: SLF001
        parse(data)

    state.parsers["READY"] = parse_ready


def open_gate(client: discord.Client) -> None:
    """Let requests go out again after one was cancelled.

    While a request sleeps off a limit over all routes, discord.py holds back every other one, and it is only
    the sleeper that lets them go: cancelled, it would hold them for ever.
    """
    gate = getattr(client.http, "_global_over", None)
    if isinstance(gate, asyncio.Event):
        gate.set()


def forget_limits(client: discord.Client) -> None:
    """Forget the rate limits that nothing waits for and whose window is over: the next one begins anew.

    discord.py keeps those of every DM for five minutes and looks through all of them whenever it meets one
    more: at 45 nudges a second 13,500 for each request, which no command would be quick beside.
    """
    limits = getattr(client.http, "_buckets", {})
    for key, limit in [*limits.items()]:
        if limit.is_expired() and not (limit.outgoing or getattr(limit, "_pending_requests", ())):
            del limits[key]


async def finish(client: discord.AutoShardedClient, seconds: float) -> None:
    """Hear of nothing new, and let what came in be answered; what takes longer than that is cut off."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_HANG_UP):
            await asyncio.gather(*(shard.disconnect() for shard in client.shards.values()))
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while answering := _answering():
                await asyncio.wait(answering)
    cut_off = _answering()
    for task in cut_off:
        task.cancel()
    if cut_off:
        await asyncio.wait(cut_off, timeout=_HANG_UP)


def _answering() -> set["asyncio.Task[Any]"]:
    """The tasks in which discord.py lets commands, clicks and events be answered: it names them, and keeps no
    list of them.
    """
    ours = ("CommandTree-invoker", "discord.py: ")
    return {task for task in asyncio.all_tasks() if task.get_name().startswith(ours)}


class SentBefore(Exception):
    """discord.py was about to send a request again that must not be carried out twice."""


@dataclass(slots=True)
class _Once:
    """The form of a request, of which there is one copy."""

    _json: str
    _gone: bool = False

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        if self._gone:
            raise SentBefore
        self._gone = True
        yield {"name": "payload_json", "value": self._json, "content_type": "application/json"}


async def begin_thread(
    client: discord.Client, forum: int, name: str, tags: Sequence[int], **message: Any
) -> tuple[int, int]:
    """Begin a thread in a forum with a message; the ids of both.

    After some errors discord.py sends a request again by itself. A message has a nonce against that; a thread
    has none, so that this is sent once: SentBefore, where it would be sent again.
    """
    named: dict[str, Any] = {"name": name, "applied_tags": [str(tag) for tag in tags]}
    shared = client._connection.allowed_mentions  # noqa: SLF001
    with discord.http.handle_message_parameters(
        **message, previous_allowed_mentions=shared, channel_payload=named
    ) as made:
        route = discord.http.Route("POST", "/channels/{channel_id}/threads", channel_id=forum)
        form: Any = _Once(discord.utils._to_json(made.payload))  # noqa: SLF001
        thread = await client.http.request(route, form=form)
    return int(thread["id"]), int(thread["message"]["id"])


async def fetch_commands(client: discord.Client, guild_id: int | None = None) -> Sequence[Mapping[str, Any]]:
    """The commands as Discord sends them, those that work everywhere or those of a server alone.

    discord.py's own reading of them loses where they work. Of a server that lets the bot see none, none.
    """
    application = client.application_id or 0
    if guild_id is None:
        return await client.http.get_global_commands(application)
    with suppress(discord.Forbidden):
        return await client.http.get_guild_commands(application, guild_id)
    return ()


async def remove_commands(client: discord.Client, guild_id: int) -> None:
    """Take away what commands a server has of its own."""
    await client.http.bulk_upsert_guild_commands(client.application_id or 0, guild_id, [])


def self_check(library: Any = discord) -> None:
    """Raise InternalsMoved unless discord.py still reads the two names that `point_at` sets."""
    held = False
    with suppress(AttributeError, TypeError):
        route, gateway = library.http.Route, library.gateway.DiscordWebSocket
        told = route("GET", "/gateway").url == f"{route.BASE}/gateway"
        held = told and isinstance(gateway.DEFAULT_GATEWAY, yarl.URL)
    if not held:
        raise InternalsMoved(
            f"discord.py {getattr(library, '__version__', '')} can't be pointed at DISCORD_API_URL: "
            "install the version in requirements.lock, or unset DISCORD_API_URL."
        )


def point_at(api_url: str, gateway_url: str) -> None:
    """From now on every client of this process talks to these two addresses."""
    discord.http.Route.BASE = api_url + API_PATH
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


async def their_time(api_url: str, proxy: str | None = None) -> int:
    """The time where the address leads (epoch seconds, UTC), from the head of any answer; or Unreachable."""
    async with _answer(api_url, proxy=proxy) as answer:
        try:
            return int(parsedate_to_datetime(answer.headers["Date"]).timestamp())
        except (KeyError, ValueError):
            raise Unreachable(f"{api_url} does not say what time it is: {_HINT}") from None


async def find_gateway(api_url: str, token: str, *, seconds: float = 10, proxy: str | None = None) -> str:
    """Ask the address for its gateway, waiting at most that long.

    Raises Unreachable, or discord.LoginFailure for a refused token.
    """
    async with _answer(api_url, seconds, proxy, Authorization=f"Bot {token}") as answer:
        if answer.status == 401:
            raise discord.LoginFailure("Improper token has been passed.")
        if answer.status != 200:
            raise Unreachable(f"{answer.url} answered {answer.status}: {_HINT}")
        with suppress(ValueError, TypeError, KeyError):
            url = (await answer.json(content_type=None))["url"]
            if yarl.URL(url).scheme in ("ws", "wss"):
                return str(url)
        raise Unreachable(f"{answer.url} names no gateway: {_HINT}")


@asynccontextmanager
async def _answer(
    api_url: str, seconds: float = 10, proxy: str | None = None, **headers: str
) -> AsyncIterator[aiohttp.ClientResponse]:
    """What the address answers when it is asked for its gateway; or Unreachable."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session,
            session.get(f"{api_url}{API_PATH}/gateway/bot", headers=headers, proxy=proxy) as answer,
        ):
            yield answer
    except TimeoutError:
        raise Unreachable(f"{api_url} gave no answer in {seconds:g} seconds: {_HINT}") from None
    except aiohttp.ClientError as error:
        raise Unreachable(f"{api_url} can't be reached: {cause(error)}") from None
