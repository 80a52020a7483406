"""Whoever comes back in the moment in which they were to be deleted stays."""

import asyncio
from dataclasses import replace

from bot.delivery.retention import MEMBER_DAYS, NOTICE_DAYS
from bot.domain.jobs import Ending, JobKind, JobState, NewJob
from bot.domain.members import Member
from bot.domain.schedule import DAY
from bot.trial.world import World
from tests.stored import put_member


async def test_a_click_in_the_last_moment_counts(world: World) -> None:
    store, now = world.app.store, world.now()
    gone, told = now - (MEMBER_DAYS + 1) * DAY, now - (NOTICE_DAYS + 1) * DAY
    for user in (1, 2):
        await put_member(store, Member(user, "mlops-engineer", gone))
        async with store.transaction() as rows:
            farewell = await rows.jobs.add(NewJob(JobKind.FAREWELL, user, told, user=user), told)
            await rows.jobs.settle(farewell, Ending(JobState.SENT, told, JobKind.FAREWELL))

    async with store.transaction() as rows:
        look = asyncio.create_task(world.app.retention.look())
        await asyncio.sleep(0.1)  # by then it knows whom to delete and waits to write
        member = await rows.members.get(1)
        assert member is not None
        await rows.members.save(replace(member, seen_day=now // DAY))
    await look

    assert await store.read.members.get(1) is not None
    assert await store.read.members.get(2) is None
