"""An update from its form to its post: every act counts once and is on record, and one job posts it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from bot.domain.acts import Act
from bot.domain.errors import BadWording, NoSuchUpdate, UpdateOver
from bot.domain.jobs import Job, JobKey, JobKind, JobState
from bot.domain.updates import Stage, Trouble, Update, Wording
from bot.services.updates import UpdateService
from bot.store.jobs import LEASE
from bot.store.store import Store
from bot.store.updates import update_changes
from tests.services.samples import NOON, act
from tests.stored import the_update

HERE, ELSEWHERE, CHANNEL, DIRECT = 10, 20, 11, 33
MONA, MAX = 1, 2
WORDS = Wording("Title", "Text", "trail/a0")


def by(interaction: int, user: int = MONA, at: int = NOON, guild: int = HERE) -> Act:
    """What a moderator does."""
    return act(interaction, user, at, guild)


@pytest.fixture
async def draft(updates: UpdateService) -> Update:
    """What Mona wrote."""
    return await updates.draft(by(1), "Mona", WORDS, None)


async def record(store: Store) -> list[str]:
    """What was done, oldest first."""
    query = select(update_changes.c.what).order_by(update_changes.c.id)
    return list((await store.read.connection.execute(query)).scalars())


async def state(store: Store, update: Update) -> JobState | None:
    """Where the job stands that an update names."""
    assert update.key is not None
    return await store.read.jobs.state(update.key, update.guild)


async def on_its_way(store: Store, update: Update) -> Job | None:
    """The open job that is to post an update."""
    job = await store.read.jobs.open_of(update.guild, JobKind.POST)
    assert job is None or (job.about, job.guild) == (str(update.id), update.guild)
    return job


async def test_a_draft_is_kept_once(updates: UpdateService, draft: Update) -> None:
    assert draft == Update(draft.id, HERE, MONA, "Mona", WORDS, Stage.DRAFT, NOON)
    assert await updates.draft(by(1), "Mona", Wording("Other", "Text"), None) == draft
    assert await updates.listed(by(2), limit=9) == (draft,)
    assert await updates.get(by(2), draft.id) == draft


@pytest.mark.parametrize(
    "change",
    [
        lambda updates, act, number: updates.get(act, number),
        lambda updates, act, number: updates.reword(act, number, "New", "Text"),
        lambda updates, act, number: updates.post(act, number, CHANNEL),
        lambda updates, act, number: updates.schedule(act, number, NOON + 60, DIRECT),
        lambda updates, act, number: updates.cancel(act, number),
        lambda updates, act, number: updates.discard(act, number),
        lambda updates, act, number: updates.retract(act, number, None),
    ],
    ids=["get", "reword", "post", "schedule", "cancel", "discard", "retract"],
)
async def test_nobody_gets_at_another_server_s(
    store: Store,
    updates: UpdateService,
    draft: Update,
    change: Callable[[UpdateService, Act, int], Awaitable[object]],
) -> None:
    for who, number in ((by(5, guild=ELSEWHERE), draft.id), (by(6), draft.id + 1), (act(7), draft.id)):
        with pytest.raises(NoSuchUpdate):
            await change(updates, who, number)
    assert await the_update(store, draft.id) == draft
    assert await record(store) == []
    assert await on_its_way(store, draft) is None


async def test_other_words_are_on_record_and_count_once(
    store: Store, updates: UpdateService, draft: Update
) -> None:
    better = await updates.reword(by(2, MAX), draft.id, "Better", "Text")
    assert better == draft._replace(wording=Wording("Better", "Text", "trail/a0"))
    assert await updates.reword(by(2, MAX), draft.id, "Other", "Text") == better
    assert await updates.reword(by(3), draft.id, "Better", "Text") == better
    await updates.post(by(4), draft.id, CHANNEL)
    edited, posted = (await store.read.connection.execute(select(update_changes))).all()
    assert (edited.update_id, edited.author_id, edited.at, edited.what) == (draft.id, MAX, NOON, "edited")
    assert (edited.title_before, edited.text_before) == ("Title", "Text")
    assert (posted.title_before, posted.text_before) == (None, None), "what was not changed is not kept twice"


async def test_words_that_can_not_stand_leave_everything_as_it_was(
    store: Store, updates: UpdateService, draft: Update
) -> None:
    planned = await updates.schedule(by(2), draft.id, NOON + 60, DIRECT)
    with pytest.raises(BadWording):
        await updates.reword(by(3), draft.id, "", "Text")
    assert await the_update(store, draft.id) == planned
    discarded = await updates.discard(by(4), draft.id)
    with pytest.raises(UpdateOver):
        await updates.reword(by(5), draft.id, "New", "Text")
    assert await the_update(store, draft.id) == discarded
    assert await record(store) == ["scheduled", "discarded"]


async def test_what_is_posted_at_once_gets_its_job_in_the_click(
    store: Store, updates: UpdateService, draft: Update
) -> None:
    after, job = await updates.post(by(2), draft.id, CHANNEL)
    assert job is not None
    assert (job.kind, job.owner, job.due_at, job.asked, job.lease_until) == (
        JobKind.POST,
        HERE,
        NOON,
        True,
        NOON + LEASE,
    )
    assert after == draft._replace(stage=Stage.CLAIMED, channel=CHANNEL, key=job.key)
    assert await the_update(store, draft.id) == after
    assert await on_its_way(store, draft) == job
    assert await updates.post(by(2), draft.id, CHANNEL) == (after, None)
    assert await updates.post(by(3), draft.id, CHANNEL) == (after, None)
    assert await record(store) == ["posted"]


async def test_twenty_at_once_post_it_once(updates: UpdateService, draft: Update) -> None:
    posts = await asyncio.gather(*(updates.post(by(n), draft.id, CHANNEL) for n in range(100, 120)))
    assert sum(job is not None for _, job in posts) == 1


async def test_two_of_one_server_that_are_due_together_are_two_jobs(
    store: Store, updates: UpdateService, draft: Update
) -> None:
    other = await updates.draft(by(2), "Mona", WORDS, None)
    first = await updates.schedule(by(3), draft.id, NOON + 60, DIRECT)
    second = await updates.schedule(by(4), other.id, NOON + 60, DIRECT)
    assert [first.key, second.key] == [JobKey.of(JobKind.POST, NOON + at) for at in (60, 61)]
    assert [first.scheduled_at, second.scheduled_at] == [NOON + 60] * 2
    assert [await state(store, update) for update in (first, second)] == [JobState.WAITING] * 2


async def test_what_is_scheduled_waits_for_its_time(
    store: Store, updates: UpdateService, draft: Update
) -> None:
    planned = await updates.schedule(by(2, MAX), draft.id, NOON + 60, DIRECT)
    assert planned == draft._replace(
        stage=Stage.SCHEDULED,
        author=MAX,
        author_channel=DIRECT,
        scheduled_at=NOON + 60,
        key=JobKey.of(JobKind.POST, NOON + 60),
    )
    assert await store.read.jobs.next_due() == NOON + 60
    job = await on_its_way(store, draft)
    assert job is not None
    assert not job.asked
    assert await updates.schedule(by(2, MAX), draft.id, NOON + 90, DIRECT) == planned


async def test_another_time_is_another_job(store: Store, updates: UpdateService, draft: Update) -> None:
    first = await updates.schedule(by(2), draft.id, NOON + 60, DIRECT)
    moved = await updates.schedule(by(3), draft.id, NOON + 90, DIRECT)
    again = await updates.schedule(by(4), draft.id, NOON + 60, DIRECT)
    assert [await state(store, update) for update in (first, moved, again)] == [
        JobState.WITHDRAWN,
        JobState.WITHDRAWN,
        JobState.WAITING,
    ]
    assert await store.read.jobs.next_due() == NOON + 60


async def test_what_is_posted_before_its_time_is_posted_once(
    store: Store, updates: UpdateService, draft: Update
) -> None:
    planned = await updates.schedule(by(2), draft.id, NOON + 60, DIRECT)
    after, job = await updates.post(by(3), draft.id, CHANNEL)
    assert job is not None
    assert (after.scheduled_at, after.key) == (None, job.key)
    assert await state(store, planned) is JobState.WITHDRAWN
    assert await on_its_way(store, draft) == job


@pytest.mark.parametrize(
    ("change", "stage"),
    [
        (lambda updates, act, number: updates.cancel(act, number), Stage.DRAFT),
        (lambda updates, act, number: updates.discard(act, number), Stage.DISCARDED),
    ],
    ids=["cancel", "discard"],
)
async def test_what_is_taken_off_the_schedule_is_not_posted(
    store: Store,
    updates: UpdateService,
    draft: Update,
    change: Callable[[UpdateService, Act, int], Awaitable[Update]],
    stage: Stage,
) -> None:
    planned = await updates.schedule(by(2), draft.id, NOON + 60, DIRECT)
    assert (await change(updates, by(3), draft.id)).stage is stage
    assert await state(store, planned) is JobState.WITHDRAWN
    assert await store.read.jobs.next_due() is None


async def test_what_is_on_its_way_can_not_be_stopped(
    store: Store, updates: UpdateService, draft: Update
) -> None:
    sent, job = await updates.post(by(2), draft.id, CHANNEL)
    assert await updates.cancel(by(3), draft.id) == sent
    assert await updates.discard(by(4), draft.id) == sent
    assert await updates.retract(by(5), draft.id, None) == sent
    assert await updates.schedule(by(6), draft.id, NOON + 60, DIRECT) == sent
    assert await on_its_way(store, draft) == job
    assert await record(store) == ["posted"]


async def test_an_edit_on_the_way_leaves_the_claim_alone(
    store: Store, updates: UpdateService, draft: Update
) -> None:
    sent, job = await updates.post(by(2), draft.id, CHANNEL)
    better = await updates.reword(by(3), draft.id, "New", "Text")
    assert better == sent._replace(wording=WORDS._replace(title="New"))
    assert await on_its_way(store, draft) == job


@pytest.fixture
async def posted(store: Store, updates: UpdateService, draft: Update) -> Update:
    """It stands in its channel."""
    sent, _ = await updates.post(by(2), draft.id, CHANNEL)
    async with store.transaction() as rows:
        await rows.updates.save(sent.posted(NOON + 5, 77))
    return await the_update(store, draft.id)


async def test_a_post_that_is_taken_back_stays_on_record(
    store: Store, updates: UpdateService, posted: Update
) -> None:
    gone = await updates.retract(by(3), posted.id, None)
    assert gone == posted._replace(stage=Stage.RETRACTED)
    assert await updates.retract(by(3), posted.id, Trouble.DELETED) == gone
    assert await record(store) == ["posted", "retracted"]


async def test_a_post_that_is_missing_is_marked_and_only_a_post(
    store: Store, updates: UpdateService, posted: Update
) -> None:
    other = await updates.draft(by(4), "Mona", WORDS, None)
    for number in (posted.id, other.id, 99):
        await updates.missing(number)
    assert await the_update(store, other.id) == other
    assert await the_update(store, posted.id) == posted._replace(
        stage=Stage.RETRACTED, trouble=Trouble.DELETED
    )
