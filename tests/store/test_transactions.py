"""Reading and writing at once, cut off, killed and at the end: the same on both engines."""

import asyncio
import gc
import random
import signal
import subprocess
import traceback
from collections.abc import Callable, Iterator

import pytest
from asyncpg import PostgresError
from sqlalchemy import Executable, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import StoreUnavailable
from bot.domain.members import Member
from bot.store.changes import changes, marks
from bot.store.members import member_guilds, members
from bot.store.store import Store
from tests.store.samples import tick, ticked
from tests.stored import put_member

ADA = Member(1, "trail", enrolled_at=100)


@pytest.fixture(autouse=True)
def _nothing_left_to_complain_of() -> Iterator[None]:
    """A future that asyncpg forgets, where it is cut off while it connects, is told of as it is collected."""
    yield
    gc.collect()


async def number(store: Store, query: Executable) -> int:
    """The one number that a query is answered with."""
    return int((await store.read.connection.execute(query)).scalar_one())


async def test_a_hundred_that_read_then_write_at_once_all_count(url: str, store: Store) -> None:
    await put_member(store, ADA)
    other = Store.open(url)

    async def count_one(mine: Store, *owners: int) -> None:
        async with mine.transaction(*owners) as rows:
            day = (await rows.connection.execute(select(members.c.seen_day))).scalar_one()
            await asyncio.sleep(0)
            await rows.connection.execute(update(members).values(seen_day=day + 1))

    named: tuple[tuple[int, ...], ...] = ((), (ADA.id,), (ADA.id, 10))
    await asyncio.gather(*(count_one(mine, *named[n % 3]) for mine in (store, other) for n in range(50)))
    await other.close()

    assert await number(store, select(members.c.seen_day)) == 100


async def test_cancelled_transactions_leave_nothing_half_written(store: Store) -> None:
    await put_member(store, ADA)
    dice = random.Random(4)  # noqa: S311

    async def write_both(n: int) -> None:
        async with store.transaction() as rows:
            row = {"id": n, "user_id": 1, "roadmap": "trail", "interaction_id": n, "at": 1}
            await rows.connection.execute(insert(changes).values(row))
            await rows.connection.execute(insert(marks).values(change_id=n, ref="a0", state="done"))

    cancelled = 0
    for n in range(1, 201):
        task = asyncio.create_task(write_both(n))
        await asyncio.sleep(dice.uniform(0, 0.003))
        task.cancel()
        cancelled += isinstance(
            (await asyncio.gather(task, return_exceptions=True))[0], asyncio.CancelledError
        )
    await write_both(201)

    whole = await number(store, select(func.count()).select_from(changes.join(marks)))
    halves = await number(store, select(func.count()).select_from(changes)) - whole
    assert cancelled > 0
    assert whole >= 201 - cancelled
    assert halves == 0


async def test_who_waits_goes_on_when_the_one_in_front_is_cancelled(url: str) -> None:
    for turns in range(12):
        store = Store.open(url)
        first = asyncio.create_task(tick(store, 1, 1_000 + turns))
        second = asyncio.create_task(ticked(store, 2))
        others = [asyncio.create_task(tick(store, 2, 10 * turns + n)) for n in range(5)]
        for _ in range(turns * turns):
            await asyncio.sleep(0)
        first.cancel()
        second.cancel()
        async with asyncio.timeout(3):
            await asyncio.gather(*others)
        await asyncio.gather(first, second, return_exceptions=True)
        await store.close()


async def test_an_error_in_a_transaction_takes_all_of_it_back(store: Store) -> None:
    await put_member(store, ADA)

    async def fail() -> None:
        async with store.transaction() as rows:
            await rows.connection.execute(update(members).values(seen_day=5))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await number(store, select(members.c.seen_day)) == 0


async def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="can't be written"):
        await store.read.members.add(ADA)


async def test_error_texts_name_nobody(store: Store) -> None:
    async with store.transaction() as rows:
        row = {"user_id": 80351110224678912, "guild_id": 1, "at": 1}
        with pytest.raises(IntegrityError) as caught:
            await rows.connection.execute(insert(member_guilds).values(row))
    assert "80351110224678912" not in "".join(traceback.format_exception(caught.value))


async def test_error_texts_of_the_driver_itself_name_nobody(store: Store) -> None:
    nobody = 80351110224678912 << 20
    with pytest.raises((OverflowError, PostgresError)) as caught:
        await store.read.changes.of(nobody)
    assert str(nobody) not in "".join(traceback.format_exception(caught.value))


async def test_a_text_with_an_end_in_it_is_kept(store: Store) -> None:
    await tick(store, 1, 10, evidence="https://example.org/\x00a")
    (change,) = (await store.read.changes.of(1)).standing
    assert str(change.marks[0].evidence).replace("\x00", "") == "https://example.org/a"


async def test_what_was_confirmed_survives_a_kill(
    url: str, store: Store, launch: Callable[[str, str], "subprocess.Popen[str]"]
) -> None:
    process = launch("tick_and_hang", url)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert await ticked(store, 7) == 1


async def test_closing_waits_for_what_is_being_saved_and_takes_nothing_after_it(store: Store) -> None:
    begun = asyncio.Event()

    async def save_slowly() -> None:
        async with store.transaction() as rows:
            begun.set()
            await asyncio.sleep(0.1)
            await rows.members.add(ADA)

    saving = asyncio.create_task(save_slowly())
    await begun.wait()
    waiting = asyncio.create_task(put_member(store, ADA._replace(id=2)))
    await asyncio.sleep(0)
    await store.close()
    await saving
    await waiting
    for refused in (put_member(store, ADA._replace(id=3)), store.read.members.get(1)):
        with pytest.raises(StoreUnavailable, match="about to end"):
            await refused


async def test_who_was_told_is_saved_and_who_was_not_is_saved_whole_or_not_at_all(store: Store) -> None:
    """Many side by side, of one or of everything, some of which fail and some of which are cut off."""
    dice = random.Random(4)  # noqa: S311

    async def enrol(user: int, *owners: int, fails: bool) -> None:
        async with store.transaction(*owners) as rows:
            await rows.members.add(ADA._replace(id=user))
            await asyncio.sleep(0)
            await rows.members.meet(user, 10, at=100)
            if fails:
                raise LookupError

    tasks = {}
    for user in range(1, 301):
        owners = () if dice.random() < 0.2 else (user,)
        tasks[user] = asyncio.create_task(enrol(user, *owners, fails=dice.random() < 0.2))
        if dice.random() < 0.3:
            asyncio.get_running_loop().call_later(dice.uniform(0, 0.05), tasks[user].cancel)
        await asyncio.sleep(dice.uniform(0, 0.001))
    ends = dict(zip(tasks, await asyncio.gather(*tasks.values(), return_exceptions=True), strict=True))

    both = await store.read.connection.execute(select(members.c.user_id).join(member_guilds))
    saved, one = set(both.scalars()), await number(store, select(func.count()).select_from(members))
    assert len(saved) == one
    assert {user for user, end in ends.items() if end is None} <= saved
    assert not {user for user, end in ends.items() if isinstance(end, LookupError)} & saved
    assert {type(end) for end in ends.values()} == {type(None), LookupError, asyncio.CancelledError}
