"""Jobs: claimed by one, looked for by whoever takes over, settled once, and named for ever."""

import asyncio
from collections.abc import Collection

import pytest

from bot.domain.due import Due
from bot.domain.jobs import Ending, Job, JobKey, JobKind, JobState, NewJob
from bot.domain.members import Member
from bot.domain.nudges import Past
from bot.store.jobs import LEASE
from bot.store.store import Store
from tests.stored import put_member

ADA, BOB, SERVER = 1, 2, 10
NOW = 1_800_000_000
ALL = tuple(JobKind)
WEEKLY = NewJob(JobKind.WEEKLY, ADA, NOW, user=ADA)
POST = NewJob(JobKind.POST, SERVER, NOW, guild=SERVER, about="5")


async def add(store: Store, new: NewJob = WEEKLY, wait_until: int | None = None) -> Job:
    """A job, claimed now unless it waits."""
    async with store.transaction() as rows:
        return await rows.jobs.add(new, NOW, wait_until=wait_until)


async def take_over(
    store: Store, now: int, most: int = 99, kinds: Collection[JobKind] = ALL, but: Collection[int] = ()
) -> list[Job]:
    """What waits no longer, and what was left behind."""
    async with store.transaction() as rows:
        return await rows.jobs.take_over(now, most, kinds, but)


async def settle(store: Store, job: Job, state: JobState, at: int = NOW, **more: int | str) -> bool:
    """Say what became of a job."""
    async with store.transaction() as rows:
        return await rows.jobs.settle(job, Ending(state, at, job.kind, **more))  # type: ignore[arg-type]


async def state(store: Store, job: Job) -> JobState | None:
    """Where it stands."""
    return await store.read.jobs.state(job.key, job.owner)


async def test_what_waits_is_claimed_when_its_time_has_come(store: Store) -> None:
    new = await add(store, POST._replace(due_at=NOW + 60), wait_until=NOW + 60)
    assert await state(store, new) is JobState.WAITING
    assert await store.read.jobs.next_due() == NOW + 60
    assert await take_over(store, NOW + 59) == []
    (taken,) = await take_over(store, NOW + 60)
    assert (taken.id, taken.kind, taken.owner, taken.guild, taken.about) == (
        new.id,
        JobKind.POST,
        SERVER,
        SERVER,
        "5",
    )
    assert (taken.unsure, taken.lease_until) == (False, NOW + 60 + LEASE)
    assert await store.read.jobs.next_due() == NOW + 60 + LEASE


async def test_one_of_twenty_claims_it(store: Store) -> None:
    await add(store, POST, wait_until=NOW)
    claims = await asyncio.gather(*(take_over(store, NOW) for _ in range(20)))
    assert sum(len(claim) for claim in claims) == 1


async def test_a_claim_that_ran_out_is_looked_for(store: Store) -> None:
    left = await add(store)
    assert await take_over(store, NOW + LEASE - 1) == []
    assert await take_over(store, NOW + LEASE, but=[left.id]) == []
    (taken,) = await take_over(store, NOW + LEASE)
    assert (taken.id, taken.unsure, taken.lease_until) == (left.id, True, NOW + 2 * LEASE)


async def test_what_was_left_first_is_taken_first_and_only_what_is_asked_for(store: Store) -> None:
    for owner, until in ((1, NOW + 2), (2, NOW), (3, NOW + 1)):
        await add(store, WEEKLY._replace(owner=owner), wait_until=until)
    await add(store, POST, wait_until=NOW)
    taken = await take_over(store, NOW + 9, most=2, kinds=[JobKind.WEEKLY])
    assert [job.owner for job in taken] == [2, 3]
    assert [job.owner for job in await take_over(store, NOW + 9)] == [SERVER, 1]


async def test_a_start_takes_over_what_was_claimed_and_leaves_what_waits(store: Store) -> None:
    claimed, waiting = await add(store), await add(store, POST, wait_until=NOW + 300)
    async with store.transaction() as rows:
        await rows.jobs.inherit()
    (taken,) = await take_over(store, NOW)
    assert (taken.id, taken.unsure) == (claimed.id, True)
    assert await state(store, waiting) is JobState.WAITING


