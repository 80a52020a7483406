"""Putting into the store what a test begins with, and looking at what is in it."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Engine, event

from bot.delivery.claims import Claims
from bot.domain.guilds import GuildSettings
from bot.domain.jobs import Job
from bot.domain.members import Member
from bot.domain.updates import Update
from bot.store.columns import metadata
from bot.store.postgres.database import CAIRN, EVERYTHING
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


def ask(url: str, query: str, *values: object) -> list[Any]:
    """What a database of either engine answers, past the store; or let happen what only an accident would."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.partition(":///")[2])) as file, file:
            return file.execute(query, values).fetchall()
    given = iter(values)
    literals = re.sub(
        r"\?(\d*)", lambda at: _literal(values[int(at[1]) - 1] if at[1] else next(given)), query
    )

    async def asked() -> list[Any]:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            if query.lstrip().startswith("SELECT"):
                return [tuple(row) for row in await connection.fetch(literals)]
            await connection.execute(literals)
            return []
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as thread:  # whether an event loop runs here or not
        return thread.submit(asyncio.run, asked()).result()


def everything(url: str) -> list[str]:
    """All that is kept in a database, row by row."""
    tables = (table.name for table in metadata.sorted_tables)
    return sorted(f"{name} {row}" for name in tables for row in ask(url, f"SELECT * FROM {name}"))  # noqa: S608


@contextmanager
def without(url: str, table: str, column: str) -> Iterator[None]:
    """A column isn't where it is looked for, as a mistake of ours would have it."""
    ask(url, f"ALTER TABLE {table} RENAME COLUMN {column} TO elsewhere")
    try:
        yield
    finally:
        ask(url, f"ALTER TABLE {table} RENAME COLUMN elsewhere TO {column}")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that SQLAlchemy sends to a database meanwhile."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def reads(store: Store) -> int:
    """How often something was read so far, by a statement of SQLAlchemy's or by the driver itself."""
    return store.pulse.seconds["read"].up_to()[-1][1]


def changing(statements: Iterable[str]) -> list[str]:
    """Those that do more than read."""
    others = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")
    return [each for each in statements if not each.lstrip().startswith(others)]


@asynccontextmanager
async def taken(url: str) -> AsyncIterator[None]:
    """Another program writes meanwhile, and whoever else wants to waits in vain."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.partition(":///")[2], isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            yield
        return
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await connection.execute(f"SELECT pg_advisory_lock({CAIRN}, {EVERYTHING})")
        yield
    finally:
        await connection.close()


def numbers(first: int, end: int) -> str:
    """A list of numbers as a statement of either engine begins: `numbers` with a `value` in each row."""
    return (
        f"WITH RECURSIVE numbers (value) AS (SELECT {first} UNION ALL "  # noqa: S608
        f"SELECT value + 1 FROM numbers WHERE value + 1 < {end})"
    )


def _literal(value: object) -> str:
    return "NULL" if value is None else f"'{value}'" if isinstance(value, str) else str(value)
