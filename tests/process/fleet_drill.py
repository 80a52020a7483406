"""Three processes on one PostgreSQL, and all that may happen to them while jobs of every kind are due."""

import asyncio
import os
import random
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Any

from bot.domain.errors import StoreUnavailable
from bot.settings import Settings
from bot.store.jobs import LEASE
from bot.store.postgres.session import FROZEN_MS
from bot.store.store import Store
from tests.postgres import Server
from tests.process.conftest import CHECKOUT, BotProcess
from tests.process.crowd import Crowd
from tests.process.drill import POST, TROUBLES, disturb
from tests.process.ledger import Count, Ledger
from tests.process.people import set_up, with_everything
from tests.standin import payloads
from tests.standin.server import StandIn
from tests.stored import ask

PROCESSES = 3
JUMPS = (0, 0, 90, 20 * 60)
"""Seconds by which the clock jumps; so few that nothing becomes too old to be sent."""

SHIFTED = """
    CREATE SCHEMA shifted;
    CREATE TABLE shifted.ahead (seconds bigint NOT NULL);
    INSERT INTO shifted.ahead VALUES (0);
    GRANT USAGE ON SCHEMA shifted TO PUBLIC;
    GRANT SELECT ON shifted.ahead TO PUBLIC;
    CREATE FUNCTION shifted.clock_timestamp() RETURNS timestamptz VOLATILE LANGUAGE sql AS
        'SELECT pg_catalog.clock_timestamp() + (SELECT seconds FROM shifted.ahead) * interval ''1 second''';
"""
"""A clock of the database's own that can be set: its schema stands before PostgreSQL's."""

AHEAD = "UPDATE shifted.ahead SET seconds = seconds + {}"

LIMITED: dict[str, Any] = {"retry_after": 2.0}
"""Discord lets a message wait; whoever freezes meanwhile wakes with it in hand."""

FREEZE = "freeze two"
AWAKENED = 0.4
"""How many of the frozen wake after a round."""
TAKEN_FROM = 0.6
"""How often they wake when another one is just about to send what they still have in hand."""

SLOWLY, QUICKLY = "5", "20"
"""Messages a second: in the rounds so few that whoever is hit has some in hand, and more to catch up."""

MISHAPS = {
    "kill one": 4,
    "kill two": 1,
    "kill all": 1,
    "end one": 1,
    FREEZE: 1,
    "cut connections": 1,
    "restart database": 1,
}
"""What happens to them, and how often in ten times."""

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"


class FleetLedger(Ledger):
    """The same books, of a database of PostgreSQL's."""

    def __init__(self, url: str, standin: StandIn) -> None:
        super().__init__(Path(), standin.world)
        self._url = url

    def _ask(self, query: str, *values: int | str, file: Path | None = None) -> list[Any]:
        return ask(self._url, query, *values)


