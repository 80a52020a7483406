"""Putting into the store what a test begins with, and looking at what is in it."""

from collections.abc import Callable
from pathlib import Path

from bot.delivery.claims import Claims
from bot.domain.guilds import GuildSettings
from bot.domain.jobs import Job
from bot.domain.members import Member
from bot.domain.updates import Update
from bot.store.store import Store


def address(file: Path) -> str:
    """How DATABASE_URL names a file."""
    return f"sqlite+aiosqlite:///{file}"


async def put_member(store: Store, member: Member, *, guild: int | None = None) -> Member:
    """Let somebody be stored like this, a member by then or not; met in a server, if one is named."""
    async with store.transaction() as rows:
        if await rows.members.get(member.id) is None:
            added = await rows.members.add(member)
            member = member if member.seen_day else added
        await rows.members.save(member)
        if guild is not None:
            await rows.members.meet(member.id, guild, member.enrolled_at)
    return member


async def change_member(store: Store, user_id: int, change: Callable[[Member], Member]) -> Member:
    """Change somebody who is a member."""
    async with store.transaction() as rows:
        member = await rows.members.get(user_id)
        assert member is not None
        await rows.members.save(change(member))
    return change(member)


async def the_member(store: Store, user_id: int) -> Member:
    """Somebody as they are stored."""
    member = await store.read.members.get(user_id)
    assert member is not None
    return member


async def put_settings(store: Store, settings: GuildSettings) -> None:
    """Let a server be set up like this."""
    async with store.transaction() as rows:
        await rows.guilds.put(settings)


async def the_update(store: Store, number: int) -> Update:
    """An update as it is stored."""
    update = await store.read.updates.find(number)
    assert update is not None
    return update


async def claim(store: Store, now: int, most: int = 100) -> list[Job]:
    """Claim what is due to members, as the dispatcher does, and leave it at that."""
    jobs, _ = await Claims(store, {}).take(now, most, (), guarded=True)
    return jobs
