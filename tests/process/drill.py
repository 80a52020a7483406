"""Kills the bot over and over while members are due, and counts what reached them."""

import asyncio
import os
import random
import sqlite3
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.domain.members import Member
from bot.domain.press import read
from bot.domain.rhythm import RESTS_AFTER, TOO_LATE
from bot.domain.schedule import DAY
from bot.settings import Settings
from bot.store.claims import LEASE
from tests.process.conftest import CHECKOUT, BotProcess
from tests.process.people import WEEK, due_at, enrol
from tests.standin.faults import Fault
from tests.standin.messages import walk
from tests.standin.server import StandIn

POST = "POST /channels/{channel}/messages"
ZONES = ("UTC", "Asia/Kolkata", "America/Bogota", "Africa/Lagos", "Asia/Tokyo")
"""Zones without clock changes, so that a week later is exactly that."""

MANY = 24
"""So many who wait are let through before the next kill, or they would become more and more."""

HOUR = 60 * 60
OLDEST = TOO_LATE - 15 * HOUR
"""Nothing waits for longer than this in the drill: a night has to pass before it becomes too old to send."""

SLOW = 0.3
"""Seconds by which a slow answer comes later."""

Dues = Counter[tuple[int, int]]
"""How often something happened for a member and a due time (epoch seconds)."""


@dataclass(frozen=True)
class Count:
    """What was due and never came, and what came more than once."""

    due: int
    lost: Dues
    doubled: Dues


