"""The old file, brought up to date, and the bot at work on it."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import app
from bot.content.live import LiveContent
from bot.store.sqlite.migrate import migrate
from bot.trial.world import World, at_once
from tests.upgrade.hands import Old
from tests.upgrade.places import Places
from tests.upgrade.record import FILE, ended

DOWN = timedelta(minutes=10)
"""How long the update took."""


@pytest.fixture
async def upgraded(tmp_path: Path) -> Path:
    """A copy of the old file as today's version has it."""
    file = Path(shutil.copy(FILE, tmp_path / "upgraded.db"))
    await migrate(address(file))
    return file


@pytest.fixture
async def old(world: World, content: LiveContent, upgraded: Path) -> AsyncIterator[Old]:
    """The bot started on that file, among the people it knows, ten minutes after the old one ended."""
    places = Places(world.env)
    places.put_back()
    await world.env.advance_time((ended() + DOWN - world.env.now()).total_seconds())
    built = await app.build(address(upgraded), content, world.now, wait=at_once)
    async with built.store.transaction() as rows:
        await rows.jobs.inherit()
    await world.env.restart_bot(built.client)
    middle = places.seen_from(replace(world, app=built), "Model Trail")
    yield Old(middle, places, upgraded)
    await built.store.close()


def address(file: Path) -> str:
    """How DATABASE_URL names this file."""
    return f"sqlite+aiosqlite:///{file}"
