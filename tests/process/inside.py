"""The real bot in the test's own process, by the stand-in's clock: trouble of hours takes a second."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.app import App, build, dispatching, health_of
from bot.content.live import LiveContent
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.sender import WINDOW, DiscordSender
from bot.discord_internals import connect_through
from bot.domain.members import Member
from bot.host.health import Health
from bot.store.export import everything_about
from bot.store.store import Store
from tests.process.conftest import CHECKOUT
from tests.process.people import due_at, enrol
from tests.standin.interactions import Interaction
from tests.standin.messages import Message
from tests.standin.server import StandIn
from tests.stored import the_member

NOON = 1_804_680_000
"""Wednesday, 10 March 2027, 12:00 UTC: far from anybody's night."""

DEADLINE = 0.8
"""Seconds that a request may take here; outside it is 25."""

ANSWER = "PATCH /webhooks/{application}/{token}/messages/{message}"
BUSY_MS = 200
RATE = 40


@dataclass(frozen=True)
class Inside:
    """A bot that is connected; `app` answers commands, `dispatcher` sends when it is told to."""

    standin: StandIn
    app: App
    file: Path
    store: Store
    sender: DiscordSender
    dispatcher: Dispatcher
    skew: list[int]

    @property
    def now(self) -> int:
        """The time by the bot's clock, which is ahead of Discord's by `skew`."""
        return int(self.standin.world.clock.now()) + sum(self.skew)

    async def run(self, after: float = 0) -> None:
        """Send what is due, so many seconds later, until nothing is under way."""
        self.standin.world.clock.shift(after)
        await self.dispatcher.tick()
        await self.dispatcher.drain()

    @property
    def health(self) -> Health:
        """What can be asked whether it works."""
        own = replace(self.app, store=self.store, sender=self.sender, dispatcher=self.dispatcher)
        return health_of(own, 20, lambda: self.now)

    @property
    def stopped_for(self) -> int:
        """For how many seconds all sending still rests."""
        return (self.dispatcher.resting_until or self.now) - self.now

    def inbox(self, user: int) -> list[Message]:
        """What the member finds in their DM."""
        return self.standin.world.delivered(user)

    async def state(self, user: int) -> list[str]:
        """How the member's messages stand, oldest first."""
        export = await everything_about(self.store.read.connection, user)
        return [row["state"] for row in export["jobs"]]

    async def becomes(self, user: int, *states: str) -> None:
        """Wait until the member's nudges stand like this: some of it is noted after an answer."""
        for _ in range(200):
            if await self.state(user) == [*states]:
                return
            await asyncio.sleep(0.02)
        assert await self.state(user) == [*states]

    async def after_thought(self, act: Awaitable[Interaction]) -> Interaction:
        """Wait for the answer of what the bot asks for patience for."""
        answers = self.standin.requests[ANSWER]
        answer = await act
        await self.standin.world.until(lambda: self.standin.requests[ANSWER] > answers)
        return answer

    async def member(self, user: int) -> Member:
        """The member as they are stored."""
        return await the_member(self.store, user)


@asynccontextmanager
async def inside(
    standin: StandIn,
    folder: Path,
    people: int = 2,
    deadline: float = DEADLINE,
    window: tuple[int, float] = WINDOW,
    url: str | None = None,
) -> AsyncIterator[Inside]:
    """A bot in whose database members 1, 2, 3 … are due right now, Wednesday noon: a file, or at `url`."""
    clock, skew = standin.world.clock, [0]
    clock.shift(NOON - clock.now())
    url = url or f"sqlite+aiosqlite:///{folder}/cairn.db"
    await enrol(url, [due_at(standin.world, user, NOON) for user in range(1, people + 1)])
    content = LiveContent.open(CHECKOUT / "content")

    def now() -> int:
        return int(clock.now()) + sum(skew)

    await connect_through(standin.url, standin.token)
    app = await build(url, content, now)
    store = Store.open(url, busy_ms=BUSY_MS)
    sender = DiscordSender(app.client, deadline, window, outcomes=app.client.outcomes)
    dispatcher = dispatching(store, sender, content, RATE, now)
    await app.client.login(standin.token)
    connection = asyncio.create_task(app.client.connect())
    await standin.gateway.ready()
    standin.limits.budgets.clear()  # hours pass in a moment here, but not for them
    try:
        yield Inside(standin, app, folder / "cairn.db", store, sender, dispatcher, skew)
    finally:
        await app.close()
        await store.close()
        await connection
