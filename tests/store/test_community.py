"""What is counted of a server: its members and their messages, and nobody else's."""

from collections.abc import Iterable

import pytest
from sqlalchemy import insert

from bot.domain.due import LATE
from bot.domain.members import Member
from bot.domain.nudges import State
from bot.store.community import CommunityStore
from bot.store.database import Database
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.store.tables import nudges
from tests.store.samples import LIBRARY, PATH, TRAIL, Tick

HERE, THERE = 10, 20


@pytest.fixture
def community(database: Database) -> CommunityStore:
    return CommunityStore(database)


async def meet(members: MemberStore, user: int, guild: int, roadmap: str = "trail") -> None:
    await members.put(user, lambda known: known or Member(user, roadmap, 0), at=1, guild_id=guild)


async def test_every_member_of_the_server_is_counted_once(
    community: CommunityStore, members: MemberStore, journeys: JourneyStore
) -> None:
    for user in range(1, 206):
        await meet(members, user, HERE)
    await meet(members, 1, THERE)
    await meet(members, 300, THERE)
    await journeys.change(1, TRAIL, 1, 100, Tick(0))
    await journeys.change(1, TRAIL, 2, 101, Tick(1))
    await journeys.change(2, TRAIL, 3, 102, Tick(0))
    await journeys.undo(2, 4, 103, LIBRARY)
    done = [progress.tally().done async for progress in community.progress(HERE, LIBRARY)]
    assert len(done) == 205
    assert sorted(done)[-2:] == [0, 2]


async def test_a_member_is_where_their_own_roadmap_is(
    community: CommunityStore, members: MemberStore
) -> None:
    await meet(members, 1, HERE, "path")
    await meet(members, 2, HERE, "no longer shipped")
    assert [progress.roadmap async for progress in community.progress(HERE, LIBRARY)] == [PATH, TRAIL]


async def test_a_server_that_nobody_knows(community: CommunityStore) -> None:
    assert [progress async for progress in community.progress(HERE, LIBRARY)] == []
    assert await community.ends(HERE, 0) == {}


async def test_messages_are_counted_by_their_end(
    community: CommunityStore, members: MemberStore, database: Database
) -> None:
    for user, guild in ((1, HERE), (2, HERE), (1, THERE), (3, THERE)):
        await meet(members, user, guild)
    await log(
        database,
        [
            (1, "weekly", 1_000, State.SENT, 0),
            (1, "weekly", 2_000, State.SENT, LATE + 1),
            (2, "snoozed", 1_000, State.SENT, LATE),
            (2, "weekly", 2_000, State.REFUSED, 0),
            (2, "weekly", 999, State.SENT, 0),
            (2, "test", 3_000, State.SENT, 0),
            (3, "weekly", 1_000, State.SENT, 0),
        ],
    )
    assert await community.ends(HERE, 1_000) == {
        (State.SENT, False): 2,
        (State.SENT, True): 1,
        (State.REFUSED, False): 1,
    }


async def log(database: Database, rows: Iterable[tuple[int, str, int, State, int]]) -> None:
    """Messages: whose, of which kind, due when, with which end, taken up so many seconds later."""
    async with database.writing() as connection:
        for user, kind, due_at, state, late in rows:
            row = {"user_id": user, "kind": kind, "due_at": due_at, "state": state, "attempts": 0}
            await connection.execute(
                insert(nudges).values(**row, claimed_at=due_at + late, lease_until=due_at + late)
            )
