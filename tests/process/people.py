"""Members for a database that the bot will find when it starts."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.members import Member, NudgeSchedule, NudgeState
from bot.domain.schedule import DAY
from bot.store.database import Database
from bot.store.members import MemberStore
from bot.store.migrate import migrate
from tests.standin.world import World

WEEK = 7 * DAY


def due_at(world: World, user: int, due: int, zone: str = "UTC") -> Member:
    """Somebody whose DM is open, and whose weekly nudge is due then (epoch seconds, a whole minute)."""
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
    await migrate(url)
    database = Database.open(url)
    store = MemberStore(database)
    for member in members:
        await _put(store, member)
    await database.close()


async def _put(store: MemberStore, member: Member) -> None:
    await store.put(member.id, lambda _: member, at=member.enrolled_at)
