"""The stand-in as a whole: one server on loopback with REST, gateway and control."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.standin import answers, control, payloads, rest, threads
from tests.standin.calls import Call, Route, read
from tests.standin.clock import Clock
from tests.standin.faults import Fault, Faults
from tests.standin.gateway import Gateway
from tests.standin.members import Member
from tests.standin.ratelimits import VIA, Limited, RateLimits
from tests.standin.world import Refusal, World

API = "/api/v10"
TOKEN = "stand-in.made-up-token"
SESSIONS = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000}

Answer = Callable[[], Awaitable[web.StreamResponse]]


class StandIn:
    """Discord on loopback, as long as the `async with` lasts; at its end, gaps are an error.

    `url` is what DISCORD_API_URL has to be, `token` the only token it takes.
    """

    def __init__(self, token: str = TOKEN, port: int = 0, patience: float = 10) -> None:
        self.token = token
        self.url = ""
        self.world = World(Clock())
        self.faults = Faults()
        self.limits = RateLimits()
        self.gateway = Gateway(self.world, token)
        self.requests: Counter[str] = Counter()
        self._port = port
        self._patience = patience
        self._runner = web.AppRunner(self._app(), shutdown_timeout=1, access_log=None)

    def member(self, user_id: int, *, guild: int = payloads.GUILD, direct: bool = False) -> Member:
        """Somebody in a server, or (`direct`) in their direct channel with the bot."""
        return Member(self.world, self.gateway, user_id, None if direct else guild, self._patience)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self.gateway.url = f"ws://{host}:{port}/gateway"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.gateway.drop(1001)
        await self._runner.cleanup()
        if error is None and self.world.gaps:
            raise AssertionError(f"the bot used what the stand-in does not know: {self.world.gaps}")

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=25 << 20)
        app.router.add_routes(control.routes(self))
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get(f"{API}/gateway/bot", self._where)
        for route in (*rest.ROUTES, *threads.ROUTES, *answers.ROUTES):
            app.router.add_route(route.method, API + route.path, self._handler(route))
        app.router.add_route("*", "/{anything:.*}", self._unknown)
        return app

    def _handler(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handler(request: web.Request) -> web.StreamResponse:
            self.requests[route.key] += 1
            self.world.changed()
            if not route.open and not self._known(request):
                return _json(401, {"message": "401: Unauthorized", "code": 0})
            major = request.match_info.get("channel") or request.match_info.get("token") or ""
            try:
                headers = self.limits.spend(route.key, major, counts=not route.open)
            except Limited as limited:
                return _json(429, limited.body, limited.headers)
            # Read first: a request that came in whole is carried out, even if its sender is gone by then.
            call = await read(request)

            async def answer() -> web.Response:
                return self._answer(route, replace(call, at=time.perf_counter()), headers)

            return await self._faulty(route.key, request, answer)

        return handler

    def _answer(self, route: Route, call: Call, headers: dict[str, str]) -> web.Response:
        try:
            route.check(self.world, call)
            body = route.handle(self.world, call)
        except Refusal as refusal:
            return _json(refusal.status, {"message": refusal.message, "code": refusal.code}, headers)
        return web.Response(status=204, headers=headers | VIA) if body is None else _json(200, body, headers)

    async def _faulty(self, route: str, request: web.Request, answer: Answer) -> web.StreamResponse:
        fault = self.faults.strike(route, request.path)
        if fault is None:
            return await answer()
        carried_out = await answer() if fault.after else None
        await asyncio.sleep(fault.delay)
        if fault.cut or fault.status or fault.retry_after is not None:
            return _broken(request, fault)
        return carried_out or await answer()

    def _known(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bot {self.token}"

    async def _where(self, request: web.Request) -> web.StreamResponse:
        async def answer() -> web.Response:
            if not self._known(request):
                return _json(401, {"message": "401: Unauthorized", "code": 0})
            limit = {**SESSIONS, "max_concurrency": self.gateway.concurrency}
            shards = self.gateway.shards
            return _json(200, {"url": self.gateway.url, "shards": shards, "session_start_limit": limit})

        return await self._faulty("GET /gateway/bot", request, answer)

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        return await self._faulty("GET /gateway", request, lambda: self.gateway.serve(request))

    async def _unknown(self, request: web.Request) -> web.Response:
        refusal = self.world.gap(f"the route {request.method} {request.path}")
        return _json(404, {"message": refusal.message, "code": 0})


def _broken(request: web.Request, fault: Fault) -> web.Response:
    if fault.cut and request.transport is not None:
        request.transport.abort()
    if fault.retry_after is not None:
        limited = Limited(fault.retry_after, None if fault.everywhere else {"X-RateLimit-Remaining": "0"})
        return _json(429, limited.body, limited.headers)
    return _json(fault.status or 500, {"message": "a planned fault", "code": fault.code})


def _json(status: int, body: Any, headers: dict[str, str] | None = None) -> web.Response:
    """An answer whose content type is exactly what discord.py takes for JSON."""
    return web.Response(
        status=status,
        body=json.dumps(body).encode(),
        content_type="application/json",
        headers={**(headers or {}), **VIA},
    )
