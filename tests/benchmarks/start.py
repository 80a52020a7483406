"""From start to first answer, and memory then: `python -m tests.benchmarks.start [ROUNDS]`."""

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.bots import running


async def measure(rounds: int) -> None:
    """Print medians of both and their ratio; the first start of Cairn, which migrates, stands apart."""
    seconds: dict[str, list[float]] = {"bare": [], "cairn": []}
    memory: dict[str, list[float]] = {"bare": [], "cairn": []}
    with tempfile.TemporaryDirectory() as folder:
        async with running("cairn", Path(folder)) as first:
            print(f"first   {first.seconds:5.2f} s   {first.mebibytes:6.1f} MiB (makes the database)")
        for _ in range(rounds):
            for name in ("bare", "cairn"):
                async with running(name, Path(folder)) as bot:
                    seconds[name].append(bot.seconds)
                    memory[name].append(bot.mebibytes)
    for name in ("bare", "cairn"):
        print(f"{name:6}  {median(seconds[name]):5.2f} s   {median(memory[name]):6.1f} MiB")
    print(f"ratio   {median(seconds['cairn']) / median(seconds['bare']):5.2f}")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
