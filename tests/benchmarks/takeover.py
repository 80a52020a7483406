"""Until another process sends: `python -m tests.benchmarks.takeover [ROUNDS]`, after each way to lose one."""

import argparse
import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, STDOUT
from statistics import median

from tests.benchmarks.bots import CHECKOUT
from tests.postgres import HOW, Server, started
from tests.process.conftest import BotProcess
from tests.process.people import due_at, enrol
from tests.standin.server import StandIn

LOST = {"killed": signal.SIGKILL, "told to end": signal.SIGTERM, "frozen": signal.SIGSTOP}
GOALS = {"killed": 5, "told to end": 5, "frozen": 60}


async def measure(rounds: int) -> None:
    """Print from when the sender is lost to when a message arrives that is due then, in seconds."""
    with started() as server:
        if server is None:
            raise SystemExit(HOW)
        for how in LOST:
            seconds = [await _lost(server, how) for _ in range(rounds)]
            print(f"{how:12} median {median(seconds):5.1f} s, most {max(seconds):5.1f} s (goal {GOALS[how]})")


async def _lost(server: Server, how: str) -> float:
    with server.database() as url:
        async with StandIn() as standin:
            first = await _start(standin, url, "this process takes shard 0")
            second = await _start(standin, url, "this process stands by")
            try:
                first.signal(LOST[how])
                began = time.monotonic()
                await enrol(url, [due_at(standin.world, 1, int(standin.world.clock.now()))])
                await standin.world.until(lambda: standin.world.delivered(1), 2 * GOALS[how])
                return time.monotonic() - began
            finally:
                await first.kill()
                await second.kill()


async def _start(standin: StandIn, url: str, until: str) -> BotProcess:
    environment = os.environ | {
        "DISCORD_TOKEN": standin.token,
        "DISCORD_API_URL": standin.url,
        "DATABASE_URL": url,
        "NUDGE_TICK_SECONDS": "1",
    }
    command = (sys.executable, "-m", "bot", "run")
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, cwd=CHECKOUT, stdout=PIPE, stderr=STDOUT
    )
    bot = BotProcess(process)
    await bot.says(until)
    return bot


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", type=int, nargs="?", default=5)
    options = parser.parse_args()
    asyncio.run(measure(options.rounds))
