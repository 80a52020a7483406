"""`/healthz` on loopback: the gateway, the database, the last tick, the content, the breaker."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import discord
from aiohttp import web

from bot import discord_internals
from bot.content.live import LiveContent
from bot.domain.errors import StoreUnavailable
from bot.store.store import Store

STALE_TICKS, PATIENCE = 5, 60
"""So many ticks, and so many seconds, may pass before sending counts as stuck: one request may take 25."""


class PortUnusable(Exception):
    """Nothing can be served at this port; the text says what to do."""


class Work(Protocol):
    """What sends, as far as health knows it: when it last took a turn, and until when it rests."""

    last_tick: int | None

    @property
    def resting_until(self) -> int | None:
        """Epoch seconds, None while it does not rest."""


@dataclass(frozen=True, slots=True)
class Health:
    """Answers 200 when all is well and 503 when something is not, each time with every part as JSON."""

    _client: discord.AutoShardedClient
    _store: Store
    _work: Work
    _content: LiveContent
    _tick_seconds: float
    _now: Callable[[], int]

    async def parts(self) -> dict[str, str]:
        """Every part with "ok" or what is wrong with it."""
        ticked, until = self._work.last_tick, self._work.resting_until
        stale = max(self._tick_seconds * STALE_TICKS, PATIENCE)
        stuck = ticked is None or abs(self._now() - ticked) > stale
        return {
            "gateway": self._gateway(),
            "database": await self._database(),
            "last_tick": "none for a while" if stuck else "ok",
            "content": "; ".join(map(str, self._content.faults)) or "ok",
            "breaker": f"open until {until}" if until else "ok",
        }

    @asynccontextmanager
    async def served(self, port: int) -> AsyncIterator[None]:
        """Serve it on 127.0.0.1. Raises PortUnusable."""
        application = web.Application()
        application.router.add_get("/healthz", self._answer)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        try:
            await _bind(runner, port)
            yield
        finally:
            await runner.cleanup()

    async def _answer(self, _: web.Request) -> web.Response:
        parts = await self.parts()
        well = all(state == "ok" for state in parts.values())
        return web.json_response(parts, status=200 if well else 503)

    def _gateway(self) -> str:
        """One word for all shards, unless only some are away."""
        away = discord_internals.away(self._client)
        if not away:
            return "ok"
        some = len(away) < (self._client.shard_count or 0)
        return f"not connected: shard {', '.join(map(str, away))}" if some else "not connected"

    async def _database(self) -> str:
        try:
            await self._store.read.jobs.next_due()
        except StoreUnavailable as error:
            return str(error)
        return "ok"


async def _bind(runner: web.AppRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
    except OSError as error:
        why = os.strerror(error.errno).lower() if error.errno else "no reason given"
        raise PortUnusable(f"HEALTH_PORT {port} can't be used ({why}): choose another.") from None
