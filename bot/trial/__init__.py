"""Try Cairn without a token: the real bot on a simulated Discord."""

import asyncio
import sys

from bot.host.startup_errors import PortUnusable
from bot.trial.page import serve
from bot.trial.people import NotThere
from bot.trial.tour import SHIPPED, tell


def main(*, tour: bool, port: int) -> int:
    """Print the tour, or serve the page until it is closed; the exit code."""
    try:
        asyncio.run(tell() if tour else serve(port))
        return 0
    except PortUnusable as error:
        code, said = 69, str(error)
    except NotThere as error:
        code, said = 1, f"the tour tells of the roadmap {SHIPPED} as it ships, and misses {error}"
    print(f"cairn: {said}", file=sys.stderr)
    return code
