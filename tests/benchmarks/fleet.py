"""The drill of several processes: `python -m tests.benchmarks.fleet [--rounds 200] [--seed 1] [--without …]`.

`--without locks` lets every process believe that it is alone, `--without fence` lets it send and settle what
it no longer holds: then something is lost or comes twice.
"""

import argparse
import asyncio

from tests.postgres import HOW, started
from tests.process.fleet_drill import FleetDrill
from tests.standin.server import StandIn


async def measure(drill: FleetDrill, rounds: int) -> None:
    """So many times something happens; then print what was due, lost and doubled."""
    await drill.begin()
    try:
        for number in range(1, rounds + 1):
            await drill.round()
            if number % 10 == 0:
                print(f"{number} rounds", flush=True)
        count = await drill.settle()
    finally:
        await drill.end()
    print(", ".join(f"{number} x {what}" for what, number in sorted(drill.did.items())))
    print(f"came: {dict(sorted(count.came.items()))}")
    print(f"due {count.due}, lost {count.lost.total()}, doubled {len(count.doubled)}")
    for user, key in (*count.lost, *count.doubled):
        print(f"  member {user}, {key}: {drill.ledger.fate(user, key)}")


async def main(rounds: int, seed: int, without: str | None) -> None:
    """Start what it takes, and measure."""
    run = f"tests.benchmarks.without_{without}" if without else "bot"
    with started() as server:
        if server is None:
            raise SystemExit(HOW)
        with server.database() as url:
            async with StandIn() as standin:
                await measure(FleetDrill(standin, server, url, seed, run), rounds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", choices=("locks", "fence"))
    options = parser.parse_args()
    asyncio.run(main(options.rounds, options.seed, options.without))
