"""What is served over HTTP, for machines that watch: `/livez`, `/readyz` alias `/healthz`, `/metrics`."""

import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.host.health import Health, well
from bot.host.metrics import FORMAT, Metrics
from bot.host.startup_errors import PortUnusable


@asynccontextmanager
async def served(health: Health, metrics: Metrics, host: str, port: int) -> AsyncIterator[None]:
    """Serve both at an address of this machine. Raises PortUnusable."""

    async def measured(_: web.Request) -> web.Response:
        return web.Response(body=await metrics.text(), headers={"Content-Type": FORMAT})

    application = web.Application()
    application.router.add_get("/livez", _telling(health.alive))
    for name in ("/readyz", "/healthz"):
        application.router.add_get(name, _telling(health.ready))
    application.router.add_get("/metrics", measured)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await _bind(runner, host, port)
        yield
    finally:
        await runner.cleanup()


def _telling(
    look: Callable[[], Awaitable[Mapping[str, str]]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Answers 200 when all is well and 503 when something is not, each time with every part as JSON."""

    async def answer(_: web.Request) -> web.Response:
        parts = await look()
        return web.json_response(parts, status=200 if well(parts) else 503)

    return answer


async def _bind(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        where = f"HEALTH_PORT {port} can't be used on {host}"
        raise PortUnusable(f"{where} ({_why(error)}): choose another, or another HEALTH_HOST.") from None


def _why(error: OSError) -> str:
    if isinstance(error, socket.gaierror):  # whose numbers are not the system's
        return str(error.strerror).lower()
    return os.strerror(error.errno).lower() if error.errno else "no reason given"
