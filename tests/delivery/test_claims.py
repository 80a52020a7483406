"""What is claimed: everything that is due, in order, all or nothing, nothing twice."""

import sqlite3

import asyncpg
import pytest
from sqlalchemy.exc import IntegrityError

from bot.delivery.claims import Claims
from bot.delivery.handlers.handler import Handler, Outcome
from bot.domain.due import LATE, TOO_LATE
from bot.domain.guilds import GuildSettings
from bot.domain.jobs import Ending, Job, JobKind, NewJob, Refusal
from bot.domain.members import Member, NudgeSchedule, NudgeState
from bot.domain.schedule import DAY
from bot.domain.shards import Share
from bot.store.jobs import LEASE
from bot.store.store import Store
from tests.delivery.conftest import Gate, Office
from tests.stored import numbers, put_member, put_settings

HOUR, WEEK = 60 * 60, 7 * DAY


async def test_a_claim_is_all_or_nothing(office: Office) -> None:
    people = await office.crowd(3)
    await office.until_due()
    before = [await office.member(person) for person in people]
    office.alter("CREATE UNIQUE INDEX one_room ON jobs (kind)")
    with pytest.raises(IntegrityError):
        await office.claim()
    office.alter("DROP INDEX one_room")
    assert office.rows() == []
    assert [await office.member(person) for person in people] == before
    await office.tick()
    assert office.states() == ["sent"] * 3


async def test_the_longest_overdue_go_first(office: Office) -> None:
    first, second = await office.crowd(2)
    office.alter(
        "UPDATE members SET wake_at = weekly_at - 60, weekly_at = weekly_at - 60 WHERE user_id = ?", second.id
    )
    await office.until_due()
    assert [job.owner for job in await office.claim(1)] == [second.id]
    assert [job.owner for job in await office.claim(1)] == [first.id]


async def test_one_row_for_a_member_and_a_due_time(office: Office) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due()
    await office.tick()
    with pytest.raises((sqlite3.IntegrityError, asyncpg.UniqueViolationError)):
        office.alter(
            "INSERT INTO jobs (owner, kind, key, due_at, state, claimed_at, lease_until, attempts, asked) "
            "SELECT owner, 'rest', key, due_at, state, claimed_at, lease_until, attempts, asked FROM jobs"
        )
    # … and whoever turns a clock back, or a member's next time, sends it no second time
    office.alter("UPDATE members SET weekly_at = ?, wake_at = ?, last_due = NULL, last_week = NULL", due, due)
    await office.tick()
    assert len(robin.inbox()) == 1
    assert len(office.rows()) == 1


async def test_only_the_sender_claims_what_is_for_members(office: Office) -> None:
    """So its rate is theirs, however many processes there are."""
    (robin,) = await office.crowd(1)
    await office.until_due()

    async def claimed(share: Share) -> list[int]:
        jobs, _ = await Claims(office.store, {}).take(office.world.now(), 10, (), guarded=True, share=share)
        return [job.owner for job in jobs]

    assert await claimed(Share(False, frozenset({0}), 1)) == []
    assert await claimed(Share(True, frozenset(), 1)) == [robin.id]


async def test_a_new_process_takes_over_at_once(office: Office) -> None:
    robin, waits = await office.crowd(2)
    await office.until_due()
    await office.tick()
    office.alter("UPDATE jobs SET state = 'claimed', message = NULL WHERE user_id = ?", robin.id)
    office.alter(
        "UPDATE jobs SET state = 'waiting', lease_until = lease_until + 3600 WHERE user_id = ?", waits.id
    )
    async with office.store.transaction() as rows:
        await rows.jobs.inherit()
    await office.tick()
    assert office.states() == ["sent", "waiting"], "what Discord asked to wait goes on waiting"
    assert len(robin.inbox()) == 1


