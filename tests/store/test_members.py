"""Members come back as they were kept, and where they were met is remembered."""

import asyncio
from datetime import date

import pytest

from bot.domain.acts import Act
from bot.domain.marks import Mark, MarkState
from bot.domain.members import Goal, Member, NudgeSchedule, NudgeState
from bot.domain.schedule import DAY
from bot.store.store import Store
from tests.stored import change_member, put_member, the_member

ADA = Member(
    1, "trail", 100, True, True, NudgeSchedule(3, 1_110, "Asia/Kathmandu"), dm_channel=10**18, seen_day=19_000
)
FULL = ADA._replace(
    nudges=NudgeState(
        1, 2, "a/b", True, 4, 5, 6, resting=True, unanswered=7, still_at=9, refused_at=8, told_at=10
    ),
    goal=Goal("trail/exam", date(2026, 6, 1), told=False),
    locale="de",
    told_hours=63.5,
)


@pytest.mark.parametrize("member", [ADA, FULL, FULL._replace(goal=Goal("trail/exam"))])
async def test_a_member_comes_back_as_they_were_put(store: Store, member: Member) -> None:
    assert await store.read.members.get(1) is None
    assert await put_member(store, member) == member
    assert await the_member(store, 1) == member
    assert await put_member(store, ADA) == ADA
    assert await the_member(store, 1) == ADA


@pytest.mark.parametrize("member", [ADA, FULL, FULL._replace(paths={"trail": {"cloud": "aws"}})])
async def test_the_driver_itself_gives_what_is_given_in_a_transaction(store: Store, member: Member) -> None:
    await put_member(store, member)
    async with store.transaction() as rows:
        marks = [Mark("a0/b", MarkState.DONE, "https://example.org/ä"), Mark("a1", MarkState.SKIPPED)]
        await rows.changes.add(Act(1, None, 10, at=200), "trail", marks)
        within = await rows.changes.of(1)
    alone = await store.read.changes.of(1)
    assert repr(alone.member) == repr(within.member)  # also that what is true is not 1
    assert alone.member == member
    assert [mark for change in alone.standing for mark in change.marks] == marks
    assert (await store.read.changes.of(2)).member is None


async def test_a_change_is_decided_on_what_is_stored(store: Store) -> None:
    await put_member(store, ADA)

    def later(known: Member) -> Member:
        return known._replace(schedule=known.schedule._replace(minute=known.schedule.minute + 1))

    await asyncio.gather(*(change_member(store, 1, later) for _ in range(20)))
    assert await the_member(store, 1) == ADA._replace(schedule=ADA.schedule._replace(minute=1_130))


async def test_whoever_is_new_was_here_on_the_day_they_came(store: Store) -> None:
    """Who was never seen would be taken for long gone."""
    came = Member(1, "trail", 20_000 * DAY + 5)
    tokyo = came._replace(id=2, enrolled_at=20_000 * DAY - 60, schedule=NudgeSchedule(zone="Asia/Tokyo"))
    for new in (came, tokyo):
        async with store.transaction() as rows:
            assert await rows.members.add(new) == new._replace(seen_day=20_000)
        assert await the_member(store, new.id) == new._replace(seen_day=20_000)


async def test_servers_are_remembered_once_in_the_order_they_came(store: Store) -> None:
    await put_member(store, ADA)
    async with store.transaction() as rows:
        for at, guild in ((100, 9), (200, 5), (300, 9)):
            await rows.members.meet(1, guild, at)
    assert await store.read.members.guilds(1) == (9, 5)
    assert await store.read.members.guilds(2) == ()


async def test_the_direct_message_channel_can_be_set(store: Store) -> None:
    await put_member(store, ADA)
    async with store.transaction() as rows:
        await rows.members.set_dm_channel(1, 77)
    assert await the_member(store, 1) == ADA._replace(dm_channel=77)


async def test_who_is_due_comes_in_the_order_of_their_times(store: Store) -> None:
    for user, wake_at in ((1, 30), (2, 10), (3, None), (4, 20), (5, 31)):
        await put_member(store, ADA._replace(id=user, nudges=NudgeState(wake_at=wake_at)))
    assert await store.read.members.next_due() == 10
    assert [member.id for member in await store.read.members.due(30, 9)] == [2, 4, 1]
    assert [member.id for member in await store.read.members.due(30, 2)] == [2, 4]
    assert await store.read.members.due(9, 9) == []


async def test_when_nobody_is_due_there_is_no_time(store: Store) -> None:
    await put_member(store, ADA)
    assert await store.read.members.next_due() is None