async def test_it_is_settled_once(store: Store) -> None:
    job = await add(store)
    assert await store.read.jobs.held(job)
    assert await settle(store, job, JobState.SENT, channel=5, message=77, about="a0")
    assert not await store.read.jobs.held(job)
    assert not await settle(store, job, JobState.REFUSED)
    assert not await settle(store, job, JobState.SENT, NOW + 5)
    assert await store.read.jobs.past(ADA) == (Past(NOW, "a0", 77),)
    assert await store.read.jobs.next_due() is None


async def test_only_who_holds_it_says_that_it_was_not_sent(store: Store) -> None:
    lost = await add(store)
    (mine,) = await take_over(store, NOW + LEASE)
    for ending in (JobState.REFUSED, JobState.WITHDRAWN, JobState.FAILED):
        assert not await settle(store, lost, ending)
    async with store.transaction() as rows:
        await rows.jobs.put_back(lost, NOW + 900, tried=True, unsure=False)
        await rows.jobs.becomes(lost, JobKind.FINISHED)
    assert not await store.read.jobs.held(lost)
    assert await store.read.jobs.held(mine)
    assert await store.read.jobs.open_of(ADA, JobKind.WEEKLY) == mine._replace(unsure=False)
    assert await settle(store, lost, JobState.SENT), "that is true whoever says it"
    assert not await settle(store, mine, JobState.FAILED)


@pytest.mark.parametrize("end", [state for state in JobState if state is not JobState.SENT])
async def test_what_was_given_up_may_turn_out_to_have_been_sent(store: Store, end: JobState) -> None:
    job = await add(store)
    if end is JobState.WAITING:
        async with store.transaction() as rows:
            await rows.jobs.put_back(job, NOW + 60, tried=True, unsure=False)
    elif end is not JobState.CLAIMED:
        await settle(store, job, end)
    found = await settle(store, job, JobState.SENT)
    assert found == (end in (JobState.CLAIMED, JobState.WAITING, JobState.FAILED))
    assert await state(store, job) is (JobState.SENT if found else end)


@pytest.mark.parametrize(("tried", "attempts"), [(True, 1), (False, 0)])
@pytest.mark.parametrize("unsure", [True, False])
async def test_what_is_put_back_is_tried_later(
    store: Store, tried: bool, attempts: int, unsure: bool
) -> None:
    job = await add(store)
    async with store.transaction() as rows:
        await rows.jobs.put_back(job, NOW + 300, tried=tried, unsure=unsure)
    assert await take_over(store, NOW + 299) == []
    (again,) = await take_over(store, NOW + 300)
    assert (again.attempts, again.unsure) == (attempts, unsure)


async def test_only_what_waits_can_be_withdrawn(store: Store) -> None:
    waiting, claimed = await add(store, POST, wait_until=NOW), await add(store)
    async with store.transaction() as rows:
        for job in (waiting, claimed):
            await rows.jobs.withdraw(job.owner, job.key)
    assert await state(store, waiting) is JobState.WITHDRAWN
    assert await state(store, claimed) is JobState.CLAIMED


async def test_of_two_that_are_due_together_the_second_gets_the_next_second(store: Store) -> None:
    jobs = [await add(store, POST) for _ in range(3)]
    assert [job.due_at for job in jobs] == [NOW, NOW + 1, NOW + 2]
    elsewhere = await add(store, POST._replace(owner=SERVER + 1))
    other = await add(store, POST._replace(kind=JobKind.NOTE))
    assert [elsewhere.due_at, other.due_at] == [NOW, NOW]


async def test_what_comes_due_to_members_is_claimed_once(store: Store) -> None:
    due = [(ADA, Due(JobKind.WEEKLY, NOW)), (BOB, Due(JobKind.SNOOZED, NOW, missed=True))]
    async with store.transaction() as rows:
        claimed, missed = await rows.jobs.claim_due(due, NOW + 5)
    assert ([(job.owner, job.kind, job.due_at, job.unsure) for job in claimed], missed) == (
        [(ADA, JobKind.WEEKLY, NOW, False)],
        1,
    )
    assert await store.read.jobs.state(JobKey.of(JobKind.SNOOZED, NOW), BOB) is JobState.MISSED
    again = [(ADA, Due(JobKind.REST, NOW)), (BOB, Due(JobKind.WEEKLY, NOW)), *due[1:]]
    async with store.transaction() as rows:
        claimed, missed = await rows.jobs.claim_due(again, NOW + 5)
    assert ([(job.owner, job.kind) for job in claimed], missed) == ([(BOB, JobKind.WEEKLY)], 0)


