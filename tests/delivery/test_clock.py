"""A clock that was ahead and is right again: nobody waits for the time it showed."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from bot.app import dispatching
from bot.delivery.clock import ClockWatch
from bot.delivery.sender import DiscordSender
from bot.domain import nudge_state
from bot.domain.guilds import GuildSettings
from bot.domain.jobs import JobKind, NewJob
from bot.domain.members import UNTIL_BACK, NudgeSchedule
from bot.domain.recurring import arranged
from bot.domain.schedule import DAY
from bot.store.columns import Day, Moment, metadata
from bot.store.corrections import TO_COME
from bot.trial.world import at_once
from tests.delivery.conftest import UNSPACED, Office
from tests.stored import put_settings

HOUR, WEEK = 60 * 60, 7 * DAY


@dataclass
class Clock:
    """The world's, as long as nothing is `ahead`."""

    office: Office
    ahead: int = 0

    def __call__(self) -> int:
        return self.office.world.now() + self.ahead


@pytest.fixture
def clock(office: Office) -> Clock:
    """What the bot goes by."""
    clock, client = Clock(office), office.world.app.client
    sender = DiscordSender(client, wait=at_once, outcomes=client.outcomes)
    office.dispatcher = dispatching(office.store, sender, office.content, UNSPACED, clock, at_once)
    return clock


async def look(office: Office, clock: Clock) -> None:
    """What happens every hour, in whatever order."""
    await ClockWatch(office.store, clock).look()
    await office.tick()


@pytest.mark.parametrize(("weeks", "every"), [(2, 1), (52, 1), (52, 4)])
async def test_messages_come_as_before(office: Office, clock: Clock, weeks: int, every: int) -> None:
    schedule = NudgeSchedule(every=every, zone="Europe/Berlin")
    (robin,) = await office.crowd(1, schedule)
    await office.until_due()
    await look(office, clock)
    clock.ahead = weeks * WEEK
    await look(office, clock)
    clock.ahead = 0
    by_then = len(robin.inbox())
    for _ in range(8):
        await look(office, clock)
        await office.later(WEEK)
        await office.change(robin, lambda member: nudge_state.sign_of_life(member, clock()))
    # Of the first weeks some had their message while the clock was ahead.
    assert len(robin.inbox()) - by_then >= (8 - 2) // every
    assert len(robin.inbox()) == len(office.rows(where="state = 'sent'"))


async def test_what_was_missed_by_a_clock_that_was_ahead_comes_when_it_is_due(
    office: Office, clock: Clock
) -> None:
    (robin,) = await office.crowd(1)
    await look(office, clock)
    clock.ahead = 52 * WEEK
    await look(office, clock)
    assert "missed" in office.states()
    clock.ahead = 0
    await look(office, clock)
    before = len(robin.inbox())
    await office.until_due()
    await look(office, clock)
    assert len(robin.inbox()) == before + 1, "the week that stood for all that was missed"


async def test_a_clock_that_is_right_changes_nothing(office: Office, clock: Clock) -> None:
    await office.crowd(2)
    await put_settings(office.store, arranged(GuildSettings(1, checkin_channel=2), clock()))
    await office.until_due()
    await look(office, clock)
    before = _everything(office)
    for seconds in (0, 60, 60 - HOUR):
        clock.ahead = seconds
        await ClockWatch(office.store, clock).look()
        assert _everything(office) == before


async def test_servers_hear_as_before(office: Office, clock: Clock) -> None:
    await ClockWatch(office.store, clock).look()
    right = arranged(GuildSettings(1, checkin_channel=2, moderators_channel=3), clock())
    await put_settings(office.store, right)
    clock.ahead = 52 * WEEK
    await ClockWatch(office.store, clock).look()
    await put_settings(office.store, arranged(right, clock()))
    clock.ahead = 0
    await ClockWatch(office.store, clock).look()
    assert await office.store.read.guilds.get(1) == right


async def test_what_waits_for_a_minute_does_not_wait_for_a_year(office: Office, clock: Clock) -> None:
    (robin,) = await office.crowd(1)
    await office.add(JobKind.TEST, robin, wait_until=clock() + 52 * WEEK)
    scheduled = clock() + 20 * WEEK
    office.alter("UPDATE jobs SET due_at = due_at + 1 WHERE kind = 'test'")
    async with office.store.transaction() as rows:
        post = NewJob(JobKind.POST, 5, scheduled, guild=5)
        await rows.jobs.add(post, clock(), wait_until=scheduled)
        await rows.corrections.wake(clock())
    assert office.rows("lease_until", "kind = 'test'") == [(clock() + 1,)]
    assert office.rows("lease_until", "kind = 'post'") == [(scheduled,)], "it was said for that day"


async def test_a_pause_until_back_ends_for_who_was_seen_by_a_clock_that_was_ahead(
    office: Office, clock: Clock
) -> None:
    (robin,) = await office.crowd(1)
    clock.ahead = 52 * WEEK
    await office.change(robin, lambda member: nudge_state.sign_of_life(member, clock()))
    await ClockWatch(office.store, clock).look()
    clock.ahead = 0
    await office.change(robin, lambda member: nudge_state.paused(member, UNTIL_BACK, clock()))
    await ClockWatch(office.store, clock).look()
    await office.later(2 * DAY)
    back = await office.change(robin, lambda member: nudge_state.sign_of_life(member, clock()))
    assert back.nudges.paused_until is None


def test_what_is_to_come_stands_in_columns_that_there_are() -> None:
    columns = {column.name for table in metadata.sorted_tables for column in table.c if _is_time(column)}
    assert columns > TO_COME


def _is_time(column: sa.Column[object]) -> bool:
    return isinstance(column.type, Moment | Day)


def _everything(office: Office) -> list[object]:
    tables = [table.name for table in metadata.sorted_tables if table.name != "shared"]
    return [office.ask(f"SELECT * FROM {table}") for table in tables]  # noqa: S608 - names of ours
