"""The chart of a server's figures, drawn beside the event loop; without one the words say the same."""

import asyncio
import logging

from bot.domain.community import Community
from bot.domain.library import Library
from bot.views.community import bars

log = logging.getLogger(__name__)


async def chart_of(community: Community, library: Library) -> bytes | None:
    """A PNG; None where it can't be drawn."""
    try:
        return await asyncio.to_thread(_draw, community, library)
    except Exception:  # whatever goes wrong in a drawing, the text says the same
        log.exception("could not draw a chart; the text goes alone")
        return None


def _draw(community: Community, library: Library) -> bytes:
    from bot.views.picture.chart import draw  # noqa: PLC0415 - Pillow is loaded for the first picture

    return draw(bars(community, library))
