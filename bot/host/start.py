"""What a host reads when the bot starts: which version on what, and whether the clock is right."""

import logging
import platform
from collections.abc import Callable

from bot import __version__, discord_internals
from bot.discord_internals import Unreachable
from bot.settings import Settings, differing
from bot.views import doctor as views
from bot.views.components import count

log = logging.getLogger(__name__)


def began(settings: Settings, place: str, before: str | None, after: str, members: int) -> str:
    """One line that tells this start from another.

    `place` is where the database is, `before` and `after` are its revisions.
    """
    changed = f"revision {after}" if before == after else f"migrated {before} → {after}"
    parts = [
        f"cairn {__version__} on Python {platform.python_version()}",
        f"database {place}",
        "made new" if before is None else changed,
        count(members, "member"),
        *(f"{name}={value}" for name, value in differing(settings).items()),
    ]
    return ", ".join(parts)


async def compare_clocks(api_url: str, now: Callable[[], int], proxy: str | None) -> None:
    """Log an error where this machine's clock is off: messages would come at a wrong time, or not at all."""
    try:
        found = views.clock(now() - await discord_internals.their_time(api_url, proxy))
    except Unreachable as error:
        log.debug("the clock was not compared: %s", error)
        return
    if not found.fine:
        log.error("%s", found.said)
