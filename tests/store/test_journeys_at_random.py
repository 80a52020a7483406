"""Any sequence of ticks, skips and undos, each delivered any number of times, against a simple model."""

import asyncio
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import NothingToUndo
from bot.domain.journey import Outcome
from bot.domain.progress import Change, State
from bot.store.database import Database
from bot.store.journeys import JourneyStore
from tests.store.conftest import address
from tests.store.samples import LIBRARY, TRAIL, Skip, Tick

Kind = Literal["tick", "skip", "undo", "undo one"]
Step = tuple[Kind, int, bool]
KINDS: tuple[Kind, ...] = ("tick", "skip", "undo", "undo one")
steps = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 4), st.booleans()), max_size=20)
members = count(1)
interactions = count(1)


class Model:
    """What a member would write on paper: a list of lines, some crossed out."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, State]] = []
        self.crossed: set[int] = set()

    def standing(self) -> Iterator[int]:
        return (n for n in range(len(self.lines)) if n not in self.crossed)

    def states(self) -> list[State]:
        found = [State.OPEN] * 5
        for n in self.standing():
            action, state = self.lines[n]
            found[action] = state
        return found

    def mark(self, action: int, state: State) -> bool:
        """Whether there was something to do."""
        now = self.states()[action]
        if now is State.DONE or (state is State.SKIPPED and now is not State.OPEN):
            return False
        self.lines.append((action, state))
        return True

    def undo(self, line: int | None) -> bool:
        """Whether there was something to take back."""
        found = [n for n in self.standing() if line in (None, n)]
        self.crossed.update(found[-1:])
        return bool(found)


class Member:
    """Clicks in the bot and writes on paper at the same time."""

    def __init__(self, journeys: JourneyStore) -> None:
        self.id = next(members)
        self.journeys = journeys
        self.model = Model()
        self.made: list[Change] = []

    async def take(self, step: Step) -> None:
        kind, number, twice = step
        interaction = next(interactions)
        line = number if kind == "undo one" and number < len(self.made) else None
        if kind in ("tick", "skip"):
            done = self.model.mark(number, State.DONE if kind == "tick" else State.SKIPPED)
        else:
            done = self.model.undo(line)
        first = await self.deliver(kind, number, line, interaction)
        assert (first is not None and first.change is not None) is done
        if twice:
            assert await self.deliver(kind, number, line, interaction) == first
        if done and first and first.change and kind in ("tick", "skip"):
            self.made.append(first.change)

    async def deliver(self, kind: Kind, number: int, line: int | None, interaction: int) -> Outcome | None:
        if kind in ("tick", "skip"):
            decide = Tick(number) if kind == "tick" else Skip(number)
            return await self.journeys.change(self.id, TRAIL, interaction, interaction, decide)
        change_id = None if line is None else self.made[line].id
        try:
            return await self.journeys.undo(self.id, interaction, interaction, LIBRARY, change_id)
        except NothingToUndo:
            return None

    async def states(self) -> list[State]:
        progress = (await self.journeys.load(self.id, LIBRARY)).progress
        return [progress.state(action) for action in TRAIL.actions]


@pytest.fixture(scope="module")
def shared(template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return address(Path(shutil.copy(template, tmp_path_factory.mktemp("random") / "cairn.db")))


@settings(max_examples=60, deadline=None)
@given(taken=steps)
def test_the_store_agrees_with_paper(shared: str, taken: list[Step]) -> None:
    async def walk() -> None:
        database = Database.open(shared)
        member = Member(JourneyStore(database))
        for step in taken:
            await member.take(step)
            assert await member.states() == member.model.states()
        await database.close()

    asyncio.run(walk())
