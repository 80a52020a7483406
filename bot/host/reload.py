"""Re-reads the content while the bot runs: the good is taken up as a whole, the bad changes nothing."""

import asyncio
import logging
import os
import signal
from contextlib import suppress

from bot.content.live import LiveContent
from bot.domain.edits import differences
from bot.domain.errors import StoreUnavailable
from bot.host.reports import lost_ticks
from bot.logs import EACH_TIME
from bot.store import engines
from bot.store.store import Store
from bot.views.report import edit_words

log = logging.getLogger(__name__)


async def reload(content: LiveContent, store: Store | None = None) -> bool:
    """Take up what the content folder holds now, between two interactions; whether that was possible.

    What it changes for members is logged, with the ticks in the store that count nowhere by then; so are
    faults, which `/readyz` shows until they are mended.
    """
    before = content.library
    faults = await asyncio.to_thread(content.reload)
    for fault in faults:
        log.error("content: %s", fault, extra=EACH_TIME)
    if faults:
        log.error("content: the last good one stays in use", extra=EACH_TIME)
        return False
    changed = differences(before, content.library)
    for difference in changed:
        log.info("content: %s", edit_words(difference))
    log.info("content: read again, %s ids differ", len(changed))
    if store is not None:
        await warn_of_lost_ticks(content, store)
    return True


async def warn_of_lost_ticks(content: LiveContent, store: Store) -> None:
    """Log what members ticked or passed and the content knows no more."""
    with suppress(StoreUnavailable):  # which is told wherever it matters
        for line in await lost_ticks(store.read.connection, content.library):
            log.warning("content: %s", line, extra=EACH_TIME)


def ask_to_reload(database_url: str) -> str:
    """Let the bot that runs on a database read its content again; what was done, as a line to print.

    Raises StoreUnavailable where none runs, or where it can't be reached from here.
    """
    process = engines.of(database_url).sender(database_url)
    if process is None:
        raise StoreUnavailable("no Cairn is running on this database: it reads the content when it starts")
    try:
        os.kill(process, signal.SIGHUP)
    except PermissionError:
        raise StoreUnavailable(f"process {process} is another user's: run this as Cairn's user") from None
    except ProcessLookupError:
        raise StoreUnavailable(
            f"process {process} is not to be seen from here: run this in the container that Cairn runs in"
        ) from None
    return f"asked the running Cairn (process {process}) to read its content again: its log says what changed"
