"""`/next` on the wire, Cairn and the bare bot taking turns: `python -m tests.benchmarks.command [ROUNDS]`."""

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.bots import Running, running

MEMBERS = 100
WARM_UP = 200


async def measure(rounds: int) -> None:
    """Print median and 99th percentile of both in milliseconds, and the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        async with running("bare", Path(folder)) as bare, running("cairn", Path(folder)) as cairn:
            await _enrol(cairn)
            times: dict[str, list[float]] = {"bare": [], "cairn": []}
            for number in range(WARM_UP + rounds):
                for name, bot in (("bare", bare), ("cairn", cairn)):
                    seconds = await bot.next(1 + number % MEMBERS)
                    if number >= WARM_UP:
                        times[name].append(seconds * 1000)
    rows = {name: (median(row), quantiles(row, n=100)[98]) for name, row in times.items()}
    for name, (middle, slow) in rows.items():
        print(f"{name:6} p50 {middle:6.2f} ms   p99 {slow:6.2f} ms")
    middle, slow = (ours / theirs for ours, theirs in zip(rows["cairn"], rows["bare"], strict=True))
    print(f"ratio  p50 {middle:6.2f}      p99 {slow:6.2f}")


async def _enrol(cairn: Running) -> None:
    """Members with something to read: each has ticked an action."""
    for user in range(1, MEMBERS + 1):
        member = cairn.standin.member(user)
        offered = await member.typing("done", "action", "")
        await member.command("done", action=offered[user % len(offered)]["value"])


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