class Drill:
    """A database, a stand-in, and a bot that does not live long; dice decide about everything.

    `left_open` counts the kills after which somebody still had to get a nudge.
    """

    def __init__(self, standin: StandIn, folder: Path, seed: int) -> None:
        self.file = folder / "cairn.db"
        self.output = ""
        self.left_open = 0
        self._standin = standin
        self._dice = random.Random(seed)  # noqa: S311 - nothing secret
        self._ahead = 0
        self._people = 0
        self._first_due: dict[int, int] = {}

    @property
    def now(self) -> int:
        """The time by everybody's clock."""
        return int(self._standin.world.clock.now())

    async def enrol(self, number: int) -> None:
        """Members whose first nudge is due a little before now."""
        people = [self._somebody() for _ in range(number)]
        self._first_due |= {member.id: member.rhythm.weekly_at or 0 for member in people}
        await enrol(self._url, people)

    async def kill_once(self) -> None:
        """Start it, let it come as far as the dice say, kill it, and wait for requests on the way."""
        self._trouble()
        posts = self._standin.requests[POST]
        bot = await self._start()
        if self._dice.random() < 0.3:
            await asyncio.sleep(self._dice.uniform(0.8, 2.0))
        else:
            waiting = self._waiting()
            enough = posts + (self._dice.randint(1, 4) if waiting < MANY else waiting)
            await self._until(lambda: self._standin.requests[POST] >= enough, 3 + waiting / 10)
            await asyncio.sleep(self._dice.uniform(0, 0.04))
        await bot.kill()
        self.output += bot.output
        self.left_open += self._open(self.now)
        await asyncio.sleep(SLOW)
        self._standin.faults.clear()

    def pass_time(self) -> None:
        """Some seconds, minutes, hours or days: never so that what waits becomes too old to send."""
        room = OLDEST - (self.now - self._oldest())
        longer = [jump for jump in (HOUR // 3, 3 * HOUR, DAY // 2, 2 * DAY) if jump < room]
        self._jump(self._dice.choice([self._dice.randint(0, 90), *longer]))

    async def settle(self) -> Count:
        """Run it undisturbed until all that is due by now has been seen to; what came of it."""
        end = self.now
        for _ in range(4):
            bot = await self._start()
            await self._until(lambda: not self._waiting(), 10 + len(self._first_due) / 2)
            await bot.stop()
            self.output += bot.output
            if not self._open(end):
                return self._count(end)
            self._jump(DAY // 2)
        return self._count(end)

    @property
    def _url(self) -> str:
        return f"sqlite+aiosqlite:///{self.file}"

    def _somebody(self) -> Member:
        self._people += 1
        due = self.now - self.now % 60 + 60 * self._dice.randint(-30, 0)
        return due_at(self._standin.world, self._people, due, self._dice.choice(ZONES))

    def _trouble(self) -> None:
        """Now and then an answer is lost, comes late, or speaks of a request that is carried out late."""
        several = self._dice.randint(1, 5)
        planned = self._dice.choice(
            [
                None,
                Fault(POST, cut=True, after=True, times=several),
                Fault(POST, cut=True, times=several),
                Fault(POST, delay=SLOW, after=True, times=several),
                Fault(POST, delay=SLOW, times=several),
                Fault(POST, status=503, after=True, times=several),
            ]
        )
        if planned is not None:
            self._standin.faults.add(planned)

    def _jump(self, seconds: int) -> None:
        self._ahead += seconds
        self._standin.world.clock.shift(seconds)

    async def _start(self) -> BotProcess:
        own = {name.upper() for name in Settings.model_fields}
        environment = {name: value for name, value in os.environ.items() if name not in own} | {
            "DISCORD_TOKEN": self._standin.token,
            "DISCORD_API_URL": self._standin.url,
            "DATABASE_URL": self._url,
            "NUDGE_TICK_SECONDS": "1",
            "NUDGE_RATE": "20",
            "PYTHONPATH": str(CHECKOUT),
        }
        arguments = ("-m", "tests.process.shifted", str(self._ahead))
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=environment, cwd=self.file.parent, stdout=PIPE, stderr=STDOUT
        )
        return BotProcess(process)

    async def _until(self, found: Callable[[], bool], seconds: float) -> None:
        """Wait until it is true, but no longer than so many seconds."""
        for _ in range(int(seconds * 50)):
            if found():
                return
            await asyncio.sleep(0.02)

    def _oldest(self) -> int:
        """The earliest due time of what was not seen to yet; now, if there is none."""
        (row,) = self._ask(
            "SELECT min(due) FROM (SELECT due_at AS due FROM nudges WHERE state IN ('claimed', 'waiting') "
            "UNION ALL SELECT weekly_at FROM members)"
        )
        return min(self.now, row[0] or self.now)

    def _open(self, end: int) -> bool:
        """Whether anything that was due by then still waits."""
        (row,) = self._ask(
            "SELECT EXISTS (SELECT 1 FROM nudges WHERE state IN ('claimed', 'waiting')) "
            "OR EXISTS (SELECT 1 FROM members WHERE weekly_at <= ?)",
            end,
        )
        return bool(row[0])

    def _waiting(self) -> int:
        """How many are due at this moment, or under way."""
        (row,) = self._ask(
            "SELECT (SELECT count(*) FROM nudges WHERE state = 'claimed' AND lease_until <= ?1 + ?2 "
            "OR state = 'waiting' AND lease_until <= ?1) "
            "+ (SELECT count(*) FROM members WHERE wake_at <= ?1)",
            self.now,
            LEASE,
        )
        return row[0]

    def _count(self, end: int) -> Count:
        expected: Dues = Counter(
            (user, first + week * WEEK)
            for user, first in self._first_due.items()
            for week in range(RESTS_AFTER + 1)
            if first + week * WEEK <= end
        )
        came = self._came()
        return Count(
            expected.total(),
            lost=expected - came,
            doubled=Counter({due: times for due, times in came.items() if times > 1}),
        )

    def _came(self) -> Dues:
        """What stands in the direct channels, by the row that its buttons name."""
        due = {row[0]: row[1] for row in self._ask("SELECT id, due_at FROM nudges")}
        came: Dues = Counter()
        for user in self._first_due:
            for message in self._standin.world.delivered(user):
                ids = [part["custom_id"] for part in walk(message.components) if "custom_id" in part]
                press = read(ids[0])
                assert press, f"no meaning in {ids[0]}"
                came[user, due[int(press.args[0])]] += 1
        return came

    def _ask(self, query: str, *values: int) -> list[tuple[int, ...]]:
        connection = sqlite3.connect(self.file)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()
