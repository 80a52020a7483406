"""Whoever comes back in the moment in which they were to be deleted stays."""

import asyncio

from bot.delivery.retention import MEMBER_DAYS, NOTICE_DAYS
from bot.domain.jobs import Ending, JobKind, JobState, NewJob
from bot.domain.members import Member
from bot.domain.schedule import DAY
from bot.store.store import Store
from bot.trial.world import World
from tests.stored import put_member


def reads(store: Store) -> int:
    """How often something was read, outside of a transaction."""
    return store.pulse.seconds["read"].up_to()[-1][1]


async def test_a_click_in_the_last_moment_counts(world: World) -> None:
    store, now = world.app.store, world.now()
    gone, told = now - (MEMBER_DAYS + 1) * DAY, now - (NOTICE_DAYS + 1) * DAY
    for user in (1, 2):
        await put_member(store, Member(user, "mlops-engineer", gone))
        async with store.transaction() as rows:
            farewell = await rows.jobs.add(NewJob(JobKind.FAREWELL, user, told, user=user), told)
            await rows.jobs.settle(farewell, Ending(JobState.SENT, told, JobKind.FAREWELL))

    async with store.transaction() as rows:
        before = reads(store)
        look = asyncio.create_task(world.app.retention.look())
        while reads(store) == before:  # noqa: ASYNC110 - it looks around first, and then waits to write
            await asyncio.sleep(0.001)
        member = await rows.members.get(1)
        assert member is not None
        await rows.members.save(member._replace(seen_day=now // DAY))
    await look

    assert await store.read.members.get(1) is not None
    assert await store.read.members.get(2) is None
