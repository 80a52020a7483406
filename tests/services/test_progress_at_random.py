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

from bot.content.live import LiveContent
from bot.domain.errors import NoSuchChange, NothingToUndo
from bot.domain.journey import Outcome
from bot.domain.marks import Change, MarkState
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.store.store import Store
from tests.services.samples import LIBRARY, TRAIL, act
from tests.stored import address

Kind = Literal["tick", "skip", "undo", "undo one"]
Step = tuple[Kind, int, bool]
KINDS: tuple[Kind, ...] = ("tick", "skip", "undo", "undo one")
steps = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 4), st.booleans()), max_size=20)
members = count(1)
interactions = count(1)


class Model:
    """What a member would write on paper: a list of lines, some crossed out."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, MarkState]] = []
        self.crossed: set[int] = set()

    def standing(self) -> Iterator[int]:
        return (n for n in range(len(self.lines)) if n not in self.crossed)

    def states(self) -> list[MarkState]:
        found = [MarkState.OPEN] * 5
        for n in self.standing():
            action, state = self.lines[n]
            found[action] = state
        return found

    def mark(self, action: int, state: MarkState) -> bool:
        """Whether there was something to do."""
        now = self.states()[action]
        if now is MarkState.DONE or (state is MarkState.SKIPPED and now is not MarkState.OPEN):
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

    def __init__(self, progress: ProgressService) -> None:
        self.id = next(members)
        self.progress = progress
        self.model = Model()
        self.made: list[Change] = []

    async def take(self, step: Step) -> None:
        kind, number, twice = step
        interaction = next(interactions)
        line = number if kind == "undo one" and number < len(self.made) else None
        if kind in ("tick", "skip"):
            done = self.model.mark(number, MarkState.DONE if kind == "tick" else MarkState.SKIPPED)
        else:
            done = self.model.undo(line)
        first = await self.deliver(kind, number, line, interaction)
        assert (first is not None and first.change is not None) is done
        if twice:
            assert await self.deliver(kind, number, line, interaction) == first
        if done and first and first.change and kind in ("tick", "skip"):
            self.made.append(first.change)

    async def deliver(self, kind: Kind, number: int, line: int | None, interaction: int) -> Outcome | None:
        click = act(interaction, self.id)
        if kind in ("tick", "skip"):
            mark = self.progress.tick if kind == "tick" else self.progress.skip
            return (await mark(click, f"a{number}"))[1]
        try:
            return await self.progress.undo(click, None if line is None else self.made[line].id)
        except (NothingToUndo, NoSuchChange):
            return None

    async def states(self) -> list[MarkState]:
        made = (await self.progress.journey(self.id)).progress
        return [made.state(action) for action in TRAIL.actions]


@pytest.fixture(scope="module")
def shared(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(migrated, tmp_path_factory.mktemp("random") / "cairn.db"))


@settings(max_examples=60)
@given(taken=steps)
def test_the_store_agrees_with_paper(shared: Path, taken: list[Step]) -> None:
    async def walk() -> None:
        store, content = Store.open(address(shared)), LiveContent(shared, LIBRARY)
        member = Member(ProgressService(store, content, Names(store, content)))
        for step in taken:
            await member.take(step)
            assert await member.states() == member.model.states()
        await store.close()

    asyncio.run(walk())
