"""Sixty-four members without a pause while messages are due: `python -m tests.benchmarks.load [SECONDS]`.

Once against a bare bot that sends as many messages at the same rate, and once against Cairn, where every
fourth act is a tick. Prints how long answers took on the wire, 429s and memory; and where the time went: how
far behind the loop of the stand-in was, which shares the machine, and how long Cairn itself had an answer.
"""

import asyncio
import gc
import json
import os
import re
import signal
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import aiohttp
from aiohttp.test_utils import unused_port

from tests.benchmarks.bots import CHECKOUT, MODULES, mebibytes
from tests.process.people import due_at, enrol
from tests.standin.server import StandIn

MEMBERS, MESSAGES, RATE = 64, 2_000, 45
ASKING = 1_000_000
"""The first of those who ask; nothing is due to them."""

SLOW, IN_VAIN = 2.5, 3.0
STARTING = 20
"""Seconds until the messages are due: what was due before the start is looked for, which is another load."""

_HELD = re.compile(r'cairn_(?:answer|database)_seconds_bucket\{le="([\d.]+|\+Inf)",\w+="([^"]+)"\} ([\d.]+)')


@dataclass
class Run:
    """What was seen."""

    answers: list[float] = field(default_factory=list)
    unanswered: int = 0
    memory: list[float] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)
    held: str = ""


async def measure(kind: str, seconds: float) -> None:
    """Print one run."""
    run = Run()
    with tempfile.TemporaryDirectory() as folder:
        async with StandIn(patience=IN_VAIN) as standin:
            due = int(standin.world.clock.now()) + STARTING
            people = [due_at(standin.world, user, due) for user in range(1, MESSAGES + 1)]
            await enrol(f"sqlite+aiosqlite:///{folder}/cairn.db", people)
            _write(f"{folder}/channels.json", [*standin.world.direct.values()])
            port = unused_port()
            async with _bot(kind, standin, folder, port) as process:
                watching = asyncio.create_task(_watch(run, process))
                ends = time.monotonic() + seconds
                await asyncio.gather(*(_ask(standin, kind, ASKING + n, ends, run) for n in range(MEMBERS)))
                watching.cancel()
                run.held = await _held(port) if kind == "cairn" else ""
            sent = sum(len(standin.world.delivered(user)) for user in range(1, MESSAGES + 1))
            _print(kind, run, seconds, sent, standin)


async def _ask(standin: StandIn, kind: str, user: int, ends: float, run: Run) -> None:
    """One member, until the end; every fourth act ticks a step, where the bot knows what that is."""
    member, turn = standin.member(user), 0
    while time.monotonic() < ends:
        turn += 1
        try:
            act = await member.command("next")
            run.answers.append(act.seconds or 0)
            if kind == "cairn" and turn % 4 == 0:
                ticked = await member.press(act.shown[0], "Done")
                run.answers.append(ticked.seconds or 0)
        except TimeoutError:
            run.unanswered += 1
        except AssertionError:  # who walked the whole trail has no Done
            continue


async def _watch(run: Run, process: Process) -> None:
    """How far behind this loop is, ten times a second; memory every half minute."""
    for tick in range(1_000_000):
        began = time.monotonic()
        await asyncio.sleep(0.1)
        run.behind.append(time.monotonic() - began - 0.1)
        if tick % 300 == 299:
            run.memory.append(mebibytes(process.pid))


def _write(file: str, channels: list[int]) -> None:
    Path(file).write_text(json.dumps(channels))


async def _held(port: int) -> str:
    """How long Cairn itself had what it answered, from its own figures."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as answer:
        found = _HELD.findall(await answer.text())
    told = ((name, step, float(count)) for step, name, count in found if step in _STEPS)
    return ", ".join(f"{name} ≤ {step} s: {count:.0f}" for name, step, count in told)


_STEPS = ("0.1", "0.5", "1.0", "2.5", "+Inf")


@asynccontextmanager
async def _bot(kind: str, standin: StandIn, folder: str, port: int) -> AsyncIterator[Process]:
    environment = os.environ | {
        "DISCORD_TOKEN": standin.token,
        "DISCORD_API_URL": standin.url,
        "DISCORD_GATEWAY": standin.gateway.url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/cairn.db",
        "NUDGE_RATE": str(RATE),
        "NUDGE_TICK_SECONDS": "1",
        "HEALTH_PORT": str(port),
        "LOG_LEVEL": "ERROR",
        "BARE_CHANNELS": f"{folder}/channels.json",
        "BARE_RATE": str(RATE),
        "BARE_WAITS": str(STARTING),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *MODULES[kind], env=environment, cwd=CHECKOUT
    )
    try:
        await standin.gateway.ready()
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        await process.wait()


def _print(kind: str, run: Run, seconds: float, sent: int, standin: StandIn) -> None:
    times, behind = sorted(run.answers), sorted(run.behind)
    cuts = quantiles(times, n=100)
    print(
        f"{kind}: {len(times):,} answers ({len(times) / seconds:.0f}/s), p50 {median(times) * 1000:.0f} ms, "
        f"p95 {cuts[94]:.2f} s, p99 {cuts[98]:.2f} s, max {times[-1]:.2f} s, "
        f"{sum(each > SLOW for each in times)} over {SLOW} s, {run.unanswered} not within {IN_VAIN} s"
    )
    print(f"  messages: {sent:,} of {MESSAGES:,}; 429s: {dict(standin.limits.refused) or 'none'}")
    print(f"  memory every 30 s: {', '.join(f'{each:.0f}' for each in run.memory)} MiB")
    late = quantiles(behind, n=100)
    print(f"  the stand-in's loop behind: p50 {late[49]:.2f} s, p99 {late[98]:.2f} s, max {behind[-1]:.2f} s")
    if run.held:
        print(f"  in Cairn's own hands: {run.held}", flush=True)


async def both(seconds: float) -> None:
    """One after the other, so that neither is in the other's way, nor our own looking for garbage."""
    gc.disable()
    for kind in ("cairn", "bare"):
        await measure(kind, seconds)


if __name__ == "__main__":
    asyncio.run(both(float(sys.argv[1]) if len(sys.argv) > 1 else 300))
