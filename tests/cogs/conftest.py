"""What the bot has stored, to look behind the answers."""

from collections.abc import Awaitable, Callable

import pytest

from bot.content.live import LiveContent
from bot.domain.journey import Journey
from bot.domain.members import Member
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.store.store import Store
from bot.trial.people import Person
from bot.trial.world import World

Know = Callable[[Person], Awaitable[Member | None]]
Follow = Callable[[Person], Awaitable[Journey]]


@pytest.fixture
def store(world: World) -> Store:
    """What the bot has stored."""
    return world.app.store


@pytest.fixture
def known(store: Store) -> Know:
    """What is stored about somebody."""

    async def look(person: Person) -> Member | None:
        return await store.read.members.get(person.id)

    return look


@pytest.fixture
def way(store: Store, content: LiveContent) -> Follow:
    """How far somebody is."""
    progress = ProgressService(store, content, Names(store, content))

    async def look(person: Person) -> Journey:
        return await progress.journey(person.id)

    return look
