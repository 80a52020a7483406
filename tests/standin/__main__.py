"""`python -m tests.standin [PORT]`: the stand-in as a process, until SIGTERM; gaps are its exit code 1."""

import asyncio
import json
import signal
import sys

from tests.standin.server import StandIn


async def serve(port: int) -> int:
    """Print where it is as one line of JSON, then serve."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        async with StandIn(port=port) as standin:
            print(json.dumps({"url": standin.url, "token": standin.token}), flush=True)
            await stop.wait()
    except AssertionError as gaps:
        print(gaps, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0)))
