"""What is counted across everybody: messages by their end, and who holds a mark on what."""

from collections.abc import Iterable

from sqlalchemy import insert

from bot.domain.due import LATE
from bot.domain.jobs import JobKey, JobKind, JobState
from bot.domain.members import Member
from bot.domain.nudges import WeekCount
from bot.domain.schedule import DAY
from bot.store.jobs import jobs
from bot.store.report import ends_in_server, holders, weekly_messages
from bot.store.store import Store
from tests.services.samples import act
from tests.store.samples import tick
from tests.stored import put_member

HERE, THERE = 10, 20
MONDAY = 4 * DAY


async def log(store: Store, messages: Iterable[tuple[int, JobKind, int, JobState, int]]) -> None:
    """Messages: whose, of which kind, due when, with which end, claimed so many seconds later."""
    async with store.transaction() as rows:
        for user, kind, due_at, state, late in messages:
            row = {"kind": kind, "owner": user, "user_id": user, "key": str(JobKey.of(kind, due_at))}
            ended = {
                "state": state,
                "claimed_at": due_at + late,
                "lease_until": 0,
                "attempts": 0,
                "asked": False,
            }
            await rows.connection.execute(insert(jobs).values(**row, **ended, due_at=due_at))


async def test_a_server_s_messages_are_counted_by_their_end(store: Store) -> None:
    for user, guild in ((1, HERE), (2, HERE), (1, THERE), (3, THERE)):
        await put_member(store, Member(user, "trail", 0), guild=guild)
    await log(
        store,
        [
            (1, JobKind.WEEKLY, 1_000, JobState.SENT, 0),
            (1, JobKind.WEEKLY, 2_000, JobState.SENT, LATE + 1),
            (2, JobKind.SNOOZED, 1_000, JobState.SENT, LATE),
            (2, JobKind.WEEKLY, 2_000, JobState.REFUSED, 0),
            (2, JobKind.WEEKLY, 999, JobState.SENT, 0),
            (2, JobKind.TEST, 3_000, JobState.SENT, 0),
            (3, JobKind.WEEKLY, 1_000, JobState.SENT, 0),
        ],
    )
    assert await ends_in_server(store.read.connection, HERE, 1_000) == {
        (JobState.SENT, False): 2,
        (JobState.SENT, True): 1,
        (JobState.REFUSED, False): 1,
    }


async def test_a_server_that_nobody_knows(store: Store) -> None:
    assert await ends_in_server(store.read.connection, HERE, 0) == {}


async def test_everybody_s_messages_are_counted_by_week(store: Store) -> None:
    await log(
        store,
        [
            (1, JobKind.WEEKLY, MONDAY - 1, JobState.SENT, 0),
            (1, JobKind.WEEKLY, MONDAY, JobState.SENT, 0),
            (2, JobKind.REST, MONDAY + 6 * DAY, JobState.SENT, 0),
            (2, JobKind.WEEKLY, MONDAY + 7 * DAY, JobState.SENT, LATE + 1),
            (3, JobKind.FINISHED, MONDAY + 7 * DAY, JobState.MISSED, 0),
            (3, JobKind.FAREWELL, MONDAY + 7 * DAY, JobState.SENT, 0),
        ],
    )
    following = MONDAY + 7 * DAY
    counted = await weekly_messages(store.read.connection, MONDAY)
    assert counted[0] == WeekCount(MONDAY, JobState.SENT, late=False, number=2)
    assert {*counted[1:]} == {
        WeekCount(following, JobState.MISSED, late=False, number=1),
        WeekCount(following, JobState.SENT, late=True, number=1),
    }


async def test_a_mark_is_held_by_everybody_of_whom_one_stands(store: Store) -> None:
    for user, interaction in ((1, 10), (1, 11), (2, 20), (3, 30)):
        await tick(store, user, interaction)
    async with store.transaction() as rows:
        (change,) = (await rows.changes.of(3)).standing
        await rows.changes.undo(act(40, user=3), change)
    assert await holders(store.read.connection) == {("trail", "a0"): 2}
