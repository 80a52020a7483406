"""What the tests run in a process of its own: `python -m tests.store.process <what> <url>`.

Each says that it is ready in one line and goes on when it is sent one.
"""

import asyncio
import sys
from itertools import count

from bot.store.database import Database
from bot.store.journeys import JourneyStore
from bot.store.migrate import migrate
from tests.store.samples import TRAIL, Tick


def meet() -> None:
    """Tell the test that this is the moment, and wait for its word."""
    print("ready", flush=True)
    sys.stdin.readline()


async def bring_up_to_date(url: str) -> None:
    """Migrate at the same moment as others, then write."""
    meet()
    await migrate(url)
    database = Database.open(url)
    async with database.writing() as connection:
        await connection.exec_driver_sql("UPDATE members SET seen_day = 0")
    await database.close()


async def start(url: str) -> None:
    """Migrate a file that is up to date, and tell whether Alembic was needed."""
    await migrate(url)
    print("alembic" in sys.modules)


async def lock(url: str) -> None:
    """Keep the write lock."""
    database = Database.open(url)
    async with database.writing():
        meet()
    await database.close()


async def tick_and_hang(url: str) -> None:
    """Tick one action, tell when it is saved, and never close the database."""
    database = Database.open(url)
    await JourneyStore(database).change(7, TRAIL, 70, 700, Tick(0))
    meet()


async def tick_on(url: str) -> None:
    """Enrol one member after the other with a tick, and tell of each that it is saved, until killed."""
    journeys = JourneyStore(Database.open(url))
    for user in count(1):
        await journeys.change(user, TRAIL, user, 700, Tick(0))
        print(user, flush=True)


TASKS = {task.__name__: task for task in (bring_up_to_date, start, lock, tick_and_hang, tick_on)}

if __name__ == "__main__":
    asyncio.run(TASKS[sys.argv[1]](sys.argv[2]))
