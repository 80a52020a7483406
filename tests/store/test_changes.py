"""What is kept of the logs of whoever asked last."""

import asyncio
import weakref
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Executable, Result

from bot.domain.acts import Act
from bot.domain.journey import Marked
from bot.domain.marks import Mark, MarkState
from bot.domain.members import Member
from bot.store.changes import RECENT, Changes
from bot.store.connection import Executes, Parameters
from bot.store.store import Store
from tests.store.samples import tick, ticked
from tests.stored import put_member


async def test_who_asks_again_gets_what_was_worked_out_until_it_changes(store: Store) -> None:
    await tick(store, 1, 10)
    await marked(store, 1)
    before = await marked(store, 1)
    await tick(store, 2, 20)
    await marked(store, 2)
    assert await marked(store, 2) is not before
    assert await marked(store, 1) is before
    await tick(store, 1, 30)
    assert await ticked(store, 1) == 2
    async with store.transaction(1) as rows:
        first, _ = (await rows.changes.of(1)).standing
        await rows.changes.undo(Act(1, None, 11, at=200), first)
    assert await ticked(store, 1) == 1


async def test_who_was_forgotten_and_comes_back_is_somebody_else(store: Store) -> None:
    await tick(store, 1, 10)
    assert [await ticked(store, 1), await ticked(store, 1)] == [1, 1]
    async with store.transaction(1) as rows:
        await rows.members.delete(1)
    await put_member(store, Member(1, "trail", enrolled_at=100))
    assert await ticked(store, 1) == 0
    await tick(store, 1, 11)
    assert await ticked(store, 1) == 1


async def test_instants_of_a_clock_that_was_ahead_are_known_as_they_were_put_right(store: Store) -> None:
    await tick(store, 1, 10)
    for _ in range(2):
        (change,) = (await store.read.changes.of(1)).standing
        assert change.at == 100
    async with store.transaction() as rows:
        await rows.corrections.happened_by(50)
    (change,) = (await store.read.changes.of(1)).standing
    assert change.at == 50


async def test_what_a_transaction_did_and_took_back_is_not_known(store: Store) -> None:
    await tick(store, 1, 10)
    assert [await ticked(store, 1), await ticked(store, 1)] == [1, 1]
    with suppress(ZeroDivisionError):
        async with store.transaction(1) as rows:
            await rows.changes.add(Act(1, None, 11, at=200), "trail", [Mark("a1", MarkState.DONE)])
            assert len((await rows.changes.of(1)).standing) == 2
            raise ZeroDivisionError
    assert await ticked(store, 1) == 1


async def test_nothing_is_kept_for_who_asks_once(store: Store) -> None:
    await tick(store, 1, 10)
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


async def test_what_is_let_go_while_it_is_read_does_not_come_back(store: Store) -> None:
    await tick(store, 1, 10)
    slow = Slow(store.read.connection)
    changes = Changes(slow)
    reading = [asyncio.create_task(changes.of(1)) for _ in range(3)]
    await asyncio.sleep(0)
    changes.let_go()
    slow.go.set()
    assert {len((await each).standing) for each in reading} == {1}
    once = weakref.ref((await changes.of(1)).marked)
    assert once() is None, "it is known from here on only"


@pytest.mark.parametrize("known", [0, 1, 2])
async def test_who_asks_several_times_at_once_is_told_the_same(store: Store, known: int) -> None:
    await tick(store, 1, 10)
    for _ in range(known):
        await marked(store, 1)
    found = await asyncio.gather(*(store.read.changes.of(1) for _ in range(5)))
    assert {each.standing for each in found} == {found[0].standing}
    assert len(found[0].standing) == 1
    await marked(store, 1)
    assert await marked(store, 1) is await marked(store, 1)


class Slow(Executes):
    """A connection that answers late."""

    def __init__(self, connection: Executes) -> None:
        self._connection = connection
        self.go = asyncio.Event()

    async def execute(self, statement: Executable, parameters: Parameters = None, /) -> Result[Any]:
        """Execute one statement."""
        await self.go.wait()
        return await self._connection.execute(statement, parameters)


async def marked(store: Store, user: int) -> Marked:
    """What somebody marked, as it is asked for by a command."""
    return (await store.read.changes.of(user)).marked
