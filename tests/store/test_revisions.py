"""Versions that run beside each other: which databases of a newer one an older one can use."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy import column, table, text, update

from bot.domain.errors import DatabaseTooNew
from bot.store import engines
from bot.store.revisions import OLDEST, revisions
from bot.store.store import Store
from tests.store.samples import tick, ticked

HEAD, NEWER = revisions()[-1], "9999"
VERSION = table("alembic_version", column("version_num"))

State = Callable[[str], Awaitable[None]]


@pytest.fixture
async def newer(url: str, store: Store) -> AsyncIterator[State]:
    """Bring the database to a later revision, which only versions suit that know the one that is given."""
    before = await store.read.shared.get(OLDEST)
    assert before is not None

    async def bring(oldest: str) -> None:
        async with store.transaction() as rows:
            await rows.connection.execute(text("ALTER TABLE members ADD COLUMN mood VARCHAR"))
            await rows.connection.execute(update(VERSION).values(version_num=NEWER))
            await rows.shared.put(OLDEST, oldest)

    yield bring
    async with store.transaction() as rows:
        await rows.connection.execute(text("ALTER TABLE members DROP COLUMN mood"))
        await rows.connection.execute(update(VERSION).values(version_num=HEAD))
        await rows.shared.put(OLDEST, before)


async def test_one_that_suits_this_version_is_used_and_stays_as_it_is(
    url: str, store: Store, newer: State
) -> None:
    await tick(store, 1, 1)
    await newer(HEAD)
    engine = engines.of(url)
    assert await engine.migrate(url) == (NEWER, NEWER)
    checkup = await engine.check_up(url)
    assert (checkup.revision, checkup.newest) == (NEWER, NEWER)
    await engine.in_step(url)
    await tick(store, 1, 2)
    assert await ticked(store, 1) == 2


async def test_one_that_is_too_new_for_this_version_is_refused(url: str, newer: State) -> None:
    await newer(NEWER)
    engine = engines.of(url)
    for ask in (engine.migrate, engine.check_up, engine.in_step):
        with pytest.raises(DatabaseTooNew, match=f"revision {NEWER}; this one knows up to {HEAD}"):
            await ask(url)
