"""What the tests run in a process of its own: `python -m tests.store.process <what> <url>`.

Each says that it is ready in one line and goes on when it is sent one.
"""

import asyncio
import sys
from itertools import count

from bot.store import engines
from bot.store.store import Store
from tests.store.samples import tick


def meet() -> None:
    """Tell the test that this is the moment, and wait for its word."""
    print("ready", flush=True)
    sys.stdin.readline()


async def bring_up_to_date(url: str) -> None:
    """Migrate at the same moment as others, then write."""
    meet()
    await engines.of(url).migrate(url)
    store = Store.open(url)
    async with store.transaction() as rows:
        await rows.jobs.inherit()
    await store.close()


async def start(url: str) -> None:
    """Migrate a file that is up to date, and tell whether Alembic was needed."""
    await engines.of(url).migrate(url)
    print("alembic" in sys.modules)


async def lock(url: str) -> None:
    """Keep the write lock."""
    store = Store.open(url)
    async with store.transaction():
        meet()
    await store.close()


async def tick_and_hang(url: str) -> None:
    """Tick one action, tell when it is saved, and never close the database."""
    await tick(Store.open(url), 7, 70)
    meet()


async def tick_on(url: str) -> None:
    """Enrol one member after the other with a tick, and tell of each that it is saved, until killed."""
    store = Store.open(url)
    for user in count(1):
        await tick(store, user, user)
        print(user, flush=True)


TASKS = {task.__name__: task for task in (bring_up_to_date, start, lock, tick_and_hang, tick_on)}

if __name__ == "__main__":
    asyncio.run(TASKS[sys.argv[1]](sys.argv[2]))
