"""Kills the bot over and over while jobs of all kinds are due, and now and then goes back to a copy."""

import asyncio
import os
import random
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import cycle
from pathlib import Path
from typing import Any

from bot.domain.due import TOO_LATE
from bot.domain.schedule import DAY
from bot.settings import Settings
from bot.store.jobs import LEASE
from bot.store.sqlite.backup import backup
from bot.store.store import Store
from tests.process.conftest import CHECKOUT, BotProcess
from tests.process.crowd import Crowd
from tests.process.ledger import Count, Ledger
from tests.process.people import set_up, with_everything
from tests.process.restore import restore
from tests.standin import payloads
from tests.standin.faults import Fault
from tests.standin.server import StandIn

SYNC = "PUT /applications/{application}/commands"
POST = "POST /channels/{channel}/messages"
BEGIN = "POST /channels/{channel}/threads"
BELOW = "POST /channels/{channel}/messages/{message}/threads"
OTHERS = 2
"""So many a round who are due something else than their weekly message, each kind in its turn."""

MANY = 24
"""So many who wait are let through before the next kill, or they would become more and more."""

HOUR = 60 * 60
OLDEST = TOO_LATE - 15 * HOUR
"""Nothing waits for longer than this in the drill: a night has to pass before it becomes too old to send."""

JUMPS = {
    "seconds": 0,
    "20 minutes": HOUR // 3,
    "3 hours": 3 * HOUR,
    "half a day": DAY // 2,
    "2 days": 2 * DAY,
}
"""How long it may be dead, in seconds; a minute or so comes on top."""

SLOW = 0.3
"""Seconds by which a slow answer comes later."""

TROUBLES: tuple[dict[str, Any], ...] = (
    {},
    {"cut": True, "after": True},
    {"cut": True},
    {"delay": SLOW, "after": True},
    {"delay": SLOW},
    {"status": 503, "after": True},
)


class Drill:
    """A database, a stand-in, and a bot that does not live long; dice decide about everything.

    `moments` counts what the kills left behind, `pauses` how long it was until the next start, `restores`
    how often the database went back to a copy.
    """

    def __init__(self, standin: StandIn, folder: Path, seed: int) -> None:
        self.file = folder / "cairn.db"
        self.output = ""
        self.moments: Counter[str] = Counter()
        self.pauses: Counter[str] = Counter()
        self._standin = standin
        self._dice = random.Random(seed)  # noqa: S311 - nothing secret
        self._troubles = cycle(TROUBLES)
        self._ahead = 0
        self._copied: int | None = None
        self.restores = 0
        self.ledger = Ledger(self.file, standin.world)
        self._crowd = Crowd(standin.world, self.ledger, self._dice)

    @property
    def now(self) -> int:
        """The time by everybody's clock."""
        return int(self._standin.world.clock.now())

    async def enrol(self, number: int, *others: str) -> None:
        """So many whose first weekly message is due a little before now, and others for these kinds of jobs,
        or for some more of the mix.
        """
        if not self.file.exists():
            await set_up(self._url, with_everything(payloads.GUILD))
        store = Store.open(self._url)
        await self._crowd.come(store, number, others or OTHERS)
        await store.close()

    async def back_up(self) -> None:
        """Make a copy, as a host does."""
        await backup(self._url, self._copy)
        self._copied = self._crowd.people

    def go_back(self) -> None:
        """Put the copy in the database's place, if nothing in it has become too old to send by now."""
        if self._copied is None or self.now - self.ledger.oldest(self.now, self._copy) > OLDEST:
            return
        restore(self.file.parent)
        self.ledger.forget_after(self._copied)
        self.restores += 1

    async def mishap(self) -> None:
        """A copy is made, or gone back to, or neither."""
        match self._dice.choice(("back up", "go back", None, None)):
            case "back up":
                await self.back_up()
            case "go back":
                self.go_back()

    async def kill_once(self) -> None:
        """Start it, let it come as far as the dice say, kill it, and wait for requests on the way."""
        self._trouble()
        await self.kill_after(
            self._dice.choice([self._starting, self._claiming, self._sending, self._sending])
        )

    async def kill_after(self, moment: Callable[[], Awaitable[object]]) -> None:
        """Start it, kill it at a moment, and wait for requests on the way."""
        bot = await self._start()
        await moment()
        await bot.kill()
        self.output += bot.output
        await asyncio.sleep(SLOW)
        self._standin.faults.clear()
        self.moments += self.ledger.moments(self.now)

    async def _starting(self) -> None:
        """As far as it comes in a second or two."""
        await asyncio.sleep(self._dice.uniform(0.3, 2.0))

    async def _claiming(self) -> None:
        """Until it is about to claim, or has just claimed."""
        synced = self._standin.requests[SYNC]
        await self._until(lambda: self._standin.requests[SYNC] > synced, 5)
        await asyncio.sleep(self._dice.uniform(0, 0.1))

    async def _sending(self) -> None:
        """Until a few are sent, or many, if many wait."""
        waiting, posts = self.ledger.waiting(self.now), self._standin.requests[POST]
        enough = posts + (self._dice.randint(1, 4) if waiting < MANY else waiting)
        await self._until(lambda: self._standin.requests[POST] >= enough, 3 + waiting / 10)
        await asyncio.sleep(self._dice.uniform(0, 0.04))

    async def pass_time(self, *jumps: str) -> None:
        """One of these pauses, or of all: never so long that what waits becomes too old to send."""
        name = self._dice.choice(jumps or tuple(JUMPS))
        if self.now + JUMPS[name] - self.ledger.oldest(self.now) > OLDEST:
            await self._catch_up()
        self.pauses[name] += 1
        self._jump(self._dice.randint(0, 90) + JUMPS[name])

    async def settle(self) -> Count:
        """Let it see to all that is due by now, and again when no lease and no nonce holds; count then."""
        end = self.now
        await self._catch_up()
        self._jump(LEASE + HOUR // 3)
        await self._undisturbed()
        return self.ledger.count(end)

    async def _catch_up(self) -> None:
        """Let it see to all that is due by now, however long that has to wait."""
        end = self.now
        for _ in range(50):
            await self._undisturbed()
            if not (still_open := self.ledger.open(end)):
                return
            self._jump(max(0, self.ledger.next_look() - self.now))
        raise AssertionError(f"still waiting at {self.now}: {still_open}")

    async def _undisturbed(self) -> None:
        """From a start to a stop, with a run of the engine at least."""
        bot = await self._start()
        await self._standin.gateway.ready()
        await asyncio.sleep(1.5)
        await self._until(lambda: not self.ledger.waiting(self.now), 10 + len(self.ledger.weekly) / 2)
        await bot.stop()
        self.output += bot.output

    @property
    def _url(self) -> str:
        return f"sqlite+aiosqlite:///{self.file}"

    @property
    def _copy(self) -> Path:
        return self.file.with_name("copy.db")

    def _trouble(self) -> None:
        """An answer is lost or comes late, a request is carried out late, or all is well: each in turn."""
        disturb(self._standin, next(self._troubles), self._dice.randint(1, 5))

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


def disturb(standin: StandIn, trouble: dict[str, Any], times: int) -> None:
    """Let the next messages, so many, meet with a trouble, and the next threads; an empty one is none."""
    if trouble:
        standin.faults.add(Fault(POST, times=times, **trouble))
        for route in (BEGIN, BELOW):
            standin.faults.add(Fault(route, **trouble))
