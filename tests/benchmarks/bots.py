"""Both bots as processes, each with a stand-in of its own."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.standin.server import StandIn

CHECKOUT = Path(__file__).parents[2]
MODULES = {
    "cairn": ("bot", "run"),
    "bare": ("tests.benchmarks.bare_bot",),
    "reading": ("tests.benchmarks.reading_bot",),
    "saying": ("tests.benchmarks.saying_bot",),
}


@dataclass
class Running:
    """A bot that answers: its process, seconds from its start to its first answer, its memory right after."""

    standin: StandIn
    process: int
    seconds: float
    mebibytes: float

    async def next(self, user: int) -> float:
        """How many seconds one `/next` took, from Discord and back."""
        seconds = (await self.standin.member(user).command("next")).seconds
        assert seconds is not None
        return seconds

    async def block(self, answers: int, in_flight: int, members: int) -> tuple[float, float]:
        """So many answers with so many asked for at a time: answers a second, CPU seconds for each."""
        users = iter([1 + number % members for number in range(answers)])

        async def ask() -> None:
            for user in users:
                await self.next(user)

        began, worked = time.perf_counter(), cpu_seconds(self.process)
        await asyncio.gather(*(ask() for _ in range(in_flight)))
        return answers / (time.perf_counter() - began), (cpu_seconds(self.process) - worked) / answers


@asynccontextmanager
async def running(kind: str, folder: Path, content: Path = CHECKOUT / "content") -> AsyncIterator[Running]:
    """Start "cairn" or "bare" with its database in this folder; SIGTERM at the end."""
    async with StandIn() as standin:
        environment = {
            **os.environ,
            "DISCORD_TOKEN": standin.token,
            "DISCORD_API_URL": standin.url,
            "DISCORD_GATEWAY": standin.gateway.url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/cairn.db",
            "CONTENT_DIR": str(content),
            "LOG_LEVEL": "ERROR",
            "PYTHONDONTWRITEBYTECODE": "",  # a host's Python compiles once, and not at every start
        }
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *MODULES[kind], env=environment, cwd=CHECKOUT
        )
        try:
            await standin.gateway.ready()
            await standin.member(1).command("next")
            yield Running(standin, process.pid, time.perf_counter() - began, mebibytes(process.pid))
        finally:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await process.wait()


def mebibytes(process: int) -> float:
    """What the process holds in memory (Linux)."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def cpu_seconds(process: int) -> float:
    """How long the process has kept a processor busy so far (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
