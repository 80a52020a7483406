"""What a million members cost: `python -m tests.benchmarks.ticks [MANY] [--few 10000]`."""

import argparse
import asyncio
import os
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from bot.app import dispatching
from bot.content.live import LiveContent
from bot.delivery.sender import DiscordSender
from bot.services.names import Names
from bot.services.progress import ProgressService
from tests.benchmarks.bots import CHECKOUT
from tests.process.inside import NOON, Inside, inside
from tests.process.people import WEEK
from tests.standin.server import StandIn

DUE = 500
ROUNDS = 5
IDLE_TICKS, LOADS = 2000, 2000
NO_CEILING = (1_000_000, 1.0)
"""Discord's limit would take longer than all else, and hide it."""

SCATTER = 2_654_435_761
"""An odd number: its multiples, modulo a power of two, are as far apart as ids are."""

CROWD = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :number)
    INSERT INTO members ({columns}) SELECT {values} FROM n, members WHERE user_id = 1
"""
JOBS = """
    INSERT INTO jobs (kind, owner, key, user_id, due_at, state, claimed_at, lease_until, attempts, asked,
                      about, sent_at)
    SELECT 'weekly', user_id, 'w' || due, user_id, due, 'sent', due, 0, 0, 0, 'numpy', due
    FROM (SELECT user_id, weekly_at - :week AS due FROM members WHERE user_id > :due)
"""
CHANGES = """
    INSERT INTO changes (user_id, roadmap, interaction_id, at)
    SELECT user_id, roadmap, user_id, weekly_at - :week FROM members WHERE user_id > :due
"""
MARKS = "INSERT INTO marks (change_id, ref, state) SELECT id, 'numpy-pandas', 'done' FROM changes"


async def measure(few: int, many: int) -> None:
    """Print medians in milliseconds for few and many members, and their ratios."""
    times: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            for number in (few, many):
                place = Path(folder) / str(number)
                place.mkdir(exist_ok=True)
                for name, milliseconds in (await _round(place, number)).items():
                    times[name][number].append(milliseconds)
    print(f"{'':24}{few:>12,}{many:>12,}   ratio")
    for name, by_number in times.items():
        small, large = median(by_number[few]), median(by_number[many])
        print(f"{name:24}{small:9.2f} ms{large:9.2f} ms   {large / small:.2f}")


async def _round(folder: Path, number: int) -> dict[str, float]:
    async with StandIn() as standin:
        standin.limits.per_second = 1_000_000
        async with inside(standin, folder, people=DUE, deadline=60, window=NO_CEILING) as bot:
            await asyncio.to_thread(_crowd, bot.file, number)
            standin.world.clock.shift(NOON - 60 - bot.now)
            idle = await _median(IDLE_TICKS, lambda _: bot.dispatcher.tick())
            standin.world.clock.shift(90)
            return {
                "idle tick": idle,
                f"tick with {DUE} due": await _full(bot),
                "load for /next": await _loads(bot),
            }


async def _full(bot: Inside) -> float:
    """Everybody who is due, as quickly as it goes."""
    client = bot.app.client
    sender = DiscordSender(client, 60, NO_CEILING)
    dispatcher = dispatching(bot.store, client, sender, bot.app.content, 5_000, lambda: bot.now)
    began = time.perf_counter()
    await dispatcher.tick()
    await dispatcher.drain()
    seconds = time.perf_counter() - began
    assert sum(len(bot.inbox(user)) for user in range(1, DUE + 1)) == DUE
    return seconds * 1000


async def _loads(bot: Inside) -> float:
    """The one read that `/next` needs, for members all over the table."""
    content = LiveContent.open(CHECKOUT / "content")
    progress = ProgressService(bot.store, content, Names(bot.store, content))
    connection = sqlite3.connect(bot.file)
    query = "SELECT user_id FROM members WHERE user_id > ? ORDER BY user_id LIMIT ?"
    users = [user for (user,) in connection.execute(query, (DUE, LOADS))]
    connection.close()
    return await _median(LOADS, lambda place: progress.journey(users[place]))


async def _median(times: int, work: Callable[[int], Awaitable[object]]) -> float:
    measured = []
    for number in range(times):
        began = time.perf_counter()
        await work(number)
        measured.append((time.perf_counter() - began) * 1000)
    return median(measured)


def _crowd(file: Path, number: int) -> None:
    """Fill up to so many members, none of them due today, each with a message and a tick; once a file."""
    connection = sqlite3.connect(file)
    (there,) = connection.execute("SELECT count(*) FROM members").fetchone()
    if there < number:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(members)")]
        values = {name: name for name in columns}
        values["user_id"] = f"(i * {SCATTER}) % 1099511627776 + 1000000"
        values["weekly_at"] = values["wake_at"] = f"{NOON} + 86400 + (i * {SCATTER}) % 500000"
        crowd = CROWD.format(columns=", ".join(columns), values=", ".join(values[name] for name in columns))
        given = {"number": number - there, "week": WEEK, "due": DUE}
        for statement in (crowd, JOBS, CHANGES, MARKS):
            connection.execute(statement, given)
    connection.execute("DELETE FROM jobs WHERE due_at = ?", (NOON,))
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    os.sync()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("many", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--few", type=int, default=10_000)
    options = parser.parse_args()
    asyncio.run(measure(options.few, options.many))
