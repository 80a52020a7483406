"""Who is met where, what leaving a server changes, and what is deleted when nobody calls Cairn back."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.domain.guilds import GuildSettings
from bot.domain.members import Member
from bot.store.database import Database
from bot.store.guilds import GuildStore
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.store.retention import RetentionStore
from bot.store.servers import ServerStore
from bot.store.tables import metadata
from tests.store.samples import LIBRARY, TRAIL, Tick, fill

HERE, THERE = 10, 20


@pytest.fixture
def servers(database: Database) -> ServerStore:
    return ServerStore(database)


async def meet(members: MemberStore, user: int, *guilds: int) -> None:
    for guild in guilds:
        await members.put(user, lambda known: known or Member(user, "trail", 0), at=1, guild_id=guild)


def marked(member: Member) -> Member:
    """A change that can be seen."""
    return replace(member, seen_day=99)


async def whom(members: MemberStore, *users: int) -> list[int]:
    """Who of them was changed."""
    found = [await members.get(user) for user in users]
    return [member.id for member in found if member and member.seen_day == 99]


async def test_leaving_changes_only_members_met_nowhere_else(
    servers: ServerStore, members: MemberStore
) -> None:
    await meet(members, 1, HERE)
    await meet(members, 2, HERE, THERE)
    await meet(members, 3, THERE)
    await servers.leave(HERE, 5, marked)
    assert await whom(members, 1, 2, 3) == [1]
    await servers.leave(THERE, 6, marked)
    assert await whom(members, 1, 2, 3) == [1, 2, 3]


async def test_leaving_a_big_server_reaches_everybody(servers: ServerStore, members: MemberStore) -> None:
    everybody = range(1, 203)
    for user in everybody:
        await meet(members, user, HERE)
    await servers.leave(HERE, 5, marked)
    assert len(await whom(members, *everybody)) == 202


async def test_leaving_is_noted_with_and_without_settings_and_the_first_time_counts(
    servers: ServerStore, database: Database
) -> None:
    guilds = GuildStore(database)
    await guilds.put(HERE, lambda known: replace(known, zone="UTC"))
    for at in (5, 6):
        await servers.leave(HERE, at, marked)
        await servers.leave(THERE, at, marked)
    assert await guilds.get(HERE) == GuildSettings(HERE, zone="UTC", left_at=5)
    assert await guilds.get(THERE) == GuildSettings(THERE, left_at=5)


async def test_coming_back_keeps_what_was_set(servers: ServerStore, database: Database) -> None:
    guilds = GuildStore(database)
    await guilds.put(HERE, lambda known: replace(known, zone="UTC"))
    await servers.leave(HERE, 5, marked)
    await servers.leave(THERE, 5, marked)
    await servers.back({HERE, 30})
    assert await guilds.get(HERE) == GuildSettings(HERE, zone="UTC")
    assert (await guilds.get(THERE)).left_at == 5


async def test_servers_are_known_by_their_settings_or_their_members(
    servers: ServerStore, members: MemberStore, database: Database
) -> None:
    await GuildStore(database).put(HERE, lambda known: known)
    await meet(members, 1, THERE, 30)
    await servers.leave(30, 5, marked)
    assert await servers.here() == {HERE, THERE}


async def test_thirty_days_later_the_servers_rows_go_and_the_members_progress_stays(
    servers: ServerStore, members: MemberStore, journeys: JourneyStore, database: Database
) -> None:
    care = RetentionStore(database)
    async with database.writing() as connection:
        rows = await connection.run_sync(lambda sync: fill(sync, metadata, 7))
    guild = next(values["guild_id"] for table, values in rows.items() if table.name == "guilds")
    async with database.writing() as connection:
        for name in ("updates", "member_guilds", "guilds"):
            values: dict[str, object] = {"guild_id": guild} | ({"left_at": 500} if name == "guilds" else {})
            await connection.execute(metadata.tables[name].update().values(values))
    await journeys.change(7, TRAIL, 70, 700, Tick(0))
    await members.put(7, lambda known: known or Member(7, "trail", 0), at=1, guild_id=THERE)

    assert await care.delete_left(500) == 0
    assert await care.delete_left(501) == 1
    left = {name for name in ("guilds", "updates", "update_changes") if await rows_of(database, name)}
    assert not left
    assert await members.guilds(7) == (THERE,)
    assert (await journeys.load(7, LIBRARY, "trail")).progress.tally().done == 1


async def rows_of(database: Database, table: str) -> int:
    async with database.reading() as connection:
        query = select(func.count()).select_from(metadata.tables[table])
        return int((await connection.execute(query)).scalar_one())
