"""A post office on a simulated Discord: real store, real courier, and a crowd to write to."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.content.live import LiveContent
from bot.delivery.courier import Courier
from bot.delivery.nudges import Engine
from bot.delivery.scribe import Scribe
from bot.delivery.sender import DiscordSender
from bot.delivery.welcome import Welcome
from bot.domain import nudge_state
from bot.domain.members import Member, NudgeSchedule
from bot.domain.nudges import Nudge
from bot.domain.schedule import next_due
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.store.nudges import NudgeStore
from bot.store.updates import UpdateStore
from bot.trial.people import Person
from bot.trial.world import World

LETTERS = "/channels/*/messages"
UNSPACED = 10_000
BERLIN = NudgeSchedule(zone="Europe/Berlin")


@dataclass
class Office:
    """Everything a nudge passes through, without the pace that would make tests slow."""

    world: World
    file: Path
    nudges: NudgeStore
    members: MemberStore
    journeys: JourneyStore
    courier: Courier
    engine: Engine

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
        known = Member(person.id, "mlops-engineer", now, started=True, schedule=schedule, dm_channel=channel)
        await self.set(person, nudge_state.switched(known, True, now))

    async def set(self, person: Person, member: Member) -> None:
        """Store somebody like this."""
        await self.members.put(person.id, lambda _: member, at=self.world.now())

    async def change(self, person: Person, change: Callable[[Member], Member]) -> Member:
        """Change somebody who is a member."""
        member = change(await self.member(person))
        await self.set(person, member)
        return member

    async def member(self, person: Person) -> Member:
        """Somebody as they are stored."""
        member = await self.members.get(person.id)
        assert member is not None
        return member

    async def claim(self, number: int = 100) -> Sequence[Nudge]:
        """Claim what is due, and leave it at that."""
        return (await self.nudges.claim(self.world.now(), number)).nudges

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
        """One run of the engine, until nothing is in flight."""
        with self.world.env.time_context():
            await self.engine.tick()
            await self.engine.drain()

    def rows(self, columns: str = "state", where: str = "1") -> list[tuple[Any, ...]]:
        """The nudge log as it lies in the file, oldest first."""
        return self.ask(f"SELECT {columns} FROM nudges WHERE {where} ORDER BY id")  # noqa: S608

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What the file says."""
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(sql).fetchall()

    def states(self) -> list[str]:
        """How every nudge but welcomes stands."""
        return [state for (state,) in self.rows(where="kind <> 'welcome'")]

    def alter(self, sql: str, *values: object) -> None:
        """Do to the file what only an accident would."""
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute(sql, values)

    def refuse(self, status: int, code: int = 0, times: int | None = 1, path: str = LETTERS) -> None:
        """Let Discord refuse the next messages."""
        self.world.env.inject_error("POST", path, status=status, code=code, times=times)

    def courier_with(self, sender: DiscordSender) -> Courier:
        """Another courier on the same database."""
        world = self.world
        scribe = Scribe(self.journeys, UpdateStore(world.app.database), world.app.content, world.now)
        return Courier(sender, self.nudges, self.members, scribe, world.now)

    def welcome(self, sender: DiscordSender | None = None) -> Welcome:
        """What is sent in a click."""
        courier = self.courier if sender is None else self.courier_with(sender)
        return Welcome(courier, self.nudges, self.members, self.journeys)

    def sent(self) -> list[Mapping[str, Any]]:
        """The bodies of all messages that the bot tried to send into DMs."""
        entries: Sequence[Any] = self.world.env.http_requests
        return [e.json for e in entries if e.method == "POST" and e.path.endswith("/messages")]

    @contextmanager
    def simulated(self) -> Iterator[None]:
        """Where discord.py's helpers take the simulated time."""
        with self.world.env.time_context():
            yield


@pytest.fixture
def office(world: World, content: LiveContent, database_file: Path) -> Office:
    """The post office of the world's bot."""
    database = world.app.database
    nudges, members, journeys = NudgeStore(database), MemberStore(database), JourneyStore(database)
    scribe = Scribe(journeys, UpdateStore(database), content, world.now)
    courier = Courier(DiscordSender(world.app.client), nudges, members, scribe, world.now)
    engine = Engine(nudges, courier, UNSPACED, world.now)
    return Office(world, database_file, nudges, members, journeys, courier, engine)
