"""What the bot has stored, to look behind the answers."""

from collections.abc import Awaitable, Callable

import pytest

from bot.content.live import LiveContent
from bot.domain.journey import Journey
from bot.domain.members import Member
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.trial.people import Person
from bot.trial.world import World

Know = Callable[[Person], Awaitable[Member | None]]
Follow = Callable[[Person], Awaitable[Journey]]


@pytest.fixture
def stored(world: World) -> MemberStore:
    """The members in the bot's database."""
    return MemberStore(world.app.database)


@pytest.fixture
def known(stored: MemberStore) -> Know:
    """What is stored about somebody."""

    async def look(person: Person) -> Member | None:
        return await stored.get(person.id)

    return look


@pytest.fixture
def way(world: World, content: LiveContent) -> Follow:
    """How far somebody is."""
    journeys = JourneyStore(world.app.database)

    async def look(person: Person) -> Journey:
        return await journeys.load(person.id, content.library)

    return look
