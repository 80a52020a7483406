"""Re-reads the content while the bot runs: the good is taken up as a whole, the bad changes nothing."""

import asyncio
import logging
import os
import signal

from bot.content.live import LiveContent
from bot.domain.edits import differences
from bot.domain.errors import StoreUnavailable
from bot.logs import EACH_TIME
from bot.store.sqlite.lock import sender
from bot.views.report import edit_words

log = logging.getLogger(__name__)


async def reload(content: LiveContent) -> bool:
    """Take up what the content folder holds now, between two interactions; whether that was possible.

    What it changes for members is logged; so are faults, which `/readyz` shows until they are mended.
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
    return True


def ask_to_reload(database_url: str) -> str:
    """Let the bot that runs on a database read its content again; what was done, as a line to print.

    Raises StoreUnavailable where none runs, or where it can't be reached from here.
    """
    process = sender(database_url)
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
