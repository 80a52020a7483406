"""The stand-in as a process of its own, driven over its control routes alone."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest

from bot.discord_internals import connect_through
from tests.standin.conftest import Probe
from tests.standin.payloads import Json

ADA = 4001


class Remote:
    """The stand-in from outside."""

    def __init__(self, process: Process, session: aiohttp.ClientSession, token: str) -> None:
        self.process = process
        self.token = token
        self._session = session

    async def get(self, name: str) -> Json:
        """Look."""
        async with self._session.get(f"/_control/{name}") as response:
            return dict(await response.json())

    async def post(self, name: str, /, **body: object) -> Json:
        """Ask for something."""
        async with self._session.post(f"/_control/{name}", json=body) as response:
            return dict(await response.json())

    async def end(self) -> tuple[int, str]:
        """Its exit code, and what it had to complain about."""
        self.process.send_signal(signal.SIGTERM)
        _, complaints = await self.process.communicate()
        return self.process.returncode or 0, complaints.decode()


@pytest.fixture
async def remote(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Remote]:
    """A stand-in in another process, with a probe connected to it."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    socket = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(socket, "DEFAULT_GATEWAY", socket.DEFAULT_GATEWAY)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.standin", stdout=PIPE, stderr=PIPE
    )
    assert process.stdout
    where = json.loads(await process.stdout.readline())
    async with aiohttp.ClientSession(where["url"]) as session, Probe() as probe:
        await connect_through(where["url"], where["token"])
        await probe.login(where["token"])
        running = asyncio.create_task(probe.connect())
        there = Remote(process, session, where["token"])
        await there.get("ready")
        await (await probe.create_dm(discord.Object(ADA))).send("hello")
        yield there
        await probe.close()
        await running
    if process.returncode is None:
        await there.end()


async def test_people_act_and_everything_can_be_seen(remote: Remote) -> None:
    answer = await remote.post("act", user=ADA, do="command", name="ping")
    assert answer["callback"] == 4
    message = answer["messages"][0]["id"]
    chosen = await remote.post("act", user=ADA, do="choose", message=message, name="pick", values=["Red"])
    assert chosen["messages"][0]["content"] == "picked ['r']"
    form = await remote.post("act", user=ADA, do="press", message=message, name="write")
    sent = await remote.post("act", user=ADA, do="submit", form=form["interaction"], options={"line": "new"})
    assert sent["messages"][0]["content"] == "form says new"
    seen = await remote.get("world")
    assert seen["delivered"] == {str(ADA): ["hello"]}
    assert seen["refused"] == {}
    assert await remote.end() == (0, "")


async def test_clock_and_faults_from_outside(remote: Remote) -> None:
    before = (await remote.post("clock", shift=0))["now"]
    assert (await remote.post("clock", shift=3600))["now"] - before >= 3600
    callback = "POST /interactions/{interaction}/{token}/callback"
    await remote.post("faults", route=callback, delay=0.3, times=1)
    slow = await remote.post("act", user=ADA, do="command", name="ping")
    quick = await remote.post("act", user=ADA, do="command", name="ping")
    assert slow["seconds"] >= 0.3 > quick["seconds"]


async def test_gaps_are_its_exit_code(remote: Remote) -> None:
    await remote.get("nothing")
    code, complaints = await remote.end()
    assert code == 1
    assert "the route GET /_control/nothing" in complaints
