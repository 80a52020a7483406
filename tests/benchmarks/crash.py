"""The long crash drill: `python -m tests.benchmarks.crash [--kills 200] [--seed 1] [--blind]`.

With `--blind` the bot finds nothing when it looks for what it may have sent, as if it did not look at all.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests.process.drill import Drill
from tests.standin.server import StandIn


async def measure(kills: int, seed: int, *, blind: bool) -> None:
    """Kill that often, settle, and print what was due, lost and doubled."""
    with tempfile.TemporaryDirectory() as folder:
        async with StandIn() as standin:
            standin.world.blind = blind
            drill = Drill(standin, Path(folder), seed)
            for number in range(1, kills + 1):
                await drill.enrol(6)
                await drill.mishap()
                await drill.kill_once()
                await drill.pass_time()
                if number % 20 == 0:
                    print(f"{number} kills", flush=True)
            count = await drill.settle()
            fates = {due: drill.ledger.fate(*due) for due in (*count.lost, *count.doubled)}
    for what, counted in (("kills left", drill.moments), ("dead for", drill.pauses)):
        print(f"{what}: {', '.join(f'{number} x {name}' for name, number in counted.items())}")
    print(f"gone back to a copy: {drill.restores}, came: {dict(sorted(count.came.items()))}")
    print(f"due {count.due}, lost {count.lost.total()}, doubled {len(count.doubled)}")
    for (user, key), fate in fates.items():
        print(f"  member {user}, {key}: {fate}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blind", action="store_true")
    options = parser.parse_args()
    asyncio.run(measure(options.kills, options.seed, blind=options.blind))
