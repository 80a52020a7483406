"""Try Cairn without a token: the real bot on a simulated Discord."""

import asyncio

from bot.trial.page import serve
from bot.trial.tour import tell


def main(*, tour: bool, port: int) -> int:
    """Print the tour, or serve the page until it is closed; the exit code."""
    asyncio.run(tell() if tour else serve(port))
    return 0
