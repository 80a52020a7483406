"""`/next` on the wire, Cairn and the bare bot taking turns: `python -m tests.benchmarks.command [ROUNDS]`.

Each member stands somewhere else on the way, the last near its end; `--content FOLDER` has another one.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path
from statistics import median, quantiles

from bot.content.live import LiveContent
from bot.domain.roadmap import Roadmap
from tests.benchmarks.bots import CHECKOUT, Running, running

MEMBERS = 40
WARM_UP = 200


async def measure(rounds: int, content: Path) -> None:
    """Print median and 99th percentile of both in milliseconds, and the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        async with running("bare", place) as bare, running("cairn", place, content) as cairn:
            await _walk(cairn, LiveContent.open(content).library.default)
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


async def _walk(cairn: Running, roadmap: Roadmap) -> None:
    """Members with something to read: each ticked a little more of the way than the one before."""
    refs = [action.ref(step) for action in roadmap.actions for step in action.current_steps]
    print(f"{len(refs)} steps")
    for user in range(1, MEMBERS + 1):
        member = cairn.standin.member(user)
        for ref in refs[: len(refs) * user // (MEMBERS + 1)]:
            await member.command("done", action=ref)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", type=int, nargs="?", default=1000)
    parser.add_argument("--content", type=Path, default=CHECKOUT / "content")
    options = parser.parse_args()
    asyncio.run(measure(options.rounds, options.content))
