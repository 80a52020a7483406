"""What is looked after in every process, whatever part of the work is its own."""

import asyncio
import weakref

from bot.run import timer_of
from bot.settings import Settings
from bot.trial.world import World
from tests.store.samples import tick


async def test_nothing_that_was_read_is_at_hand_for_longer_than_an_hour(world: World) -> None:
    store = world.app.store
    await tick(store, 1, 10)
    await store.read.changes.of(1)
    gone = asyncio.Event()
    marked = weakref.ref((await store.read.changes.of(1)).marked, lambda _: gone.set())
    assert marked() is not None
    timer = timer_of(Settings(), world.app)
    timer.start()
    async with asyncio.timeout(5):
        await gone.wait()
    await timer.stop()
