"""A sign of life is noted once a day, and what is clicked on has arrived."""

import asyncio
from functools import partial

import pytest
from sqlalchemy import update

from bot.domain.acts import Clicked
from bot.domain.enrolment import Request
from bot.domain.jobs import Ending, Job, JobKind, JobState, NewJob
from bot.domain.members import Member, NudgeSchedule, NudgeState
from bot.domain.schedule import DAY
from bot.services.activity import Activity
from bot.services.enrolment import Enrolment
from bot.services.nudges import NudgeService
from bot.services.progress import ProgressService
from bot.store.jobs import jobs
from bot.store.store import Store
from tests.services.samples import NOON, act
from tests.stored import put_member, the_member

TODAY = NOON // DAY
ADA = Member(1, "trail", 100, True, True, NudgeSchedule(zone="UTC"), seen_day=TODAY, locale="de")


@pytest.fixture
async def ada(store: Store) -> Member:
    """A member who was here today."""
    return await put_member(store, ADA)


@pytest.fixture
async def sent(store: Store, ada: Member) -> Job:
    """Her weekly message: on the wire, and nobody knows whether it arrived."""
    async with store.transaction() as rows:
        return await rows.jobs.add(NewJob(JobKind.WEEKLY, ada.id, NOON - 60, user=ada.id), NOON)


async def state(store: Store, job: Job) -> JobState | None:
    """Where it stands."""
    return await store.read.jobs.state(job.key, job.owner)


@pytest.mark.usefixtures("ada")
async def test_a_sign_of_life_is_written_once_a_day(store: Store, activity: Activity) -> None:
    tomorrow = ADA._replace(seen_day=TODAY + 1)
    assert await activity.note(act(1, at=NOON + DAY)) == (ADA, tomorrow)
    assert await the_member(store, 1) == tomorrow

    async with store.transaction(), asyncio.timeout(1):  # nobody else could write now
        for at in (NOON + DAY + 500, NOON - 30 * DAY):
            assert await activity.note(act(2, at=at)) == (tomorrow, tomorrow)
        assert await activity.note(act(3, user=2)) is None
    assert await store.read.members.get(2) is None


@pytest.mark.usefixtures("ada")
async def test_the_language_is_the_one_they_have_now(store: Store, activity: Activity) -> None:
    await activity.note(act(1)._replace(locale="fr"))
    assert (await the_member(store, 1)).locale == "fr"


async def test_a_sign_of_life_ends_the_count_of_unanswered_nudges(store: Store, activity: Activity) -> None:
    await put_member(store, ADA._replace(nudges=NudgeState(unanswered=2)))
    await activity.note(act(1))
    assert await the_member(store, 1) == ADA


@pytest.mark.usefixtures("ada")
async def test_a_sign_of_life_brings_back_nobody(store: Store, activity: Activity) -> None:
    async with store.transaction() as rows:
        late = asyncio.create_task(activity.note(act(1, at=NOON + DAY)))
        await asyncio.sleep(0.05)  # by then it has read and waits to write
        await rows.members.delete(1)
    assert await late is None
    assert await store.read.members.get(1) is None


async def test_a_click_on_a_message_says_that_it_arrived(store: Store, activity: Activity, sent: Job) -> None:
    noted = await activity.note(act(1, at=NOON + 90, clicked=Clicked(sent.key, NOON + 5)))
    assert await state(store, sent) is JobState.SENT
    assert [past.sent_at for past in await store.read.jobs.past(1)] == [NOON + 5]
    assert noted is not None
    assert noted[1].nudges.unanswered == 0, "the click is an answer, too"


async def test_so_does_a_click_that_changes_something(
    store: Store, nudges: NudgeService, progress: ProgressService, enrolment: Enrolment, sent: Job
) -> None:
    await progress.tick(act(1), "a0")
    clicked = act(2, at=NOON + 90, clicked=Clicked(sent.key, NOON + 5))
    for click in (
        partial(nudges.keep, clicked),
        partial(progress.tick, clicked, "a1"),
        partial(progress.undo, clicked),
        partial(enrolment.start, clicked, Request(), None),
    ):
        async with store.transaction() as rows:
            await rows.connection.execute(update(jobs).values(state=JobState.CLAIMED))
        await click()
        assert await state(store, sent) is JobState.SENT


async def test_a_click_on_what_was_given_up_says_so_too(store: Store, activity: Activity, sent: Job) -> None:
    async with store.transaction() as rows:
        await rows.jobs.settle(sent, Ending(JobState.FAILED, NOON, sent.kind))
    await activity.note(act(1, clicked=Clicked(sent.key, NOON)))
    assert await state(store, sent) is JobState.SENT


@pytest.mark.parametrize("end", [JobState.REFUSED, JobState.WITHDRAWN, JobState.MISSED])
async def test_what_can_not_have_arrived_stays_as_it_is(
    store: Store, activity: Activity, sent: Job, end: JobState
) -> None:
    async with store.transaction() as rows:
        await rows.jobs.settle(sent, Ending(end, NOON, sent.kind))
    await activity.note(act(1, clicked=Clicked(sent.key, NOON)))
    assert await state(store, sent) is end


async def test_nobody_settles_what_was_sent_to_another(store: Store, activity: Activity, sent: Job) -> None:
    await put_member(store, ADA._replace(id=2))
    await activity.note(act(1, user=2, clicked=Clicked(sent.key, NOON)))
    assert await state(store, sent) is JobState.CLAIMED


@pytest.mark.usefixtures("ada")
async def test_whoever_heard_of_a_refusal_is_not_told_again(store: Store, activity: Activity) -> None:
    await activity.told_of_refusal(act(1))
    await activity.told_of_refusal(act(2, user=2))
    assert (await the_member(store, 1)).nudges.told_at == act(1).at
    assert await store.read.members.get(2) is None
