"""What is kept of the logs of whoever asked last."""

import weakref
from uuid import uuid4

from bot.domain.acts import Act
from bot.domain.journey import Marked
from bot.store.changes import RECENT
from bot.store.store import Store
from tests.store.samples import tick


async def test_who_asks_again_gets_what_was_worked_out_until_it_changes(store: Store) -> None:
    await tick(store, 1, 10)
    await marked(store, 1)
    before = await marked(store, 1)
    await tick(store, 2, 20)
    await marked(store, 2)
    assert await marked(store, 2) is not before
    async with store.transaction(1) as rows:
        log = await rows.changes.of(1)
        (change,) = log.standing
        assert log.marked is before
        await rows.changes.undo(Act(1, None, 11, at=200), change)
    assert await marked(store, 1) is not before


async def test_nothing_is_kept_for_who_asks_once(store: Store) -> None:
    await tick(store, 1, 10, f"https://example.org/{uuid4()}")  # what nobody asked for before
    once = weakref.ref(await marked(store, 1))
    assert once() is None


async def test_what_is_kept_does_not_grow_with_members(store: Store) -> None:
    await tick(store, 1, 1_000)
    await marked(store, 1)
    kept = weakref.ref(await marked(store, 1))
    for user in range(2, RECENT + 2):
        assert kept() is not None
        await tick(store, user, 1_000 + user)
        await marked(store, user)
    assert kept() is None


async def marked(store: Store, user: int) -> Marked:
    """What somebody marked, as it is asked for by a command."""
    return (await store.read.changes.of(user)).marked
