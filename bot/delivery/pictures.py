"""Where pictures are drawn: beside the event loop, one at a time, and none twice while it is remembered."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from bot.domain.shown import Shown
from bot.views.picture.facts import TrailFacts

log = logging.getLogger(__name__)

REMEMBERED = 32
PATIENCE = 1.0  # seconds to wait for a picture, of the three that Discord waits for an answer
LONG_PATIENCE = 10.0  # seconds, where Discord was asked for patience or nobody waits


def draw_card(facts: TrailFacts) -> bytes:
    """Draw with Pillow, which is loaded for the first picture and not at the start."""
    from bot.views.picture.drawing import draw  # noqa: PLC0415 - 4 MB that a bot nobody asks for pictures does without

    return draw(facts)


class Pictures:
    """Draws by the facts; a picture that fails or takes too long is none: the words say the same."""

    def __init__(self, draw: Callable[[TrailFacts], bytes] = draw_card, patience: float = PATIENCE) -> None:
        self._draw = lru_cache(REMEMBERED)(draw)
        self._patience = patience
        # One thread is the limit: what waits for it and is given up is never begun.
        self._hand = ThreadPoolExecutor(1, "studio")
        self._told = False

    async def of(self, shown: Shown) -> bytes | None:
        """The picture of what somebody shows, if it has one: a PNG, for which there is more time."""
        if not shown.picture:
            return None
        return await self._drawn(TrailFacts.read(shown.picture), LONG_PATIENCE)

    async def picture(self, facts: TrailFacts) -> bytes | None:
        """A PNG, or None if there is none to be had in time."""
        return await self._drawn(facts, self._patience)

    async def _drawn(self, facts: TrailFacts, patience: float) -> bytes | None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(patience):
                return await loop.run_in_executor(self._hand, self._draw, facts)
        except TimeoutError:
            log.warning("a picture took more than %s s to draw", patience)
        except Exception:  # whatever goes wrong in a drawing, the text says the same
            if not self._told:  # after the first, they say nothing new
                log.exception("could not draw a picture")
            self._told = True
        return None
