"""What is asked again and again reads no more for a million members, however often it was asked before."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from sqlalchemy import JSON, Boolean, Column, String, Table

from bot.domain.jobs import JobKind
from bot.domain.shards import Share
from bot.store.columns import metadata
from bot.store.store import Store
from tests.postgres import Server
from tests.store.conftest import Statement
from tests.store.sqlite.test_plans import ASKED, NOW, ask, belongings, looked_up

PEOPLE, SERVERS, OTHERS = 1_000_000, 20_000, 100_000
FEW = 300
"""Pages that a statement may look at; the members alone fill fifty times as many."""

NUMBERS = {"members": PEOPLE, "jobs": PEOPLE, "guilds": SERVERS}
PARTS = (Share(True, frozenset({0}), 1), Share(False, frozenset({1, 2}), 4), Share(True, frozenset(), 4))
SHARED = {
    f"{name} of {share}": question
    for share in PARTS
    for name, question in {
        "when a job is due": lambda rows, share=share: rows.jobs.next_due(share),
        "when a server is due": lambda rows, share=share: rows.guilds.next_due(share),
        "servers that are due": lambda rows, share=share: rows.guilds.due(NOW, 5, share),
        "jobs that wait no longer": lambda rows, share=share: rows.jobs.take_over(
            NOW, 5, tuple(JobKind), [1], share
        ),
    }.items()
}
"""What one of several processes asks."""

AT_A_START = "claims of the process before"
QUESTIONS = {name: question for name, (question, _) in ASKED.items() if name != AT_A_START} | SHARED
"""What is asked of PostgreSQL: whoever starts there takes over nothing, as others may be alive."""

SETTLED = 7
"""Times to execute a prepared statement until PostgreSQL has chosen by which plan it goes on."""

GO_ON = "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)"

VALUES = {
    "wake_at": f"CASE WHEN n % 100 = 0 THEN {NOW} - n % 60 ELSE {NOW} + n % 604800 END",
    "seen_day": "CASE WHEN n % 20000 = 7 THEN 1 ELSE 20833 END",
    "refused_at": f"CASE WHEN n % 20000 = 9 THEN {NOW} - 10 END",
    "members.zone": "'Europe/Berlin'",
    "jobs.kind": "'weekly'",
    "jobs.state": "CASE WHEN n % 20000 = 0 THEN 'waiting' WHEN n % 20000 = 1 THEN 'claimed' ELSE 'sent' END",
    "jobs.owner": "n",
    "jobs.key": f"'w' || {NOW} + n % 604800",
    "jobs.user_id": "n",
    "jobs.guild_id": f"CASE WHEN n % 10 = 0 THEN n % {SERVERS} END",
    "lease_until": f"{NOW} + n % 1000",
    "due_at": f"{NOW} - n % 604800",
    "updates.author_id": "n",
    "update_changes.author_id": "n",
    "day": "30000",
    "guild_id": f"n % {SERVERS}",
    "guilds.guild_id": "n",
    "marks.state": "'done'",
    "updates.state": "'posted'",
    "at": f"{NOW} + 1",
    "looked_at": f"{NOW} + 1",
}
"""What row n says, by column of any table or of one; any other holds n, or as little as it may."""


def value(table: Table, column: Column[Any]) -> str:
    """What row n of a table holds."""
    for name in (f"{table.name}.{column.name}", column.name):
        if name in VALUES:
            return VALUES[name]
    if column.nullable:
        return "NULL"
    if isinstance(column.type, Boolean):
        return "false"
    if isinstance(column.type, JSON):
        return "'{}'"
    if isinstance(column.type, String):
        return "'m' || n"
    return "n" if column.primary_key or column.name.endswith("_id") else "1"


@pytest.fixture
async def crowded(postgres: Server) -> AsyncIterator[str]:
    """The address of a database with a million members, their jobs, and much of everything else."""
    with postgres.database() as url:
        async with connected(url) as connection:
            for table in metadata.sorted_tables:
                number = NUMBERS.get(table.name, OTHERS)
                names = ", ".join(column.name for column in table.c)
                values = ", ".join(value(table, column) for column in table.c)
                rows = f"SELECT {values} FROM generate_series(1, {number}) AS n"  # noqa: S608
                await connection.execute(f"INSERT INTO {table.name} ({names}) {rows}")
                if "id" in table.c:
                    await connection.execute(GO_ON, table.name, number)
            await connection.execute("VACUUM ANALYZE")
        yield url


@asynccontextmanager
async def connected(url: str) -> AsyncIterator["asyncpg.Connection[Any]"]:
    """A connection past the store."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        yield connection
    finally:
        await connection.close()


def literal(given: Any) -> str:
    """A parameter as it stands in a statement."""
    if given is None:
        return "NULL"
    return "'{}'".format(given.replace("'", "''")) if isinstance(given, str) else str(given)


async def looked_at(connection: "asyncpg.Connection[Any]", statement: Statement) -> tuple[int, str]:
    """How many pages a statement looks at, at first or once its plan has settled, and how; nothing stays."""
    text, parameters = statement
    execute = f"EXECUTE asked({', '.join(map(literal, parameters))})" if parameters else "EXECUTE asked"
    explain = f"EXPLAIN (ANALYZE, BUFFERS, TIMING off, COSTS off) {execute}"
    await connection.execute(f"BEGIN; PREPARE asked AS {text}; SAVEPOINT before")
    told: Sequence[Any] = ()
    for _ in range(SETTLED):
        told = max(told, await connection.fetch(explain), key=pages)
        await connection.execute("ROLLBACK TO before")
    await connection.execute("ROLLBACK; DEALLOCATE asked")
    return pages(told), "\n".join(line for (line,) in told)


def pages(told: Sequence[Sequence[str]]) -> int:
    """How many pages a plan says that it looked at."""
    buffers = next((line for (line,) in told if "Buffers: shared" in line), "")
    counts = (part.partition("=")[2] for part in buffers.split() if part.startswith(("hit=", "read=")))
    return sum(map(int, counts))


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_a_million_members_make_no_statement_look_at_more(
    crowded: str, statements: list[Statement]
) -> None:
    store, dear = Store.open(crowded), []
    asked = {"what goes with a row that is deleted": belongings()}
    for name, question in QUESTIONS.items():
        statements.clear()
        await ask(store, question)
        asked[name] = [*looked_up(statements).values()]
    async with connected(crowded) as connection:
        for name, each in asked.items():
            for statement in each:
                number, plan = await looked_at(connection, statement)
                if number > FEW:
                    dear.append(f"{name}: {number} pages\n{statement[0]}\n{plan}")
    await store.close()
    assert not dear, "\n\n".join(dear)
