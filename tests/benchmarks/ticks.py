"""What a million members cost, on both engines: `python -m tests.benchmarks.ticks [MANY] [--few 10000]`.

Medians and their ratios, also of PostgreSQL to SQLite.

Without PostgreSQL's programs on SQLite alone.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import select

from bot.app import dispatching
from bot.content.live import LiveContent
from bot.delivery.sender import DiscordSender
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.store.members import members
from bot.store.store import Store
from tests.benchmarks.bots import CHECKOUT
from tests.postgres import started
from tests.process.inside import NOON, Inside, inside
from tests.process.people import WEEK
from tests.standin.server import StandIn
from tests.stored import ask, claim

DUE, CLAIMED = 500, 50
ROUNDS = 5
IDLE_TICKS, LOADS = 2000, 2000
NO_CEILING = (1_000_000, 1.0)
"""Discord's limit would take longer than all else, and hide it."""

SCATTER = 2_654_435_761
"""An odd number: its multiples, modulo a power of two, are as far apart as ids are."""

CROWD = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number})
    INSERT INTO members ({columns}) SELECT {values} FROM n, members WHERE user_id = 1
"""
JOBS = f"""
    INSERT INTO jobs (kind, owner, key, user_id, due_at, state, claimed_at, lease_until, attempts, asked,
                      about, sent_at)
    SELECT 'weekly', user_id, 'w' || due, user_id, due, 'sent', due, 0, 0, false, 'numpy', due
    FROM (SELECT user_id, weekly_at - {WEEK} AS due FROM members WHERE user_id > {DUE}) AS dues
"""  # noqa: S608 - numbers of ours, here as below
CHANGES = f"""
    INSERT INTO changes (user_id, roadmap, interaction_id, at)
    SELECT user_id, roadmap, user_id, weekly_at - {WEEK} FROM members WHERE user_id > {DUE}
"""  # noqa: S608
MARKS = "INSERT INTO marks (change_id, ref, state) SELECT id, 'numpy-pandas', 'done' FROM changes"


Place = tuple[str, int]
"""An engine, and a number of members in a database of it."""


async def measure(few: int, many: int) -> None:
    """Print medians in milliseconds for few and many members, and their ratios."""
    times: dict[str, dict[Place, list[float]]] = defaultdict(lambda: defaultdict(list))
    with _databases(few, many) as urls:
        for _ in range(ROUNDS):
            for place, url in urls.items():
                for name, milliseconds in (await _round(url, place[1])).items():
                    times[name][place].append(milliseconds)
    engines = [*dict.fromkeys(engine for engine, _ in urls)]
    print(f"{'':24}{'':12}{few:>12,}{many:>12,}   ratio")
    for name, each in times.items():
        middle = {place: median(row) for place, row in each.items()}
        for engine in engines:
            small, large = middle[engine, few], middle[engine, many]
            print(f"{name:24}{engine:12}{small:9.2f} ms{large:9.2f} ms   {large / small:.2f}")
        if len(engines) == 2:
            small, large = (middle[engines[1], number] / middle[engines[0], number] for number in (few, many))
            print(f"{'':24}{'of SQLite':12}{small:9.2f} x {large:9.2f} x")


@contextmanager
def _databases(*numbers: int) -> Iterator[dict[Place, str]]:
    """The address of a database for each number of members, on each engine that there is."""
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        urls = {("SQLite", number): f"sqlite+aiosqlite:///{folder}/{number}.db" for number in numbers}
        server = opened.enter_context(started())
        if server is not None:
            urls |= {("PostgreSQL", number): opened.enter_context(server.database()) for number in numbers}
        yield urls


async def _round(url: str, number: int) -> dict[str, float]:
    async with StandIn() as standin:
        standin.limits.per_second = 1_000_000
        async with inside(standin, Path(), people=DUE, deadline=60, window=NO_CEILING, url=url) as bot:
            await asyncio.to_thread(_crowd, url, number)
            standin.world.clock.shift(NOON - 60 - bot.now)
            idle = await _median(IDLE_TICKS, lambda _: bot.dispatcher.tick())
            standin.world.clock.shift(90)
            return {
                "idle tick": idle,
                f"tick with {DUE} due": await _full(bot, url),
                f"claim of {CLAIMED}": await _claims(bot, url),
                "load for /next": await _loads(bot),
            }


async def _full(bot: Inside, url: str) -> float:
    """Everybody who is due, as quickly as it goes."""
    client, store = bot.app.client, Store.open(url)
    sender = DiscordSender(client, 60, NO_CEILING)
    dispatcher = dispatching(store, client, sender, bot.app.content, 5_000, lambda: bot.now)
    began = time.perf_counter()
    await dispatcher.tick()
    await dispatcher.drain()
    seconds = time.perf_counter() - began
    await store.close()
    assert sum(len(bot.inbox(user)) for user in range(1, DUE + 1)) == DUE
    return seconds * 1000


async def _claims(bot: Inside, url: str) -> float:
    """The same once more, only claimed."""
    now = bot.now
    ask(url, f"UPDATE members SET weekly_at = {now}, wake_at = {now} WHERE user_id <= {DUE}")  # noqa: S608
    milliseconds = await _median(DUE // CLAIMED, lambda _: claim(bot.store, now, CLAIMED))
    ((claimed,),) = ask(url, f"SELECT count(*) FROM jobs WHERE due_at = {now}")  # noqa: S608
    assert claimed == DUE
    ask(url, f"DELETE FROM jobs WHERE due_at = {now}")  # noqa: S608
    return milliseconds


async def _loads(bot: Inside) -> float:
    """The one read that `/next` needs, for members all over the table."""
    content = LiveContent.open(CHECKOUT / "content")
    progress = ProgressService(bot.store, content, Names(bot.store, content))
    query = select(members.c.user_id).where(members.c.user_id > DUE).order_by(members.c.user_id).limit(LOADS)
    users = (await bot.store.read.connection.execute(query)).scalars().all()
    return await _median(LOADS, lambda place: progress.journey(users[place]))


async def _median(times: int, work: Callable[[int], Awaitable[object]]) -> float:
    measured = []
    for number in range(times):
        began = time.perf_counter()
        await work(number)
        measured.append((time.perf_counter() - began) * 1000)
    return median(measured)


def _crowd(url: str, number: int) -> None:
    """Fill up to so many members, none of them due today, each with a message and a tick; once a database."""
    ((there,),) = ask(url, "SELECT count(*) FROM members")
    if there < number:
        values = {column.name: column.name for column in members.c}
        values["user_id"] = f"(i * {SCATTER}) % 1099511627776 + 1000000"
        values["weekly_at"] = values["wake_at"] = f"{NOON} + 86400 + (i * {SCATTER}) % 500000"
        named = {"columns": ", ".join(values), "values": ", ".join(values.values())}
        for statement in (CROWD.format(number=number - there, **named), JOBS, CHANGES, MARKS):
            ask(url, statement)
    ask(url, f"DELETE FROM jobs WHERE due_at = {NOON}")  # noqa: S608
    ask(url, "PRAGMA wal_checkpoint(TRUNCATE)" if url.startswith("sqlite") else "VACUUM ANALYZE")
    os.sync()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("many", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--few", type=int, default=10_000)
    options = parser.parse_args()
    asyncio.run(measure(options.few, options.many))
