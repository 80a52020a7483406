"""What only one process may have: one of all who want it gets it, and others do as soon as it is left."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.store.postgres.session import Session

WHAT = 7


@pytest.fixture
async def two(url: str) -> AsyncIterator[tuple[Session, Session]]:
    """Two processes' sessions."""
    both = Session(url), Session(url)
    yield both
    for each in both:
        await each.close()


async def test_one_of_two_that_ask_together_gets_it(two: tuple[Session, Session]) -> None:
    one, other = two
    asked = (each.take(WHAT) for each in (one, one, other, other))
    assert sum(await asyncio.gather(*asked)) == 1


async def test_what_was_asked_for_twice_and_left_once_is_free(two: tuple[Session, Session]) -> None:
    one, other = two
    assert sorted(await asyncio.gather(one.take(WHAT), one.take(WHAT))) == [False, True]
    assert not await other.take(WHAT)
    await one.leave(WHAT)
    assert await other.take(WHAT)


async def test_what_several_have_together_nobody_takes(two: tuple[Session, Session]) -> None:
    one, other = two
    await one.join(WHAT)
    assert await other.others(WHAT) == 1
    await other.join(WHAT)
    assert WHAT in one.held & other.held
    await one.close()
    assert not await one.take(WHAT)
    await other.close()
    assert await one.take(WHAT)
