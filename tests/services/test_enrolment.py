"""`/start` counts once, marks what is known, and asks for a welcome where a DM has to be opened."""

import pytest

from bot.domain.enrolment import Request
from bot.domain.errors import NothingToUndo
from bot.domain.jobs import JobKind
from bot.domain.members import NudgeState
from bot.services.data import DataService
from bot.services.enrolment import Enrolment
from bot.services.nudges import NudgeService
from bot.services.progress import ProgressService
from bot.store.store import Store
from tests.services.samples import NOON, PATH, TRAIL, act
from tests.stored import change_member, the_member

BERLIN = Request(zone="Europe/Berlin")
SECOND = (TRAIL, TRAIL.phase("second"))


async def test_a_click_counts_once_whatever_came_after_it(
    store: Store, enrolment: Enrolment, nudges: NudgeService
) -> None:
    await enrolment.start(act(7), BERLIN, None)
    later = await nudges.reschedule(act(8), Request(weekday=5))
    assert later.schedule.weekday == 5
    assert (await enrolment.start(act(7), BERLIN, None)).member == later
    assert (await enrolment.start(act(8), Request(weekday=2), None)).member == later
    assert await nudges.turn_off(act(7)) == later
    assert await the_member(store, 1) == later
    assert not (await nudges.turn_off(act(9))).nudged


async def test_a_click_of_whom_everything_was_deleted_counts_anew(
    store: Store, enrolment: Enrolment, data: DataService
) -> None:
    first = (await enrolment.start(act(7), BERLIN, None)).member
    await data.delete(1, NOON)
    assert (await enrolment.start(act(7), BERLIN, None)).member == first
    assert await the_member(store, 1) == first


async def test_servers_are_remembered_once_in_the_order_they_came(store: Store, enrolment: Enrolment) -> None:
    for interaction, guild in enumerate((9, 5, 9, None)):
        await enrolment.start(act(interaction, at=NOON + interaction, guild=guild), BERLIN, None)
    assert await store.read.members.guilds(1) == (9, 5)
    assert await store.read.members.guilds(2) == ()


async def test_what_is_known_is_one_change_and_one_undo(
    enrolment: Enrolment, progress: ProgressService, store: Store
) -> None:
    first = await enrolment.start(act(10), BERLIN, SECOND)
    assert first.journey.progress.current_phase == TRAIL.phase("second")
    assert first.journey == await progress.journey(1)
    assert (await enrolment.start(act(10), BERLIN, SECOND)).journey == first.journey
    assert len((await store.read.changes.of(1)).standing) == 1
    await progress.undo(act(11))
    assert (await progress.journey(1)).progress.current_phase == TRAIL.phase("first")


async def test_what_is_known_of_another_roadmap_is_marked_there(
    enrolment: Enrolment, progress: ProgressService
) -> None:
    started = await enrolment.start(act(10), Request(roadmap="path"), SECOND)
    assert started.journey.progress.roadmap == PATH
    assert (await progress.journey(1, "trail")).progress.tally().skipped == 2


async def test_where_nothing_is_known_there_is_nothing_to_take_back(
    enrolment: Enrolment, progress: ProgressService
) -> None:
    await enrolment.start(act(10), BERLIN, (TRAIL, TRAIL.phase("first")))
    with pytest.raises(NothingToUndo):
        await progress.undo(act(11))


async def test_a_welcome_is_asked_for_once_until_the_dm_is_open(store: Store, enrolment: Enrolment) -> None:
    first = (await enrolment.start(act(10), BERLIN, None)).asked
    assert first is not None
    assert first.fresh
    assert first.job is not None
    assert (first.job.kind, first.job.owner, first.job.due_at) == (JobKind.WELCOME, 1, NOON)
    for again in (10, 11):
        asked = (await enrolment.start(act(again), BERLIN, None)).asked
        assert asked is not None
        assert not asked.fresh
        assert asked.job is not None
        assert asked.job.id == first.job.id

    await change_member(store, 1, lambda member: member._replace(dm_channel=77))
    assert (await enrolment.start(act(12), BERLIN, None)).asked is None
    refused = NudgeState(refused_at=NOON)
    await change_member(store, 1, lambda member: member._replace(nudges=refused))
    assert (await enrolment.start(act(13), BERLIN, None)).asked is not None
