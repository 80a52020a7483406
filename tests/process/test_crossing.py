"""Members act in two processes at once: what they were told comes, as long as there are locks."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.acts import Act, Clicked
from bot.domain.jobs import JobKey, JobKind
from bot.domain.members import Member
from bot.domain.schedule import DAY
from bot.services.nudges import NudgeService
from bot.store.jobs import LEASE
from bot.store.postgres import database
from bot.store.store import Store
from tests.postgres import Server
from tests.process.inside import NOON, Inside, inside
from tests.standin.server import StandIn

PEOPLE = range(1, 61)
HOURS = 4


async def crossed(standin: StandIn, url: str, folder: Path) -> tuple[int, int]:
    """How many waited in vain for the message that they were told of, and how many set their hours in vain.

    All press **Snooze** on their message, and choose at the same time, on a card that it opened, how many
    hours they have a week: one process is told of the one, another of the other.
    """
    async with AsyncExitStack() as opened:
        bot = await opened.enter_async_context(inside(standin, folder, len(PEOPLE), url=url))
        stores = [Store.open(url) for _ in range(2)]
        for store in stores:
            opened.push_async_callback(store.close)
        one, other = (NudgeService(store, bot.app.content) for store in stores)
        await until_sent(bot, 1)
        clicked = Clicked(JobKey.of(JobKind.WEEKLY, NOON), NOON)
        dice = random.Random(1)  # noqa: S311 - nothing secret

        async def soon(number: int, user: int, change: Callable[[Act], Awaitable[Member]]) -> Member:
            await asyncio.sleep(dice.uniform(0, 0.005))
            return await change(Act(user, None, number + user, bot.now, clicked=clicked))

        for user in PEOPLE:
            snoozed, _ = await asyncio.gather(
                soon(1_000, user, one.snooze), soon(2_000, user, lambda act: other.set_hours(act, HOURS))
            )
            assert snoozed.nudges.snooze_at == NOON + DAY
        hours = [(await bot.member(user)).hours for user in PEOPLE]
        standin.world.clock.shift(DAY)
        await until_sent(bot, 2)
        return sum(len(bot.inbox(user)) < 2 for user in PEOPLE), len(PEOPLE) - hours.count(HOURS)


async def until_sent(bot: Inside, number: int) -> None:
    """Send what is due; on a busy machine some of it waits for the database, and for the next run."""
    for _ in range(5):
        await bot.run(after=LEASE)
        if all(len(bot.inbox(user)) == number for user in PEOPLE):
            return


async def test_who_acts_in_two_processes_at_once_gets_what_both_told(
    standin: StandIn, postgres: Server, tmp_path: Path
) -> None:
    assert await crossed(standin, postgres.emptied(), tmp_path) == (0, 0)


async def test_without_the_locks_they_would_wait_in_vain(
    standin: StandIn, postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job is never lost: it is the change to its member that one process writes over another one's."""
    monkeypatch.setattr(database, "_lock", lambda _: text("SELECT 1"))
    unsent, unset = await crossed(standin, postgres.emptied(), tmp_path)
    assert unsent > 0
    assert unset > 0