async def test_a_server_that_can_not_be_scheduled_stops_nobody_else(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    now = office.world.now()
    server = GuildSettings(7, moderators_channel=8, zone="Mars/Olympus", digest_at=now - HOUR)
    await put_settings(office.store, server)
    await office.tick()
    await office.tick()
    assert len(robin.inbox()) == 1
    assert [record.levelname for record in caplog.records if "can't be scheduled" in record.msg] == ["ERROR"]
    assert (await office.store.read.guilds.get(7)).digest_at == now + HOUR


async def test_who_can_not_be_scheduled_stops_nobody_else(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    lost, robin = await office.crowd(2)
    await office.until_due()
    office.alter("UPDATE members SET zone = 'Mars/Olympus' WHERE user_id = ?", lost.id)
    await office.tick()
    await office.tick()
    assert len(robin.inbox()) == 1
    assert [record.levelname for record in caplog.records if "can't be scheduled" in record.msg] == ["ERROR"]
    assert str(lost.id) not in caplog.text
    office.alter("UPDATE members SET zone = 'Europe/Berlin' WHERE user_id = ?", lost.id)
    await office.later(HOUR)
    await office.tick()
    assert len(lost.inbox()) == 1


@pytest.mark.parametrize(
    ("down", "states", "letters"),
    [
        (LATE, ["sent"], 1),
        (TOO_LATE, ["sent"], 1),
        (TOO_LATE + 1, ["missed"], 0),
        (WEEK + DAY, ["missed", "sent"], 1),
        (3 * WEEK + TOO_LATE + 1, ["missed"] * 4, 0),
        (3 * WEEK + DAY, ["missed"] * 3 + ["sent"], 1),
    ],
)
async def test_after_a_downtime(office: Office, down: int, states: list[str], letters: int) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due(after=down)
    await office.tick()
    assert office.states() == states
    assert [row[0] for row in office.rows("due_at")] == [due + n * WEEK for n in range(len(states))]
    assert len(robin.inbox()) == letters
    weekly = (await office.member(robin)).nudges.weekly_at
    assert weekly == due + len(states) * WEEK
    await office.later(weekly - office.world.now())
    await office.tick()
    assert len(robin.inbox()) == letters + 1


async def test_a_clock_that_jumps_by_ten_years_costs_each_member_a_few_rows(office: Office) -> None:
    people = await office.crowd(2)
    due = await office.until_due(after=DAY)
    office.alter("UPDATE members SET weekly_at = weekly_at - ?, wake_at = weekly_at - ?", *[520 * WEEK] * 2)
    await office.tick()
    assert sorted(office.states()) == ["missed"] * 8 + ["sent"] * 2
    assert sorted({(row[0] - due) // WEEK for row in office.rows("due_at")}) == [-520, -3, -2, -1, 0]
    assert [len(person.inbox()) for person in people] == [1, 1]


async def test_so_many_missed_that_no_batch_is_sent_for_long(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due(after=TOO_LATE + 1)
    same = "roadmap, enrolled_at, started, nudged, weekday, minute, zone, seen_day, weekly_at, wake_at"
    office.alter(
        f"INSERT INTO members (user_id, {same}) "  # noqa: S608
        f"{numbers(1, 1_101)} SELECT value, {same} FROM members, numbers"
    )
    with caplog.at_level("INFO", "bot.delivery.dispatcher"):
        await office.dispatcher_with(rate=0.05).tick()
    assert office.states() == ["missed"] * 1_101
    assert caplog.messages == ["jobs: 1101 missed"]
    assert robin.inbox() == []


async def test_what_is_withdrawn_while_it_waits_is_not_claimed(office: Office) -> None:
    (robin,) = await office.crowd(1)
    waits = await office.add(JobKind.TEST, robin, wait_until=office.world.now() + HOUR)
    async with office.store.transaction() as rows:
        await rows.jobs.withdraw(robin.id, waits.key)
    await office.later(HOUR)
    await office.tick()
    assert office.states() == ["withdrawn"]
    assert robin.inbox() == []


async def test_what_was_claimed_can_not_be_withdrawn_any_more(office: Office) -> None:
    (robin,) = await office.crowd(1)
    claimed = await office.add(JobKind.TEST, robin)
    async with office.store.transaction() as rows:
        await rows.jobs.withdraw(robin.id, claimed.key)
    assert office.states() == ["claimed"]


@pytest.mark.parametrize(("refused", "state"), [(True, "claimed"), (False, "sent")])
async def test_only_who_holds_the_lease_says_that_it_was_not_sent(
    office: Office, refused: bool, state: str
) -> None:
    """As when a process hung for longer than its lease, and another one took over meanwhile."""
    (robin,) = await office.crowd(1)
    await office.until_due()
    dispatcher = office.dispatcher_with(gate := Gate())
    await dispatcher.tick()
    await gate.reached.wait()
    await office.later(LEASE)
    async with office.store.transaction() as rows:
        (other,) = await rows.jobs.take_over(office.world.now(), 9, [JobKind.WEEKLY], ())
    if refused:
        office.refuse(403, 50007)
    gate.open.set()
    await dispatcher.drain()
    assert office.rows("state, lease_until") == [(state, other.lease_until)]
    assert (await office.member(robin)).nudges.refused_at is None


DUE = 1_767_960_000
"""Friday, 9 January 2026, 12:00 UTC."""

LEFT, COMES = 100, 200
"""The first of the people whose test waits, and of those who are due."""


class Nothing(Handler):
    """Stands for every kind."""

    kinds = frozenset(JobKind)

    async def look(self, job: Job) -> Outcome:
        return None

    async def do(self, job: Job) -> Outcome:
        return None

    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        return None


@pytest.mark.parametrize(
    ("room", "waiting", "due", "shares"),
    [
        (10, 20, 20, (5, 5)),
        (9, 20, 20, (4, 5)),
        (10, 20, 2, (5, 2)),
        (10, 2, 20, (2, 8)),
        (2, 20, 20, (1, 1)),
        # After a rest that Discord asked for there is room for one: what waits must not wait for ever.
        (1, 20, 20, (1, 0)),
        (1, 0, 20, (0, 1)),
    ],
)
async def test_what_was_left_behind_gets_half_and_one_at_least(
    store: Store, room: int, waiting: int, due: int, shares: tuple[int, int]
) -> None:
    async with store.transaction() as rows:
        for user in range(LEFT, LEFT + waiting):
            await rows.jobs.add(NewJob(JobKind.TEST, user, DUE, user=user), DUE, wait_until=DUE)
    for user in range(COMES, COMES + due):
        nudges = NudgeState(weekly_at=DUE, wake_at=DUE)
        schedule = NudgeSchedule(5, 12 * 60, "UTC")
        await put_member(store, Member(user, "trail", 0, nudged=True, schedule=schedule, nudges=nudges))
    claims = Claims(store, dict.fromkeys(JobKind, Nothing()))
    jobs, _ = await claims.take(DUE, room, (), guarded=True)
    assert (sum(job.owner < COMES for job in jobs), sum(job.owner >= COMES for job in jobs)) == shares
