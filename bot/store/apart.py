"""Bring a database up to date in a process of its own, so that what only that needs stays with nobody."""

import asyncio
import signal

from bot.domain.errors import StoreUnavailable
from bot.store import engines

CUT_OFF = "the upgrade of the database was cut off, and nothing was changed: start Cairn again"


async def migrate(url: str) -> tuple[str | None, str]:
    """As an engine's own `migrate`, which this process does itself where there is nothing to apply.

    A process that is left alone by its death ends what it has begun.
    """
    engine = engines.of(url)
    try:
        await engine.in_step(url)
    except StoreUnavailable:  # one that is not there, too old, or of no use: the other tells which
        return await asyncio.to_thread(_in_another, url)
    return await engine.migrate(url)


def _in_another(url: str) -> tuple[str | None, str]:
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415 - neither is needed by an ordinary start

    # What is blocked here is blocked there: a terminal sends its Ctrl-C to both, and one answers it.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        with ProcessPoolExecutor(1, get_context("spawn")) as other:
            return other.submit(_migrate, url).result()
    except BrokenProcessPool as error:
        raise StoreUnavailable(CUT_OFF) from error


def _migrate(url: str) -> tuple[str | None, str]:
    return asyncio.run(engines.of(url).migrate(url))
