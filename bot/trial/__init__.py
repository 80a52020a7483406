"""Try Cairn without a token: the real bot on a simulated Discord."""

import asyncio
import sys

from bot.host.health import PortUnusable
from bot.trial.page import serve
from bot.trial.people import NotThere
from bot.trial.tour import SHIPPED, tell


def main(*, tour: bool, port: int) -> int:
    """Print the tour, or serve the page until it is closed; the exit code."""
    try:
        asyncio.run(tell() if tour else serve(port))
    except PortUnusable as error:
        print(f"cairn: {error}", file=sys.stderr)
        return 69
    except NotThere as error:
        print(
            f"cairn: the tour tells of the roadmap {SHIPPED} as it ships, and misses {error}", file=sys.stderr
        )
        return 1
    return 0
