"""The day on which a member was last here: one write a day, after the answer."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import discord
import pytest

from bot.client import Cairn
from bot.domain.nudge_state import Kind
from bot.domain.nudges import Nudge
from bot.domain.schedule import DAY
from bot.store.nudges import NudgeStore
from bot.trial.world import World
from tests.cogs.conftest import Know
from tests.interactions import press


@pytest.fixture
def watcher(database_file: Path) -> Iterator[sqlite3.Connection]:
    """Somebody else who has the database open."""
    with closing(sqlite3.connect(database_file)) as connection:
        yield connection


def version(watcher: sqlite3.Connection) -> int:
    """A number that changes whenever anybody else has written."""
    return int(watcher.execute("PRAGMA data_version").fetchone()[0])


async def test_one_write_a_day_at_most(world: World, known: Know, watcher: sqlite3.Connection) -> None:
    await world.robin.slash("start")
    start = version(watcher)
    await world.robin.slash("next")
    first = version(watcher)
    await (await world.robin.slash("roadmap")).choose("Portfolio")
    await world.robin.slash("progress")
    assert version(watcher) == first
    await world.pass_time(DAY)
    await world.robin.slash("help")
    assert version(watcher) != first
    assert start <= first
    member = await known(world.robin)
    assert member is not None
    assert member.seen_day == world.now() // DAY


async def test_it_is_noted_after_the_answer(world: World) -> None:
    answered: list[bool] = []

    async def note(interaction: discord.Interaction[Cairn]) -> None:
        answered.append(interaction.response.is_done())

    world.app.client.add_listener(note, "on_answered")
    card = await world.robin.slash("roadmap")
    await card.choose("Portfolio")
    assert answered == [True, True]


async def test_a_click_counts_too(world: World, known: Know) -> None:
    await world.robin.slash("start")
    await world.pass_time(DAY)
    await press(world, world.robin, f"b:roadmap:{world.robin.id}").arrives()
    member = await known(world.robin)
    assert member is not None
    assert member.seen_day == world.now() // DAY


async def test_looking_around_enrols_nobody(world: World, known: Know, watcher: sqlite3.Connection) -> None:
    before = version(watcher)
    for name in ("next", "roadmap", "phase", "progress", "certs", "help", "mydata show"):
        await world.robin.slash(name)
    assert await known(world.robin) is None
    assert version(watcher) == before


async def test_a_mistake_is_a_sign_of_life_too(world: World, known: Know) -> None:
    await world.robin.slash("start")
    await world.pass_time(DAY)
    await world.robin.slash("phase", phase="nowhere")
    member = await known(world.robin)
    assert member is not None
    assert member.seen_day == world.now() // DAY


async def test_a_click_on_an_update_settles_no_nudge_of_the_same_number(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin")
    nudges = NudgeStore(world.app.database)
    nudge = await nudges.add(world.robin.id, Kind.TEST, world.now() + 1)
    assert isinstance(nudge, Nudge)
    await press(world, world.robin, f"b:next:0:{nudge.id}").arrives()
    assert await nudges.standing(nudge) is not None
