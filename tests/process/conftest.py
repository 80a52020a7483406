"""Starting `python -m bot` as a host would, away from the checkout's own .env and database."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.standin.server import StandIn

ADA = 812_345_678_901_234_567
CHECKOUT = Path(__file__).parents[2]

Start = Callable[..., Awaitable["BotProcess"]]


class BotProcess:
    """A bot that was started; `output` is all that it printed so far."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._reading = asyncio.create_task(self._read())
        self.output = ""

    @property
    def said(self) -> list[str]:
        """The sentences that are meant for people, without the log."""
        lines = self.output.splitlines()
        return [line.removeprefix("cairn: ") for line in lines if line.startswith("cairn: ")]

    @property
    def number(self) -> int:
        """The number of the process."""
        return self._process.pid

    async def says(self, text: str) -> None:
        """Wait until it has logged this."""
        for _ in range(400):
            if text in self.output:
                return
            await asyncio.sleep(0.05)
        assert text in self.output

    async def ended(self, seconds: float = 20) -> int:
        """Its exit code; TimeoutError, with what it printed, if it does not end in time."""
        _, running = await asyncio.wait((self._reading,), timeout=seconds)
        if running:
            raise TimeoutError(f"still running after {seconds:g} seconds:\n{self.output}")
        return await self._process.wait()

    async def stop(self) -> int:
        """Ask it to end, as a supervisor does; it has ten seconds."""
        self._process.send_signal(signal.SIGTERM)
        return await self.ended(10)

    def reload(self) -> None:
        """Ask it to read its content again."""
        self._process.send_signal(signal.SIGHUP)

    def signal(self, what: int) -> None:
        """Send it a signal: SIGSTOP freezes it, until SIGCONT."""
        self._process.send_signal(what)

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self._process.returncode is not None

    async def kill(self) -> None:
        """End it without a warning."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        await self._reading

    async def _read(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            self.output += line.decode()


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    """A Discord to talk to."""
    async with StandIn() as there:
        yield there


@pytest.fixture
async def start(standin: StandIn, tmp_path: Path) -> AsyncIterator[Start]:
    """Start the bot with these variables set, by a clock that is `ahead` seconds ahead.

    No output may hold the token, or who did something.
    """
    begun: list[BotProcess] = []
    usual = {
        "DISCORD_TOKEN": standin.token,
        "DISCORD_API_URL": standin.url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/cairn.db",
        "LOG_LEVEL": "DEBUG",
        "PYTHONPATH": str(CHECKOUT),
    }

    async def begin(*, python: str = sys.executable, ahead: int = 0, **variables: str) -> BotProcess:
        own = {name.upper() for name in Settings.model_fields}
        rest = {name: value for name, value in os.environ.items() if name not in own}
        process = await asyncio.create_subprocess_exec(
            python,
            "-m",
            *(("tests.process.shifted", str(ahead)) if ahead else ("bot", "run")),
            env={**rest, **usual, **variables},
            cwd=tmp_path,
            stdout=PIPE,
            stderr=STDOUT,
        )
        begun.append(BotProcess(process))
        return begun[-1]

    yield begin
    for bot in begun:
        await bot.kill()
        assert standin.token not in bot.output
        assert str(ADA) not in bot.output
