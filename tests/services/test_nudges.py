"""The weekly message in its member's hands: each act counts once, and asks for what it may ask for."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.due import TOO_LATE
from bot.domain.enrolment import Request
from bot.domain.errors import NotEnrolled
from bot.domain.jobs import Ending, Job, JobKind, JobState, NewJob, Refusal
from bot.domain.members import UNTIL_BACK, Member, NudgeSchedule
from bot.domain.nudge_state import refused, switched, unsent
from bot.services.asking import Asked
from bot.services.nudges import NudgeService
from bot.store.store import Store
from tests.services.samples import NOON, act
from tests.stored import change_member, claim, put_member, the_member

FRIDAYS = NudgeSchedule(5, 12 * 60, "UTC")
DUE = NOON + 7 * 24 * 60 * 60


@pytest.fixture
async def ada(store: Store) -> Member:
    """Somebody who is written to on Fridays at noon, and was today."""
    known = Member(1, "trail", NOON, started=True, schedule=FRIDAYS, dm_channel=77)
    return await put_member(store, switched(known, True, NOON))


@pytest.mark.parametrize(
    "change",
    [
        lambda nudges, act: nudges.pause(act, None),
        lambda nudges, act: nudges.resume(act),
        lambda nudges, act: nudges.turn_off(act),
        lambda nudges, act: nudges.snooze(act),
        lambda nudges, act: nudges.plan(act, act.at + 24 * 60 * 60),
        lambda nudges, act: nudges.still_on_it(act),
        lambda nudges, act: nudges.rarer(act),
        lambda nudges, act: nudges.keep(act),
        lambda nudges, act: nudges.test(act),
        lambda nudges, act: nudges.try_again(act),
    ],
    ids=[
        "pause",
        "resume",
        "turn off",
        "snooze",
        "plan",
        "still on it",
        "rarer",
        "keep",
        "test",
        "try again",
    ],
)
async def test_for_who_is_no_member_nothing_changes(
    store: Store, nudges: NudgeService, change: Callable[[NudgeService, object], Awaitable[object]]
) -> None:
    with pytest.raises(NotEnrolled):
        await change(nudges, act(1))
    assert await store.read.members.get(1) is None
    assert not await store.read.clicks.known(act(1))


async def test_who_says_when_becomes_a_member_and_is_not_written_to(
    store: Store, nudges: NudgeService
) -> None:
    assert (await nudges.member(act(1))).schedule == NudgeSchedule()
    await nudges.reschedule(act(1), Request(weekday=5))
    await nudges.reschedule(act(2), Request(minute=12 * 60))
    member = await nudges.reschedule(act(3), Request(zone="UTC"))
    assert member == await the_member(store, 1) == await nudges.member(act(4))
    assert (member.schedule, member.nudged, member.started) == (FRIDAYS, False, False)


@pytest.mark.usefixtures("ada")
async def test_a_pause_chosen_today_does_not_end_today(nudges: NudgeService) -> None:
    paused = await nudges.pause(act(1), None)
    assert paused.nudges.paused_until == UNTIL_BACK
    assert (await nudges.keep(act(2, at=NOON + 60))).nudges.paused_until == UNTIL_BACK
    assert (await nudges.keep(act(3, at=DUE))).nudges.paused_until is None


@pytest.mark.usefixtures("ada")
async def test_every_click_counts_once(store: Store, nudges: NudgeService) -> None:
    snoozed = await nudges.snooze(act(1))
    resumed = await nudges.pause(act(2), 7)
    assert snoozed.nudges.snooze_at is not None
    assert await nudges.snooze(act(1)) == resumed == await the_member(store, 1)


async def test_turning_on_asks_for_a_welcome_where_the_dm_has_to_be_tried(
    store: Store, nudges: NudgeService, ada: Member
) -> None:
    assert await nudges.turn_on(act(1)) is None
    stranger = await nudges.turn_on(act(2, user=2))
    assert stranger is not None
    assert stranger.job is not None
    assert stranger.job.kind is JobKind.WELCOME
    assert (await the_member(store, 2)).nudged
    await put_member(store, refused(ada, NOON))
    assert await nudges.turn_on(act(3)) is not None


@pytest.mark.usefixtures("ada")
async def test_a_test_is_asked_for_once_at_a_time(store: Store, nudges: NudgeService) -> None:
    first = await nudges.test(act(1))
    assert first.job is not None
    assert (first.fresh, first.job.kind, first.job.due_at) == (True, JobKind.TEST, NOON)
    for again in (await nudges.test(act(1)), await nudges.test(act(2, at=NOON + 5))):
        assert (again.fresh, again.job and again.job.id) == (False, first.job.id)
    await settle(store, first.job, JobState.SENT)
    assert await nudges.test(act(1)) == Asked(None)
    assert (await nudges.test(act(3, at=NOON + 60))).fresh


@pytest.mark.usefixtures("ada")
async def test_a_test_that_was_refused_says_so_to_its_twin(store: Store, nudges: NudgeService) -> None:
    first = await nudges.test(act(1))
    assert first.job is not None
    await settle(store, first.job, JobState.REFUSED)
    assert await nudges.test(act(1)) == Asked(None, refusal=Refusal.CLOSED)


async def settle(store: Store, job: Job, state: JobState) -> None:
    """Say what became of a job."""
    async with store.transaction() as rows:
        await rows.jobs.settle(job, Ending(state, NOON, job.kind))


@pytest.fixture
async def closed(store: Store, ada: Member) -> Job:
    """Her weekly message, which Discord refused."""
    (job,) = await claim(store, DUE)
    await settle(store, job, JobState.REFUSED)

    def given_up(member: Member) -> Member:
        return refused(unsent(member, job.kind, job.due_at, DUE), DUE)

    await change_member(store, ada.id, given_up)
    return job


async def test_try_again_brings_the_message_that_was_refused(
    store: Store, nudges: NudgeService, closed: Job
) -> None:
    tried = await nudges.try_again(act(1, at=DUE + 60))
    assert tried.fresh
    assert tried.job is not None
    assert (tried.job.id, tried.job.asked) == (closed.id, True)
    assert await store.read.jobs.state(closed.key, 1) is JobState.CLAIMED
    assert (await the_member(store, 1)).nudges.last_due == DUE, "the week has its message"


async def test_try_again_delivered_twice_brings_one_message(
    store: Store, nudges: NudgeService, closed: Job
) -> None:
    await nudges.try_again(act(1, at=DUE + 60))
    twin = await nudges.try_again(act(1, at=DUE + 60))
    assert (twin.fresh, twin.job and twin.job.id) == (False, closed.id)
    assert twin.job is not None
    await settle(store, twin.job, JobState.SENT)
    assert await nudges.try_again(act(1, at=DUE + 60)) == Asked(None)


@pytest.mark.usefixtures("closed")
async def test_try_again_after_three_days_is_a_test(nudges: NudgeService) -> None:
    tried = await nudges.try_again(act(1, at=DUE + TOO_LATE + 1))
    assert tried.job is not None
    assert tried.job.kind is JobKind.TEST


@pytest.mark.usefixtures("closed")
async def test_try_again_of_what_is_not_wanted_any_more_is_a_test(nudges: NudgeService) -> None:
    await nudges.turn_off(act(1, at=DUE + 30))
    tried = await nudges.try_again(act(2, at=DUE + 60))
    assert tried.job is not None
    assert tried.job.kind is JobKind.TEST


async def test_try_again_brings_what_came_due_while_nothing_could_be_sent(
    store: Store, nudges: NudgeService, ada: Member
) -> None:
    await put_member(store, refused(ada, NOON + 60))
    tried = await nudges.try_again(act(1, at=DUE + 60))
    assert tried.fresh
    assert tried.job is not None
    assert (tried.job.kind, tried.job.due_at, tried.job.asked) == (JobKind.WEEKLY, DUE, True)
    assert (await the_member(store, 1)).nudges.last_due == DUE


@pytest.mark.usefixtures("ada")
async def test_a_message_that_is_due_waits_for_no_other_of_its_second(
    store: Store, nudges: NudgeService
) -> None:
    async with store.transaction() as rows:
        await rows.jobs.add(NewJob(JobKind.WEEKLY, 1, NOON, user=1), NOON)
    tested = await nudges.test(act(1))
    assert tested.job is not None
    assert tested.job.due_at == NOON


async def test_what_is_kept_is_a_sign_of_life(nudges: NudgeService, ada: Member) -> None:
    kept = await nudges.keep(act(1, at=DUE))
    assert kept == ada._replace(seen_day=DUE // 86_400, locale="de")
