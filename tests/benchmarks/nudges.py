"""Everybody due in one minute: `python -m tests.benchmarks.nudges [COUNT] [--rate 45]`, 10,000 by default.

`--processes 3` lets so many share a PostgreSQL database, instead of one process with a file.
"""

import argparse
import asyncio
import gc
import os
import signal
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from statistics import median, quantiles

from bot.store import engines
from bot.store.store import Store
from tests.benchmarks.bots import CHECKOUT, mebibytes
from tests.postgres import HOW, started
from tests.process.people import due_at, enrol
from tests.standin.server import StandIn

ASKING = 1_000_000
"""A member with nothing due, who uses `/next` all the while."""

PAUSE = 0.05
"""Seconds between two commands."""

STARTING, ENROLLED = 10, 500
"""Seconds that a start takes at most, and so many members can be put into the database in one."""

IDLE_COMMANDS = 400
"""So many before and so many after, as the machine may be busier at one time than at another."""


@dataclass
class Run:
    """What was seen of a run."""

    seconds: float = 0
    memory: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)


async def measure(count: int, rate: float, processes: int) -> None:
    """Print how often each was delivered, the time against count / rate, 429s, memory, commands."""
    gc.disable()  # a stand-in that pauses would see requests bunch up, and answers come late
    with _databases(processes) as (asleep, awake):
        async with StandIn() as standin:
            await enrol(asleep, [])
            run = Run()
            async with _bots(standin, asleep, rate, processes):
                await _commands(standin, run.idle, lambda: len(run.idle) < IDLE_COMMANDS)
            await _enrol(standin, awake, count)
            async with _bots(standin, awake, rate, processes) as process:
                await _watch(standin, run, count, process)
                await _commands(standin, run.idle, lambda: len(run.idle) < 2 * IDLE_COMMANDS)
            _print(standin, run, count, rate)


@contextmanager
def _databases(processes: int) -> Iterator[tuple[str, str]]:
    """The addresses of two databases: files for one process, PostgreSQL's for several."""
    if processes == 1:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite+aiosqlite:///{folder}/asleep.db", f"sqlite+aiosqlite:///{folder}/cairn.db"
        return
    with started() as server:
        if server is None:
            raise SystemExit(HOW)
        with server.database() as asleep, server.database() as awake:
            yield asleep, awake


async def _enrol(standin: StandIn, url: str, count: int) -> None:
    """Everybody is due in the first minute that begins when the bot is there: what was due before its start
    is looked for before it is sent, and this is not to measure that.
    """
    now = standin.world.clock.now()
    minute = ceil((now + STARTING + count / ENROLLED) / 60) * 60
    await engines.of(url).migrate(url)
    store = Store.open(url)
    async with store.transaction() as rows:
        for user in range(1, count + 1):
            await rows.members.add(due_at(standin.world, user, minute))
    await store.close()
    left = minute - standin.world.clock.now()
    print(f"enrolled in {minute - now - left:.0f} s, due in {left:.0f} s", flush=True)


async def _watch(standin: StandIn, run: Run, count: int, process: Process) -> None:
    """Follow a run from its first message to its last."""

    def came() -> int:
        return len(standin.world.messages) - len(standin.world.interactions)

    await standin.world.until(lambda: came() >= 1, 60 + STARTING + count / ENROLLED)
    began = time.perf_counter()
    asking = asyncio.create_task(_commands(standin, run.busy, lambda: came() < count))
    for tenth in range(1, 11):
        await standin.world.until(partial(_at_least, came, count * tenth // 10), count)
        run.seconds = time.perf_counter() - began
        run.memory.append(mebibytes(process.pid))
        print(f"{tenth * 10:3} %  {run.seconds:6.1f} s  {run.memory[-1]:6.1f} MiB", flush=True)
    await asking


def _at_least(came: Callable[[], int], enough: int) -> bool:
    return came() >= enough


async def _commands(standin: StandIn, times: list[float], wanted: Callable[[], bool]) -> None:
    """Use `/next` again and again while it is wanted; milliseconds on the wire."""
    await standin.gateway.ready()
    member = standin.member(ASKING)
    while wanted():
        seconds = (await member.command("next")).seconds
        assert seconds is not None
        times.append(seconds * 1000)
        await asyncio.sleep(PAUSE)


@asynccontextmanager
async def _bots(standin: StandIn, url: str, rate: float, number: int) -> AsyncIterator[Process]:
    """So many processes on this database; the first one, which is there before the others."""
    environment = os.environ | {
        "DISCORD_TOKEN": standin.token,
        "DISCORD_API_URL": standin.url,
        "DATABASE_URL": url,
        "NUDGE_RATE": str(rate),
        "NUDGE_TICK_SECONDS": "1",
        "LOG_LEVEL": "ERROR",
    }
    command, running = (sys.executable, "-m", "bot", "run"), []
    for _ in range(number):
        running.append(await asyncio.create_subprocess_exec(*command, env=environment, cwd=CHECKOUT))
        await standin.gateway.ready()
    yield running[0]
    for process in running:
        process.send_signal(signal.SIGTERM)
        await process.wait()


def _print(standin: StandIn, run: Run, count: int, rate: float) -> None:
    inboxes = Counter(len(standin.world.delivered(user)) for user in range(1, count + 1))
    print(f"delivered   {', '.join(f'{times} x to {people}' for times, people in sorted(inboxes.items()))}")
    print(f"time        {run.seconds:.1f} s, {run.seconds / (count / rate):.3f} of count / rate (goal 1.05)")
    print(f"429s        {standin.limits.refused.total()} (goal 0)")
    print(f"memory      {run.memory[0]:.1f} MiB at 10 %, {run.memory[-1]:.1f} MiB at the end")
    slow = [quantiles(row, n=100)[98] for row in (run.idle, run.busy)]
    print(f"/next p50   {median(run.idle):.2f} ms idle, {median(run.busy):.2f} ms meanwhile")
    print(
        f"/next p99   {slow[0]:.2f} ms idle, {slow[1]:.2f} ms meanwhile: {slow[1] / slow[0]:.2f} (goal 1.5)"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--rate", type=float, default=45)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    asyncio.run(measure(options.count, options.rate, options.processes))
