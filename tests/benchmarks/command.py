"""`/next` on the wire, Cairn and three bare bots taking turns: `python -m tests.benchmarks.command [ROUNDS]`.

The second one reads of a member what Cairn reads, the third one says what Cairn says: the floors.

One at a time, and then 32 in flight. Each member stands somewhere else on the way, the last near its end;
`--content FOLDER` has another one. With `--members 80` nobody asks again while Cairn still has at hand what
their log comes to.
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
IN_FLIGHT, BLOCK = 32, 640


async def measure(rounds: int, content: Path, members: int) -> None:
    """Print how long answers take, how many there are in a second, and what each costs; and the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        async with running("bare", place) as bare, running("cairn", place, content) as cairn:
            await _walk(cairn, LiveContent.open(content).library.default, members)
            async with running("reading", place) as reading, running("saying", place, content) as saying:
                bots = {"bare": bare, "reading": reading, "saying": saying, "cairn": cairn}
                await _one_at_a_time(bots, rounds, members)
                await _in_flight(bots, max(2, rounds // 100), members)


async def _walk(cairn: Running, roadmap: Roadmap, members: int) -> None:
    """Members with something to read: each ticked a little more of the way than the one before."""
    refs = [action.ref(step) for action in roadmap.actions for step in action.current_steps]
    print(f"{len(refs)} steps")
    for user in range(1, members + 1):
        member = cairn.standin.member(user)
        for ref in refs[: len(refs) * user // (members + 1)]:
            await member.command("done", action=ref)


async def _one_at_a_time(bots: dict[str, Running], rounds: int, members: int) -> None:
    times: dict[str, list[float]] = {name: [] for name in bots}
    for number in range(WARM_UP + rounds):
        for name, bot in bots.items():
            seconds = await bot.next(1 + number % members)
            if number >= WARM_UP:
                times[name].append(seconds * 1000)
    rows = {name: (median(row), quantiles(row, n=100)[98]) for name, row in times.items()}
    for name, (middle, slow) in rows.items():
        bare_middle, bare_slow = rows["bare"]
        print(
            f"{name:8} p50 {middle:6.2f} ms  {middle / bare_middle:5.2f} x   "
            f"p99 {slow:6.2f} ms  {slow / bare_slow:5.2f} x"
        )


async def _in_flight(bots: dict[str, Running], blocks: int, members: int) -> None:
    """The ratios are medians over the blocks, as the machine may be busier in one than in another."""
    seen = [
        {name: await bot.block(BLOCK, IN_FLIGHT, members) for name, bot in bots.items()}
        for _ in range(blocks)
    ]
    for name in bots:
        rate, cost = (median(each[name][n] for each in seen) for n in (0, 1))
        rates, costs = (median(each[name][n] / each["bare"][n] for each in seen) for n in (0, 1))
        print(
            f"{name:8} {IN_FLIGHT} at once {rate:5.0f}/s  {rates:5.2f} x   "
            f"{cost * 1000:5.2f} ms of a processor each  {costs:5.2f} x"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", type=int, nargs="?", default=1000)
    parser.add_argument("--content", type=Path, default=CHECKOUT / "content")
    parser.add_argument("--members", type=int, default=MEMBERS)
    options = parser.parse_args()
    asyncio.run(measure(options.rounds, options.content, options.members))
