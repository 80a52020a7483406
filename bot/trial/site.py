"""The page of `try` on loopback: its files, what there is to see as a stream, and acts as requests."""

import json
import mimetypes
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiohttp import web
from simcord.backend.cdn import CDN_BASE

from bot.host.startup_errors import PortUnusable
from bot.trial.sent import Unreadable, read
from bot.trial.stage import Gone, Refused, Stage

FILES = Path(__file__).parent / "static"
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
    "frame-ancestors 'none'",  # the default does not speak of these
)
GONE = "That is not there any more."
HEADERS = {
    "Content-Security-Policy": "; ".join(POLICY),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@asynccontextmanager
async def served(stage: Stage, port: int) -> AsyncIterator[str]:
    """Serve on loopback, at an address that nobody can guess; port 0 is any free one. Raises PortUnusable."""
    secret = secrets.token_urlsafe(16)
    runner = web.AppRunner(_application(stage, secret), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        try:
            site = web.TCPSite(runner, "127.0.0.1", port)
            await site.start()
        except (OSError, OverflowError):
            raise PortUnusable(
                f"port {port} can't be used here: name another one with --port, or leave --port away."
            ) from None
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/{secret}/"
    finally:
        await stage.close()
        await runner.cleanup()


def _application(stage: Stage, secret: str) -> web.Application:
    application = web.Application()
    for method, path, answer in (
        ("GET", "", _index),
        ("GET", "files/{path:.+}", _file),
        ("GET", "events", _events),
        ("GET", "commands/{who}/{where}", _commands),
        ("POST", "act/{deed}", _act),
    ):
        application.router.add_route(method, f"/{secret}/{path}", answer)
    application.router.add_static(f"/{secret}/static", FILES)
    application[_STAGE] = stage
    application.on_response_prepare.append(_headers)
    return application


_STAGE = web.AppKey("stage", Stage)


async def _headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


async def _index(_: web.Request) -> web.FileResponse:
    return web.FileResponse(FILES / "index.html")


async def _file(request: web.Request) -> web.Response:
    path = request.match_info["path"]
    found = request.app[_STAGE].file(f"{CDN_BASE}/{path}")
    if found is None:
        raise web.HTTPNotFound
    return web.Response(body=found, content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")


async def _events(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    with suppress(ConnectionResetError):  # the page was closed
        async for state in request.app[_STAGE].states():
            written = json.dumps(state).replace(CDN_BASE, "files")
            await response.write(f"data: {written}\n\n".encode())
    return response


async def _commands(request: web.Request) -> web.Response:
    who, where = request.match_info["who"], request.match_info["where"]
    try:
        return web.json_response(request.app[_STAGE].commands(who, where))
    except Gone:
        raise web.HTTPNotFound(text=GONE) from None


async def _act(request: web.Request) -> web.Response:
    try:
        answer = await request.app[_STAGE].act(request.match_info["deed"], read(await request.read()))
    except Unreadable:
        raise web.HTTPUnprocessableEntity(text="That is nothing that this page sends.") from None
    except Gone:
        raise web.HTTPNotFound(text=GONE) from None
    except Refused as error:
        raise web.HTTPUnprocessableEntity(text=f"Discord does not take that: {error}.") from None
    except TimeoutError:
        raise web.HTTPServiceUnavailable(text="This machine is busy. Give it a moment, then look.") from None
    return web.json_response(answer)
