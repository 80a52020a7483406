"""An HTTP proxy, and an encrypted door in front of the stand-in: what a firm puts before Discord."""

import asyncio
import base64
import shutil
import ssl
import subprocess
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.standin.server import StandIn

Serve = Callable[[StreamReader, StreamWriter], Awaitable[None]]
Accept = Callable[[StreamReader, StreamWriter], None]

HOST = "discord.example"
PASSWORD = "robin:secret"
OPENSSL = shutil.which("openssl")


@dataclass
class Tunnel:
    """Lets through whoever knows its password, to one door whatever they ask for; notes what that was."""

    standin: StandIn
    certificate: Path
    url: str = ""
    asked: list[str] = field(default_factory=list)
    refused: int = 0
    _door: tuple[str, int] = ("", 0)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def open(self, key: Path) -> Sequence[asyncio.Server]:
        """Listen at the door and at the proxy."""
        secure = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        secure.load_cert_chain(self.certificate, key)
        door = await asyncio.start_server(self._kept(self._at_the_door), "127.0.0.1", 0, ssl=secure)
        proxy = await asyncio.start_server(self._kept(self._at_the_proxy), "127.0.0.1", 0)
        self._door = door.sockets[0].getsockname()[:2]
        host, port = proxy.sockets[0].getsockname()[:2]
        self.url = f"http://{PASSWORD}@{host}:{port}"
        return door, proxy

    async def end(self) -> None:
        """Cut whoever is still connected."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _at_the_door(self, reader: StreamReader, writer: StreamWriter) -> None:
        address, port = self.standin.url.removeprefix("http://").split(":")
        await _joined(reader, writer, *await asyncio.open_connection(address, int(port)))

    async def _at_the_proxy(self, reader: StreamReader, writer: StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, target, _ = head.split(" ", 2)
        if method != "CONNECT" or f"Basic {base64.b64encode(PASSWORD.encode()).decode()}" not in head:
            self.refused += 1
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return
        self.asked.append(target)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await _joined(reader, writer, *await asyncio.open_connection(*self._door))

    def _kept(self, serve: Serve) -> Accept:
        def accept(reader: StreamReader, writer: StreamWriter) -> None:
            self._tasks.add(task := asyncio.ensure_future(_quietly(serve, reader, writer)))
            task.add_done_callback(self._tasks.discard)

        return accept


@asynccontextmanager
async def tunnel(standin: StandIn, folder: Path) -> AsyncIterator[Tunnel]:
    """A proxy that leads to the stand-in, whose gateway calls itself `wss://discord.example` meanwhile."""
    made = Tunnel(standin, await asyncio.to_thread(_certificate, folder))
    servers = await made.open(folder / "key.pem")
    standin.gateway.url = f"wss://{HOST}/gateway"
    try:
        yield made
    finally:
        for server in servers:
            server.close()
        await made.end()


async def _quietly(serve: Serve, reader: StreamReader, writer: StreamWriter) -> None:
    try:
        with suppress(OSError, asyncio.IncompleteReadError):
            await serve(reader, writer)
    finally:
        writer.close()


async def _joined(
    reader: StreamReader, writer: StreamWriter, other_reader: StreamReader, other_writer: StreamWriter
) -> None:
    """Carry everything across in both directions until either side ends."""
    both = (
        asyncio.ensure_future(_carried(reader, other_writer)),
        asyncio.ensure_future(_carried(other_reader, writer)),
    )
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        other_writer.close()
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)


async def _carried(reader: StreamReader, writer: StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()


def _certificate(folder: Path) -> Path:
    made = folder / "certificate.pem"
    subprocess.run(
        [
            *(str(OPENSSL), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-days", "2", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"),
            *("-keyout", str(folder / "key.pem"), "-out", str(made)),
        ],
        check=True,
        capture_output=True,
    )
    return made
