"""A dispatcher on a simulated Discord: real store, real handlers, and a crowd to write to."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.app import dispatching
from bot.content.live import LiveContent
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.rate_limit import Rule, Wait
from bot.delivery.sender import DiscordSender
from bot.domain import nudge_state
from bot.domain.acts import Act
from bot.domain.jobs import Job, JobKind, NewJob, Refusal
from bot.domain.members import Member, NudgeSchedule
from bot.domain.schedule import DAY, next_due
from bot.services.nudges import NudgeService
from bot.store.store import Store
from bot.trial.people import Person
from bot.trial.world import World, at_once
from tests.standin.conftest import standin  # noqa: F401 - a fixture
from tests.stored import ask, claim, put_member, the_member

LETTERS = "/channels/*/messages"
OPEN_DM = "/users/@me/channels"
UNSPACED = 10_000
BERLIN = NudgeSchedule(zone="Europe/Berlin")


class Gate:
    """Requests wait at it until it is opened; it counts them."""

    def __init__(self) -> None:
        self.requests = 0
        self.open = asyncio.Event()
        self.reached = asyncio.Event()

    async def __call__(self, _: Rule) -> None:
        """Wait for it."""
        self.requests += 1
        self.reached.set()
        await self.open.wait()


class Turnstile:
    """It lets one request through each time it is released."""

    def __init__(self) -> None:
        self.free = asyncio.Semaphore(0)
        self.arrived = asyncio.Semaphore(0)

    async def __call__(self, _: Rule) -> None:
        """Wait for a release."""
        self.arrived.release()
        await self.free.acquire()


@dataclass
class Office:
    """Everything a message passes through, without the pace that would make tests slow."""

    world: World
    url: str
    store: Store
    content: LiveContent
    dispatcher: Dispatcher
    nudges: NudgeService
    _interactions: Iterator[int] = field(default_factory=lambda: count(1))

    async def crowd(self, number: int, schedule: NudgeSchedule = BERLIN) -> list[Person]:
        """So many members whose DM is open, due in this order."""
        people = []
        for n in range(number):
            actor = self.world.guild.add_member(self.world.env.create_user(f"Learner {n}"))
            people.append(Person(self.world.env, actor, self.world.general))
            await self.enrol(people[-1], schedule, actor.user.dm_channel.id)
        return people

    async def enrol(
        self, person: Person, schedule: NudgeSchedule = BERLIN, channel: int | None = None
    ) -> None:
        """Let somebody be a member who wants nudges, as if they had used /start."""
        now = self.world.now()
        known = Member(
            person.id,
            "mlops-engineer",
            now,
            started=True,
            schedule=schedule,
            dm_channel=channel,
            seen_day=now // DAY,
        )
        await self.set(person, nudge_state.switched(known, True, now))

    async def set(self, person: Person, member: Member) -> None:
        """Store somebody like this."""
        await put_member(self.store, member)

    async def change(self, person: Person, change: Callable[[Member], Member]) -> Member:
        """Change somebody who is a member."""
        member = change(await self.member(person))
        await self.set(person, member)
        return member

    async def member(self, person: Person) -> Member:
        """Somebody as they are stored."""
        return await the_member(self.store, person.id)

    async def claim(self, number: int = 100) -> Sequence[Job]:
        """Claim what is due, and leave it at that."""
        return await claim(self.store, self.world.now(), number)

    def give_back(self) -> None:
        """Let what is claimed wait, never having been on the wire, until now."""
        self.alter(
            "UPDATE jobs SET state = 'waiting', lease_until = ? WHERE state = 'claimed'", self.world.now()
        )

    async def add(
        self, kind: JobKind, person: Person, *, asked: bool = True, wait_until: int | None = None
    ) -> Job:
        """A message to somebody, asked for by their click unless said otherwise; claimed unless it waits."""
        new = NewJob(kind, person.id, self.world.now(), asked, user=person.id)
        async with self.store.transaction() as rows:
            return await rows.jobs.add(new, self.world.now(), wait_until=wait_until)

    def act(self, person: Person) -> Act:
        """What somebody does now."""
        return Act(person.id, None, next(self._interactions), self.world.now())

    async def test(self, person: Person) -> Refusal | None:
        """Somebody asks for a test message, and waits for it."""
        with self.world.env.time_context():
            return await self.dispatcher.deliver(await self.nudges.test(self.act(person)))

    async def try_again(self, person: Person) -> Refusal | None:
        """Somebody lets the bot try again after a refusal, and waits for what comes."""
        with self.world.env.time_context():
            return await self.dispatcher.deliver(await self.nudges.try_again(self.act(person)))

    async def until_due(self, after: int = 0, schedule: NudgeSchedule = BERLIN) -> int:
        """Turn the clock to the next due time, or to `after` seconds later, without anybody looking."""
        due = next_due(schedule, self.world.now())
        assert due is not None
        await self.later(due - self.world.now() + after)
        return due

    async def later(self, seconds: int) -> None:
        """Turn the clock, without anybody looking."""
        await self.world.env.advance_time(seconds)

    async def tick(self) -> None:
        """One run of the dispatcher, until nothing is in flight."""
        with self.world.env.time_context():
            await run(self.dispatcher)

    @property
    def file(self) -> Path:
        """The file of its database, for what only a file has."""
        if not self.url.startswith("sqlite"):
            pytest.skip("it looks into the file itself, and with --postgres there is none")
        return Path(self.url.partition(":///")[2])

    def rows(self, columns: str = "state", where: str = "1 = 1") -> list[tuple[Any, ...]]:
        """The jobs as they lie in the database, oldest first."""
        return self.ask(f"SELECT {columns} FROM jobs WHERE {where} ORDER BY id")  # noqa: S608

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database says."""
        return ask(self.url, sql)

    def states(self) -> list[str]:
        """How everything for members but welcomes stands."""
        return [state for (state,) in self.rows(where="user_id IS NOT NULL AND kind <> 'welcome'")]

    def alter(self, sql: str, *values: object) -> None:
        """Do to the database what only an accident would."""
        ask(self.url, sql, *values)

    def refuse(self, status: int, code: int = 0, times: int | None = 1, path: str = LETTERS) -> None:
        """Let Discord refuse the next messages."""
        self.world.env.inject_error("POST", path, status=status, code=code, times=times)

    def dispatcher_with(
        self, requests: Wait = at_once, turns: Wait = at_once, rate: float = UNSPACED
    ) -> Dispatcher:
        """Another dispatcher on the same database, whose requests and whose turns wait like this."""
        client = self.world.app.client
        sender = DiscordSender(client, wait=requests)
        return dispatching(self.store, sender, self.content, rate, self.world.now, turns)

    def sent(self) -> list[Mapping[str, Any]]:
        """The bodies of all messages that the bot tried to send into DMs."""
        entries: Sequence[Any] = self.world.env.http_requests
        return [e.json for e in entries if e.method == "POST" and e.path.endswith("/messages")]

    @contextmanager
    def simulated(self) -> Iterator[None]:
        """Where discord.py's helpers take the simulated time."""
        with self.world.env.time_context():
            yield


async def run(dispatcher: Dispatcher) -> None:
    """One run of a dispatcher, until nothing is in flight."""
    await dispatcher.tick()
    await dispatcher.drain()


@pytest.fixture
def office(world: World, content: LiveContent, database_url: str) -> Office:
    """The jobs of the world's bot, done when a test says so."""
    store, client = world.app.store, world.app.client
    sender = DiscordSender(client, wait=at_once, outcomes=client.outcomes)
    dispatcher = dispatching(store, sender, content, UNSPACED, world.now, at_once)
    return Office(world, database_url, store, content, dispatcher, NudgeService(store, content))
