"""The simulated server: many may act in it at once, and time passes in it as it is told to."""

from bot.domain.schedule import DAY
from bot.trial import crowd
from bot.trial.world import World
from tests.cogs.moderating import newcomers

HOUR = 60 * 60


async def test_many_click_then_an_hour_passes_then_many_click_again(world: World) -> None:
    """Clicks and the run of what is due go out through one window, each by its own clock in here."""
    people = newcomers(world, 50)
    await world.pass_time(28 * DAY)
    for person in people:
        await person.slash("start", timezone="London", day="Thursday", time="01:00")
    await world.pass_time(HOUR)
    assert [len(person.inbox()) for person in people] == [2] * len(people)
    for person in people[:5]:
        await (await person.slash("nudges")).click("Send a test message")
    assert [len(person.inbox()) for person in people[:5]] == [3] * 5


async def test_whoever_joins_and_enrols_is_seen_in_the_community(world: World) -> None:
    """All 25 that the page speaks of: none is lost by rounding."""
    await crowd.join(world)
    text = (await world.mona.slash("community")).text
    assert "- Foundations: 10\n- Core tools: 10\n- Portfolio: 5\n" in text
    assert "- In all: 25\n" in text
