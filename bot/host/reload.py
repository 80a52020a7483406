"""Re-reads the content while the bot runs: the good is taken up as a whole, the bad changes nothing."""

import asyncio
import logging

from bot.content.live import LiveContent
from bot.domain.edits import differences
from bot.views.report import edit_words

log = logging.getLogger(__name__)


async def reload(content: LiveContent) -> bool:
    """Take up what the content folder holds now, between two interactions; whether that was possible.

    What it changes for members is logged; so are faults, which `/readyz` shows until they are mended.
    """
    before = content.library
    faults = await asyncio.to_thread(content.reload)
    for fault in faults:
        log.error("content: %s", fault)
    if faults:
        log.error("content: the last good one stays in use")
        return False
    changed = differences(before, content.library)
    for difference in changed:
        log.info("content: %s", edit_words(difference))
    log.info("content: read again, %s ids differ", len(changed))
    return True