async def test_another_try_is_claimed_once(store: Store) -> None:
    for due_at in (NOW - 60, NOW):
        await settle(store, await add(store, WEEKLY._replace(due_at=due_at)), JobState.REFUSED)
    await settle(
        store, await add(store, WEEKLY._replace(kind=JobKind.TEST, due_at=NOW + 60)), JobState.REFUSED
    )
    refused = await store.read.jobs.last_refused(ADA)
    assert refused is not None
    assert (refused.due_at, refused.kind) == (NOW, JobKind.WEEKLY)
    async with store.transaction() as rows:
        again = await rows.jobs.reclaim(refused, NOW + 90)
        assert await rows.jobs.reclaim(refused, NOW + 90) is None
    assert again == refused._replace(claimed_at=NOW + 90, lease_until=NOW + 90 + LEASE, asked=True)
    assert await store.read.jobs.held(again)
    assert await store.read.jobs.last_refused(BOB) is None


async def test_what_was_sent_to_a_member_counts_and_nothing_else(store: Store) -> None:
    for number, (kind, end) in enumerate(
        (
            (JobKind.WEEKLY, JobState.SENT),
            (JobKind.SNOOZED, JobState.SENT),
            (JobKind.TEST, JobState.SENT),
            (JobKind.WEEKLY, JobState.MISSED),
        )
    ):
        job = await add(store, WEEKLY._replace(kind=kind, due_at=NOW + number))
        await settle(store, job, end, NOW + number, about="a0", message=number)
    assert {*await store.read.jobs.past(ADA)} == {
        Past(NOW, "a0", 0),
        Past(NOW + 1, "a0", 1, JobKind.SNOOZED),
    }
    assert await store.read.jobs.past(BOB) == ()


async def test_a_button_finds_its_job_whatever_that_has_become(store: Store) -> None:
    job = await add(store)
    async with store.transaction() as rows:
        await rows.jobs.becomes(job, JobKind.FINISHED)
    found = await store.read.jobs.find(job.key, ADA)
    assert found == job._replace(kind=JobKind.FINISHED)
    assert found.key == job.key
    assert await store.read.jobs.find(job.key, ADA, JobState.CLAIMED, JobState.FAILED) == found
    for name, owner, states in (
        (job.key, BOB, ()),
        (job.key, ADA, (JobState.SENT,)),
        (JobKey.of(JobKind.WEEKLY, NOW + 1), ADA, ()),
        (job.id, ADA, ()),
    ):
        assert await store.read.jobs.find(name, owner, *states) is None


async def test_whose_a_job_is_and_whether_their_dm_may_open(store: Store) -> None:
    job = await add(store)
    assert await store.read.jobs.member_of(job) is None
    ada = await put_member(store, Member(ADA, "trail", NOW))
    assert await store.read.jobs.member_of(job) == (ada, False)
    welcome = await add(store, WEEKLY._replace(kind=JobKind.WELCOME))
    assert await store.read.jobs.member_of(job) == (ada, True)
    await settle(store, welcome, JobState.SENT)
    assert await store.read.jobs.member_of(job) == (ada, False)
    await take_over(store, NOW + LEASE)
    assert await store.read.jobs.member_of(job) is None


async def test_old_jobs_are_deleted_unless_they_are_open(store: Store) -> None:
    for number in range(5):
        await settle(store, await add(store, WEEKLY._replace(due_at=NOW + number)), JobState.SENT)
    still = await add(store, POST)
    async with store.transaction() as rows:
        assert await rows.jobs.delete_settled(NOW + 4, 3) == 3
        assert await rows.jobs.delete_settled(NOW + 4, 3) == 1
        assert await rows.jobs.delete_settled(NOW + 4, 3) == 0
    assert await state(store, still) is JobState.CLAIMED
    assert [past.sent_at for past in await store.read.jobs.past(ADA)] == [NOW]


async def test_what_waits_for_a_little_is_looked_at_at_once(store: Store) -> None:
    soon = await add(store, wait_until=NOW + 60)
    later = await add(store, WEEKLY._replace(due_at=NOW + 9), wait_until=NOW + 7200)
    others = await add(store, WEEKLY._replace(owner=BOB, user=BOB), wait_until=NOW + 60)
    async with store.transaction() as rows:
        await rows.jobs.wake(ADA, NOW, 3600)
    assert [job.id for job in await take_over(store, NOW)] == [soon.id]
    assert await state(store, later) is await state(store, others) is JobState.WAITING