class FleetDrill:
    """Processes that do not live long; dice decide about everything. `did` counts what happened to them.

    `run` is what they run, `mishaps` what may happen, each with its weight.
    """

    def __init__(
        self,
        standin: StandIn,
        server: Server,
        url: str,
        seed: int,
        run: str = "bot",
        mishaps: Mapping[str, int] = MISHAPS,
    ) -> None:
        self.did: Counter[str] = Counter()
        self.ledger = FleetLedger(url, standin)
        self._standin = standin
        self._server = server
        self._url = url
        self._run = run
        self._dice = random.Random(seed)  # noqa: S311 - nothing secret
        self._mishaps = mishaps
        self._rate = SLOWLY
        self._troubles = cycle(TROUBLES)
        self._crowd = Crowd(standin.world, self.ledger, self._dice)
        self._bots: list[BotProcess] = []
        self._frozen: list[BotProcess] = []
        standin.gateway.shards = standin.gateway.concurrency = 2
        standin.world.found(1 - payloads.GUILD // (1 << 22) % 2, 2)

    @property
    def now(self) -> int:
        """The time by everybody's clock."""
        return int(self._standin.world.clock.now())

    @property
    def _awake(self) -> list[BotProcess]:
        """Those that run, and not those that are frozen or gave up."""
        return [bot for bot in self._bots if bot not in self._frozen and not bot.over]

    async def begin(self) -> None:
        """A database with a clock that can be set, a server in it, and all processes."""
        let_clock_be_set(self._url)
        await set_up(self._url, with_everything(payloads.GUILD))
        for _ in range(PROCESSES):
            self._bots.append(await self._start())

    async def round(self) -> None:
        """Some come due, something happens, and whoever is dead is started again."""
        # A process that froze in a transaction keeps everybody waiting for a few seconds.
        store = Store.open(self._url, busy_ms=20_000)
        with suppress(StoreUnavailable):  # on a busy machine it is taken for frozen itself, and expects fewer
            await self._crowd.come(store, 6, 2)
        await store.close()
        (mishap,) = self._dice.choices([*self._mishaps], [*self._mishaps.values()])
        self._trouble(mishap)
        await self._sending()
        await getattr(self, f"_{mishap.replace(' ', '_')}")()
        self._jump(self._dice.choice(JUMPS))
        await self._revive()

    async def settle(self) -> Count:
        """Let them see to all that is due by now, until no lease and no nonce holds; count then."""
        self._standin.faults.clear()
        await self._revive()
        self._thaw(self._frozen)
        for bot in self._awake:
            await bot.stop()
        self._rate = QUICKLY
        end = self.now
        await self._caught_up(end)
        self._jump(LEASE + 20 * 60)
        await asyncio.sleep(5)
        await self._caught_up(end)
        for bot in self._awake:
            await bot.stop()
        return self.ledger.count(end)

    async def end(self) -> None:
        """Let none of them live on."""
        for bot in self._bots:
            await bot.kill()

    async def _kill_one(self) -> None:
        await self._kill(1)

    async def _kill_two(self) -> None:
        await self._kill(2)

    async def _kill_all(self) -> None:
        await self._kill(PROCESSES)

    async def _kill(self, number: int) -> None:
        for bot in self._dice.sample(self._bots, number):
            await bot.kill()
        self.did[f"SIGKILL of {number}"] += 1

    async def _end_one(self) -> None:
        for bot in self._dice.sample(self._awake, min(1, len(self._awake))):
            await bot.stop()
            self.did["SIGTERM"] += 1

    async def _freeze_two(self) -> None:
        """They wake a round or several later, or when another one has just begun with what was theirs."""
        frozen = self._dice.sample(self._awake, max(0, len(self._awake) - 1))
        for bot in frozen:
            bot.signal(signal.SIGSTOP)
            self.did["SIGSTOP"] += 1
        self._frozen += frozen
        if self._dice.random() < TAKEN_FROM:
            await asyncio.sleep(FROZEN_MS / 1000 + 2)
            self._trouble(FREEZE)
            self._jump(LEASE + 30)
            await self._sending()
            self._thaw(frozen)

    async def _cut_connections(self) -> None:
        name = self._url.rpartition("/")[2]
        await asyncio.to_thread(ask, self._url, CUT.replace("$1", f"'{name}'"))
        self.did["connections cut"] += 1

    async def _restart_database(self) -> None:
        how = self._dice.choice((signal.SIGINT, signal.SIGQUIT))
        await asyncio.to_thread(self._server.stop, how)
        await asyncio.to_thread(self._server.start)
        self.did[f"database restarted by {how.name}"] += 1

    async def _revive(self) -> None:
        self._standin.faults.clear()
        over = [bot for bot in self._bots if bot.over]
        self._bots = [bot for bot in self._bots if bot not in over]
        self._bots += [await self._start() for _ in over]
        self._frozen = [bot for bot in self._frozen if bot not in over]
        self._thaw([bot for bot in self._frozen if self._dice.random() < AWAKENED])

    def _thaw(self, bots: Sequence[BotProcess]) -> None:
        for bot in bots:
            bot.signal(signal.SIGCONT)
        self._frozen = [bot for bot in self._frozen if bot not in bots]

    async def _caught_up(self, end: int) -> None:
        for _ in range(600):
            await self._revive()
            await asyncio.sleep(1)
            if not (left := self.ledger.open(end)):
                return
            if not self.ledger.waiting(self.now):
                self._jump(max(0, self.ledger.next_look() - self.now))
        raise AssertionError(f"still waiting at {self.now}: {left}")

    def _trouble(self, mishap: str) -> None:
        """An answer is lost or comes late, a request is carried out late, or all is well: each in turn."""
        trouble = LIMITED if mishap == FREEZE else next(self._troubles)
        disturb(self._standin, trouble, self._dice.randint(1, 5))

    async def _sending(self) -> None:
        """Until a few are on their way."""
        enough = self._standin.requests[POST] + self._dice.randint(1, 6)
        for _ in range(400):
            if self._standin.requests[POST] >= enough:
                break
            await asyncio.sleep(0.02)
        await asyncio.sleep(self._dice.uniform(0, 0.1))

    def _jump(self, seconds: int) -> None:
        self._standin.world.clock.shift(seconds)
        if seconds:
            ask(self._url, AHEAD.format(seconds))
            self.did["jumps of the clock"] += 1

    async def _start(self) -> BotProcess:
        own = {name.upper() for name in Settings.model_fields}
        environment = {name: value for name, value in os.environ.items() if name not in own} | {
            "DISCORD_TOKEN": self._standin.token,
            "DISCORD_API_URL": self._standin.url,
            "DATABASE_URL": self._url,
            "NUDGE_TICK_SECONDS": "1",
            "NUDGE_RATE": self._rate,
            "PYTHONPATH": str(CHECKOUT),
        }
        command = (sys.executable, "-m", self._run, "run")
        return BotProcess(
            await asyncio.create_subprocess_exec(
                *command, env=environment, cwd=CHECKOUT, stdout=PIPE, stderr=STDOUT
            )
        )


def let_clock_be_set(url: str) -> None:
    """Give a database a clock that can be set, for whoever connects from now on."""
    ask(url, SHIFTED)
    name = url.rpartition("/")[2]
    ask(url, f"ALTER DATABASE {name} SET search_path = shifted, public, pg_catalog")
