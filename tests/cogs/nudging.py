"""Somebody who is written to each week, and what lies in their DM."""

from datetime import timedelta

from bot.domain.custom_id import read
from bot.domain.members import Member, NudgeSchedule
from bot.domain.schedule import DAY, instant, local_day, next_due
from bot.trial.drawing import buttons_of
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.conftest import Know
from tests.interactions import press
from tests.stored import ask

HOUR, WEEK = 60 * 60, 7 * DAY
DM, LETTER = "/users/@me/channels", "/channels/*/messages"
NOT_YOURS = "That button belongs to someone else's roadmap. `/next` shows yours."
OUTDATED = "That button no longer works. `/help` lists the commands."
NOTHING_KEPT = "You're not enrolled yet. `/start` does it."
BUTTONS = ["Done", "Still on it", "Plan it", "Pause", "Stop"]
FIRST_WORDS = "Linux and Git, step 1 of 11: find your way in a Linux shell."


async def stands(known: Know, world: World) -> Member:
    """Robin as stored."""
    member = await known(world.robin)
    assert member is not None
    return member


async def nudged(world: World, weeks: int = 1) -> Screen:
    """Robin in Berlin, so many weeks later: the newest letter."""
    await world.robin.slash("start", timezone="Berlin")
    await world.pass_time(weeks * WEEK)
    return world.robin.inbox()[-1]


def midnight(world: World, weeks: int) -> int:
    """When the day begins in Berlin that is so many weeks ahead."""
    zone = "Europe/Berlin"
    return instant(local_day(world.now(), zone) + timedelta(weeks=weeks), 0, zone)


def states(url: str) -> list[str]:
    """How the jobs stand, but for welcomes."""
    return [state for (state,) in ask(url, "SELECT state FROM jobs WHERE kind <> 'welcome' ORDER BY id")]


def ids(screen: Screen) -> dict[str, str]:
    """The custom_id of every button, by its label."""
    return {button["label"]: button["custom_id"] for button in buttons_of(screen.data)}


async def old_press(world: World, screen: Screen, word: str, *args: object) -> Screen:
    """A button that messages of the first edition had, pressed on this one."""
    key = next(iter(keys_of(screen)))
    written = ":".join(("b", word, str(screen.person.id), key, *map(str, args)))
    shown = (await press(world, screen.person, written, on=screen).arrives()).screen
    same = [each for each in screen.person.inbox() if each.message.id == screen.message.id]
    return shown if shown.text else same[0]  # else the message itself was changed


def keys_of(screen: Screen) -> set[str]:
    """The keys of the jobs that its buttons name."""
    presses = [read(custom_id) for custom_id in ids(screen).values()]
    return {str(each.key) for each in presses if each is not None}


async def panel(world: World) -> Screen:
    """Robin enrolled in Berlin, looking at the panel."""
    await world.robin.slash("start", timezone="Berlin")
    return await world.robin.slash("nudges")


async def refused(world: World) -> None:
    """Robin's weekly nudge was refused, on Monday at nine."""
    await world.robin.slash("start", timezone="Berlin")
    world.env.inject_error("POST", LETTER, status=403, code=50007)
    due = next_due(NudgeSchedule(zone="Europe/Berlin"), world.now()) or 0
    await world.pass_time(due - world.now() + HOUR)
    assert len(world.robin.inbox()) == 1
