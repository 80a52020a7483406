"""Members for a database that the bot will find when it starts."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.guilds import GuildSettings
from bot.domain.members import Member, NudgeSchedule, NudgeState
from bot.domain.schedule import DAY
from bot.store import engines
from bot.store.store import Store
from tests.standin import payloads
from tests.standin.world import World
from tests.stored import put_member, put_settings

WEEK = 7 * DAY
PHASE = "mlops-engineer/foundations"


def due_at(world: World, user: int, due: int, zone: str = "UTC") -> Member:
    """Somebody whose DM is open, and whose weekly nudge is due then (epoch seconds)."""
    wall = datetime.fromtimestamp(due, ZoneInfo(zone))
    return Member(
        user,
        "mlops-engineer",
        enrolled_at=due - WEEK,
        started=True,
        nudged=True,
        schedule=NudgeSchedule(wall.isoweekday(), wall.hour * 60 + wall.minute, zone),
        dm_channel=int(world.open_direct(user)["id"]),
        seen_day=due // DAY,
        nudges=NudgeState(weekly_at=due, wake_at=due),
    )


async def enrol(url: str, members: Iterable[Member]) -> None:
    """Put members into a database, which is made if it is not there."""
    await engines.of(url).migrate(url)
    store = Store.open(url)
    for member in members:
        await put_member(store, member)
    await store.close()


async def set_up(url: str, *servers: GuildSettings) -> None:
    """Let servers be set up like this, in a database which is made if it is not there."""
    await engines.of(url).migrate(url)
    store = Store.open(url)
    for settings in servers:
        await put_settings(store, settings)
    await store.close()


def with_updates(guild: int) -> GuildSettings:
    """A server of the stand-in's whose updates go to the channel for them."""
    return GuildSettings(guild, updates_channel=payloads.channels(guild)[1])


def with_everything(guild: int) -> GuildSettings:
    """A server of the stand-in's that has a place for all that can be posted there."""
    general, updates = payloads.channels(guild)
    return GuildSettings(
        guild,
        updates,
        moderator_role=payloads.LEARNERS,
        zone="UTC",
        help_channel=general,
        showcase_channel=payloads.forum_of(guild),
        checkin_channel=general,
        moderators_channel=general,
        phase_roles={PHASE: payloads.LEARNERS},
    )
