"""The drill of several processes: `python -m tests.benchmarks.fleet [--rounds 200] [--seed 1]`.

`--without locks` lets every process believe that it is alone, `--without fence` lets it send and settle what
it no longer holds, `--without nonce` lets Discord take the same message twice, which else covers up for the
others for some minutes. `--mishap "freeze two"` lets only that happen, and not everything.

Without the one or the other messages come twice. A job is not lost even then: it is a row that only a settled
end takes out of the way, and whoever claims it a second time fails on its key. What is lost without locks are
changes to a member, and with them a message that was promised: `tests/process/test_crossing.py` shows that.
"""

import argparse
import asyncio
from collections.abc import Collection

from tests.postgres import HOW, started
from tests.process.fleet_drill import MISHAPS, FleetDrill
from tests.standin.server import StandIn

NONCE = "nonce"


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


async def main(rounds: int, seed: int, without: Collection[str], mishaps: Collection[str]) -> None:
    """Start what it takes, and measure."""
    run = next((f"tests.benchmarks.without_{each}" for each in without if each != NONCE), "bot")
    with started() as server:
        if server is None:
            raise SystemExit(HOW)
        with server.database() as url:
            async with StandIn() as standin:
                if NONCE in without:
                    standin.world.nonce_minutes = 0
                chosen = {name: weight for name, weight in MISHAPS.items() if name in (mishaps or MISHAPS)}
                await measure(FleetDrill(standin, server, url, seed, run, chosen), rounds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", choices=("locks", "fence", NONCE), action="append", default=[])
    parser.add_argument("--mishap", choices=MISHAPS, action="append", default=[])
    options = parser.parse_args()
    asyncio.run(main(options.rounds, options.seed, options.without, options.mishap))
