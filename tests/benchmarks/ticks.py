"""What a million members cost, on both engines: `python -m tests.benchmarks.ticks [MANY] [--few 10000]`.

Medians and their ratios, also of PostgreSQL to SQLite, and the least that a read of PostgreSQL's takes.

Members from all over the table ask, and fall due together: of a million each stands on a page of their own.
No plan differs, but SQLite fetches those pages one by one and writes more of them: that is what still grows.

Without PostgreSQL's programs on SQLite alone.
"""

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any, Self

import asyncpg
from sqlalchemy import select
from sqlalchemy.dialects import postgresql

from bot.app import dispatching
from bot.content.live import LiveContent
from bot.delivery.sender import DiscordSender
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.store.changes import STANDING
from bot.store.members import members
from bot.store.store import Store
from tests.benchmarks.bots import CHECKOUT
from tests.postgres import started
from tests.process.inside import NOON, Inside, inside
from tests.process.people import WEEK
from tests.standin.server import StandIn
from tests.stored import ask, claim

DUE, CLAIMED = 500, 50
ROUNDS, TURNS, LOADS = 5, 100, 20
HOUR = 60 * 60
NO_CEILING = (1_000_000, 1.0)
"""Discord's limit would take longer than all else, and hide it."""

SCATTER = 2_654_435_761
"""An odd number: its multiples, modulo a power of two, are as far apart as ids are."""

_LOAD: Any = STANDING.query.compile(dialect=postgresql.asyncpg.dialect())  # type: ignore[no-untyped-call]

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

Times = dict[str, dict[Place, list[float]]]
"""By what was measured, and where: milliseconds."""


async def measure(few: int, many: int) -> None:
    """Print medians in milliseconds for few and many members, and their ratios."""
    times: Times = defaultdict(lambda: defaultdict(list))
    with _databases(few, many) as urls:
        for _ in range(ROUNDS):
            for place, url in urls.items():
                times[f"tick with {DUE} due"][place].append(await _round(url, place[1]))
        await _in_turn(urls, times)
    print(f"{'':24}{'':12}{few:>12,}{many:>12,}   ratio")
    for name, each in times.items():
        middle = {place: median(row) for place, row in each.items()}
        engines = [*dict.fromkeys(engine for engine, _ in middle)]
        for engine in engines:
            small, large = middle[engine, few], middle[engine, many]
            print(f"{name:24}{engine:12}{small:9.3f} ms{large:9.3f} ms   {large / small:.2f}")
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


async def _round(url: str, number: int) -> float:
    async with StandIn() as standin:
        standin.limits.per_second = 1_000_000
        async with inside(standin, Path(), people=DUE, deadline=60, window=NO_CEILING, url=url) as bot:
            await asyncio.to_thread(_crowd, url, number)
            standin.world.clock.shift(NOON + 30 - bot.now)
            return await _full(bot, url)


async def _full(bot: Inside, url: str) -> float:
    """Everybody who is due, as quickly as it goes."""
    client, store = bot.app.client, Store.open(url)
    sender = DiscordSender(client, 60, NO_CEILING)
    dispatcher = dispatching(store, sender, bot.app.content, 5_000, lambda: bot.now)
    began = time.perf_counter()
    await dispatcher.tick()
    await dispatcher.drain()
    seconds = time.perf_counter() - began
    await store.close()
    assert sum(len(bot.inbox(user)) for user in range(1, DUE + 1)) == DUE
    return seconds * 1000


async def _in_turn(urls: Mapping[Place, str], times: Times) -> None:
    """What takes so little that all else on the machine would hide it: each place in turn, many times."""
    desks = {place: await Desk.open(url) for place, url in urls.items()}
    for turn in range(TURNS):
        for place, desk in desks.items():
            times[f"claim of {CLAIMED}"][place].append(await desk.claim(turn))
    for _ in range(TURNS):
        for place, desk in desks.items():
            users = [*islice(desk.users, LOADS)]
            times["idle tick"][place] += [await desk.idle() for _ in users]
            for name in ("first load for /next", "load for /next"):
                times[name][place] += [await desk.load(user) for user in users]
            if desk.driver is not None:
                times["… its driver alone"][place] += [await desk.load_alone(user) for user in users]
                times["… for SELECT 1"][place] += [await desk.least() for _ in users]
    for desk in desks.values():
        await desk.close()


@dataclass(frozen=True)
class Desk:
    """Where members from all over the table ask for something; what they ask for takes so many milliseconds.

    `driver` is a connection of PostgreSQL's driver, past the store: no answer comes sooner than through it.
    """

    url: str
    store: Store
    progress: ProgressService
    users: Iterator[int]
    driver: "asyncpg.Connection[asyncpg.Record] | None"

    @classmethod
    async def open(cls, url: str) -> Self:
        """On one of the databases."""
        store, content = Store.open(url), LiveContent.open(CHECKOUT / "content")
        query = select(members.c.user_id).where(members.c.user_id > DUE)
        users = [*(await store.read.connection.execute(query)).scalars()]
        random.Random(1).shuffle(users)  # noqa: S311 - nothing secret
        driver = None if url.startswith("sqlite") else await asyncpg.connect(url.replace("+asyncpg", ""))
        return cls(url, store, ProgressService(store, content, Names(store, content)), cycle(users), driver)

    async def claim(self, turn: int) -> float:
        """The messages of some who are due all of a sudden, only claimed."""
        now, users = NOON + HOUR + turn, [*islice(self.users, CLAIMED)]
        these = ", ".join(map(str, users))
        due = f"weekly_at = {now}, wake_at = {now}, last_due = NULL, last_week = NULL"
        ask(self.url, f"UPDATE members SET {due} WHERE user_id IN ({these})")  # noqa: S608
        milliseconds = await _milliseconds(claim(self.store, now, CLAIMED))
        ((claimed,),) = ask(self.url, f"SELECT count(*) FROM jobs WHERE due_at = {now}")  # noqa: S608
        assert claimed == CLAIMED
        ask(self.url, f"DELETE FROM jobs WHERE due_at = {now}")  # noqa: S608
        return milliseconds

    async def idle(self) -> float:
        """A tick that finds nothing due: three reads."""
        return await _milliseconds(claim(self.store, NOON, CLAIMED))

    async def load(self, user: int) -> float:
        """The one read that `/next` needs."""
        return await _milliseconds(self.progress.journey(user))

    async def load_alone(self, user: int) -> float:
        """The same statement, and nothing made of its answer."""
        values = _LOAD.construct_params({"user": user})
        asked = [values[name] for name in _LOAD.positiontup or ()]
        return await _milliseconds(self._alone.fetchrow(str(_LOAD), *asked))

    async def least(self) -> float:
        """What any statement takes at least."""
        return await _milliseconds(self._alone.fetchrow("SELECT 1"))

    @property
    def _alone(self) -> "asyncpg.Connection[asyncpg.Record]":
        assert self.driver is not None
        return self.driver

    async def close(self) -> None:
        """Leave."""
        await self.store.close()
        if self.driver is not None:
            await self.driver.close()


async def _milliseconds(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return (time.perf_counter() - began) * 1000


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
